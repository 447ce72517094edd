import pytest

from domain.alerts import AlertId
from domain.chats import ChatKind, Mode
from storage import alerts, chats, subscriptions, targets
from tests.storage.conftest import World


async def test_fanning_out_twice_inserts_nothing(world: World) -> None:
    await world.follow(await world.target())
    story, article = await world.article("sy.daraa")

    counts = [await world.tell(story, article, "sy.daraa") for _ in range(2)]

    assert counts == [1, 0]
    assert len(await world.deliveries()) == 1


async def test_haste_is_for_those_who_follow_what_presses(world: World) -> None:
    near, far = await world.target(), await world.target()
    pressing = (await world.follow(near, "sy.daraa")).query_id
    await world.follow(near, "sy")
    await world.follow(far, "sy")
    story, article = await world.article("sy.daraa", "sy")
    queries = [pressing, (await world.follow(far, "sy")).query_id]

    async with world.database.transaction() as tx:
        await alerts.fan_out(
            tx, story=story, article=article, queries=queries, seen_at=world.clock(), urgent=False, pressing=[pressing]
        )

    assert {alert.target_id: alert.urgent for alert in await world.alerts()} == {near.id: True, far.id: False}
    assert {row.target_id: row.lane for row in await world.deliveries()} == {near.id: 1, far.id: 2}


async def test_without_a_query_nobody_is_told(world: World) -> None:
    story, article = await world.article()

    async with world.database.transaction() as tx:
        assert (
            await alerts.fan_out(tx, story=story, article=article, queries=[], seen_at=world.clock(), urgent=True) == 0
        )


async def test_one_who_follows_two_things_of_an_article_gets_one_alert_that_names_both(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.daraa")
    await world.follow(target, "sy.aleppo")

    assert await world.news("sy.aleppo", "sy.daraa") == 1

    [alert] = await world.alerts()
    async with world.database.reading() as tx:
        material = (await alerts.materials(tx, [alert.id]))[alert.id]
    assert [followed.label for followed in material.followed] == ["sy.daraa", "sy.aleppo"]


async def test_material_says_what_the_article_is_and_whence(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [alert] = await world.alerts()

    async with world.database.reading() as tx:
        material = (await alerts.materials(tx, [alert.id]))[alert.id]
        assert await alerts.materials(tx, []) == {}

    assert (material.alert, material.article_id, material.story) == (alert.id, alert.article_id, alert.story_id)
    assert (material.source, material.language, material.events, material.urgent) == (
        "وكالة",
        "ar",
        ("shelling",),
        False,
    )
    assert material.article.title.startswith("خبر")
    assert material.followed[0].match.spans[0].end == 3


async def test_material_leaves_out_what_is_followed_no_more(world: World) -> None:
    target = await world.target()
    subscription = await world.follow(target)
    await world.news()
    async with world.database.transaction() as tx:
        await subscriptions.remove(tx, target.id, subscription.id)

    [alert] = await world.alerts()
    async with world.database.reading() as tx:
        assert (await alerts.materials(tx, [alert.id]))[alert.id].followed == ()


async def test_material_leaves_out_what_was_followed_only_afterwards(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.daraa")
    await world.news("sy.daraa", "sy.aleppo")
    await world.follow(target, "sy.aleppo")

    [alert] = await world.alerts()
    async with world.database.reading() as tx:
        material = (await alerts.materials(tx, [alert.id]))[alert.id]
    assert [followed.label for followed in material.followed] == ["sy.daraa"]


async def test_news_seen_before_the_subscription_began_is_none(world: World) -> None:
    seen_at = world.clock()
    story, article = await world.article("sy.daraa")
    world.clock.forward(seconds=1)
    subscription = await world.follow(await world.target())

    async with world.database.transaction() as tx:
        told = await alerts.fan_out(
            tx, story=story, article=article, queries=[subscription.query_id], seen_at=seen_at, urgent=False
        )

    assert told == 0


async def test_a_second_article_of_a_story_tells_only_those_who_were_not_told(world: World) -> None:
    first, second = await world.target(), await world.target()
    await world.follow(first, "sy.daraa")
    await world.follow(second, "sy.aleppo")
    story, article = await world.article("sy.daraa")
    await world.tell(story, article, "sy.daraa")

    assert await world.news("sy.daraa", "sy.aleppo", story=story) == 1

    rows = await world.deliveries()
    assert [(row.target_id, row.ordinal) for row in rows] == [(first.id, 1), (second.id, 2)]


@pytest.mark.parametrize(("modes", "state"), [([Mode.DIGEST], "digest"), ([Mode.DIGEST, Mode.INSTANT], "owed")])
async def test_instant_wins_over_digest(world: World, modes: list[Mode], state: str) -> None:
    target = await world.target()
    places = ["sy.daraa", "sy.aleppo"][: len(modes)]
    for place, mode in zip(places, modes, strict=True):
        await world.follow(target, place, mode)
    await world.news(*places)

    assert [alert.state for alert in await world.alerts()] == [state]
    assert len(await world.deliveries()) == (state == "owed")


async def test_a_paused_target_misses_nothing_and_hears_nothing(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.news()
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())
        await targets.pause(tx, target.id, world.clock.forward(hours=1))

    assert await world.news() == 1
    assert await world.claim() == []
    async with world.database.reading() as tx:
        paused = await targets.by_id(tx, target.id)
        assert await targets.held(tx, target.id) == 2
    assert paused is not None
    assert paused.paused_at == world.clock.forward(hours=-1)


async def test_one_on_its_way_arrives_although_the_target_is_paused(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())

    await world.send(delivery)

    assert [alert.state for alert in await world.alerts()] == ["told"]


async def test_what_was_missed_is_sent_on_demand_the_newest_of_it_in_order(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.news()  # cancelled by the pause: its row waits again
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())
    for _ in range(2):
        await world.news()
    world.clock.forward(days=2)

    async with world.database.transaction() as tx:
        assert await targets.resume(tx, target.id) == 3
        assert await targets.release_held(tx, target.id, 2) == 2
    told = []
    for _ in range(2):
        delivery = await world.begin()
        await world.send(delivery)
        told.append(delivery.alert)
        world.clock.forward(seconds=1)
    async with world.database.transaction() as tx:
        assert await targets.release_held(tx, target.id, 5) == 1
    await world.send(await world.begin())

    assert told == [AlertId(2), AlertId(3)]
    assert [alert.state for alert in await world.alerts()] == ["told"] * 3


async def test_what_was_missed_can_be_dropped(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())
    await world.news()

    async with world.database.transaction() as tx:
        await targets.resume(tx, target.id)
        assert await targets.drop_held(tx, target.id) == 1
        assert await targets.held(tx, target.id) == 0

    assert [alert.state for alert in await world.alerts()] == ["dropped"]


async def test_a_chat_that_came_back_is_told_again(world: World) -> None:
    target = await world.target(ChatKind.GROUP)
    await world.follow(target)
    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "kicked")
    assert await world.news() == 0
    async with world.database.transaction() as tx:
        await chats.back(tx, target.chat)

    assert await world.news() == 1


async def test_pruning_keeps_alerts_that_are_open(world: World) -> None:
    for place in ("sy.daraa", "sy.aleppo"):
        await world.follow(await world.target(), place)
        await world.news(place)
    delivery, _ = await world.claim()
    await world.send(delivery)
    world.clock.forward(days=1)

    async with world.database.transaction() as tx:
        assert await alerts.prune(tx, world.clock()) == 1
    assert [alert.state for alert in await world.alerts()] == ["owed"]


async def test_what_was_missed_in_a_pause_long_ago_is_not_kept_for_ever(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())
    await world.news()
    world.clock.forward(days=30)

    async with world.database.transaction() as tx:
        await alerts.prune(tx, world.clock())

    assert await world.alerts() == []
