"""What the bot answers to its operators: feeds and invitations. HTML. Pure."""

from collections.abc import Sequence

from alerts.texts.answers import code, escape
from alerts.texts.counting import digits
from domain.feeds import HubState
from news.arabic.marks import isolate

_HUBS = {
    HubState.KEPT: "⚡ تصلنا أخباره فور نشرها.",
    HubState.SILENT: "خدمة الإشعار الفوري لهذا المصدر لا تعمل كما ينبغي، فيُفحص كغيره.",
}
FEED_AGAIN = "↩️ أعد المصدر"


def no_feeds() -> str:
    """Return the answer to /feeds where none is polled."""
    return f"لا مصادر بعد. لإضافة مصدر أرسل: {code('/feed_add')} ثم رابط الموقع أو الخلاصة."


def feeds(items: Sequence[str], *, count: str, failing: str, page: str) -> str:
    """Return one page of /feeds; *count* and *failing* are numbers in words, *failing* empty where none fails."""
    head = f"<b>المصادر</b>: {count}"
    if failing:
        head += f"، منها متعثر: {failing}"
    if page:
        head += f" — صفحة {page}"
    return "\n\n".join([head, *items])


def feed_item(  # one argument a fact of the line
    number: int,
    name: str,
    url: str,
    *,
    state: str,
    checked: str,
    article: str,
    late: str,
    verdict: str,
    since: str,
    hub: HubState,
    error: str,
) -> str:
    """Return one feed of /feeds; times and counts are in words, empty where there is none."""
    lines = [f"{state} <b>{digits(number)}. {escape(name or url, 80)}</b>", code(url)]
    facts = [
        f"آخر فحص {checked}" if checked else "لم يُفحص بعد",
        f"آخر خبر {article}" if article else "",
        f"وصل متأخرًا: {late}" if late else "",
    ]
    lines.append(" · ".join(fact for fact in facts if fact))
    if verdict:
        lines.append(f"الحال: {verdict}" + (f" (آخر تغيّر: {since})" if since else ""))
    if hub in _HUBS:
        lines.append(_HUBS[hub])
    if error:
        lines.append(f"⚠️ {escape(error, 300)}")
    return "\n".join(lines)


def how_to_add_feed() -> str:
    """Return the answer to /feed_add without an address."""
    return (
        f"اكتب بعد الأمر رابط الخلاصة أو رابط الموقع، مثل: {code('/feed_add https://example.org')}\n"
        "لإضافة مصادر كثيرة أرسل ملف OPML."
    )


def not_an_address() -> str:
    """Return the answer to /feed_add with something that is no web address."""
    return f"هذا ليس رابطًا صالحًا. يبدأ الرابط بـ {code('https://')} أو {code('http://')}، فانسخه كاملًا."


def feed_already(name: str) -> str:
    """Return the answer to /feed_add with an address that is polled."""
    return f"هذا المصدر مضاف من قبل: <b>{escape(name, 100)}</b>"


def feed_refused(problem: str) -> str:
    """Return the answer to /feed_add when the look failed; *problem* says what to do."""
    return f"لم يُضف المصدر. {problem}"


def how_to_remove_feed() -> str:
    """Return the answer to /feed_remove without a number or an address."""
    return f"اكتب رقم المصدر كما في /feeds أو رابطه، مثل: {code('/feed_remove 3')}"


def feed_unknown() -> str:
    """Return the answer to /feed_remove with a number or an address we do not have."""
    return "لا مصدر بهذا الرقم أو الرابط. الأرقام والروابط في /feeds."


def feed_removed(name: str) -> str:
    """Return the answer to /feed_remove."""
    return f"⛔ أُزيل المصدر <b>{escape(name, 100)}</b>، ولن تُقرأ أخباره بعد الآن."


def feed_restored(name: str) -> str:
    """Return the answer when a removal was undone."""
    return f"✅ عاد المصدر <b>{escape(name, 100)}</b>."


def invitation(link: str, *, group: bool, days: str) -> str:
    """Return the answer to /invite; *days* is how long it holds in words."""
    what = "لإضافة البوت إلى مجموعة واحدة" if group else "لشخص واحد"
    return f"رابط دعوة {what}، صالح {days} ويُستعمل مرة واحدة:\n{escape(link, 300)}"


def invitation_use(*, group: bool) -> str:
    """Return the line that says how the other kind of link is made."""
    return f"لدعوة شخص: {isolate('/invite')}" if group else f"لدعوة مجموعة: {code('/invite group')}"
