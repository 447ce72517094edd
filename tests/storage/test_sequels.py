"""What follows alerts: before they were sent, on their way, and after."""

from typing import Any

import pytest
from sqlalchemy import update

from domain.alerts import AlertId, Delivery, DeliveryState, Kind, Lane
from domain.chats import Mode, Target
from domain.news import ArticleId, Grade, PlaceId, StoryId
from domain.queries import PlaceQuery, QueryId
from storage import matches, outcomes, queries, sequels, stories, subscriptions, targets
from storage.tables import alerts as table
from tests.storage.conftest import CALL, World

DARAA, IDLIB = "sy.daraa", "sy.idlib"


async def told(world: World, message: int = 77) -> tuple[Any, Target]:
    """Return an alert that was told by *message*, and its target."""
    target = await world.target()
    await world.follow(target)
    await world.news()
    await world.send(await world.begin(), message=message)
    world.clock.forward(seconds=1)
    return (await world.alerts())[-1], target


async def confirm(world: World, story: StoryId) -> None:
    async with world.database.transaction() as tx:
        await sequels.confirm(tx, story)


async def tell(world: World, story: StoryId, *places: str, urgent: bool = False) -> ArticleId:
    """Store an update of *story* that names *places*, and tell of it."""
    _, article = await world.article(*places, story=story)
    ids = [(await world.follow(await world.target(), place)).query_id for place in places]
    await tell_again(world, story, article, *ids, urgent=urgent)
    return article


async def tell_again(world: World, story: StoryId, article: ArticleId, *ids: QueryId, urgent: bool = False) -> int:
    async with world.database.transaction() as tx:
        return await sequels.tell(tx, story=story, article=article, queries=ids, seen_at=world.clock(), urgent=urgent)


async def take_back(world: World, story: StoryId, article: ArticleId, mark: str = "a") -> int:
    async with world.database.transaction() as tx:
        return await sequels.take_back(tx, story=story, article=article, mark=mark)


async def material(world: World, delivery: Delivery) -> Any:
    async with world.database.reading() as tx:
        found = await sequels.materials(tx, [delivery])
    return found[AlertId(delivery.alert or 0)]


async def test_an_edit_is_one_row_an_alert_in_the_last_lane_and_knows_the_message(world: World) -> None:
    alert, _ = await told(world)

    await confirm(world, alert.story_id)
    await confirm(world, alert.story_id)

    [delivery] = await world.claim()
    assert (delivery.key, delivery.lane, delivery.call) == (f"edit:{alert.id}", Lane.EDIT, None)
    assert (await material(world, delivery)).message_id == 77


async def test_an_alert_that_was_never_composed_or_told_needs_no_edit(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [alert] = await world.alerts()

    await confirm(world, alert.story_id)

    assert [(row.key, row.revision) for row in await world.deliveries()] == [(f"alert:{alert.id}", 0)]


async def test_one_that_was_composed_and_not_sent_is_composed_anew(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, delivery, "no connection")
    [alert] = await world.alerts()

    await confirm(world, alert.story_id)

    [row] = await world.deliveries()
    assert (row.method, row.revision, row.state) == (None, 1, DeliveryState.PENDING)


async def test_one_on_its_way_is_edited_once_it_has_arrived_and_not_before(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    first = await world.begin()
    [alert] = await world.alerts()
    await confirm(world, alert.story_id)
    world.clock.forward(seconds=2)
    assert await world.claim() == []

    await world.send(first, message=5)
    world.clock.forward(seconds=2)

    [edit] = await world.claim()
    assert edit.key == f"edit:{alert.id}"
    assert (await material(world, edit)).message_id == 5


async def test_an_edit_on_its_way_arrives_and_is_made_once_more(world: World) -> None:
    alert, _ = await told(world)
    await confirm(world, alert.story_id)
    edit = await world.begin()

    await confirm(world, alert.story_id)
    world.clock.forward(seconds=2)
    assert await world.claim() == []
    await world.send(edit)
    world.clock.forward(seconds=2)

    [again] = await world.claim()
    assert (again.id, again.revision, again.call) == (edit.id, 1, None)


async def test_an_edit_that_was_given_up_is_tried_again_when_there_is_more_to_say(world: World) -> None:
    alert, _ = await told(world)
    await confirm(world, alert.story_id)
    edit = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.cancelled(tx, edit, "refused")
    world.clock.forward(seconds=1)

    await confirm(world, alert.story_id)

    [again] = await world.claim()
    assert (again.id, again.call, again.failures) == (edit.id, None, 0)


async def test_an_alert_told_by_a_digest_has_no_message_to_edit_or_answer(world: World) -> None:
    alert, _ = await told(world)
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(table).values(message_id=None))

    await confirm(world, alert.story_id)
    article = await tell(world, alert.story_id, DARAA)
    await take_back(world, alert.story_id, article)

    assert [row.key for row in await world.deliveries()] == [f"alert:{alert.id}"]


async def test_a_paused_target_gets_no_sequel(world: World) -> None:
    alert, target = await told(world)
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())

    await confirm(world, alert.story_id)
    await tell(world, alert.story_id, DARAA)

    assert [row.key for row in await world.deliveries()] == [f"alert:{alert.id}"]


async def test_an_update_stands_beneath_the_alert_and_is_told_once(world: World) -> None:
    alert, _ = await told(world)

    article = await tell(world, alert.story_id, DARAA)
    assert await tell_again(world, alert.story_id, article) == 0

    [update_] = await world.claim()
    made_of = await material(world, update_)
    assert (update_.key, update_.lane) == (f"update:{alert.id}:{article}", Lane.NORMAL)
    assert (made_of.article_id, made_of.message_id, made_of.alert) == (article, 77, alert.id)
    await world.send(update_, message=78)
    assert (await world.alerts())[0].message_id == 77


async def test_an_urgent_update_goes_in_its_lane(world: World) -> None:
    alert, _ = await told(world)

    await tell(world, alert.story_id, DARAA, urgent=True)

    assert [each.lane for each in await world.claim()] == [Lane.URGENT]


async def test_the_grade_is_that_of_what_was_last_told(world: World) -> None:
    alert, _ = await told(world)
    grades = [alert.grade]
    await confirm(world, alert.story_id)
    await world.send(await world.begin(), message=0)
    grades += [each.grade for each in await world.alerts()]
    world.clock.forward(seconds=2)
    await tell(world, alert.story_id, DARAA)
    await world.send(await world.begin(), message=78)
    grades += [each.grade for each in await world.alerts()]

    assert grades == [Grade.COPY, Grade.SAME, Grade.UPDATE]


async def test_an_alert_that_still_waits_tells_the_update_instead(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, delivery, "no connection")
    [alert] = await world.alerts()

    article = await tell(world, alert.story_id, DARAA, urgent=True)

    [row] = await world.deliveries()
    assert (row.key, row.method, row.revision, row.lane) == (f"alert:{alert.id}", None, 1, Lane.URGENT)
    [now] = await world.alerts()
    assert (now.article_id, now.grade, now.urgent) == (article, Grade.UPDATE, True)
    world.clock.forward(seconds=10)
    [claimed] = await world.claim()
    assert [each.label for each in (await material(world, claimed)).followed] == [DARAA]


async def test_a_waiting_alert_whose_reader_follows_nothing_of_the_update_keeps_its_own_words(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [alert] = await world.alerts()

    article = await tell(world, alert.story_id, IDLIB)

    assert (await world.alerts())[0].article_id == alert.article_id
    first = await world.begin()
    await world.send(first, message=3)
    world.clock.forward(seconds=2)
    [update_] = await world.claim()
    made_of = await material(world, update_)
    assert (first.key, update_.key) == (f"alert:{alert.id}", f"update:{alert.id}:{article}")
    assert [(each.label, each.match.spans) for each in made_of.followed] == [(DARAA, ())]


@pytest.mark.parametrize("state", ["digest", "held"])
async def test_what_a_digest_or_a_pause_keeps_is_the_update(world: World, state: str) -> None:
    target = await world.target()
    await world.follow(target, mode=Mode.DIGEST if state == "digest" else Mode.INSTANT)
    if state == "held":
        async with world.database.transaction() as tx:
            await targets.pause(tx, target.id, world.clock())
    await world.news()
    [alert] = await world.alerts()

    article = await tell(world, alert.story_id, DARAA)

    [now] = await world.alerts()
    assert (now.state, now.article_id) == (state, article)
    assert await world.deliveries() == []


async def test_one_who_follows_it_no_more_is_told_nothing_of_an_update(world: World) -> None:
    alert, target = await told(world)
    _, article = await world.article(DARAA, story=alert.story_id)
    async with world.database.transaction() as tx:
        [subscription] = await subscriptions.of_target(tx, target.id)
        await subscriptions.remove(tx, target.id, subscription.id)
    await tell_again(world, alert.story_id, article)

    [update_] = await world.claim()

    assert (await material(world, update_)).followed == ()


async def test_an_edit_that_waits_holds_up_no_update(world: World) -> None:
    alert, _ = await told(world)
    await confirm(world, alert.story_id)

    article = await tell(world, alert.story_id, DARAA)

    assert [each.key for each in await world.claim()] == [f"update:{alert.id}:{article}"]


async def test_what_was_told_is_marked_as_corrected_and_what_waits_is_not(world: World) -> None:
    alert, _ = await told(world)
    await world.follow(await world.target())
    await world.tell(alert.story_id, alert.article_id, DARAA)
    async with world.database.transaction() as tx:
        found = await sequels.wordings(tx, alert.article_id)
        await sequels.correct(tx, alert.article_id, [name for name, _ in found])

    assert [each.corrected_at is not None for each in await world.alerts()] == [True, False]
    by_kind = {each.kind: each for each in await world.claim()}
    assert (await material(world, by_kind[Kind.EDIT])).corrected
    assert not (await material(world, by_kind[Kind.FIRST])).corrected


async def test_alerts_of_one_article_read_as_what_made_them(world: World) -> None:
    one, other = await world.target(), await world.target()
    ids = {place: (await world.follow(one, place)).query_id for place in (DARAA, IDLIB)}
    await world.follow(other, IDLIB)
    await world.news(DARAA, IDLIB)
    first, second = await world.alerts()

    async with world.database.transaction() as tx:
        found = await sequels.wordings(tx, first.article_id)
        await sequels.correct(tx, first.article_id, [])

    assert {made_by for _, made_by in found} == {frozenset(ids.values()), frozenset({ids[IDLIB]})}
    assert second.corrected_at is None


async def test_what_was_taken_back_is_said_once_a_wording_beneath_alert_and_update(world: World) -> None:
    alert, _ = await told(world)
    article = await tell(world, alert.story_id, DARAA)
    assert await take_back(world, alert.story_id, article) == 0  # it has not been told yet
    await world.send(await world.begin(), message=78)
    world.clock.forward(seconds=2)

    async with world.database.reading() as tx:
        assert await sequels.is_told(tx, alert.story_id, article)
        assert await sequels.is_told(tx, alert.story_id, alert.article_id)
        assert not await sequels.is_told(tx, alert.story_id, ArticleId(404))
    counts = [await take_back(world, alert.story_id, article, mark) for mark in ("a", "a", "b")]
    counts.append(await take_back(world, alert.story_id, alert.article_id))

    assert counts == [1, 0, 1, 1]
    [correction] = await world.claim()
    assert correction.key == f"correction:{alert.id}:{article}:a"
    assert (await material(world, correction)).article_id == article


@pytest.mark.parametrize("waiting", [False, True])
async def test_an_update_is_urgent_for_those_who_follow_what_presses(world: World, *, waiting: bool) -> None:
    town = await world.follow(await world.target(), "sy.daraa")
    for place in ("sy.daraa", "sy"):
        await world.follow(await world.target(), place)
    await world.news("sy.daraa", "sy")
    story = (await world.alerts())[0].story_id
    if not waiting:
        for number in range(3):
            await world.send((await world.claim(1))[0], message=70 + number)
        world.clock.forward(seconds=1)
    _, article = await world.article("sy.daraa", "sy", story=story)
    async with world.database.transaction() as tx:
        followed = [await queries.ensure(tx, PlaceQuery(PlaceId(place))) for place in ("sy.daraa", "sy")]
        await sequels.tell(
            tx,
            story=story,
            article=article,
            queries=followed,
            seen_at=world.clock(),
            urgent=False,
            pressing=[town.query_id],
        )

    lanes = [row.lane for row in await world.deliveries()][-3:]

    assert sorted(lanes) == [Lane.URGENT, Lane.URGENT, Lane.NORMAL]


async def test_an_update_that_was_told_is_edited_by_its_own_message_and_only_it_counts_as_changed(world: World) -> None:
    alert, _ = await told(world)
    article = await tell(world, alert.story_id, DARAA)
    [update] = await world.claim()
    await world.send(update, message=78)
    world.clock.forward(seconds=2)

    async with world.database.transaction() as tx:
        await sequels.correct_updates(tx, alert.story_id, article)
        await sequels.correct_updates(tx, alert.story_id, alert.article_id)

    [edit] = await world.claim()
    assert (edit.key, edit.lane) == (f"update-edit:{alert.id}:{article}", Lane.EDIT)
    edited = await material(world, edit)
    assert (edited.article_id, edited.message_id, edited.corrected) == (article, 78, True)


async def test_an_update_whose_alert_was_corrected_is_not_called_changed(world: World) -> None:
    alert, _ = await told(world)
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(table).values(corrected_at=world.clock()))
    await tell(world, alert.story_id, DARAA)

    [about] = await world.claim()

    assert not (await material(world, about)).corrected


async def test_a_sequel_of_what_says_nothing_followed_any_more_is_told_all_the_same(world: World) -> None:
    alert, _ = await told(world)
    async with world.database.transaction() as tx:
        await matches.replace(tx, alert.article_id, [])
    await take_back(world, alert.story_id, alert.article_id)

    [correction] = await world.claim()

    assert [each.label for each in (await material(world, correction)).followed] == [DARAA]


async def test_a_composed_row_asks_for_no_material(world: World) -> None:
    await told(world)
    world.clock.forward(seconds=1)
    alert = (await world.alerts())[0]
    await confirm(world, alert.story_id)
    edit = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, edit, "no connection")
    world.clock.forward(seconds=10)
    [claimed] = await world.claim()

    async with world.database.reading() as tx:
        assert claimed.call == CALL
        assert await sequels.materials(tx, [claimed]) == {}


async def test_publishers_count_once_and_a_feed_without_a_family_is_its_own(world: World) -> None:
    houses = [("a", ""), ("b", "house"), ("c", "house"), ("d", "")]
    found = [await world.feed(f"https://{name}.example/", name, family) for name, family in houses]
    story, first = await world.article(feed=found[1])
    ids = [first] + [(await world.article(story=story, feed=found[at]))[1] for at in (2, 0, 0, 3)]
    other, _ = await world.article(feed=found[0])

    async with world.database.reading() as tx:
        told_by = await stories.tellers(tx, [story, other])

    assert [(each.first, each.name) for each in told_by[story]] == [(ids[0], "b"), (ids[2], "a"), (ids[4], "d")]
    assert [each.name for each in told_by[other]] == ["a"]
