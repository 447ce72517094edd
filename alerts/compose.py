"""Write an alert: one message from an article and from what its reader follows. Pure.

The layout is that of summaries.md §7:

    🚨 event · followed · the dead     line 1 is what a phone's notification shows
    headline, as published             beneath its translation, if there is one
                                       (blank)
    summary, about what is followed    nothing where the article has no text
    «ملخص آلي» or «ترجمة آلية»         where a language model wrote what stands above
    expandable quotation               a few more sentences, if there are any
    source · time · link               and that it is the only one, or
    confirmed by 3 sources: …          who else tells the story
    changed at the source              where the article is no longer as it was told
    #place

Each line is cut, marked for direction and then escaped, in this order. An article in another language stands in its
own words within the Arabic frame, unless a language model translated it; under the model's words the quotation holds
the article's own.
"""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from alerts.bidi import isolated, sided
from alerts.excerpt import Excerpt, bounded, excerpt, focus
from alerts.markup import (
    TEXT_LIMIT,
    Button,
    bold,
    clip,
    escape,
    is_web_address,
    keyboard,
    link,
    one_line,
    unlinked,
    utf16_length,
    visible,
)
from alerts.texts import times
from alerts.texts.alert import (
    CHANGED,
    FULL_STORY,
    LANGUAGES,
    NO_TITLE,
    ONE_SOURCE,
    SUMMARISED,
    TRANSLATED,
    URGENT,
    WHY,
    confirmed,
    seen,
    together,
)
from domain.alerts import Call, Followed, Material
from domain.news import Article, Field, PlaceId, Span
from domain.preferences import Picture
from domain.queries import PlaceQuery
from domain.retellings import Retelling, RetellingKind
from news.arabic import marks
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS, first_paragraph
from news.summary.facts import Figure, figure

TITLE_LIMIT = 300  # UTF-16 units, as all limits here
NAME_LIMIT = 60
SEPARATOR = " · "
MOST_HASHTAGS = 2

_URGENT, _PLACE, _KEYWORD, _SOURCE, _MODEL, _CONFIRMED, _CHANGED = "🚨", "📍", "🔎", "📰", "🤖", "✅", "✏️"
_URGENT_OPENING = re.compile(rf"^[\W_]*(?:خبر\s+)?{URGENT}[\s:|!،.…–—-]+(?=\w)")


def compose(
    material: Material,
    gazetteer: Gazetteer,
    *,
    now: datetime,
    zone: tzinfo = times.DAMASCUS,
    picture: Picture = Picture.NONE,
) -> Call:
    """Return the ``sendMessage`` of an alert: HTML of at most 4,096 UTF-16 units and 100 entities, one button.

    The article's picture, where it has one, stands where *picture* says. Times are said in *zone*. A client that knows
    ``<tg-time>`` (Bot API 9.5) shows its own, relative one instead.
    """
    frame = [first_line(material, gazetteer), *headlines(material)]
    return Call("sendMessage", params(material, gazetteer, frame, now=now, zone=zone, picture=picture))


def params(
    material: Material,
    gazetteer: Gazetteer,
    frame: Sequence[str],
    *,
    now: datetime,
    zone: tzinfo,
    picture: Picture = Picture.NONE,
) -> dict[str, object]:
    """Return the parameters of a message about *material*, whose first lines are *frame*."""
    article = excerpt(material.article, *_focus(material))
    told = _retelling(material)
    body = _retold(told, article) if told else _extracted(article)
    feet = [
        source_line(material, now, zone),
        _confirmed(material),
        f"{marks.RIGHT_TO_LEFT}{_CHANGED} {CHANGED}" if material.corrected else "",
        _hashtags(material, gazetteer),
    ]
    text = _joined(frame, body, feet)
    if _is_too_long(text):  # marks between hundreds of foreign words: drop what is folded away
        text = _joined(frame, _extracted(Excerpt(told.summary if told else article.summary, "")), feet)
    return {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": _preview(material.article.picture, picture),
        "reply_markup": keyboard([[Button(WHY, f"w:{material.alert}")]]),
    }


def _is_too_long(text: str) -> bool:
    return utf16_length(text) > TEXT_LIMIT and utf16_length(visible(text)) > TEXT_LIMIT


def _preview(url: str, where: Picture) -> dict[str, object]:
    """Return the picture as a link preview; a message without one shows none, whatever links it holds."""
    if where is Picture.NONE or not is_web_address(url):
        return {"is_disabled": True}
    return {"url": url, "prefer_large_media": True, "show_above_text": where is Picture.ABOVE}


def _retelling(material: Material) -> Retelling | None:
    """Return the language model's words, if what is followed stands at the head: a summary may leave out the rest."""
    told = material.retelling
    if told is None or told.kind is RetellingKind.TRANSLATION:
        return told
    return told if any(_is_at_the_head(each, material.article) for each in material.followed) else None


def _extracted(article: Excerpt) -> list[str]:
    body = [escape(sided(article.summary))] if article.summary else []
    return [*body, _folded(article.more)] if article.more else body


def _retold(told: Retelling, article: Excerpt) -> list[str]:
    """Return the model's words, called so, and beneath them the article's own to hold them against."""
    label = TRANSLATED if told.kind is RetellingKind.TRANSLATION else SUMMARISED
    own = "\n".join(filter(None, (article.summary, article.more)))
    said = [escape(sided(told.summary)), f"{marks.RIGHT_TO_LEFT}{_MODEL} {label}"]
    return [*said, _folded(own)] if own else said


def _folded(text: str) -> str:
    return f"<blockquote expandable>{escape(sided(text))}</blockquote>"


def _joined(frame: Sequence[str], body: Sequence[str], feet: Sequence[str]) -> str:
    blocks = ("\n".join(filter(None, block)) for block in (frame, body, feet))
    return "\n\n".join(filter(None, blocks))


def _focus(material: Material) -> tuple[tuple[Span, ...], ...]:
    return focus(each.match for each in material.followed)


def _figure(material: Material, gazetteer: Gazetteer) -> Figure | None:
    """Return the dead and injured to tell; none where the article is of a denial, a trial, an anniversary."""
    event = EVENTS.get(material.events[0]) if material.events else None
    if event and event.leads:
        return None
    wanted = _focus(material)
    summary = excerpt(material.article, *wanted).summary
    article = bounded(material.article, [span for spans in wanted for span in spans])
    return figure(article, summary, gazetteer, *wanted)


def first_line(
    material: Material, gazetteer: Gazetteer, *, told_as: str = "", emoji: str = "", counts: bool = True
) -> str:
    """Return event, what is followed, and the dead and injured, in bold behind one emoji.

    Before them what it is *told_as*: an update. Nobody *counts* where the article was taken back.

    Where title and first paragraph do not name what is followed, the event is another's: a strike on one city must
    not be told as one on a city that the article names further down; and so is it where the dead are told further down.
    """
    told = _figure(material, gazetteer) if counts else None
    is_deep = told is not None and told.is_deep
    is_told = (
        bool(material.events)
        and not is_deep
        and any(_is_at_the_head(each, material.article) for each in material.followed)
    )
    event = EVENTS.get(material.events[0]) if is_told else None
    label = event.label if event else ""
    others = [name for name in names(material, gazetteer) if name != label]  # who follows «قصف» need not read it twice
    figures = [isolated(unlinked(one_line(words))) for words in (told.words if told else ())]
    words = [URGENT if material.urgent else "", told_as, label, together(others), *figures]
    emoji = emoji or (event.emoji if event else _PLACE if _places(material, gazetteer) else _KEYWORD)
    return f"{marks.RIGHT_TO_LEFT}{_URGENT if material.urgent else emoji} {bold(SEPARATOR.join(filter(None, words)))}"


def headlines(material: Material) -> list[str]:
    """Return the title, or its translation with the title beneath."""
    told = _retelling(material)
    if told is None or not told.title:
        return [_headline(material)]
    own = escape(sided(unlinked(clip(one_line(material.article.title), TITLE_LIMIT))))
    return [bold(sided(told.title)), own]


def _headline(material: Material) -> str:
    """Return the title as published, in bold, without an «عاجل» that line 1 says already."""
    title = one_line(material.article.title)
    if material.urgent:
        title = _URGENT_OPENING.sub("", title)
    if not title and not material.article.text.strip():
        title = NO_TITLE
    return bold(sided(unlinked(clip(title, TITLE_LIMIT)))) if title else ""


def source_line(material: Material, now: datetime, zone: tzinfo) -> str:
    """Return the source, that it is the only one, the language where it is not Arabic, the time and the link."""
    parts = [
        escape(_name(material.source)),
        ONE_SOURCE if len(material.sources) == 1 else "",
        LANGUAGES.get(material.language, ""),
        _time(material, now, zone),
        link(FULL_STORY, material.article.url) if is_web_address(material.article.url) else "",
    ]
    return f"{marks.RIGHT_TO_LEFT}{_SOURCE} {SEPARATOR.join(filter(None, parts))}"


def _confirmed(material: Material) -> str:
    """Return who tells the story too; each name of a strange direction stands isolated."""
    if len(material.sources) < 2:
        return ""
    return f"{marks.RIGHT_TO_LEFT}{_CONFIRMED} {escape(confirmed([_name(each) for each in material.sources]))}"


def _name(source: str) -> str:
    return isolated(clip(one_line(source), NAME_LIMIT))


def _time(material: Material, now: datetime, zone: tzinfo) -> str:
    """Return when it was published, else when it was seen; old clients show the words between the tags."""
    when = material.article.published_at or material.article.seen_at
    said = times.moment(when, now, zone)
    shown = f'<tg-time unix="{int(when.timestamp())}" format="r">{escape(said)}</tg-time>'
    return shown if material.article.published_at else seen(shown)


def _hashtags(material: Material, gazetteer: Gazetteer) -> str:
    tags = dict.fromkeys(gazetteer.hashtag(place) for place in _places(material, gazetteer))
    return f"{marks.RIGHT_TO_LEFT}{_KEYWORD} {escape(' '.join(list(tags)[:MOST_HASHTAGS]))}" if tags else ""


def names(material: Material, gazetteer: Gazetteer) -> list[str]:
    """Return what is followed, each name once: what the head of the article names first, of these the narrowest place.

    Keywords come last.
    """
    places = [gazetteer.place(place).name for place in _places(material, gazetteer)]
    others = [_label(each) for each in material.followed if not _is_place(each, gazetteer)]
    return list(dict.fromkeys(places + others))


def _places(material: Material, gazetteer: Gazetteer) -> list[PlaceId]:
    found = {
        each.query.place: _is_at_the_head(each, material.article)
        for each in material.followed
        if isinstance(each.query, PlaceQuery) and each.query.place in gazetteer
    }
    return sorted(found, key=lambda place: (not found[place], -len(gazetteer.ancestors(place))))


def _is_at_the_head(followed: Followed, article: Article) -> bool:
    """Say whether title or first paragraph name what is followed; without spans the whole article is about it."""
    end, spans = first_paragraph(article.text), followed.match.spans
    return not spans or any(span.field is Field.TITLE or span.end <= end for span in spans)


def _is_place(followed: Followed, gazetteer: Gazetteer) -> bool:
    return isinstance(followed.query, PlaceQuery) and followed.query.place in gazetteer


def _label(followed: Followed) -> str:
    return isolated(clip(one_line(followed.label), NAME_LIMIT))
