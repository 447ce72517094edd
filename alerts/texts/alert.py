"""Hold the words of an alert. Pure."""

from collections.abc import Sequence

from alerts.texts.counting import SOURCES, count, digits
from news.summary.revision import Revision

NO_BREAK = "\u00a0"  # a space at which no line ends

URGENT = "عاجل"
FULL_STORY = f"الخبر{NO_BREAK}كاملًا"
WHY = "لماذا؟"
SUMMARISED = "ملخص آلي"
TRANSLATED = "ترجمة آلية"
NO_TITLE = "خبر بلا عنوان"
ONE_SOURCE = count(1, SOURCES)
CHANGED = "عُدّل الخبر عند المصدر"
UPDATE = "تحديث"
CORRECTION = "تصحيح"
REVISIONS = {
    Revision.WITHDRAWN: "سحب المصدر هذا الخبر",
    Revision.CORRECTED: "صحّح المصدر هذا الخبر",
    Revision.LOWERED: "خفّض المصدر الحصيلة",
}
MOST_NAMES = 5

# The name that Syrian readers give each language, after «بـ»; others go without one.
LANGUAGES = {
    "en": "بالإنكليزية",
    "fr": "بالفرنسية",
    "tr": "بالتركية",
    "fa": "بالفارسية",
    "ku": "بالكردية",
    "ur": "بالأردية",
}


def together(names: Sequence[str]) -> str:
    """Return what is followed: up to three by name, else the first two and how many more: «حلب وحمص و٣ غيرهما»."""
    if len(names) <= 3:
        return " و".join(names)
    rest = len(names) - 2
    return " و".join([*names[:2], f"{'اثنان' if rest == 2 else digits(rest)} غيرهما"])


def confirmed(names: Sequence[str]) -> str:
    """Return which sources tell the story, two or more: «أكدته ٣ مصادر: فلان، فلان، فلان».

    The verb goes with the counted noun: feminine before a broken plural, else masculine.
    """
    number = len(names)
    verb = "أكدته" if 3 <= number % 100 <= 10 else "أكده"
    more = " وغيرها" if number > MOST_NAMES else ""
    return f"{verb} {count(number, SOURCES)}: {'، '.join(names[:MOST_NAMES])}{more}"


def seen(when: str) -> str:
    """Return that an article without a date was noticed at *when*."""
    return f"رُصد {when}"
