"""Understand one term of what a person typed: a place, a word, exact words, a word's forms, an event, people. Pure.

A place's name may mean several places: each is a meaning, the widest first. What names no place is a keyword; a place
whose name is a common word too (صور، الباب) is offered both ways. A keyword typed with ال is kept without it, since
it is met with and without.

    درعا · مدينة درعا         places         «الفيلق الخامس»      these words exactly
    زلزال · وقف إطلاق النار   keywords       لاجئ* · لاجئ وصيغها   a word and its forms
    حدث قصف · حدث: كهرباء     events         أهل سوريا             السوري، السوريون
                                             سوريا وأهلها          the place or its people
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from domain.errors import QueryError
from domain.news import Field, Place, Tier, Token
from domain.queries import EventQuery, FormsQuery, KeywordQuery, PeopleQuery, PlaceQuery, Simple
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.matching import inflection, people
from news.matching.grammar import Term
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS

LONGEST = 60  # letters and spaces of a term
SHORTEST = 2  # letters of a keyword

_IN_EVERY_ARTICLE = """
في من على إلى عن مع ما لا لم لن لو هو هي هم أن إن أنه إنه أو أم ثم قد كل كما كان كانت بعد قبل بين عند حتى منذ خلال
حول ضد غير أي أية ذلك هذا هذه تلك التي الذي الذين هناك هنا حيث إذا إذ لكن بل أيضا عام سنة يوم اليوم أمس غدا قال قالت
خبر أخبار الأخبار عاجل the of in on at to and or is are for from by with a an le la les de des du et en un une ve bir
"""
_TOO_BROAD = frozenset(fold(_IN_EVERY_ARTICLE).split())
# Words whose ال is their own: إلتهاب is no «تهاب».
_OWN_ARTICLE = re.compile(
    "(?:الله|اللهم|الف)$"
    "|التهاب|التزام|التماس|التقاء|التفاف|التحاق|التقاط|التباس|التحام|التواء|التفات|التصاق|الكترون|الماني"
)
_LETTER = re.compile(r"[^\W_]")
_WITH_FORMS = re.compile(r"\s*[*٭]$|\s+و\s?صيغ(?:ها|ه|هم)$")
_EVENT = re.compile(r"حدث\s+")
_PEOPLE = re.compile(r"[أا]هل\s+")
_AND_PEOPLE = re.compile(r"\s+و\s?[أا]هل(?:ها|ه|هم)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a term can mean: any of *simples* holds.

    *label* names it alone; *name* within a longer query, where it can be read back; *description* tells it apart.
    """

    simples: tuple[Simple, ...]
    label: str
    name: str
    description: str


def meanings(term: Term, gazetteer: Gazetteer) -> list[Meaning]:
    """Return what *term* can mean, the default first; never none.

    Raises:
        QueryError: it can be nothing (the kinds are those of ``parse.options``).
    """
    text = _checked(term.text)
    if term.is_quoted:
        return [_exact(text)]
    if found := _WITH_FORMS.search(text):
        return [_forms(text[: found.start()])]
    if (found := _EVENT.match(text)) and (event := _events().get(fold(text[found.end() :]))):
        label = EVENTS[event].label
        return [Meaning((EventQuery(event),), label, f"حدث {label}", f"كل خبر نوعه «{label}»")]
    if found := _AND_PEOPLE.search(text):
        return _with_people(text[: found.start()], gazetteer)
    if (found := _PEOPLE.match(text)) and (places := _peopled(text[found.end() :], gazetteer)):
        # A governorate and its city have one name, and so have their people: one meaning, of the wider place.
        called = {people.adjectives(gazetteer, place.id): place for place in reversed(places)}
        return [_people(place, gazetteer) for place in reversed(called.values())]
    return _places_or_word(text, gazetteer)


def _checked(text: str) -> str:
    if sum(not unicodedata.combining(letter) for letter in text) > LONGEST:
        raise QueryError("too_long", text[:LONGEST])
    if not _LETTER.search(text):
        raise QueryError("unreadable", text)
    return text


def _words(text: str) -> list[Token]:
    """Return the words of *text*, all of which one phrase can hold."""
    for word in text.split():
        if len({script for script in map(_script, word) if script}) > 1:
            raise QueryError("unreadable", word)
    tokens = tokenise(text, Field.TITLE)
    for before, token in pairwise(tokens):
        if token.gap:
            raise QueryError("unreadable", text[before.span.end : token.span.start].strip())
    if not tokens:
        raise QueryError("unreadable", text)
    return tokens


def _script(letter: str) -> str:
    """Return the script of a letter by its Unicode name, empty for what belongs to all: digits, marks, signs."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() and letter != "ـ" else ""


def _places_or_word(text: str, gazetteer: Gazetteer) -> list[Meaning]:
    tokens = _words(text)
    places = gazetteer.find(text)
    if not places:
        return [_keyword(text, tokens)]
    is_common = _is_common(places, tokens)
    found = [_place(place, gazetteer, alone=len(places) == 1 and not is_common) for place in places]
    if is_common:
        with suppress(QueryError):  # «كان», the city, cannot be the verb: every article has that
            found.append(_keyword(text, tokens))
    return found


def _place(place: Place, gazetteer: Gazetteer, *, alone: bool) -> Meaning:
    description = gazetteer.describe(place.id)
    spoken = description.partition(" — ")[0]
    name = spoken if not alone and place in gazetteer.find(spoken) else place.name
    return Meaning((PlaceQuery(place.id),), place.name, name, description)


def _is_common(places: Iterable[Place], tokens: Sequence[Token]) -> bool:
    """Say whether the name typed is for one of *places* a name that never stands alone."""
    typed = [token.text for token in tokens]
    return any(
        alias.tier is Tier.NEVER and fold(alias.text).split() == typed for place in places for alias in place.aliases
    )


def _keyword(text: str, tokens: Sequence[Token]) -> Meaning:
    words = _followable(tokens)
    words = (_first_word(text, tokens), *words[1:])
    kind = "كلمة" if len(words) == 1 else "عبارة"
    return Meaning((KeywordQuery(words),), text, text, f"{kind} «{text}» حيثما وردت")


def _exact(text: str) -> Meaning:
    words = _followable(_words(text))
    return Meaning((KeywordQuery(words, exact=True),), f"«{text}»", f"“{text}”", f"«{text}» بهذا اللفظ تمامًا")


def _forms(text: str) -> Meaning:
    tokens = _words(_checked(text))
    _followable(tokens)
    word = _first_word(text, tokens)
    if len(tokens) > 1 or len(word) < inflection.SHORTEST:
        raise QueryError("no_forms", text)
    label = f"{text} وصيغها"
    return Meaning((FormsQuery(word),), label, label, f"كلمة «{text}» بكل صيغها")


def _with_people(text: str, gazetteer: Gazetteer) -> list[Meaning]:
    """Return each place that *text* names together with its people."""
    return [
        Meaning(
            (PlaceQuery(place.id), PeopleQuery(place.id)),
            f"{name} وأهلها",
            f"{name} وأهلها",
            f"{name} وأهلها: {_adjectives(place, gazetteer)}",
        )
        for place in _peopled(text, gazetteer) or _nobody(text)
        for name in [_place(place, gazetteer, alone=False).name]
    ]


def _people(place: Place, gazetteer: Gazetteer) -> Meaning:
    label = f"أهل {place.name}"
    return Meaning((PeopleQuery(place.id),), label, label, f"{label}: {_adjectives(place, gazetteer)}")


def _peopled(text: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the places that *text* names and whose people have a name."""
    return [place for place in gazetteer.find(text) if people.adjectives(gazetteer, place.id)]


def _nobody(text: str) -> list[Place]:
    raise QueryError("no_people", text)


def _adjectives(place: Place, gazetteer: Gazetteer) -> str:
    """Return two adjectives as an example, with the article: «السوري، السوريون»."""
    masculine = next(word for word in people.adjectives(gazetteer, place.id) if word.endswith("ي"))
    return f"ال{masculine}، ال{masculine}ون"


@cache
def _events() -> dict[str, str]:
    """Return the kinds of event by their folded labels, the words of these, and the words of the lexicon."""
    found: dict[str, str] = {}
    for spellings in (
        lambda event: [event.label],
        lambda event: [word.removeprefix("و") for word in event.label.split()],
        lambda event: event.terms,
    ):
        for event in EVENTS.values():
            for spelling in spellings(event):
                found.setdefault(fold(spelling), event.id)
    return found


def _followable(tokens: Sequence[Token]) -> tuple[str, ...]:
    words = tuple(token.text for token in tokens)
    if all(len(word) < SHORTEST for word in words):
        raise QueryError("too_short", " ".join(words))
    if all(word in _TOO_BROAD or word.isdecimal() or len(word) < SHORTEST for word in words):
        raise QueryError("too_broad", " ".join(words))
    return words


def _first_word(text: str, tokens: Sequence[Token]) -> str:
    return _without_article(text[tokens[0].span.start : tokens[0].span.end], tokens[0].text)


def _without_article(published: str, word: str) -> str:
    """Return the folded *word* without its ال; *published* shows whether it is one: إلغاء and ألمانيا have none."""
    has_article = published.startswith("ال") and len(word) >= SHORTEST + 2 and not _OWN_ARTICLE.match(word)
    return word[2:] if has_article else word
