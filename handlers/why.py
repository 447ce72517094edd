"""«لماذا؟» under an alert: which words of which source made it."""

from telegram import Update

import storage.alerts
from alerts.texts import answers_lists
from domain.alerts import AlertId, Followed, Material
from domain.news import Article, Field, Span
from handlers import buttons
from handlers.answering import Context
from handlers.naming import described

WORDS = 4  # of one subscription; an article may say a name thirty times
REASONS = 10


async def why(update: Update, context: Context) -> None:
    """Answer the tapped button ``w:ALERT`` below the alert."""
    alert = AlertId(buttons.number(buttons.parts(update, 2)[1]))
    async with context.answering() as (tx, answer):
        # Anyone can send any number: only an alert of this very target is told about.
        found = await storage.alerts.materials(tx, [alert], target=answer.target.id)
        words = _words(found[alert], context) if alert in found else answers_lists.why_unknown()
        answer.say(words, reply=answer.tapped)


def _words(material: Material, context: Context) -> str:
    reasons = [_reason(one, material.article, context) for one in material.followed[:REASONS]]
    return answers_lists.why(material.article.title, material.source, reasons)


def _reason(followed: Followed, article: Article, context: Context) -> str:
    label = described(followed.query, followed.label, context.services.gazetteer)
    words = dict.fromkeys(_said(article, span) for span in followed.match.spans)
    return answers_lists.why_reason(label, list(words)[:WORDS])


def _said(article: Article, span: Span) -> str:
    return (article.title if span.field is Field.TITLE else article.text)[span.start : span.end]
