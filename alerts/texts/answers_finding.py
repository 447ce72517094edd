"""What the bot answers when an operator looks for a feed and adds it. HTML. Pure.

Each address stands alone as something to copy, and the name of a feed alone in bold: the buttons read them there.
"""

from collections.abc import Sequence

from alerts import markup
from alerts.texts.answers import code, escape
from alerts.texts.counting import NEWS, count, digits
from news.arabic.marks import RIGHT_TO_LEFT

ADD = "✅ أضف المصدر"
ADD_FULL = "📄 أضفه مع قراءة صفحات الأخبار"
CANCEL = "✖️ لا تُضفه"
FULL_ON = "📄 اقرأ صفحات الأخبار"
FULL_OFF = "↩️ لا تقرأ الصفحات"

MOST_URL = 1000
_LANGUAGES = {
    "ar": "العربية",
    "de": "الألمانية",
    "en": "الإنجليزية",
    "es": "الإسبانية",
    "fa": "الفارسية",
    "fr": "الفرنسية",
    "he": "العبرية",
    "ku": "الكردية",
    "ru": "الروسية",
    "tr": "التركية",
    "ur": "الأردية",
}


def preview(  # one argument a fact of the feed
    title: str,
    url: str,
    *,
    language: str,
    entries: int,
    latest: Sequence[str],
    week: int,
    matched: int,
    is_short: bool,
) -> str:
    """Return what a feed shows, before it is added; *matched* of the *week*'s items would have been sent."""
    lines = [f"📰 <b>{escape(title, 100)}</b>" if title.strip() else "📰 خلاصة بلا اسم", code(url, MOST_URL)]
    facts = [
        f"اللغة: {_LANGUAGES[language]}" if language in _LANGUAGES else "",
        f"فيها الآن {count(entries, NEWS, oblique=True)}" if entries else "لا أخبار فيها الآن",
    ]
    lines.append(" · ".join(fact for fact in facts if fact))
    if latest:
        lines += ["", "آخر ما فيها:", *(f"• {escape(each, 160)}" for each in latest)]
    if entries:
        lines += ["", _would_have(week, matched)]
    if is_short:
        lines.append("أخبارها في الخلاصة سطر أو سطران؛ يمكن قراءة كل خبر من صفحته في الموقع.")
    return "\n".join([*lines, "", "هل أضيف هذا المصدر؟ لن يُرسل منه ما سبق."])


def _would_have(week: int, matched: int) -> str:
    if not week:
        return "لم يُنشر فيها شيء في الأسبوع الأخير."
    if not matched:
        return f"نُشر فيها في الأسبوع الأخير {count(week, NEWS)}، ولم يكن أيٌّ منها مما يتابعه أحد."
    return f"نُشر فيها في الأسبوع الأخير {count(week, NEWS)}، ومما يتابعه الناس منها: {count(matched, NEWS)}."


def choose(feeds: Sequence[tuple[str, str]]) -> str:
    """Return the question which of several feeds of a page is meant: addresses, each with its title or nothing."""
    lines = [f"في هذه الصفحة أكثر من خلاصة: {digits(len(feeds))}. اختر ما تريد رؤيته:"]
    for number, (url, title) in enumerate(feeds, start=1):
        lines += ["", f"{digits(number)}. {escape(title or 'بلا اسم', 100)}", code(url, MOST_URL)]
    return "\n".join(lines)


def choice_label(number: int, title: str) -> str:
    """Return the label of the button of the feed *number*, counted from 0."""
    return f"{RIGHT_TO_LEFT}{digits(number + 1)}. {markup.clip(markup.one_line(title), 40)}"


def added(name: str, url: str, *, full_text: bool) -> str:
    """Return the answer once a feed was added."""
    pages = "وتُقرأ صفحات أخباره ما سمح الموقع بذلك" if full_text else ""
    shows = "؛ ".join(part for part in ("التنبيهات لما يُنشر بعد الآن فقط", pages) if part)
    title = f"✅ أُضيف المصدر: <b>{escape(name, 100)}</b>" if name else "✅ أُضيف المصدر"
    return f"{title}\n{code(url, MOST_URL)}\n{shows}."


def not_added() -> str:
    """Return the answer when the operator thought better of it."""
    return "لم يُضف شيء."


def how_to_full_text() -> str:
    """Return the answer to /feed_full without a number or an address."""
    return f"اكتب رقم المصدر كما في /feeds أو رابطه، مثل: {code('/feed_full 3')}"


def full_text(name: str, *, wanted: bool) -> str:
    """Return the answer once the reading of pages was turned on or off."""
    if wanted:
        return f"📄 ستُقرأ أخبار <b>{escape(name, 100)}</b> من صفحاتها ما سمح الموقع بذلك، حين لا تحمل الخلاصة إلا سطرًا."
    return f"لن تُقرأ صفحات <b>{escape(name, 100)}</b> بعد الآن؛ يُكتفى بما في الخلاصة."
