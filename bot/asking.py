"""Decide which articles a language model is asked about, and ask in the transaction that owes their alerts.

One question a story; its copies share the answer. The first alerts of the story wait eight seconds for it at most, and
only while an answer can be hoped for: not if the budget of the day is spent, or the model did not answer lately.
Urgent alerts never wait.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import storage.alerts
import storage.model_requests
import storage.model_use
from domain.news import ArticleId, StoryId, Understood
from domain.retellings import Budget, RetellingKind
from news.summary import retelling
from storage.database import Transaction

WAIT = timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Asked:
    """Until when alerts wait (None: not at all), and what is still to be asked (None: nothing)."""

    held_until: datetime | None
    kind: RetellingKind | None


class Asking:
    """Ask within *budget*; articles in *languages* are to be translated."""

    def __init__(self, languages: Collection[str], budget: Budget) -> None:
        self._languages = languages
        self._budget = budget

    async def about(self, tx: Transaction, one: Understood, story: StoryId) -> Asked:
        """Return whether alerts of *one* wait for an answer, and whether a question is to be asked."""
        kind = retelling.kind_of(one.article, one.language, self._languages)
        if kind is None:
            return Asked(None, None)
        is_asked, held_until = await storage.model_requests.of_story(tx, story, one.fingerprint)
        if not is_asked:
            now, use = await tx.now(), await storage.model_use.now(tx, self._budget)
            if not use.requests or use.away_until > now:
                return Asked(None, None)
            held_until = now + WAIT
        return Asked(None if one.urgent or one.presses else held_until, None if is_asked else kind)

    async def ask(
        self, tx: Transaction, one: Understood, story: StoryId, article: ArticleId, kind: RetellingKind
    ) -> None:
        """Ask about *one*, stored as *article*; for no summary where digests alone tell of it: they show titles."""
        if kind is RetellingKind.SUMMARY and not await storage.alerts.is_any_owed(tx, story):
            return
        held_until = await tx.now() + WAIT
        await storage.model_requests.add(
            tx, story=story, article=article, fingerprint=one.fingerprint, kind=kind, held_until=held_until
        )
