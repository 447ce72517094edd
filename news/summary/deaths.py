"""Find the words that tell of dead without a number: «قتلى وجرحى», «مقتل العشرات», «مجزرة بقصف». Pure.

No first line counts them, but where one death makes an event urgent they are enough. A wrong haste is bad, a missed one
worse: what is denied, of an earlier time, asked for or feared is left out, and so are the dead whom a sentence already
knows («تشييع قتلى القصف», «شارع الشهداء»), and a verb that kills nobody («يقتل الأمل»).
"""

from collections.abc import Iterator, Sequence

from domain.news import Article, Casualty, Harm, Token
from news.arabic.lexicon import words
from news.summary.doubts import is_doubtful, is_taken_back
from news.summary.harm_words import CLAIMED, HARM_WORDS, HIS_END, THINGS, Kind, Word
from news.summary.lines import Line, lines
from news.summary.victims import is_kin, people

NEAR = 5  # words from a verb to whom it befell, and from a denial to what it denies
END = 9  # words of «لقي العشرات من السكان مصرعهم»

_VICTIMS = {f"{joint}{word}" for joint in ("", "و", "ب", "ل", "ال") for word in ("ضحيه", "ضحايا")}
_MASSACRES = {f"{joint}مجزره" for joint in ("", "و", "ب")}
_MANY = words(
    """
    عشرات العشرات بعشرات مئات مييات ميات الميات المئات الاف الالاف عدد عددا عديد العديد عايله العايله عايلات اسره
    الاسره اسر كل جميع كامل اكثر نحو حوالي بضعه قرابه زهاء اهالي سكان مدنيات غيرهم
    """
)
_BEFALLS = words(
    """
    سقوط بسقوط وسقوط سقط وسقط وقوع بوقوع ووقوع اوقع اوقعت يوقع توقع واوقع خلف خلفت يخلف تخلف وخلف اسفر عن من بين عدد
    حصيله عشرات ميات الاف هناك تسقط يسقط
    """
)
# Of «مجزرة» straight before these something is told; before a name it is one of the books: «مجزرة التضامن».
_NEW = words("في بحق اثر جراء داخل قرب وسط بين جديده مروعه دمويه بشعه كبيره رهيبه راح راحت يرتكبها ارتكبها ارتكبتها")
# Before dead who were known: at a funeral, in a street's name, in a lawsuit.
_KNOWN = words(
    """
    تشييع يشيعون شيع شيعت تشيع تشييعا دفن لدفن جنازه جنازات مراسم عزاء ذوي لذوي اهالي لاهالي عايلات لعايلات اسر لاسر
    ابناء لابناء جثامين جثمان جثث رفات اسماء صور شارع ساحه دوار حي حديقه مشفي مستشفي مدرسه جامع مسجد مخيم مقبره قبور
    اضرحه روح ارواح لارواح ذكري تخليد تكريم تعويض تعويضات تعويضا ملف قضيه جريمه جرايم بجرايم عمليات بهدف بغيه بقصد
    بغرض لهدف تنديدا منددين احتجاجا استنكارا ترحم يحيون احياء تخلد
    """
)
_NOT = words("لم لن لا ولا ولم بلا دون بدون عدم ليس ليست")


def deaths(article: Article, tokens: Sequence[Token]) -> Iterator[Casualty]:
    """Yield each undenied word of dead in *article*, of these *tokens*, as one dead at least."""
    for line in lines(article, tokens, HARM_WORDS.keys() | _VICTIMS | _MASSACRES):
        if not is_doubtful(line, article):
            yield from (_one(line, at) for at in range(len(line.words)) if _tells(line, at))


def _one(line: Line, at: int) -> Casualty:
    return Casualty(Harm.DEAD, 1, at_least=True, span=line.span(at, at + 1))


def _tells(line: Line, at: int) -> bool:
    word = line.words[at]
    if word in _VICTIMS:
        tells = _befall(line, at)
    elif word in _MASSACRES:
        after = line.at(at + 1)
        tells = not after or after in _NEW or after.startswith("ب")
    else:
        told = HARM_WORDS.get(word)
        tells = told is not None and told.harm is Harm.DEAD and _is_of_people(line, at, told)
    return tells and not is_taken_back(line, at, at + 1) and not _is_known(line, at)


def _is_known(line: Line, at: int) -> bool:
    """Say whether the words before speak of dead who were known, or of none: «لم ترد أنباء عن سقوط قتلى».

    What follows from a deed of before is no news of it: «في أعقاب هجوم قتل فيه العشرات».
    """
    start = at
    while start > max(0, at - NEAR) and not line.tokens[start].gap:
        start -= 1
    before = line.words[start:at]
    return not _NOT.isdisjoint(before) or not _KNOWN.isdisjoint(before[-2:]) or "اعقاب" in line.words[:at]


def _is_of_people(line: Line, at: int, told: Word) -> bool:
    match told.kind:
        case Kind.NOUN_OF_EVENT:
            return not _counts_things(line, at + 1)
        case Kind.VERB | Kind.AFTER:
            return any(_is_someone(word) for word in _behind(line, at, NEAR))
        case Kind.LIVES:
            return line.words[at - 1] in CLAIMED
        case Kind.FATE:
            return not HIS_END.isdisjoint(_behind(line, at, END))
        case _:
            return _befall(line, at) if told.definite or told.kind is Kind.ONE else not _counts_things(line, at)


def _behind(line: Line, at: int, most: int) -> list[str]:
    """Return the words behind *at* that nothing parts from it, at most so many."""
    end = next((i for i in range(at + 1, at + 1 + most) if not line.at(i)), at + 1 + most)
    return list(line.words[at + 1 : end])


def _is_someone(word: str) -> bool:
    bare = word.removeprefix("و")
    return people(word) is not None or word in _MANY or people(bare) is not None or bare in _MANY or is_kin("و" + bare)


def _counts_things(line: Line, at: int) -> bool:
    number = line.number(at)
    return line.at(number.end if number else at) in THINGS


def _befall(line: Line, at: int) -> bool:
    """Say whether people who are named by what befell them are counted, or fall: «سقوط ضحايا», «15 ضحية»."""
    before = line.words[at - 1] if at and line.at(at) else ""
    return before in _BEFALLS or line.number_before(at) is not None
