"""Which of the things that are followed a person means by a few words: «أوقف حلب»، «اكتم درعا يومًا». Pure."""

from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from domain.chats import Subscription
from domain.errors import QueryError
from handlers.naming import described
from news.arabic.fold import fold
from news.matching.parse import options
from news.places.gazetteer import Gazetteer

LEAST_ALIKE = 0.6  # of difflib's ratio: «حلبب» is .86 like «حلب», «حماة» .57 like «حمص»
_MARKS = str.maketrans(dict.fromkeys("«»\"'“”—-:،", " "))


def meant(words: str, followed: Sequence[Subscription], gazetteer: Gazetteer) -> list[Subscription]:
    """Return what *words* mean of what is *followed*: by name, else by its readings, else by a part of its name."""
    wanted = _bare(words)
    if not wanted:
        return []
    by_name = [one for one in followed if wanted in _names(one, gazetteer)]
    if by_name:
        return by_name
    readings = []
    with suppress(QueryError):
        readings = [option.query for option in options(words, gazetteer)]
    by_reading = [one for one in followed if one.query in readings]
    if by_reading:
        return by_reading
    parts = set(wanted.split())
    return [one for one in followed if any(parts <= set(name.split()) for name in _names(one, gazetteer))]


def alike(words: str, followed: Sequence[Subscription], gazetteer: Gazetteer) -> list[Subscription]:
    """Return what is *followed* under a name nearly like *words*, the likest first."""
    wanted = _bare(words)
    rated = [(_likeness(wanted, _names(one, gazetteer)), one) for one in followed]
    near = [pair for pair in rated if pair[0] >= LEAST_ALIKE]
    return [one for _, one in sorted(near, key=lambda pair: -pair[0])]


def _likeness(wanted: str, names: Sequence[str]) -> float:
    return max(SequenceMatcher(None, wanted, name).ratio() for name in names)


def _names(one: Subscription, gazetteer: Gazetteer) -> tuple[str, str]:
    return _bare(one.label), _bare(described(one.query, one.label, gazetteer))


def _bare(text: str) -> str:
    return " ".join(fold(text).casefold().translate(_MARKS).split())
