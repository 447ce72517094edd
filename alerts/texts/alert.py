"""Hold the words of an alert. Pure."""

from collections.abc import Sequence

from alerts.texts.counting import digits

URGENT = "عاجل"
FULL_STORY = "الخبر كاملًا"
WHY = "لماذا؟"
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
    """Return what is followed, the first two by name: «درعا البلد وإدلب و٣ غيرها»."""
    match names:
        case []:
            return ""
        case [one]:
            return one
        case [one, two]:
            return f"{one} و{two}"
        case _:
            return f"{names[0]} و{names[1]} و{digits(len(names) - 2)} غيرها"


def seen(when: str) -> str:
    """Return that an article without a date was noticed at *when*."""
    return f"رُصد {when}"
