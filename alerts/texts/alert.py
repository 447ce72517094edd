"""Hold the words of an alert. Pure."""

from collections.abc import Sequence

from alerts.texts.counting import digits

URGENT = "عاجل"
FULL_STORY = "الخبر كاملًا"
WHY = "لماذا؟"
SUMMARISED = "ملخص آلي"
TRANSLATED = "ترجمة آلية"
NO_TITLE = "خبر بلا عنوان"

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


def seen(when: str) -> str:
    """Return that an article without a date was noticed at *when*."""
    return f"رُصد {when}"
