"""What is said when a topic of a group is closed or deleted. HTML. Pure."""

from collections.abc import Sequence

from alerts.texts.answers import bold_names

MOVE_HERE = "📥 انقل متابعاته إلى هنا"
MOST_LABELS = 5


def shut(labels: Sequence[str], subscriptions: str) -> str:
    """Return what the group is told once: Telegram does not tell a topic's name, what it follows says which it is.

    *subscriptions* is the number of *labels* in words.
    """
    more = "، وغيرها" if len(labels) > MOST_LABELS else ""
    return (
        f"⏸ أُغلق الموضوع الذي كانت تصل إليه تنبيهات {bold_names(labels[:MOST_LABELS])}{more}، أو حُذف، فأوقفناها فيه. "
        f"متابعاته محفوظة: {subscriptions}.\n"
        "تعود التنبيهات وحدها عند فتح الموضوع. ولتصل إلى هنا بدلًا منه اضغط الزر."
    )


def moved(subscriptions: str, missed: str) -> str:
    """Return the answer to the button; *missed* is the number of alerts held meanwhile, in words, or empty."""
    words = f"✅ تم النقل إلى هنا: {subscriptions}."
    return f"{words}\nفات أثناء التوقف {missed}. هل نعرض ما فات الآن؟" if missed else words
