"""Tell a team from the place whose name it bears: «فازت فرنسا على بولندا» is no news of either country. Pure.

A name is a team's where several words of sport stand near it and nothing says where: «في فرنسا», «مدينة ميلان» and
«جنوبي حلب» stay places. Where people are hurt nearby it stays a place too: better an alert too many.
"""

from collections.abc import Iterator, Sequence

from domain.news import Token
from news.arabic.fold import fold
from news.places.hits import Hit

SIGN = "a team here"
_WORDS = {  # one idea a line: two forms of a word are one sign
    "مباراة مباريات مباراتي مباراتين مبارياته مباراته مباراتها مبارياتها",
    "منتخب منتخبي منتخبات منتخبا منتخبنا",
    "كأس كأسي",
    "مونديال",
    "تصفيات",
    "بطولة بطولات",
    "دوري",
    "لاعب لاعبي لاعبو لاعبين لاعبون لاعبيه لاعبات",
    "مدرب مدربه مدربي مدربها",
    "مرمى مرماه مرماها شباك شباكه",
    "مهاجم مهاجمه هداف",
    "صفوف",
    "حارس",
    "شوط",
    "ركلة ركلات",
    "جزاء",
    "نهائي",
    "تعادل تعادله تعادلت",
    "فاز فازت فوز فوزه فوزها للفوز",
    "خسر خسرت خسارة خسارته خسارتها",
    "تأهل تأهلت يتأهل للتأهل",
    "فريق فريقي فريقه فرق",
    "نادي أندية",
    "كرة",
    "سلة",
    "قدم",
    "لقب لقبه لقبها",
    "هدف هدفين أهداف هدفا",
    "نقطة نقاط",
    "أولمبياد أولمبية ميدالية ميداليات",
    "رالي",
    "ذهاب إياب",
    "جولة",
    "مجموعة",
    "ملعب ستاد استاد",
}
_PREFIXES = ("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "لل", "فال", "وب", "ول", "ولل", "وبال")


def _forms(text: str) -> Iterator[str]:
    return (prefix + fold(word) for word in text.split() for prefix in _PREFIXES)


_SPORT = {form: line.split()[0] for line in sorted(_WORDS) for form in _forms(line)}
_HARM = frozenset(
    _forms(
        "قصف غارة غارات انفجار انفجارات تفجير مقتل قتل قتلت قتلى قتيل جرحى جريح ضحايا زلزال اشتباك اشتباكات اعتقال "
        "اعتقلت اعتقلوا حريق وفاة فيضان سيول استهدف استهدفت صاروخ صواريخ قذيفة قذائف إصابة"
    )
)
_BEFORE = frozenset(fold("أمام على ضد مع منتخب منتخبي مباراة لاعب لاعبي مدرب مرمى حارس مهاجم قائد صفوف").split())
_WINDOW = 14  # words to each side: a sentence of news
_ENOUGH = 3
_ENOUGH_BESIDE = 2  # right after «أمام», «على», «منتخب»
_SAYS_WHERE = {"where", "cue", "strong cue", "direction", "institution", "towards", "hashtag", "its adjective"}


def mark(found: Sequence[Hit], tokens: Sequence[Token]) -> None:
    """Say of the names in *found* which are teams."""
    spots = [index for index, token in enumerate(tokens) if token.text in _SPORT]
    if len(spots) < _ENOUGH_BESIDE:
        return
    harm = [index for index, token in enumerate(tokens) if token.text in _HARM]
    for hit in found:
        if _SAYS_WHERE.isdisjoint(hit.reasons) and not any(_is_near(hit, spot) for spot in harm):
            words = {_SPORT[tokens[spot].text] for spot in spots if _is_near(hit, spot)}
            hit.team = len(words) >= (_ENOUGH_BESIDE if _is_beside(hit, tokens) else _ENOUGH)


def _is_near(hit: Hit, spot: int) -> bool:
    return hit.first - _WINDOW <= spot < hit.last + _WINDOW


def _is_beside(hit: Hit, tokens: Sequence[Token]) -> bool:
    return hit.first > 0 and (tokens[hit.first - 1].text in _BEFORE or hit.start.proclitic.endswith("ل"))
