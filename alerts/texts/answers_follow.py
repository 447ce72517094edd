"""What the bot answers about following: what was understood, which one is meant, what is over. HTML. Pure."""

from collections.abc import Sequence

from alerts import markup
from alerts.texts.answers import code, escape, quoted
from alerts.texts.counting import DAYS, count

QUESTION_IN_GROUP = "ماذا تريدون أن تتابعوا؟"


def how_to_follow(*, group: bool) -> str:
    """Return the answer to /add without words."""
    if group:
        return f"{QUESTION_IN_GROUP} اكتب مثلًا: {code('/add درعا')}، أو رُدّ على هذه الرسالة باسم المكان أو الكلمة."
    return "ماذا تريد أن تتابع؟ اكتب اسم مكان أو كلمة، مثل: درعا البلد، أو زلزال."


def which_kind() -> str:
    """Return what stands over the kinds of event."""
    return (
        "<b>أنواع الأحداث</b>\nاضغط نوعًا لمتابعة كل خبر منه، أيًّا كانت كلماته ومكانه. "
        "ولمكان واحد اكتب مثلًا: درعا + حدث كهرباء."
    )


def one_at_a_time(several: Sequence[str]) -> str:
    """Return the answer to *several* things in one message: each is to be sent alone."""
    named = "، ثم ".join(quoted(one, 40) for one in several[:3])
    return f"المتابعة لشيء واحد في كل رسالة. أرسل كلًّا منها في رسالة منفصلة: {named}."


def followed(description: str, *, articles: str, days: int) -> str:
    """Return the answer to a new subscription.

    *description* says which one it is; *articles* how many articles of the last *days* days match, in words and
    after a preposition, empty if none does.
    """
    span = f"خلال آخر {count(days, DAYS, oblique=True)}"
    found = f"عثرنا على {articles} {span}." if articles else f"لم نعثر على أخبار {span}."
    return f"✅ تمت متابعة <b>{escape(description)}</b>.\n{found} يصل التنبيه عند أول خبر جديد."


def followed_uncounted(description: str) -> str:
    """Return the answer to a new subscription where the articles of the last days could not be looked through."""
    return f"✅ تمت متابعة <b>{escape(description)}</b>.\nيصل التنبيه عند أول خبر جديد."


def but_paused() -> str:
    """Return the reminder that alerts are paused."""
    return "⏸ التنبيهات متوقفة الآن. للعودة اكتب: استأنف."


def stop_button(label: str) -> str:
    """Return the words of a button that stops following *label*, which stands there whole: it is read back."""
    return f"⛔ أوقف {markup.one_line(label)}"


def again(label: str) -> str:
    """Return the words of a button that undoes a stop."""
    return f"↩️ أعد {markup.one_line(label)}"


def already(description: str) -> str:
    """Return the answer to a subscription that is there."""
    return f"متابعة <b>{escape(description)}</b> موجودة من قبل، ولا حاجة إلى تكرارها."


def which_one(typed: str) -> str:
    """Return the question above the buttons when a name has several readings."""
    return f"لاسم {quoted(typed)} أكثر من معنى. اختر ما تريد متابعته:"


def did_you_mean(typed: str) -> str:
    """Return the question above the suggestions for a word that is nearly a place's name."""
    return f"لم أجد مكانًا باسم {quoted(typed)}. هل تقصد أحد هذه الأماكن، أو تريد متابعة الكلمة كما كتبتها؟"


def as_word(typed: str) -> str:
    """Return the button that follows a word as it was typed."""
    return f"الكلمة كما هي: «{markup.one_line(typed)}»"


def stopped(label: str) -> str:
    """Return what stands in place of a subscription that was stopped."""
    return f"⛔ توقفت متابعة <b>{escape(label)}</b>."


def restored(label: str) -> str:
    """Return what stands in place of a subscription that is back."""
    return f"✅ عادت متابعة <b>{escape(label)}</b>."


def already_stopped() -> str:
    """Return the answer to a stop button of a subscription that is not there."""
    return "هذه المتابعة متوقفة من قبل."
