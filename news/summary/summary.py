"""Sum an article up in its own sentences. Pure.

The first sentences of a news item are near the best summary there is: no classical summariser beats them (measured:
Lead-fill R-1 47 on Arabic news, LexRank 43, TextRank 32). What they miss is the place that a reader follows when it
stands deep in the text; a slot is kept for the best sentence that names it (98 % named, against 1 % with Lead-3).
Every piece is a run of characters of one sentence, in the order of the article; attributions stay.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from domain.news import Article, Field, Span
from news.arabic.fold import fold
from news.arabic.sentences import split
from news.summary.boilerplate import worthwhile
from news.summary.clauses import Piece, clip, is_faithful, source_at_end, whole, window
from news.summary.opening import without_and

LIMIT = 400  # characters
SENTENCES = 3
LEAD = 300  # characters of the first sentence; clipping it further costs quality (measured at 250)
LEAST_LEAD = 80  # characters that the first sentence keeps when another needs room
LEAST_FILL = 100  # characters of room worth filling with a part of a sentence
MOST_WORTH = 1.65  # of a sentence for the slot: all words of the title, an event, casualties
LONG = 260  # characters: a longer sentence is a worse choice for the slot

_Range = tuple[int, int]

_CASUALTIES = re.compile(
    r"\b[وفبل]*(?:ال)?(?:مقتل|قتل\w*|قتيل\w*|جرحي?|جريح\w*|اصاب[هت]\w*|مصاب\w*|ضحايا|مصرع\w*|استشه\w+|شهداء|شهيد\w*|وفاه"
    r"|وفيات|مجزره)\b"
)
_EVENTS = re.compile(
    r"\b[وفبل]*(?:ال)?(?:قصف\w*|غاره|غارات|اشتبا\w+|انفج\w+|تفجير\w*|اعتق\w+|خطف\w*|حصار\w*|حاصر\w*|نزوح|نزح\w*|زلزال|هزه"
    r"|حريق|حرايق|فيضان\w*|سيول|استهد\w+|سيطر\w*|شن|شنت|هاجم\w*|هجوم\w*|اقتح\w+|اغلاق|اغلق\w*|افتت\w+|انقط\w+|احتج\w+"
    r"|تظاهر\w*|اغتيال|اعلن\w*|داهم\w*|انهيار)\b"
)


def summarise(
    article: Article, focus: Sequence[Span], limit: int = LIMIT, *, also: Sequence[Sequence[Span]] = ()
) -> str:
    """Return at most *limit* characters of the text, in at most three pieces of its sentences.

    Empty if the text says no more than the title. *focus* are the spans that the reader follows: one of those in the
    text stands in the summary. *also* are those of other things that the reader follows: each is named where it fits.
    """
    return " ".join(piece.of(article.text) for piece in pieces(article, focus, limit, also=also))


def pieces(
    article: Article, focus: Sequence[Span], limit: int = LIMIT, *, also: Sequence[Sequence[Span]] = ()
) -> list[Piece]:
    """Return the parts of the text that the summary is made of, in its order: each a run of one sentence."""
    body = worthwhile(article)
    if not body:
        return []
    found = _chosen(article, body, _in_text(focus), limit)
    for spans in map(_in_text, also):
        found = _with(article, body, found, spans, limit)
    return _filled(article.text, body, found, limit)


def _in_text(spans: Sequence[Span]) -> list[_Range]:
    return sorted((span.start, span.end) for span in spans if span.field is Field.TEXT)


def _with(
    article: Article, body: Sequence[_Range], pieces: list[Piece], spans: Sequence[_Range], limit: int
) -> list[Piece]:
    """Return *pieces* and the best sentence that names one of *spans*, unless one does or none fits."""
    room = limit - sum(map(len, pieces)) - len(pieces)
    if len(pieces) == SENTENCES or any(_holds(piece, span) for piece in pieces for span in spans):
        return pieces
    fitting = [sentence for sentence in body if len(whole(article.text, *sentence)) <= room]
    named = _best(article, fitting, spans)
    return sorted([*pieces, whole(article.text, *named[0])], key=lambda piece: piece.start) if named else pieces


def _chosen(article: Article, body: Sequence[_Range], wanted: Sequence[_Range], limit: int) -> list[Piece]:
    """Return the first sentence, and the one that names what is wanted where the first does not."""
    text, (start, end) = article.text, body[0]
    start += without_and(text[start:end])
    lead = clip(text, start, end, min(LEAD, limit))
    if lead and any(_holds(lead, span) for span in wanted):
        named = _best(article, _deadly(article, body, lead), wanted)
    else:
        named = _best(article, body, wanted) or _best(article, split(text) if wanted else (), wanted)
    if named is None:
        return _with_source(text, (start, end), lead, wanted, limit) if lead else []
    sentence, span = named
    if sentence[0] <= start < sentence[1]:
        return _within_lead(text, (start if start <= span[0] else sentence[0], end), span, limit)
    return _beside_lead(text, (start, end), lead, sentence, span, limit)


def _with_source(text: str, first: _Range, lead: Piece, wanted: Sequence[_Range], limit: int) -> list[Piece]:
    """Return *lead*, and who told it where the cut took that away: whole, or its source after a gap."""
    source = source_at_end(text, *first)
    if source is None or lead.end > source:
        return [lead]
    told = whole(text, source, first[1])
    head = clip(text, *first, limit) or lead
    if head.end < told.start:
        head = clip(text, first[0], source, min(LEAD, limit - len(told) - 2)) or lead
        parts = [replace(head, after=""), replace(told, before="…")]
    else:
        parts = [head]
    is_named = not wanted or any(_holds(part, span) for part in parts for span in wanted)
    return parts if is_named and sum(map(len, parts)) < limit else [lead]


def _within_lead(text: str, lead: _Range, span: _Range, limit: int) -> list[Piece]:
    """Return the first sentence with the wanted *span*, which stands late in it."""
    if piece := clip(text, *lead, limit, until=span[1]):
        return [piece]
    named = window(text, *lead, limit // 2, span)
    head = clip(text, lead[0], named.start, limit - len(named) - 1) if named else None
    return [piece for piece in (head, named) if piece]


def _beside_lead(
    text: str,
    first: _Range,
    lead: Piece | None,
    sentence: _Range,
    span: _Range,
    limit: int,
) -> list[Piece]:
    """Return the first sentence and the wanted one: whole if they fit, else the first clipped, else both."""
    named = whole(text, *sentence)
    left = limit - 1 - len(named)
    short = lead if lead and len(lead) <= left else clip(text, *first, left) if left >= LEAST_LEAD else None
    if short and short.after != "…":
        return sorted((short, named), key=lambda piece: piece.start)
    room = max(limit - 1 - (len(lead) if lead else 0), (limit - LEAST_LEAD) * 3 // 4, limit // 3)
    part = window(text, *sentence, room, span)
    if part is None:
        return [lead] if lead else []
    short = clip(text, *first, limit - 1 - len(part))
    return sorted(filter(None, (short, part)), key=lambda piece: piece.start)


def _deadly(article: Article, body: Sequence[_Range], lead: Piece) -> list[_Range]:
    """Return the sentences that tell of dead and injured, where neither title nor first sentence does."""
    if _CASUALTIES.search(fold(article.title)) or _CASUALTIES.search(fold(lead.of(article.text))):
        return []
    return [sentence for sentence in body if _CASUALTIES.search(fold(article.text[slice(*sentence)]))]


def _best(article: Article, sentences: Sequence[_Range], wanted: Sequence[_Range]) -> tuple[_Range, _Range] | None:
    """Return the best of *sentences* for what is wanted, and the span it holds; None if none holds any."""
    best: tuple[float, _Range, _Range] | None = None
    title = _title_words(article)
    for at, sentence in enumerate(sentences):
        depth = at / len(sentences)
        if best and best[0] >= MOST_WORTH - depth:
            break
        if span := _first_in(sentence, wanted):
            worth = _worth(title, article.text[slice(*sentence)], depth)
            if best is None or worth > best[0]:
                best = (worth, sentence, span)
    return best[1:] if best else None


def _first_in(sentence: _Range, wanted: Sequence[_Range]) -> _Range | None:
    at = bisect_left(wanted, (sentence[0], 0))
    return wanted[at] if at < len(wanted) and wanted[at][1] <= sentence[1] else None


def _title_words(article: Article) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(article.title)) if len(word) > 2}


def _worth(title: set[str], sentence: str, depth: float) -> float:
    """Return what *sentence* is worth, :data:`MOST_WORTH` less *depth* at most."""
    text = fold(sentence)
    shared = len(title & set(re.findall(r"\w+", text))) / len(title) if title else 0.0
    event, casualties = _EVENTS.search(text), _CASUALTIES.search(text)
    return shared - depth + 0.15 * bool(event) + 0.5 * bool(casualties) - 0.15 * (len(text) > LONG)


def _holds(piece: Piece, span: _Range) -> bool:
    return piece.start <= span[0] and span[1] <= piece.end


def _filled(text: str, body: Sequence[_Range], pieces: list[Piece], limit: int) -> list[Piece]:
    """Add whole sentences in the order of the text while they fit, then one cut at a clause."""
    filled = list(pieces)
    for most in (0, LEAST_FILL):
        for start, end in body:
            room = limit - sum(map(len, filled)) - len(filled)
            if len(filled) == SENTENCES or room < most:
                break
            if any(start < piece.end and piece.start < end for piece in filled):
                continue
            piece = clip(text, start, end, room) if most else whole(text, start, end)
            if piece and len(piece) <= room and is_faithful(text, piece, end):
                filled.append(piece)
    return sorted(filled, key=lambda piece: piece.start)
