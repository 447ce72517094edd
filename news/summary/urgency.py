"""Say whether an article is urgent: its source says so, or people died of what just happened. Pure.

Two things, kept apart: the word «عاجل» stands in an alert only where the source wrote it; the urgent lane, which passes
quiet hours, is also for what kills. That decision can be explained: it names the kind of event and the figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.news import Article, Casualty, Field, Harm, Mention, Token, Understood
from domain.queries import Match, QueryId
from news.summary.casualties import casualties
from news.summary.dates import is_past
from news.summary.deaths import deaths
from news.summary.events import EVENTS, first_paragraph
from news.summary.lines import Line, lines
from news.summary.scenes import may_be_of

# At the head («عاجل | …», «خبر عاجل: …», «#عاجل»), or set apart at the end of a title. «علاج عاجل» is no such news.
_MARK = "[\\s\\W_]*"
_HEAD = re.compile(rf"{_MARK}(?:(?:خبر\s+)?عاجل|BREAKING|URGENT)\b(?!\s+(?:على|ل|إلى))", re.IGNORECASE)
_APART = re.compile(r"#عاجل\b|[|:ـ–—-]\s*عاجل\s*$")
_FOLD = re.compile("[\u064b-\u0652\u0640]")

# How many dead make the strongest event of an article urgent; an accident of three is news, but wakes nobody.
LEAST_DEAD: Mapping[str, int] = {
    **dict.fromkeys(("airstrike", "shelling", "rockets", "explosion", "attack", "incursion", "clashes", "mines"), 1),
    **dict.fromkeys(("earthquake", "flood"), 1),
    **dict.fromkeys(("shooting", "fire", "storm", "killing"), 3),
    **dict.fromkeys(("accident", "drowning"), 10),
}
_OUTCOMES = frozenset(("killing", "injured", "death"))
LEAST_INJURED = 10  # for an event that one death makes urgent


@dataclass(frozen=True, slots=True)
class Pressing:
    """Why an article goes in the urgent lane: the id of its event, and the figure that decided."""

    event: str
    casualty: Casualty


def urgent(article: Article) -> bool:
    """Return whether title or text open with «عاجل», or carry it set apart in the title."""
    title, opening = _FOLD.sub("", article.title), _FOLD.sub("", article.text[:80])
    return any(_HEAD.match(part) for part in (title, opening)) or bool(_APART.search(title))


def pressing(article: Article, tokens: Sequence[Token], events: Sequence[str]) -> Pressing | None:
    """Return why *article*, of these *tokens* and *events*, is urgent whatever its source says; None if it is not.

    Title and first paragraph decide. What a denial, an anniversary, a trial or a warning leads, and what names a day
    long past, presses nobody. Where one dead is enough, so is an undenied word of dead without a number.
    """
    return next((why for why, _ in _pressing(article, tokens, events)), None)


def _pressing(article: Article, tokens: Sequence[Token], events: Sequence[str]) -> Iterator[tuple[Pressing, Line]]:
    """Yield all that presses, figures first, each with its sentence."""
    event = _cause(events)
    if event not in LEAST_DEAD or any(EVENTS[each].leads for each in events):
        return
    end, least = first_paragraph(article.text), LEAST_DEAD[event]
    head = [token for token in tokens if token.span.field is Field.TITLE or token.span.end <= end]
    figures = (one for one in casualties(article, head) if _is_enough(one, least))
    for one in (*figures, *(deaths(article, head) if least == 1 else ())):
        line = next(line for line in lines(article, head) if line.holds(one.span))
        if not is_past(article, line, (article.published_at or article.seen_at).date()):
            yield Pressing(event, one), line


def _cause(events: Sequence[str]) -> str:
    """Return the strongest of *events* that is not only what came of another: «قتلى» of a «حادث» is an accident."""
    return next((event for event in events if event not in _OUTCOMES), events[0] if events else "")


def _is_enough(casualty: Casualty, least: int) -> bool:
    if casualty.harm is Harm.DEAD:
        return casualty.number >= least
    return casualty.number >= LEAST_INJURED * least


def pressed(understood: Understood, matches: Iterable[Match]) -> list[QueryId]:
    """Return the queries whose followers a pressing article reaches in haste.

    Not those of what it names further down, nor those of a place that another clause names than that of the dead.
    """
    if not understood.presses:
        return []
    article, named = understood.article, understood.mentions
    why = list(_pressing(article, understood.tokens, understood.events))
    return [match.query for match in matches if is_at_the_head(article, match) and _is_of(match, why, named)]


def presses_for(
    article: Article, tokens: Sequence[Token], events: Sequence[str], match: Match, named: Sequence[Mention]
) -> Pressing | None:
    """Return why *article* reaches the followers of *match* in haste, where it has *named* these places; else None."""
    if not is_at_the_head(article, match):
        return None
    found = _pressing(article, tokens, events)
    return next((why for why, line in found if _is_of(match, [(why, line)], named)), None)


def _is_of(match: Match, why: Iterable[tuple[Pressing, Line]], named: Sequence[Mention]) -> bool:
    """Say whether some of the dead may be of what *match* follows; where it follows no place, they are."""
    return any(may_be_of(line, one.casualty.span, named, match.spans) for one, line in why)


def is_at_the_head(article: Article, match: Match) -> bool:
    """Say whether title or first paragraph make *match* hold; without spans the whole article does."""
    end = first_paragraph(article.text)
    return not match.spans or any(span.field is Field.TITLE or span.end <= end for span in match.spans)
