"""Write digests and catch-ups: one message that lists many alerts, in parts where it is too long. Pure.

The most important come first: urgent news, then by the kind of event, as the lexicon orders them, then the newest.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

from alerts.bidi import is_right_to_left, isolated
from alerts.compose import NAME_LIMIT, SEPARATOR, names
from alerts.markup import clip, escape, link, one_line, unlinked, utf16_length, visible
from alerts.texts import times
from alerts.texts.alert import NO_TITLE, together
from domain.alerts import AlertId, Call, Material
from news.arabic import marks
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS

MOST_ITEMS = 40
MOST_UNITS = 4000  # UTF-16 units of a part, its head included
MOST_BYTES = 30_000  # of its HTML: Telegram cuts what is over 35,000 (telegram.md §1.2)
TITLE_LIMIT = 200
HEAD_UNITS = 100

# Frames like «denied» or «an anniversary» stand first in the lexicon and are the least grave.
_GRAVITY = {name: place for place, name in enumerate(sorted(EVENTS, key=lambda name: EVENTS[name].leads))}

Head = Callable[[int, int, int], str]


def parts(
    materials: Sequence[Material], gazetteer: Gazetteer, head: Head, *, now: datetime, zone: tzinfo
) -> list[tuple[Call, tuple[AlertId, ...]]]:
    """Return the messages that tell *materials*, each with the alerts it tells.

    *head* returns the HTML of the first line from how many there are, the number of the part, and how many parts.
    """
    items = [(each.alert, _item(each, gazetteer, now, zone)) for each in sorted(materials, key=_importance)]
    cut = list(_cut(items))
    return [
        (
            _call("\n\n".join([head(len(items), number, len(cut)), *(text for _, text in part)])),
            tuple(alert for alert, _ in part),
        )
        for number, part in enumerate(cut, start=1)
    ]


def _importance(material: Material) -> tuple[bool, int, float]:
    first = material.events[0] if material.events else ""
    when = material.article.published_at or material.article.seen_at
    return not material.urgent, _GRAVITY.get(first, len(_GRAVITY)), -when.timestamp()


def _cut(items: Sequence[tuple[AlertId, str]]) -> Iterator[list[tuple[AlertId, str]]]:
    part: list[tuple[AlertId, str]] = []
    units = size = 0
    for alert, text in items:
        more, larger = utf16_length(visible(text)) + 2, len(text.encode()) + 2
        is_full = len(part) == MOST_ITEMS or units + more > MOST_UNITS - HEAD_UNITS or size + larger > MOST_BYTES
        if part and is_full:
            yield part
            part, units, size = [], 0, 0
        part.append((alert, text))
        units, size = units + more, size + larger
    if part:
        yield part


def _item(material: Material, gazetteer: Gazetteer, now: datetime, zone: tzinfo) -> str:
    """Return two lines: the headline as a link; then what is followed, the source and the time."""
    article = material.article
    title = unlinked(clip(one_line(article.title), TITLE_LIMIT)) or NO_TITLE
    shown = isolated(title) if is_right_to_left(title) else marks.isolate(title)
    facts = [
        escape(together(names(material, gazetteer))),
        escape(isolated(clip(one_line(material.source), NAME_LIMIT))),
        _time(article.published_at or article.seen_at, now, zone),
    ]
    return f"{'🚨' if material.urgent else '▪️'} {link(shown, article.url)}\n{SEPARATOR.join(filter(None, facts))}"


def _time(when: datetime, now: datetime, zone: tzinfo) -> str:
    is_today = when.astimezone(zone).date() == now.astimezone(zone).date()
    return times.clock(when, zone) if is_today else times.moment(when, now, zone)


def _call(text: str) -> Call:
    params = {"text": marks.lines(text), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return Call("sendMessage", params)
