"""What /status says. HTML. Pure."""

from collections.abc import Sequence
from typing import Protocol

from alerts.texts.answers import escape
from alerts.texts.counting import digits

EVERYWHERE = "أخبار المنطقة والعالم"


class Waiting(Protocol):
    """How many deliveries wait and died, how many updates wait and were set aside."""

    @property
    def owed(self) -> int:
        """Return the deliveries that wait."""

    @property
    def dead(self) -> int:
        """Return the deliveries that died."""

    @property
    def updates(self) -> int:
        """Return the updates that wait."""

    @property
    def aside(self) -> int:
        """Return the updates that were set aside."""


def service(*, checked: str, working: int, of: int) -> str:
    """Return how the sources do; *checked* is when one was last asked, in words, empty if none was."""
    if not of:
        return "<b>حال مرسال</b>\nلا مصادر بعد."
    state = "🟢" if working == of else "🟡" if working else "🔴"
    lines = [
        "<b>حال مرسال</b>",
        f"{state} المصادر العاملة: {digits(working)} من {digits(of)}",
        f"آخر فحص: {checked}" if checked else "لم يُفحص مصدر بعد؛ الفحص الأول خلال دقيقة.",
    ]
    return "\n".join(lines)


def own(subscriptions: str, *, paused: bool, gone: bool) -> str:
    """Return how the chat's own subscriptions stand; *subscriptions* is their number in words.

    *gone* is a channel into which the bot can write no more.
    """
    state = "⏸ التنبيهات متوقفة. للعودة اكتب: استأنف." if paused else "▶️ التنبيهات تعمل."
    if gone:
        state = "⏸ لا تصل التنبيهات: أُخرج البوت، أو لم تعد له صلاحية النشر."
    return f"<b>ما يُتابَع هنا</b>: {subscriptions}\n{state}"


def for_admins(numbers: Waiting, troubled: int) -> str:
    """Return the lines that admins see."""
    return "\n".join(
        [
            "<b>لإدارة البوت</b>",
            f"• رسائل تنتظر الإرسال: {digits(numbers.owed)}، ورسائل تعذّر إرسالها: {digits(numbers.dead)}",
            f"• طلبات تنتظر الجواب: {digits(numbers.updates)}، وطلبات فشلت: {digits(numbers.aside)}",
            f"• مصادر متعثرة: {digits(troubled)}، وتفاصيلها في /feeds",
        ]
    )


def sources(groups: Sequence[tuple[str, Sequence[str]]], *, page: str) -> str:
    """Return the names of the sources by what they are mostly about; *page* is «١ من ٣», or empty."""
    head = "<b>المصادر</b>" + (f" — صفحة {page}" if page else "")
    return "\n".join([head, *(f"• {escape(group, 60)}: {_names(names)}" for group, names in groups)])


def _names(names: Sequence[str]) -> str:
    return "، ".join(escape(name, 60) for name in names)
