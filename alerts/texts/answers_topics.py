"""What is said when a topic of a group is closed or deleted. HTML. Pure."""

MOVE_HERE = "📥 انقل متابعاته إلى هنا"


def shut(subscriptions: str) -> str:
    """Return what the group is told once; *subscriptions* is the number of the topic's, in words."""
    return (
        f"⏸ أُغلق موضوع كانت تصل إليه التنبيهات أو حُذف، فأوقفناها فيه. متابعاته محفوظة: {subscriptions}.\n"
        "تعود التنبيهات وحدها عند فتح الموضوع. ولتصل إلى هنا بدلًا منه اضغط الزر."
    )


def moved(subscriptions: str, missed: str) -> str:
    """Return the answer to the button; *missed* is the number of alerts held meanwhile, in words, or empty."""
    words = f"✅ تم النقل إلى هنا: {subscriptions}."
    return f"{words}\nفات أثناء التوقف {missed}. هل نعرض ما فات الآن؟" if missed else words
