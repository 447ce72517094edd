"""What is said to someone who asks too much at once. Pure."""


def slower() -> str:
    """Return the one answer; what follows within the minute gets none."""
    return "وصلتنا منك طلبات كثيرة في دقيقة واحدة. انتظر دقيقة ثم أعد طلبك. التنبيهات تصل كالمعتاد."
