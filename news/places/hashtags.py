"""Find the hashtags of a text, and leave out the names in them that say nothing new. Pure.

Tags repeat what the text names: «أمطار غزيرة في الكويت #الكويت #أمطار_الكويت» speaks of one place, once. A tag that is
a name by itself (#دير_الزور) counts where the text has not named the place. A name inside a tag about an event
(#سيول_الأردن) counts only where nothing else named reaches it: who follows الأردن hears of it through عجلون anyway.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from domain.news import Field, Mention, PlaceId, Span

_TAG = re.compile(r"[#＃][^\s#＃.,،؛;:!?؟…/\\|«»“”\"'()\[\]]+")


class Tagged(Enum):
    """Say how a name stands in a hashtag."""

    OUTSIDE = "outside"
    WHOLE = "whole"  # #دير_الزور
    PART = "part"  # #سيول_الأردن


def hashtags(text: str, field: Field) -> list[Span]:
    """Return the hashtags of *text*, a field of an article, without their sign, in order."""
    if "#" not in text and "＃" not in text:
        return []
    return [Span(field, match.start() + 1, match.end()) for match in _TAG.finditer(text)]


def hashtags_of(title: str, text: str) -> tuple[Span, ...]:
    """Return the hashtags of an article's *title* and *text*."""
    return (*hashtags(title, Field.TITLE), *hashtags(text, Field.TEXT))


def tagged(span: Span, tags: Iterable[Span]) -> Tagged:
    """Say how the name at *span* stands in one of *tags*, or that it stands in none; vowel signs do not matter."""
    for tag in tags:
        if tag.field == span.field and tag.start <= span.start and span.end <= tag.end:
            return Tagged.WHOLE if tag.end - tag.start - (span.end - span.start) <= 1 else Tagged.PART
    return Tagged.OUTSIDE


def repeated(named: Sequence[tuple[Mention, Tagged]], reach: Callable[[PlaceId], Iterable[PlaceId]]) -> list[Mention]:
    """Return the mentions in hashtags that repeat another; *reach* gives a place's ancestors."""
    known = {place for mention, how in named if how is Tagged.OUTSIDE for place in mention.places}
    found = []
    for mention, how in named:
        if how is Tagged.WHOLE:
            if known.issuperset(mention.places):
                found.append(mention)
            known.update(mention.places)
    known.update({above for place in known for above in reach(place)})
    for mention, how in named:
        if how is Tagged.PART:
            if known.intersection(mention.places):
                found.append(mention)
            known.update(mention.places)
            known.update(above for place in mention.places for above in reach(place))
    return found
