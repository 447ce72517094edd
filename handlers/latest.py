"""/latest: what the last alerts would have been."""

from telegram import Update

import storage.matches
from alerts.texts import answers_lists, times
from domain.alerts import Material
from handlers.answering import Context
from handlers.naming import described

MOST = 7  # each at most about 500 UTF-16 units of the 4,096


async def latest(update: Update, context: Context) -> None:
    """Answer /latest and its button."""
    async with context.answering() as (tx, answer):
        found = await storage.matches.latest(tx, answer.target.id, MOST)
        items = [_item(material, context) for material in found]
        answer.say(answers_lists.latest(items) if items else answers_lists.nothing_latest())


def _item(material: Material, context: Context) -> str:
    services, article = context.services, material.article
    when = times.ago(article.published_at or article.seen_at, services.now(), services.zone)
    labels = [described(one.query, one.label, services.gazetteer) for one in material.followed[:2]]
    return answers_lists.latest_item(article.title, article.url, material.source, when, labels)
