"""Loop 5: a language model's answers. It runs only where a model is configured.

A request is claimed under a lease, with its share of the day's budget in the same commit; the model is asked with no
transaction open; what its answer says is held against the article, and whatever is doubtful is given up: the extract
stands in. Alerts wait for none of this longer than ``storage.model_requests`` holds them.

A model that does not answer twice is let alone, longer each time up to ten minutes; one that refuses us, for ten
minutes.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial

import storage.model_requests
import storage.model_use
from alerts.model import Answer, Model
from bot.loops import Stopping, repeat, wait_for
from domain.errors import ModelError, StorageError
from domain.retellings import Budget, ModelRequest
from news.places.gazetteer import Gazetteer
from news.summary import faithful, retelling
from storage.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than an answer may take (MIRSAL_MODEL_TIME_LIMIT)
LOOK = timedelta(milliseconds=500)  # how long what another process asked may wait unseen
STALE = timedelta(minutes=10)  # what was asked longer ago is asked no more: its alerts went
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)
MOST_FAILURES = 2  # of one request
REFUSING = frozenset({400, 401, 403, 404, 405})  # statuses that no second try changes
BUSY = 429


class Modeller:
    """Ask *model* what is to be asked, at most *at_once* questions at a time, within *budget*."""

    def __init__(self, database: Database, model: Model, gazetteer: Gazetteer, budget: Budget, *, at_once: int) -> None:
        self._database = database
        self._model = model
        self._gazetteer = gazetteer
        self._budget = budget
        self._at_once = at_once
        self._held: dict[int, ModelRequest] = {}
        self._stirred = database.signal("model")  # something is to be asked, or a question is done with

    async def run(self, stopping: asyncio.Event) -> None:
        """Ask until *stopping* is set; then drop the questions under way and give them back."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._wake_at(stopping))
                await repeat("modeller", partial(self._take_turn, tasks), stopping)
                raise Stopping
        except* Stopping:
            pass
        with suppress(StorageError):  # then they are due again when their leases end
            async with self._database.transaction() as tx:
                await storage.model_requests.give_back(tx, list(self._held.values()))

    async def _wake_at(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._stirred.set()

    async def _take_turn(self, tasks: asyncio.TaskGroup) -> None:
        self._stirred.clear()
        free = self._at_once - len(self._held)
        claimed = await self._claim(free) if free > 0 else []
        for request in claimed:
            self._held[request.id] = request
            tasks.create_task(self._serve(request))
        if not claimed:
            await wait_for(self._stirred, LOOK)

    async def _claim(self, free: int) -> list[ModelRequest]:
        async with self._database.reading() as tx:
            due_at, now = await storage.model_requests.next_due(tx), await tx.now()
            if due_at is None or due_at > now or (await storage.model_use.now(tx, self._budget)).away_until > now:
                return []
        async with self._database.transaction() as tx:
            use = await storage.model_use.now(tx, self._budget, lock=True)
            claimed = await storage.model_requests.claim(tx, min(free, use.requests) or free, LEASE)
            asked = []
            for request in claimed:
                if not use.requests or await tx.now() - request.created_at > STALE:
                    await storage.model_requests.given_up(tx, request, "stale" if use.requests else "budget")
                else:
                    asked.append(request)
            await storage.model_use.spend(tx, len(asked))
        return asked

    async def _serve(self, request: ModelRequest) -> None:
        try:
            await self._ask(request)
        except StorageError as error:
            log.error("model_let_go request=%s error=%s", request.id, error)  # due again when its lease ends
        except Exception:  # one answer's fault boundary: nothing it causes may stop the others
            log.exception("model_broken request=%s", request.id)
            with suppress(StorageError):
                async with self._database.transaction() as tx:
                    await storage.model_requests.given_up(tx, request, "broken")
        finally:
            if not _is_cancelled():
                self._held.pop(request.id, None)
                self._stirred.set()

    async def _ask(self, request: ModelRequest) -> None:
        try:
            answer = await self._model.retell(request.article, request.kind)
        except ModelError as error:
            await self._put_off(request, error)
        else:
            await self._store(request, answer)

    async def _store(self, request: ModelRequest, answer: Answer) -> None:
        told = retelling.read(answer.text, request.kind)
        # It takes over 10 ms (measured): beside a thread the other loops go on.
        doubt = await asyncio.to_thread(faithful.doubt, told, request.article, request.language, self._gazetteer)
        log.info("model_answered request=%s kind=%s doubt=%s", request.id, request.kind, doubt or "none")
        async with self._database.transaction() as tx:
            await storage.model_use.answered(tx, answer.tokens)
            if doubt:
                await storage.model_requests.given_up(tx, request, doubt)
            else:
                await storage.model_requests.answered(tx, request, told)

    async def _put_off(self, request: ModelRequest, error: ModelError) -> None:
        """Let the model alone for a while, and ask *request* once more if that can help."""
        async with self._database.transaction() as tx:
            now, use = await tx.now(), await storage.model_use.now(tx, self._budget, lock=True)
            away = now + _wait(error, use.failures)
            await storage.model_use.failed(tx, away, error.tokens)
            if error.status in REFUSING or error.kind in {"cut", "no_answer"} or request.failures + 1 >= MOST_FAILURES:
                await storage.model_requests.given_up(tx, request, str(error))
            else:
                await storage.model_requests.put_off(tx, request, max(away, now + FIRST_WAIT), str(error))
        level = logging.ERROR if error.status in REFUSING else logging.WARNING
        log.log(level, "model_failed request=%s failures=%s error=%s", request.id, use.failures + 1, error)


def _wait(error: ModelError, failures: int) -> timedelta:
    """Return how long to let the model alone after *failures* others in a row; one alone may be the question's own."""
    if error.status in REFUSING:
        return LONGEST_WAIT
    wait = min(FIRST_WAIT * 2.0 ** min(failures - 1, 16), LONGEST_WAIT) if failures else timedelta(0)
    return max(wait, timedelta(seconds=error.retry_after or 0))


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
