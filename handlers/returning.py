"""Give a chat back what it followed with an earlier bot (``python -m bot db import``)."""

import storage.chats
import storage.moving
from alerts.texts import answers_returning
from domain.queries import EventQuery, PeopleQuery, PlaceQuery, Query, simples
from handlers.answering import Answer, Context
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS
from storage.database import Transaction


async def welcome_back(tx: Transaction, answer: Answer, context: Context) -> None:
    """Restore what waits for the chat that is spoken about, and say so; nothing where nothing does."""
    restored = await welcome_back_silently(tx, answer, context)
    if restored is not None:
        answer.say(answers_returning.restored(*restored))


async def welcome_back_silently(tx: Transaction, answer: Answer, context: Context) -> tuple[int, int] | None:
    """Restore what waits for the chat that is spoken about; return how many are back and how many are not."""
    chat = await storage.chats.by_id(tx, answer.subject)
    assert chat is not None  # noqa: S101  the answer stands on its row
    services = context.services
    return await storage.moving.restore(
        tx, chat, most=services.most_subscriptions, is_known=lambda query: is_known(query, services.gazetteer)
    )


def is_known(query: Query, gazetteer: Gazetteer) -> bool:
    """Say whether every place and event of *query* is known to this version."""
    return all(_is_known(simple, gazetteer) for simple in simples(query))


def _is_known(simple: Query, gazetteer: Gazetteer) -> bool:
    match simple:
        case PlaceQuery(place) | PeopleQuery(place):
            return place in gazetteer
        case EventQuery(event):
            return event in EVENTS
        case _:
            return True
