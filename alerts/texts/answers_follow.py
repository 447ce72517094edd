"""What the bot answers about following: what was understood, which one is meant, what cannot be followed. HTML. Pure."""

from alerts import markup
from alerts.texts.answers import escape, quoted
from alerts.texts.counting import DAYS, SUBSCRIPTIONS, count


def how_to_follow(*, group: bool) -> str:
    """Return the answer to /add without words."""
    if group:
        return "ماذا تريدون أن تتابعوا؟ اكتب مثلًا: <code>/add درعا</code>، أو رُدّ على هذه الرسالة باسم المكان أو الكلمة."
    return "ماذا تريد أن تتابع؟ اكتب اسم مكان أو كلمة، مثل: درعا البلد، أو زلزال."


def followed(description: str, *, place: bool, articles: str, days: int) -> str:
    """Return the answer to a new subscription.

    *description* says which one it is, *articles* how many articles of the last *days* days match, in words, or
    is empty if none does.
    """
    what = f"<b>{escape(description)}</b>" if place else f"كلمة <b>{quoted(description)}</b>"
    found = (
        f"ورد عنها خلال {count(days, DAYS, oblique=True)} مضت: {articles}."
        if articles
        else f"لم يرد عنها شيء خلال {count(days, DAYS, oblique=True)} مضت؛ يصلك تنبيه عند أول خبر."
    )
    return f"✅ تمت متابعة {what}.\n{found}"


def already(description: str) -> str:
    """Return the answer to a subscription that is there."""
    return f"أنت تتابع <b>{escape(description)}</b> من قبل، ولا حاجة إلى تكرار."


def which_one(typed: str) -> str:
    """Return the question above the buttons when a name has several readings."""
    return f"{quoted(typed)} تعني أكثر من شيء. اختر ما تريد متابعته:"


def did_you_mean(typed: str) -> str:
    """Return the question above the suggestions for a word that is nearly a place's name."""
    return f"لم أجد مكانًا باسم {quoted(typed)}. هل تقصد أحد هذه الأماكن؟ أم تريد متابعة الكلمة كما كتبتها؟"


def as_word(typed: str) -> str:
    """Return the button that follows a word as it was typed."""
    return f"الكلمة «{markup.clip(markup.one_line(typed), 40)}»"


def too_many(most: int) -> str:
    """Return the answer at the limit of subscriptions."""
    return f"بلغت الحد الأعلى: {count(most, SUBSCRIPTIONS)}. أوقف اشتراكًا لا تحتاج إليه من «اشتراكاتي» ثم أعد المحاولة."


def stopped(label: str) -> str:
    """Return what stands in place of a subscription that was stopped."""
    return f"⛔ توقفت متابعة <b>{escape(label)}</b>."


def restored(label: str) -> str:
    """Return what stands in place of a subscription that is back."""
    return f"✅ عادت متابعة <b>{escape(label)}</b>."


def already_stopped() -> str:
    """Return the answer to a stop button of a subscription that is not there."""
    return "هذه المتابعة متوقفة من قبل."


def stop_by_button(typed: str) -> str:
    """Return the words above the list when someone writes that they want to stop one thing."""
    return f"لإيقاف {quoted(typed)} اضغط زره في القائمة:"
