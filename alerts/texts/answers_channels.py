"""What is said about channels, in the private chat of one of their admins. HTML. Pure."""

from alerts import markup
from alerts.texts.answers import code, escape, quoted
from news.arabic.marks import isolate

CHOOSE = "📢 اختر قناة"
BACK = "عودة إلى متابعاتي"
UNLINK = "✖️ ألغ الربط"


def head(title: str) -> str:
    """Return the first line of every answer about a channel."""
    return f"📢 <b>قناة {quoted(title, 60)}</b>"


def keep(title: str) -> str:
    """Return the words of the button that takes a channel in hand."""
    return f"📢 {markup.clip(markup.one_line(title), 40)}"


def only_in_private() -> str:
    """Return the answer to /channel in a group."""
    return "تُدار القنوات من المحادثة الخاصة مع البوت: افتحها وأرسل فيها /channel."


def which() -> str:
    """Return what stands above the channels that are linked."""
    return "<b>قنواتك</b>\nاضغط قناة لإدارة ما تتابعه."


def how_to_link(username: str) -> str:
    """Return how a channel is linked."""
    return (
        "<b>لربط قناة</b>\n"
        f"١. أضف البوت {isolate('@' + escape(username))} مشرفًا في القناة، ومعه صلاحية النشر.\n"
        f"٢. اضغط «{CHOOSE}»، أو أعد توجيه منشور منها إلى هنا، أو اكتب مثلًا: {code('/channel @name')}\n"
        "بعدها تكتب هنا ما تتابعه القناة، وتصل التنبيهات إليها."
    )


def in_hand() -> str:
    """Return the answer once a channel can be managed."""
    return (
        "✅ أنت الآن تدير هذه القناة: ما تكتبه هنا تتابعه القناة، وتصل التنبيهات إليها.\n"
        f"اكتب مثلًا: درعا البلد. وعند الانتهاء اكتب: {BACK}."
    )


def back_home() -> str:
    """Return the answer when a channel was put down."""
    return "عدت إلى متابعاتك: ما تكتبه من الآن لك أنت. لإدارة القناة من جديد أرسل /channel."


def home_already() -> str:
    """Return the answer where no channel is in hand."""
    return "ما تكتبه هنا لك أنت. لإدارة قناة أرسل /channel."


def bot_is_out(username: str) -> str:
    """Return the answer where the bot cannot post in the channel."""
    return (
        f"البوت ليس مشرفًا في هذه القناة. أضف {isolate('@' + escape(username))} مشرفًا فيها ومعه صلاحية النشر، "
        "ثم أعد المحاولة."
    )


def no_channel() -> str:
    """Return the answer to the name of something else."""
    return "هذا ليس اسم قناة. المجموعات تُدار من داخلها: أضف البوت إليها وأرسل فيها /help."


def not_yours(title: str) -> str:
    """Return the refusal to someone who is no admin of the channel."""
    return f"إدارة قناة {quoted(title, 60)} متاحة لمشرفيها الذين لهم صلاحية النشر فقط."


def admin_no_more(title: str) -> str:
    """Return the refusal to someone who was an admin."""
    return f"لم تعد مشرفًا في قناة {quoted(title, 60)}، أو أُخرج البوت منها. لم يتغير شيء، وأُلغي ربطها بمحادثتك."


def unlinked(title: str) -> str:
    """Return the answer when a channel is linked no more."""
    return f"أُلغي ربط قناة {quoted(title, 60)}. ما تتابعه باق، وتصل التنبيهات إليها. لربطها من جديد أرسل /channel."


def added(title: str) -> str:
    """Return what who added the bot to a channel is told in private."""
    return f"أُضيف البوت إلى قناة {quoted(title, 60)}. لاختيار ما تتابعه القناة اضغط الزر."


def added_again(title: str, subscriptions: str) -> str:
    """Return the same where the channel followed something before; *subscriptions* is its number, in words."""
    return f"عاد البوت إلى قناة {quoted(title, 60)}، ومعه ما كانت تتابعه: {subscriptions}. لإدارتها اضغط الزر."


def gone(title: str) -> str:
    """Return what those who keep a channel are told when the bot can post there no more."""
    return (
        f"لم يعد البوت يستطيع النشر في قناة {quoted(title, 60)}، فتوقفت تنبيهاتها. ما تتابعه محفوظ، "
        "ويعود إذا أعدت البوت مشرفًا فيها ومعه صلاحية النشر."
    )


def forget_question(subscriptions: str) -> str:
    """Return the question of /forget about a channel."""
    kept = f" ({subscriptions})" if subscriptions else ""
    return f"سيُحذف كل ما نحفظه عن هذه القناة: متابعاتها{kept} وما أُرسل إليها من تنبيهات. لا رجعة في ذلك. هل تريد الحذف؟"


def forgotten() -> str:
    """Return the last word about a channel."""
    return "🗑 حُذف كل ما كنا نحفظه عن هذه القناة. لن يصل إليها أي تنبيه بعد الآن."
