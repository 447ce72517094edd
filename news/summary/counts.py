"""Count the people of a phrase: «ما لا يقل عن 12 شخصًا», «طفلين», «رجل وامرأة», «أحد السكان». Pure."""

from typing import NamedTuple

from domain.news import Harm
from news.arabic.lexicon import words
from news.arabic.numbers import Number
from news.summary.harm_words import HARM_WORDS, THINGS
from news.summary.lines import Line
from news.summary.opening import without_and
from news.summary.victims import PLURALS, is_kin, joined, people

FURTHER = 8  # words behind a figure in which another may add to it

_AT_LEAST = (
    ("ما", "لا", "يقل", "عن"),
    ("لا", "يقل", "عن"),
    ("لا", "تقل", "عن"),
    ("ما", "يزيد", "عن"),
    ("ما", "يزيد", "علي"),
    ("يزيد", "عن"),
    ("يزيد", "علي"),
    ("اكثر", "من"),
    ("ازيد", "من"),
    ("باكثر", "من"),
    *((word,) for word in words("تجاوز تجاوزت يتجاوز تتجاوز يفوق فاق")),
)
_ABOUT = (
    ("ما", "يقارب"),
    ("ما", "يناهز"),
    ("ما", "مجموعه"),
    *((word,) for word in words("نحو حوالي قرابه زهاء بنحو")),
)
_LEAST_AFTER = (("علي", "الاقل"), ("علي", "اقل", "تقدير"), ("كحد", "ادني"))
_SUBSET = words("منهم منهما منهن")
_OF_THEM = words("بينهم بينهن بينهما منهم منهما منهن بينها منها")
_AND_DIGITS = ("و", "الي")
_OR = ("او", "الي", "حتي")
_ONE = ("واحد", "واحده")
_FAMILY = words("عايله اسره")
_ANOTHER = words("اخر ثالث ثالثه رابع رابعه خامس")  # «قُتل مدنيان وأصيب ثالث»; but «آخر العمال»
_ONE_OF = words("احد احدي")
# What may stand behind a number of injured that no noun follows; «إصابة 5 منازل» is none.
_GOES_ON = words(
    """
    في من بين علي اثر جراء نتيجه خلال بعد قبل بسبب اخرين اخرون اخر داخل قرب حالتهم حاله اليوم امس
    """
)
_PEOPLE_ENDINGS = ("ين", "ون", "يا")  # «سبعة صينيين», «12 صينيًا»
_PREFIXES = ("و", "ب", "ل")


class Count(NamedTuple):
    """A number of people, and the range of words that tells it."""

    number: int
    start: int
    end: int
    at_least: bool = False


def counted(line: Line, at: int, harm: Harm) -> Count | None:
    """Return how many people the words from *at* name, as victims of *harm*."""
    start = _qualified(line, at)
    number = line.number(start)
    if number:
        return numbered(line, number, harm, at_least=start > at and _is_least(line, at))
    return _named(line, at) if start == at else None


def numbered(line: Line, number: Number, harm: Harm, *, at_least: bool = False) -> Count | None:
    """Return the people that *number* counts, with the noun behind it and «على الأقل»; None if it counts no people."""
    word, end, total = line.at(number.end), number.end, number.value
    if (
        is_range(line, number)
        or word in _SUBSET
        or word in THINGS
        or not (people(word) is not None or _may_follow(word, harm))
    ):
        return None
    if people(word) is not None:
        more = line.at(end + 1)
        if is_kin(more):
            return None
        extra = 0 if more in HARM_WORDS else joined(more) or 0
        end, total = end + (2 if extra else 1), total + extra
    return None if _more_follow(line, end) else with_least(line, Count(total, number.start, end, at_least))


def is_range(line: Line, number: Number) -> bool:
    """Say whether *number* is an end of a range: «ما بين 10 و15», «10 أو 15», «10 إلى 15»; «من 10 إلى 15» is a rise."""
    if line.at(number.end) in _OR and line.number(number.end + 1) is not None:
        return line.words[number.start - 1] != "من"
    is_glued = line.words[number.start].startswith("و") and not line.words[number.start].startswith("واحد")
    joint = "و" if is_glued else line.words[number.start - 1] if line.at(number.start) else ""
    first = line.number_before(number.start if is_glued else number.start - 1) if joint in ("و", *_OR) else None
    if first is None:
        return False
    before = line.words[first.start - 1] if line.at(first.start) else ""
    return before in ("بين", "وبين") if joint == "و" else before != "من"


def _more_follow(line: Line, end: int) -> bool:
    """Say whether a second figure adds to the first: «مقتل عشرة في درعا، وخمسة في حلب»; not of whom it is a part."""
    for at in range(end, min(end + FURTHER, len(line.words))):
        word = line.words[at]
        if word in HARM_WORDS or word in _OF_THEM:
            return False
        number = line.number(at + 1 if word in _AND_DIGITS else at) if _adds(line, at) else None
        if number and line.at(number.end) not in HARM_WORDS and line.at(number.end) not in THINGS:
            return True
    return False


def _adds(line: Line, at: int) -> bool:
    word = line.words[at]
    return (word.startswith("و") and word not in _ONE) or (word == "الي" and line.words[at - 1] == "اضافه")


def with_least(line: Line, count: Count) -> Count:
    """Return *count* with what stands before and after its number: «أكثر من», «نحو», «على الأقل»."""
    for phrase in (*_AT_LEAST, *_ABOUT):
        if line.has(count.start - len(phrase), phrase) and line.at(count.start):
            count = count._replace(start=count.start - len(phrase), at_least=count.at_least or phrase in _AT_LEAST)
            break
    for skipped in (0, 1):
        for phrase in _LEAST_AFTER:
            if line.has(count.end + skipped, phrase):
                return count._replace(end=count.end + skipped + len(phrase), at_least=True)
    return count


def _qualified(line: Line, at: int) -> int:
    """Return where the number begins behind «أكثر من» or «نحو» at *at*."""
    return next((at + len(phrase) for phrase in (*_AT_LEAST, *_ABOUT) if line.has(at, phrase)), at)


def _is_least(line: Line, at: int) -> bool:
    return any(line.has(at, phrase) for phrase in _AT_LEAST)


def _may_follow(word: str, harm: Harm) -> bool:
    if harm is not Harm.INJURED or not word or word in _GOES_ON:
        return True
    return word.startswith(_PREFIXES) or word.endswith(_PEOPLE_ENDINGS)


def _named(line: Line, at: int) -> Count | None:
    """Return the people that nouns without a number name."""
    word, after = line.at(at), line.at(at + 1)
    if word == "الشخص":  # anybody: «إصابة الشخص بالسمنة»
        return None
    if word in _ONE_OF:
        return Count(1, at, at + 2) if after.startswith("ال") or after in PLURALS else None
    if word in _ANOTHER:
        return None if after.startswith("ال") else Count(1, at, at + 1)
    if word in _FAMILY:
        return _family(line, at)
    number = line.number(at + 1)
    if people(word) == 0 and number and (number.definite or number.value == 2):  # «الشبان الثلاثة», «مدنيين اثنين»
        return Count(number.value, at, number.end)
    return _joined(line, Count(people(word) or 0, at, at + 1))


def _joined(line: Line, count: Count) -> Count | None:
    """Return *count* with those that «و» adds to it; None where it names nobody, or adds an unknown number."""
    if _more_follow(line, count.end):
        return None
    while count.number and (word := line.at(count.end)).startswith("و") and word not in HARM_WORDS:
        extra = joined(word)
        if (extra is None and without_and(word)) or is_kin(word):
            return None
        if not extra:
            break
        count = count._replace(number=count.number + extra, end=count.end + 1)
    return with_least(line, count) if count.number else None


def _family(line: Line, at: int) -> Count | None:
    """Read «عائلة من خمسة أفراد», «أسرة مؤلفة من 4 أشخاص»."""
    of = at + 1 if line.at(at + 1) == "من" else at + 2 if line.at(at + 2) == "من" else None
    number = line.number(of + 1) if of else None
    if number and line.at(number.end) in ("افراد", "اشخاص"):
        return Count(number.value, at, number.end + 1)
    return None
