"""Read how many dead and injured an article tells of. Pure.

Four shapes, each from words (``harm_words``), people (``victims``) and numbers (``news.arabic.numbers``):

    مقتل 12 شخصًا، قُتل طفلان، قتل مسلح 38 سائحًا     a word of harm and whom it befell
    خمسة قتلى، 12 قتيلًا وجريحًا، قتيلان             the people, as what befell them
    ارتفاع حصيلة القتلى إلى 12                     a toll
    ثلاثة أشخاص لقوا حتفهم                        people, and what befell them

A wrong figure is worse than none: what is denied, feared, planned, before a court, long past, of a disease or of a
game is left out, and so is what joins a known and an unknown number: «مقتل شاب وأفراد من أسرته».
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.news import Article, Casualty, Harm, Token
from news.arabic.lexicon import words
from news.summary.counts import Count, counted, is_range, numbered, with_least
from news.summary.doubts import is_doubtful, is_taken_back
from news.summary.harm_words import (
    CLAIMED,
    DISEASES,
    HARM_WORDS,
    HIS_END,
    SPORTS,
    THINGS,
    Kind,
    Word,
)
from news.summary.lines import Line, lines
from news.summary.victims import people

MOST = 1_000_000  # people; a greater figure is a misreading
FAR = 5  # words between a verb and whom it befell
END = 9  # words between those and their end: «لقيت فتاة في العقد الثاني من العمر مصرعها»
TOLL = 10  # words between a toll and its number

_TIMES = words(
    """
    اليوم امس صباح مساء فجر ظهر ليل ليله الليله الماضيه الماضي يوم الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه
    السبت
    """
)
_STOPS = words(
    """
    الذي التي الذين بعد قبل منذ حيث ان انه كما فيما بينما عندما حين من بينهم بينهما عن لدي بتهمه خلال
    """
)
_RISES = words(
    """
    عدد اعداد لعدد وعدد حصيله الحصيله وحصيله بحصيله ارتفاع وارتفاع بارتفاع ارتفع ارتفعت وارتفع وارتفعت يرتفع
    ترتفع زياده عداد بلغ بلغت
    """
)
_TO = words("الي ل بلغ بلغت يبلغ تبلغ هو هي وصل وصلت يصل تصل")
_CASES = {"حالات": 0, "حاله": 1, "حالتي": 2, "حالتا": 2}
_JOINT = words("قتيل قتيلا شهيد شهيدا قتلي شهداء")
_JOINED = words("وجريح وجريحا ومصاب ومصابا وجرحي ومصابين")
_BOTH = words("والجرحي والمصابين والاصابات")
_NO_ONE = words("اي كل اول اخر غير بين")
_NO_LONE = words("مصاب مصابا مصابه شهيد شهيدا شهيده")  # «مصاب بالدوار», «حسبه الله شهيدًا»


class _Found(NamedTuple):
    harm: Harm
    people: Count


def casualties(article: Article, tokens: Sequence[Token]) -> tuple[Casualty, ...]:
    """Return what *article*, of these *tokens*, tells of dead and injured, the title's first, in order.

    A figure may come twice, in title and text, and an earlier toll beside a later one: the caller chooses.
    """
    return tuple(
        Casualty(
            found.harm, found.people.number, found.people.at_least, line.span(found.people.start, found.people.end)
        )
        for line in lines(article, tokens, HARM_WORDS)
        for found in _read(line, article)
        if 0 < found.people.number < MOST
    )


def _read(line: Line, article: Article) -> list[_Found]:
    """Return the figures of one sentence, no word of it used twice."""
    if is_doubtful(line, article):
        return []
    is_ill = not (DISEASES.isdisjoint(line.words) and SPORTS.isdisjoint(line.words))
    found: list[_Found] = []
    used: set[int] = set()
    for at, word in enumerate(line.words):
        told = HARM_WORDS.get(word)
        if told is None or at in used or (is_ill and told.harm is Harm.INJURED):
            continue
        one = _tell(line, at, told)
        if one is None or not used.isdisjoint(range(one.people.start, one.people.end)):
            continue
        if not is_taken_back(line, min(at, one.people.start), max(at + 1, one.people.end)):
            found.append(one)
            used.update(range(one.people.start, one.people.end))
    return sorted(found, key=lambda one: one.people.start)


def _tell(line: Line, at: int, told: Word) -> _Found | None:
    match told.kind:
        case Kind.NOUN_OF_EVENT if line.words[at - 1] in _CASES and line.at(at):
            return _cases(line, at, told.harm)
        case Kind.NOUN_OF_EVENT if not told.follows and line.number_before(at):
            return _as_people(line, at, told)
        case Kind.LIVES if line.words[at - 1] not in CLAIMED:
            return None
        case Kind.NOUN_OF_EVENT | Kind.VERB | Kind.FATE | Kind.LIVES:
            return _befallen(line, at, told)
        case Kind.AFTER:
            return _before_verb(line, at, told.harm)
        case _:
            return _as_people(line, at, told)


def _cases(line: Line, at: int, harm: Harm) -> _Found | None:
    """Read «3 حالات وفاة», «حالتي وفاة»; «4 حالات إصابة» are cases of a disease."""
    if harm is not Harm.DEAD:
        return None
    number = line.number_before(at - 1)
    start, value = (number.start, number.value) if number else (at - 1, _CASES[line.words[at - 1]])
    return _Found(harm, with_least(line, Count(value, start, at + 1)))


def _befallen(line: Line, at: int, told: Word) -> _Found | None:
    """Read a word of harm and whom it befell: «مقتل 12», «قُتل شاب», «مقتل وإصابة 15», «قتل مسلح 38 سائحًا»."""
    harm, after = _harm(line, at, told)
    if told.kind is not Kind.NOUN_OF_EVENT:
        while line.at(after) in _TIMES:
            after += 1
    count = counted(line, after, harm)
    if told.kind is Kind.VERB:
        count = _acted(line, after, count, harm)
    if count is None:
        return None
    if told.kind is Kind.FATE:
        end = next((i for i in range(count.end, count.end + END) if line.at(i) in HIS_END), None)
        return _Found(harm, count._replace(start=at, end=end + 1)) if end else None
    return _Found(harm, count._replace(start=at - (told.kind is Kind.LIVES)))


def _harm(line: Line, at: int, told: Word) -> tuple[Harm, int]:
    """Return the harm, and where its people begin: «مقتل وإصابة», «قُتل أو جُرح» are one figure."""
    second = at + 2 if line.at(at + 1) == "او" else at + 1
    other = HARM_WORDS.get(line.at(second))
    if other and other.kind is told.kind and other.harm is not told.harm and (other.follows or second > at + 1):
        return Harm.BOTH, second + 1
    return told.harm, at + 1


def _acted(line: Line, at: int, count: Count | None, harm: Harm) -> Count | None:
    """Return whom a verb befell, where another may have done it: behind him, or behind a few words."""
    if count is None:
        return next((one for one in (_object(line, i, harm) for i in _near(line, at)) if one), None)
    number = line.number(count.end)
    if count.number > 1 or number is None or line.at(number.end) in THINGS:  # «قُتل شاب 25 عامًا»
        return count
    return numbered(line, number, harm) if people(line.at(number.end)) is not None else None


def _near(line: Line, at: int) -> Iterator[int]:
    """Yield the places where the object of a verb may stand, up to the next clause."""
    for i in range(at, at + FAR):
        word = line.at(i)
        if not word or word in _STOPS or word in HARM_WORDS or word.startswith("و"):
            return
        yield i


def _object(line: Line, at: int, harm: Harm) -> Count | None:
    """Return the people named at *at* beyond doubt: with a number, as two, or in the accusative."""
    count, word = counted(line, at, harm), line.at(at)
    if count is None or word.startswith("ال"):
        return None
    if people(word) is None:
        return count if people(line.words[count.end - 1]) is not None else None
    return count if people(word) == 2 or word.endswith("ا") else None


def _before_verb(line: Line, at: int, harm: Harm) -> _Found | None:
    """Read «ثلاثة أشخاص قُتلوا», «شخصين آخرين لقيا»."""
    for end in range(at, max(0, at - 3), -1):
        many = people(line.words[end - 1])
        if many is None or not line.at(end):
            continue
        number = line.number_before(end - 1)
        if number:
            return _Found(harm, with_least(line, Count(number.value, number.start, at + 1)))
        if many == 2:
            return _Found(harm, Count(many, end - 1, at + 1))
    return None


def _as_people(line: Line, at: int, told: Word) -> _Found | None:
    """Read people by what befell them: «12 قتيلًا», «قتيلان», «القتلى الثمانية», a toll."""
    if number := None if told.follows else line.number_before(at):
        if is_range(line, number):
            return None
        return _with_number(line, at, told.harm, Count(number.value, number.start, at + 1))
    if told.kind is Kind.TWO:
        return _Found(told.harm, with_least(line, Count(2, at, at + 1)))
    if told.kind is Kind.ONE:
        return _one(line, at, told)
    after = line.number(at + 1)
    if told.definite and after and after.definite:
        return _Found(told.harm, Count(after.value, at, after.end))
    return _toll(line, at, told.harm)


def _with_number(line: Line, at: int, harm: Harm, count: Count) -> _Found:
    """Return the figure before a noun: of both where a second noun shares it, the later one of «من 9 قتلى إلى 12»."""
    later = line.number(at + 2) if line.at(at + 1) == "الي" and line.words[count.start - 1] == "من" else None
    if later:
        return _Found(harm, with_least(line, Count(later.value, count.start - 1, later.end)))
    if line.words[at] in _JOINT and line.at(at + 1) in _JOINED:
        return _Found(Harm.BOTH, with_least(line, count._replace(end=at + 2)))
    return _Found(harm, with_least(line, count))


def _one(line: Line, at: int, told: Word) -> _Found | None:
    """Read «سقوط قتيل», and «15 شخصًا بين قتيل وجريح»."""
    before = line.words[at - 1] if at else ""
    if before == "بين" and line.at(at + 1) in _JOINED:
        numbers = (line.number_before(end) for end in (at - 1, at - 2, at - 3) if end > 0)
        number = next(filter(None, numbers), None)
        return _Found(Harm.BOTH, with_least(line, Count(number.value, number.start, at + 2))) if number else None
    if told.follows and at > 1 and line.words[at - 2] in _NO_ONE:
        return None
    if told.definite or before in _NO_ONE or line.words[at].lstrip("و") in _NO_LONE:
        return None
    return _Found(told.harm, Count(1, at, at + 1))


def _toll(line: Line, at: int, harm: Harm) -> _Found | None:
    """Read «ارتفاع حصيلة القتلى إلى 12», «بلغ عدد الجرحى 40»: the number behind «إلى», not behind «من»."""
    if _RISES.isdisjoint(line.words[max(0, at - TOLL) : at]):
        return None
    people_at = at
    if line.at(at + 1) in _BOTH:
        harm, at = Harm.BOTH, at + 1
    for i in range(at + 1, min(at + TOLL, len(line.words))):
        if line.words[i] in HARM_WORDS:
            return None
        number = line.number(i)
        count = numbered(line, number, harm) if number else None
        if count and number and not _is_noun(line.at(number.end)):
            count = with_least(line, count)
            if count.start == at + 1 or count.start < i or line.words[count.start - 1] in _TO:
                return _Found(harm, count._replace(start=_rising(line, people_at)))
    return None


def _rising(line: Line, at: int) -> int:
    """Return where the words of the toll before its people begin: «ارتفاع حصيلة» القتلى."""
    while line.at(at) and line.words[at - 1] in _RISES:
        at -= 1
    return at


def _is_noun(word: str) -> bool:
    """Say whether *word* is one of harm that belongs to the number before it: «إلى 12 قتيلًا», not «إلى 12 والجرحى»."""
    told = HARM_WORDS.get(word)
    return told is not None and not told.follows
