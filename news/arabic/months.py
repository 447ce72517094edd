"""Name the months and days of Arabic news: Levantine, Egyptian, Maghrebi and Hijri months, ordinals, weekdays. Pure.

All words are folded. A month of two words («تشرين الأول») stands under both.
"""

from collections.abc import Mapping

from news.arabic.lexicon import words

Phrase = tuple[str, ...]


def _numbered(listed: str) -> dict[Phrase, int]:
    """Return the phrases of *listed* by their line: those of the first are 1."""
    return {
        tuple(phrase.split()): number
        for number, line in enumerate(listed.strip().splitlines(), 1)
        for phrase in line.split("|")
    }


# January to December: Levant and Iraq | Egypt and the Gulf | Algeria and Tunisia | Morocco.
MONTHS: Mapping[Phrase, int] = _numbered(
    """
    كانون الثاني | يناير | جانفي
    شباط | فبراير | فيفري | فبراير
    اذار | مارس
    نيسان | ابريل | افريل | ابرايل
    ايار | مايو | ماي
    حزيران | يونيو | يونيه | جوان
    تموز | يوليو | يوليه | جويليه | يوليوز
    اب | اغسطس | اوت | غشت
    ايلول | سبتمبر | شتنبر
    تشرين الاول | اكتوبر
    تشرين الثاني | نوفمبر | نونبر
    كانون الاول | ديسمبر | دجنبر
    """
)
HIJRI_MONTHS: Mapping[Phrase, int] = _numbered(
    """
    محرم | المحرم
    صفر
    ربيع الاول
    ربيع الاخر | ربيع الثاني
    جمادي الاولي | جمادي الاول
    جمادي الاخره | جمادي الثانيه | جمادي الثاني
    رجب
    شعبان
    رمضان
    شوال
    ذو القعده | ذي القعده
    ذو الحجه | ذي الحجه
    """
)
# Names that are other words, too: آب (a father), صفر (zero), رجب and شعبان (men). Alone they are no month.
DOUBTFUL = words("اب مارس ماي جوان اوت محرم المحرم صفر رجب شعبان رمضان شوال")
WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, line in enumerate(("الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد"))
    for name in line.split()
}


_UNITS = "الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"


def _ordinals() -> dict[Phrase, int]:
    units = dict(enumerate(_UNITS.split(), 1))
    found: dict[Phrase, int] = {(word,): number for number, word in units.items()}
    found[("الفاتح",)] = 1  # Maghreb: «الفاتح من نوفمبر»
    units[1] = "الحادي"
    found |= {(units[number], "عشر"): 10 + number for number in range(1, 10)}
    for ten, stem in ((20, "العشر"), (30, "الثلاث")):
        for ending in ("ون", "ين"):
            found[(stem + ending,)] = ten
            found |= {(units[number], f"و{stem}{ending}"): ten + number for number in range(1, 10)}
    return {phrase: number for phrase, number in found.items() if number <= 31}


ORDINALS: Mapping[Phrase, int] = _ordinals()
