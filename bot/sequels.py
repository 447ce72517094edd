"""Decide what becomes of the alerts of a story that goes on, or whose article its source changed.

    the same again       by another publisher: the alerts are edited where that makes the second, third or fifth source
    an update            a later, higher toll: a message beneath each alert; one that still waits tells it instead
    only related         another story: its own alert, and nothing here
    another wording      the alerts that show other words now are edited, and say so
    something taken back  (``news.summary.revision``) is said beneath them too; what a source withdrew, it tells no more

Runs within the one transaction of ``bot/grouping.py``; what is enqueued is composed when it is sent.
"""

import logging
from collections.abc import Collection, Sequence

import storage.sequels
import storage.stories
from alerts.excerpt import words_shown
from domain.news import Article, ArticleId, Grade, StoryId, Understood
from domain.queries import Match, QueryId
from news.summary.revision import Revision, revision
from storage.articles import Edited
from storage.database import Transaction

log = logging.getLogger(__name__)

TOLD_AT = frozenset({2, 3, 5})  # sources: a message that changes with each would be edited all day
MOST_WORDINGS = 50  # of one article that are compared: 3 ms each (3,000 letters, measured); more count as changed


async def go_on(
    tx: Transaction,
    story: StoryId,
    grade: Grade,
    article: ArticleId,
    one: Understood,
    queries: Collection[QueryId],
    pressing: Collection[QueryId],
) -> None:
    """Let those who were told of *story* know that *article*, of that *grade*, tells it again."""
    if grade is Grade.UPDATE:
        told = await storage.sequels.tell(
            tx,
            story=story,
            article=article,
            queries=queries,
            seen_at=one.article.seen_at,
            urgent=one.urgent,
            pressing=pressing,
        )
        log.info("story_updated story=%s article=%s messages=%s", story, article, told)
        return
    tellers = (await storage.stories.tellers(tx, [story])).get(story, [])
    if len(tellers) == 1 and tellers[0].first == article:  # all who told it before withdrew it
        told = await storage.sequels.tell_anew(tx, story=story, article=article)
        log.info("story_told_anew story=%s article=%s messages=%s", story, article, told)
    if len(tellers) in TOLD_AT and tellers[-1].first == article:
        await storage.sequels.confirm(tx, story)
        log.info("story_confirmed story=%s article=%s sources=%s", story, article, len(tellers))


async def correct(
    tx: Transaction, edited: Edited, one: Understood, before: Sequence[Match], after: Sequence[Match]
) -> None:
    """Correct what was told of an article that reads *one* now; *before* and *after* are what its words satisfied."""
    if edited.story is None:
        return
    taken_back = revision(edited.before, one)
    if taken_back is Revision.WITHDRAWN:
        await storage.sequels.confirm(tx, edited.story)  # it has a source less
    if not await storage.sequels.is_told(tx, edited.story, edited.id):
        return
    changed = await _changed(tx, edited, one, before, after)
    if changed:
        await storage.sequels.correct(tx, edited.id, changed)
    if words_shown(edited.before, before) != words_shown(one.article, after):
        await storage.sequels.correct_updates(tx, edited.story, edited.id)
    told = 0
    if taken_back is not None:
        mark = one.fingerprint[:8]  # of the words: a feed that flips between two wordings says each once
        told = await storage.sequels.take_back(tx, story=edited.story, article=edited.id, mark=mark)
    if changed or told:
        log.info("article_corrected article=%s taken_back=%s messages=%s", edited.id, taken_back, told)


async def _changed(
    tx: Transaction, edited: Edited, one: Understood, before: Sequence[Match], after: Sequence[Match]
) -> list[str]:
    """Return the wordings of the article's alerts that show other words now."""
    found = await storage.sequels.wordings(tx, edited.id)
    if len(found) > MOST_WORDINGS:
        return [name for name, _ in found]
    return [
        name for name, made_by in found if _shown(edited.before, before, made_by) != _shown(one.article, after, made_by)
    ]


def _shown(article: Article, found: Sequence[Match], made_by: frozenset[QueryId]) -> tuple[str, ...]:
    return words_shown(article, [match for match in found if match.query in made_by])
