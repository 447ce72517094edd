"""Model requests: one question a story, alerts that wait for its answer as long as they may, a budget that holds."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from domain.alerts import AlertId
from domain.chats import Target
from domain.news import ArticleId, StoryId
from domain.retellings import Budget, ModelRequest, Retelling, RetellingKind
from storage import alerts, articles, model_requests, model_use, tables
from tests.storage.conftest import World

SUMMARY = RetellingKind.SUMMARY
TOLD = Retelling(SUMMARY, "", "ملخص")
LEASE = timedelta(seconds=90)
WAIT = timedelta(seconds=8)
BUDGET = Budget(requests=3, tokens=10 * model_use.MOST_TOKENS)


async def _asked(world: World) -> tuple[Target, StoryId, ArticleId]:
    """Let a target be owed an alert that waits for an answer."""
    target = await world.target()
    subscription = await world.follow(target)
    story, article = await world.article("sy.daraa")
    async with world.database.transaction() as tx:
        await alerts.fan_out(
            tx,
            story=story,
            article=article,
            queries=[subscription.query_id],
            seen_at=world.clock(),
            urgent=False,
            due_at=world.clock() + WAIT,
        )
        await _add(tx, story, article, world)
    return target, story, article


async def _add(tx: Any, story: StoryId, article: ArticleId, world: World) -> None:
    fingerprint = await tx.connection.scalar(
        select(tables.articles.c.fingerprint).where(tables.articles.c.id == article)
    )
    await model_requests.add(
        tx, story=story, article=article, fingerprint=fingerprint, kind=SUMMARY, held_until=world.clock() + WAIT
    )


async def _claim(world: World) -> list[ModelRequest]:
    async with world.database.transaction() as tx:
        return await model_requests.claim(tx, 10, LEASE)


async def _row(world: World) -> Any:
    async with world.database.reading() as tx:
        return (await tx.connection.execute(select(tables.model_requests))).one()


async def test_an_alert_that_waits_goes_as_soon_as_the_answer_is_in_and_carries_it(world: World) -> None:
    await _asked(world)
    assert await world.claim() == []

    [request] = await _claim(world)
    assert (request.language, request.kind, request.article.text) == ("ar", SUMMARY, "نص")
    assert await _claim(world) == []
    world.clock.forward(seconds=1)
    async with world.database.transaction() as tx:
        assert await model_requests.answered(tx, request, TOLD)

    [delivery] = await world.claim()
    assert delivery.alert is not None
    async with world.database.reading() as tx:
        found = await model_requests.with_retellings(tx, await alerts.materials(tx, [delivery.alert]))
        assert await model_requests.with_retellings(tx, {}) == {}
    assert found[delivery.alert].retelling == TOLD


async def test_without_an_answer_an_alert_goes_after_its_wait(world: World) -> None:
    await _asked(world)
    world.clock.forward(seconds=7.9)
    assert await world.claim() == []

    world.clock.forward(seconds=0.1)

    assert len(await world.claim()) == 1


async def test_a_request_that_is_given_up_or_asked_again_too_late_lets_its_alerts_go(world: World) -> None:
    await _asked(world)
    [request] = await _claim(world)
    async with world.database.transaction() as tx:
        assert await model_requests.put_off(tx, request, world.clock() + timedelta(seconds=2), "timeout")
    assert await world.claim() == []

    world.clock.forward(seconds=2)
    [request] = await _claim(world)
    assert request.failures == 1
    async with world.database.transaction() as tx:
        assert await model_requests.put_off(tx, request, world.clock() + timedelta(minutes=1), "timeout")
    assert len(await world.claim()) == 1

    world.clock.forward(minutes=1)
    [request] = await _claim(world)
    async with world.database.transaction() as tx:
        assert await model_requests.given_up(tx, request, "timeout")
        assert not await model_requests.given_up(tx, request, "again")
    assert (await _row(world)).error == "timeout"


async def test_a_delivery_that_is_on_its_way_or_put_off_is_left_alone(world: World) -> None:
    await _asked(world)
    [request] = await _claim(world)
    world.clock.forward(seconds=8)
    [delivery] = await world.claim()
    async with world.database.transaction() as tx:
        await model_requests.answered(tx, request, TOLD)

    assert (await world.row(delivery)).due_at == delivery.lease_until


async def test_a_story_is_asked_about_once_and_its_copies_wait_no_longer_than_the_first(world: World) -> None:
    _, story, article = await _asked(world)
    world.clock.forward(seconds=3)
    async with world.database.transaction() as tx:
        await _add(tx, story, article, world)
        fingerprint = (await _row(world)).fingerprint
        asked = await model_requests.of_story(tx, story, fingerprint)
        other = await model_requests.of_story(tx, story, "other words")
        nothing = await model_requests.of_story(tx, StoryId(404), fingerprint)

    assert asked == (True, world.clock() + timedelta(seconds=5))
    assert other == (True, None)
    assert nothing == (False, None)
    world.clock.forward(seconds=5)
    async with world.database.transaction() as tx:
        assert await model_requests.of_story(tx, story, fingerprint) == (True, None)


async def test_an_answer_about_other_words_is_not_used(world: World) -> None:
    """The feed edits its article after the answer, or another article of the story tells more."""
    await _asked(world)
    [request] = await _claim(world)
    async with world.database.transaction() as tx:
        await model_requests.answered(tx, request, TOLD)
        await tx.connection.execute(update(tables.articles).values(fingerprint="edited"))

    [delivery] = await world.claim()
    assert delivery.alert is not None
    async with world.database.reading() as tx:
        found = await model_requests.with_retellings(tx, await alerts.materials(tx, [AlertId(delivery.alert)]))
    assert found[delivery.alert].retelling is None


async def test_an_article_edited_before_it_is_asked_about_is_asked_about_no_more(world: World) -> None:
    await _asked(world)
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(tables.articles).values(fingerprint="edited"))

    assert await _claim(world) == []
    assert (await _row(world)).state == model_requests.GIVEN_UP


async def test_a_request_that_ends_its_askers_is_let_go_after_three(world: World) -> None:
    await _asked(world)
    seen = []
    for _ in range(4):
        seen.append(len(await _claim(world)))
        world.clock.forward(minutes=2)

    assert seen == [1, 1, 1, 0]


async def test_what_is_given_back_is_due_at_once_and_an_old_claim_changes_nothing(world: World) -> None:
    await _asked(world)
    [request] = await _claim(world)
    async with world.database.transaction() as tx:
        await model_requests.give_back(tx, [request])
        assert await model_requests.next_due(tx) == world.clock()
    [again] = await _claim(world)

    async with world.database.transaction() as tx:
        assert not await model_requests.answered(tx, request, TOLD)
        assert await model_requests.answered(tx, again, TOLD)
        assert await model_requests.next_due(tx) is None


async def test_old_requests_are_pruned_and_go_with_their_story(world: World) -> None:
    await _asked(world)
    async with world.database.transaction() as tx:
        assert await model_requests.prune(tx, world.clock()) == 0
        assert await model_requests.prune(tx, world.clock() + timedelta(seconds=1)) == 1
    story, article = await world.article("sy.idlib")
    async with world.database.transaction() as tx:
        await _add(tx, story, article, world)
        assert await articles.prune(tx, world.clock() + timedelta(days=1)) == 1
        assert await model_requests.next_due(tx) is None


async def test_the_budget_of_a_day_holds_and_the_next_day_has_its_own(world: World) -> None:
    async with world.database.transaction() as tx:
        assert (await model_use.now(tx, BUDGET)).requests == 3
        await model_use.spend(tx, 2)
        assert (await model_use.now(tx, BUDGET, lock=True)).requests == 1
        await model_use.spend(tx, 1)
        assert (await model_use.now(tx, BUDGET)).requests == 0

    world.clock.forward(days=1)
    async with world.database.transaction() as tx:
        assert (await model_use.now(tx, BUDGET)).requests == 3


async def test_tokens_are_spent_by_their_upper_bound_until_the_cost_is_known(world: World) -> None:
    narrow = replace(BUDGET, requests=100, tokens=2 * model_use.MOST_TOKENS)
    async with world.database.transaction() as tx:
        await model_use.spend(tx, 2)
        assert (await model_use.now(tx, narrow)).requests == 0
        await model_use.answered(tx, 500)
        assert (await model_use.now(tx, narrow)).requests == 0  # 500 are gone of the second one's bound
        await model_use.answered(tx, 0)  # not said: it stays spent
        assert (await model_use.now(tx, replace(narrow, tokens=narrow.tokens + 500))).requests == 1


async def test_a_model_that_fails_is_let_alone_and_forgiven_once_it_answers(world: World) -> None:
    until = world.clock() + timedelta(minutes=5)
    async with world.database.transaction() as tx:
        await model_use.spend(tx, 1)
        await model_use.failed(tx, until)
        await model_use.failed(tx, world.clock())
        use = await model_use.now(tx, BUDGET)
        assert (use.failures, use.away_until) == (2, until)
        await model_use.answered(tx, 100)
        assert (await model_use.now(tx, BUDGET)).failures == 0
