"""/events: the kinds of event, each a button that follows every article of that kind."""

from collections.abc import Sequence

from telegram import Update

from alerts.markup import Button
from alerts.texts import answers_follow
from domain.queries import EventQuery
from handlers import buttons
from handlers.answering import Context
from news.arabic.fold import fold
from news.summary.events import EVENTS

IN_A_ROW = 3


async def show(update: Update, context: Context) -> None:
    """Offer every kind of event; tapping one follows it, as «حدث: زلزال» does."""
    async with context.answering() as (_, answer):
        answer.edit(answers_follow.which_kind(), _rows())


def _rows() -> Sequence[Sequence[Button]]:
    """Return the kinds in rows, in the order of the alphabet: of sixty a person looks for one."""
    kinds = sorted(EVENTS.values(), key=lambda event: fold(event.label))
    labelled = [Button(event.label, buttons.follow(EventQuery(event.id))) for event in kinds]
    return [labelled[at : at + IN_A_ROW] for at in range(0, len(labelled), IN_A_ROW)]
