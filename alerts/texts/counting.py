"""Say how many there are, as Arabic counts: خبر واحد، خبران، ٣ أخبار، ١١ خبرًا، ١٠٠ خبر. Pure.

The noun after a number is plural from 3 to 10, singular accusative from 11 to 99, singular genitive after a whole
hundred; beyond that the last two digits decide (Unicode CLDR, plural rules of ``ar``).
"""

from dataclasses import dataclass

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun in the forms that numbers ask for.

    *one* and *two* are said without a digit; *oblique* is the dual after a preposition («قبل دقيقتين»).
    """

    none: str
    one: str
    two: str
    oblique: str
    few: str
    many: str
    hundred: str


NEWS = Noun("لا أخبار", "خبر واحد", "خبران", "خبرين", "أخبار", "خبرًا", "خبر")
SOURCES = Noun("لا مصادر", "مصدر واحد", "مصدران", "مصدرين", "مصادر", "مصدرًا", "مصدر")
SUBSCRIPTIONS = Noun("لا اشتراكات", "اشتراك واحد", "اشتراكان", "اشتراكين", "اشتراكات", "اشتراكًا", "اشتراك")
MESSAGES = Noun("لا رسائل", "رسالة واحدة", "رسالتان", "رسالتين", "رسائل", "رسالةً", "رسالة")
ALERTS = Noun("لا تنبيهات", "تنبيه واحد", "تنبيهان", "تنبيهين", "تنبيهات", "تنبيهًا", "تنبيه")
SECONDS = Noun("الآن", "ثانية", "ثانيتان", "ثانيتين", "ثوانٍ", "ثانية", "ثانية")
MINUTES = Noun("الآن", "دقيقة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة", "دقيقة")
HOURS = Noun("الآن", "ساعة", "ساعتان", "ساعتين", "ساعات", "ساعة", "ساعة")
DAYS = Noun("اليوم", "يوم", "يومان", "يومين", "أيام", "يومًا", "يوم")
LINES = Noun("لا أسطر", "سطر واحد", "سطران", "سطرين", "أسطر", "سطرًا", "سطر")
LETTERS = Noun("لا حروف", "حرف واحد", "حرفان", "حرفين", "أحرف", "حرفًا", "حرف")


def digits(number: int) -> str:
    """Return *number* in Arabic-Indic digits."""
    return str(number).translate(_DIGITS)


def count(number: int, noun: Noun, *, oblique: bool = False) -> str:
    """Return *number* of *noun*; *oblique* after a preposition or in a genitive («في يومين»).

    Raises:
        ValueError: if *number* is negative.
    """
    if number < 0:
        raise ValueError(f"nothing can be counted {number} times")
    match number:
        case 0:
            return noun.none
        case 1:
            return noun.one
        case 2:
            return noun.oblique if oblique else noun.two
    return f"{digits(number)} {_form(number % 100, noun)}"


def _form(last: int, noun: Noun) -> str:
    if 3 <= last <= 10:
        return noun.few
    return noun.many if last >= 11 else noun.hundred
