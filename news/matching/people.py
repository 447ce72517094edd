"""Make the adjectives of a place and of its people, for those who ask for them: السوري، الدرعاوية، الحمويون. Pure.

Those of countries come from the gazetteer; those of other places are formed by the rule of the nisba (the article and
the endings ـا، ـة، ـاء fall, ـي is added) where the name tells the place alone, and by hand where people say it
otherwise. Many an adjective is a surname too: «محمد المصري» is nobody's nationality, «الرئيس المصري» is.
"""

from collections.abc import Sequence

from domain.news import Place, PlaceId, Tier, Token
from news.arabic.clitics import Reading
from news.arabic.fold import fold
from news.arabic.lexicon import common_word
from news.places.demonyms import ENDINGS, stems
from news.places.gazetteer import Gazetteer

_SHORTEST = 3  # letters before the endings: نوي of نوى would be many things

# Folded names and the stems that ـي is added to.
_BY_HAND = {
    "درعا": "درعاو حوران",
    "حماه": "حمو",
    "الحسكه": "حسكاو",
    "القامشلي": "قامشلاو قامشلو",
    "الرقه": "رقاو",
    "ادلب": "ادلب",
    "حلب": "حلب",
    "حمص": "حمص",
    "دير الزور": "ديرا ديرزور",
    "دمشق": "دمشق شام",
    "السويداء": "سويدا سويداو",
    "اللاذقيه": "لاذقان لاذق",
    "القنيطره": "قنيطر قنيطراو",
    "دوما": "دومان",
    "داريا": "داران ديران",
    "السلميه": "سلمون",
    "سلميه": "سلمون",
    "البوكمال": "بوكمال",
    "حوران": "حوران",
    "عين العرب": "كوبان",
    "الموصل": "موصل مصلاو",
    "البصره": "بصراو",
    "بيروت": "بيروت",
    "صيدا": "صيداو",
    "القدس": "مقدس قدس",
    "غزه": "غز غزاو",
    "قطاع غزه": "غز غزاو",
    "الخليل": "خليل",
    "نابلس": "نابلس",
    "الاسكندريه": "اسكندر اسكندران سكندر",
    "صنعاء": "صنعان",
    "مكه": "مك مكاو",
    "اسطنبول": "اسطنبول",
}
_OFTEN_SURNAMES = """
حلب مصر شام حمص بغداد تونس مغرب عراق يمن حمو طرابلس نابلس قدس مقدس موصل دمشق حوران خليل بيروت مك سكندر جزائر
ترك كرد هند رفاع صنعان دومان داران
"""
_SURNAMES = frozenset(_OFTEN_SURNAMES.split())
_VAGUE = frozenset({Tier.AMBIGUOUS, Tier.NEVER})
_OF_GOD = "الله"  # «عبد الله المصري» is a man, though a word with ال goes before his surname


def adjectives(gazetteer: Gazetteer, place: PlaceId) -> tuple[str, ...]:
    """Return the folded adjectives of the place with this id, without the article; none where it has none of its own.

    Raises:
        KeyError: no place has or had this id.
    """
    found = gazetteer.place(place)
    if of_country := tuple(word[2:] for word, country in gazetteer.adjectives.items() if country == found.id):
        return of_country
    return tuple(stem + ending for stem in _stems(found) for ending in ENDINGS)


def is_adjective(tokens: Sequence[Token], at: int, reading: Reading) -> bool:
    """Say whether the word at *at*, read as an adjective, is one: no surname, no country (سورية without ال)."""
    definite = reading.proclitic.endswith(("ال", "لل"))
    if reading.stem.endswith("يه"):
        return definite
    if not definite or not reading.stem.endswith("ي") or reading.stem[:-1] not in _SURNAMES:
        return True
    before = tokens[at - 1].text if at and not tokens[at].gap else ""
    return before.startswith("ال") and before != _OF_GOD


def _stems(place: Place) -> tuple[str, ...]:
    name = fold(place.name)
    if name in _BY_HAND:
        return tuple(_BY_HAND[name].split())
    if any(fold(alias.text) == name and alias.tier in _VAGUE for alias in place.aliases):
        return ()
    return tuple(
        stem for stem in stems(place.name) if len(stem) >= _SHORTEST and not common_word(stem + "ي") and stem.isalpha()
    )
