"""«لماذا؟» under an alert: which words of which source made it."""

import re
from collections.abc import Sequence

from telegram import Update

import storage.alerts
import storage.subscriptions
from alerts.texts import answers_lists
from domain.alerts import AlertId, Followed, Material
from domain.news import Article, Field, Span
from handlers import buttons
from handlers.answering import Context
from handlers.naming import described
from news.arabic.tokens import tokenise
from news.places.mentions import mentions
from news.summary.events import EVENTS
from news.summary.urgency import presses_for

WORDS = 4  # of one subscription; an article may say a name thirty times
REASONS = 10
LONGEST_GLUED = 12  # letters and vowel marks: «وبال»

_GLUED = re.compile(r"(?:[^\W_]|[\u064b-\u0652\u0670])+\Z")


async def why(update: Update, context: Context) -> None:
    """Answer the tapped button ``w:ALERT`` below the alert."""
    alert = AlertId(buttons.number(buttons.parts(update, 2)[1]))
    async with context.answering() as (tx, answer):
        found = (await storage.alerts.materials(tx, [alert])).get(alert)
        ours = {one.query_id for one in await storage.subscriptions.of_target(tx, answer.target.id)}
        # Anyone can send any number: nothing is told of an alert beyond what is followed here.
        reasons = [one for one in found.followed if one.match.query in ours] if found else []
        if found and reasons:
            answer.say(_words(found, reasons, context), reply=answer.tapped)
        else:
            answer.say(answers_lists.why_unknown(), reply=answer.tapped)


def _words(material: Material, reasons: Sequence[Followed], context: Context) -> str:
    lines = [_reason(one, material.article, context) for one in reasons[:REASONS]]
    return answers_lists.why(material.article.title, material.source, lines, _haste(material, reasons, context))


def _haste(material: Material, reasons: Sequence[Followed], context: Context) -> str:
    """Return why the alert was urgent, or nothing: decided again from the article, as when it came."""
    if material.urgent:
        return answers_lists.haste_of_source()
    article = material.article
    tokens = (*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT))
    named = mentions(tokens, context.services.gazetteer)
    found = (presses_for(article, tokens, material.events, one.match, named) for one in reasons)
    why = next(filter(None, found), None)
    if why is None:
        return ""
    return answers_lists.haste_of_event(EVENTS[why.event].label, _said(article, why.casualty.span))


def _reason(followed: Followed, article: Article, context: Context) -> str:
    label = described(followed.query, followed.label, context.services.gazetteer)
    words = dict.fromkeys(_said(article, span) for span in followed.match.spans)
    return answers_lists.why_reason(label, list(words)[:WORDS])


def _said(article: Article, span: Span) -> str:
    """Return the whole words of *span* as they stand in the article, what is glued to the first too: «والانفجار»."""
    text = article.title if span.field is Field.TITLE else article.text
    before = _GLUED.search(text, max(0, span.start - LONGEST_GLUED), span.start)
    return (before.group() if before else "") + text[span.start : span.end]
