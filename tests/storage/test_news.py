from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from domain.news import Article, ArticleId, Field, PlaceId, Span, Understood
from domain.queries import KeywordQuery, Match, PlaceQuery, Query
from storage import alerts, articles, matches, queries, seen, stories, subscriptions, tables
from tests.storage.conftest import World

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUERIES: list[Query] = [
    PlaceQuery(PlaceId("sy.daraa")),
    KeywordQuery(("زلزال",)),
    KeywordQuery(("الفيلق", "الخامس"), exact=True),
]


async def test_what_a_feed_showed_once_is_seen(world: World) -> None:
    feed, other = await world.feed(), await world.feed("https://example.org/2")
    async with world.database.transaction() as tx:
        await seen.mark(tx, feed.id, dict.fromkeys(["a", "b", "a"], "1"), world.clock())
        await seen.mark(tx, feed.id, dict.fromkeys([], "1"), world.clock())

        assert await seen.hashes(tx, feed.id, ["a", "c"]) == {"a": "1"}
        assert await seen.hashes(tx, other.id, ["a"]) == {}


async def test_what_a_feed_still_shows_is_not_forgotten(world: World) -> None:
    feed = await world.feed()
    start = world.clock()
    async with world.database.transaction() as tx:
        await seen.mark(tx, feed.id, dict.fromkeys(["a", "b"], "1"), start)
        await seen.mark(tx, feed.id, dict.fromkeys(["a"], "1"), start + timedelta(days=30))
        await seen.mark(tx, feed.id, dict.fromkeys(["a"], "1"), start)

        assert await seen.prune(tx, start + timedelta(days=1)) == 1
        assert await seen.hashes(tx, feed.id, ["a", "b"]) == {"a": "1"}


async def test_an_article_is_stored_once_and_read_as_published(world: World) -> None:
    now = world.clock()
    article = Article(
        (await world.feed()).id, "1", "عنوان", "نصّ «كامل»", "https://e.org", now, now, "https://e.org/1.jpg"
    )
    understood = Understood(article, "ar", (), (), ("shelling",), urgent=True, fingerprint="f")
    other = replace(understood, article=replace(article, identity="2", published_at=None))
    async with world.database.transaction() as tx:
        story = await stories.add(tx, "f", world.clock())
        [first, twice, second] = await articles.add_new(
            tx, [(understood, story, True), (understood, story, True), (other, story, False)]
        )
        again = await articles.add_new(tx, [(understood, story, True)])
        assert await articles.add_new(tx, []) == []

        assert (twice, again) == (None, [None])
        assert first is not None
        assert second is not None
        assert await articles.by_id(tx, first) == article
        assert await articles.by_id(tx, second) == other.article


async def test_a_picture_that_three_articles_of_a_feed_carry_is_none_of_theirs(world: World) -> None:
    feed, other = await world.feed(), await world.feed("https://example.org/2")
    shown = [(feed, "a"), (feed, "a"), (feed, "b"), (feed, "b"), (feed, "b"), (other, "b"), (feed, "")]
    found = [
        Article(of.id, str(number), "عنوان", "", "", None, world.clock(), picture=picture)
        for number, (of, picture) in enumerate(shown)
    ]
    async with world.database.transaction() as tx:
        story = await stories.add(tx, "f", world.clock())
        news = [(Understood(one, "ar", (), (), (), urgent=False, fingerprint="f"), story, True) for one in found]
        ids = [number for number in await articles.add_new(tx, news) if number is not None]

        pictures = await articles.pictures(tx, ids)

        assert [pictures.get(number, "") for number in ids] == ["a", "a", "", "", "", "b", ""]
        assert await articles.pictures(tx, []) == {}


async def test_an_article_that_could_not_be_read_is_stored_with_its_error(world: World) -> None:
    article = Article((await world.feed()).id, "1", "عنوان", "", "", None, world.clock())
    async with world.database.transaction() as tx:
        stored = await articles.add_unread(tx, article, "took too long")

        assert stored is not None
        assert await articles.add_unread(tx, article, "took too long") is None
        assert await articles.by_id(tx, stored) == article
        assert await articles.recent(tx, world.clock(), 5) == []


async def test_recent_articles_come_newest_first_with_their_region(world: World) -> None:
    ids = []
    for _ in range(3):
        ids.append((await world.article("sy.daraa"))[1])
        world.clock.forward(minutes=1)

    async with world.database.reading() as tx:
        found = await articles.recent(tx, world.clock() - timedelta(minutes=2), 5)

    assert [(number, region) for number, _, region in found] == [(ids[2], "sy"), (ids[1], "sy")]


async def test_pruning_keeps_the_articles_and_stories_that_an_alert_names(world: World) -> None:
    await world.follow(await world.target())
    await world.news("sy.daraa")
    story, article = await world.article("sy.aleppo")
    later = world.clock.forward(days=1)

    async with world.database.transaction() as tx:
        assert await stories.prune(tx, later) == 0
        assert await articles.prune(tx, later) == 1
        assert await stories.prune(tx, later) == 1
        assert await articles.by_id(tx, article) is None
        assert story not in [each.story for each in await stories.told(tx, ArticleId(0), EPOCH, 5)]
        assert len(await stories.told(tx, ArticleId(0), EPOCH, 5)) == 1


async def test_what_tells_a_story_comes_back_page_by_page_in_the_order_it_was_grouped(world: World) -> None:
    feed = (await world.feed()).id
    seen = [world.clock() + number * timedelta(minutes=1) for number in range(4)]
    found = [
        Understood(
            Article(feed, f"{number}", "عنوان", "", "", None, at),
            "ar",
            (),
            (),
            (),
            urgent=False,
            fingerprint=f"{number}",
            features=bytes([number]),
        )
        for number, at in enumerate(seen)
    ]
    async with world.database.transaction() as tx:
        story = await stories.add(tx, "0", seen[0])
        await articles.add_new(tx, [(one, story, True) for one in found])
        await articles.add_unread(tx, replace(found[0].article, identity="unread"), "took too long")

        first = await stories.told(tx, ArticleId(0), seen[1], 2)
        rest = await stories.told(tx, first[-1].article, seen[1], 2)

    assert [(each.story, each.feed, each.seen_at, each.fingerprint, each.features) for each in first + rest] == [
        (story, feed, at, f"{number}", bytes([number])) for number, at in enumerate(seen) if number
    ]


async def test_articles_stored_before_features_were_kept_have_none(world: World) -> None:
    await world.article("sy.aleppo")
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(tables.articles).values(features=None))

        assert [each.features for each in await stories.told(tx, ArticleId(0), EPOCH, 5)] == [b""]


async def test_a_query_is_stored_once_and_read_as_it_was(world: World) -> None:
    target = await world.target()
    async with world.database.transaction() as tx:
        ids = [await queries.ensure(tx, query) for query in QUERIES]
        assert [await queries.ensure(tx, query) for query in QUERIES] == ids
        for id_ in ids:
            await subscriptions.add(tx, target.id, id_, "اسم")

        assert await queries.all_followed(tx) == list(zip(ids, QUERIES, strict=True))


async def test_queries_that_nobody_follows_need_not_be_matched(world: World) -> None:
    async with world.database.transaction() as tx:
        await queries.ensure(tx, QUERIES[0])

        assert await queries.all_followed(tx) == []


async def test_a_query_followed_again_shows_among_the_new_ones(world: World) -> None:
    first, second = await world.target(), await world.target()
    subscription = await world.follow(first)
    async with world.database.transaction() as tx:
        await subscriptions.remove(tx, first.id, subscription.id)
    since = world.clock.forward(minutes=5)
    async with world.database.transaction() as tx:
        assert await queries.since(tx, since) == []
        back, is_new = await subscriptions.restore(tx, subscription)
        assert await queries.since(tx, since) == [(subscription.query_id, subscription.query)]
    await world.follow(second)

    assert is_new
    assert back.created_at == subscription.created_at


async def test_a_target_follows_a_query_once_and_under_its_first_label(world: World) -> None:
    target, other = await world.target(), await world.target()
    async with world.database.transaction() as tx:
        query = await queries.ensure(tx, QUERIES[0])
        first, is_new = await subscriptions.add(tx, target.id, query, "درعا")
        again, is_newer = await subscriptions.add(tx, target.id, query, "محافظة درعا")

        assert (is_new, is_newer, again) == (True, False, first)
        assert await subscriptions.of_target(tx, target.id) == [first]
        assert (await subscriptions.count(tx, target.id), await subscriptions.count(tx, other.id)) == (1, 0)
        assert not await subscriptions.remove(tx, other.id, first.id)
        assert await subscriptions.remove(tx, target.id, first.id)


async def test_why_an_article_matched_is_kept(world: World) -> None:
    _, article = await world.article()
    async with world.database.transaction() as tx:
        query = await queries.ensure(tx, QUERIES[1])
        match = Match(query, (Span(Field.TITLE, 0, 5), Span(Field.TEXT, 10, 15)))
        await matches.add(tx, article, [match])
        await matches.add(tx, article, [match])
        await matches.add(tx, article, [])

        assert await matches.of(tx, article) == [match]


async def test_the_latest_are_the_newest_of_each_story_that_a_target_follows(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.daraa")
    story, _ = await world.article("sy.daraa")
    _, again = await world.article("sy.daraa", story=story)
    _, other = await world.article("sy.daraa", "sy.aleppo")
    await world.article("sy.aleppo")

    async with world.database.reading() as tx:
        both = await matches.latest(tx, target.id, 5)
        [newest] = await matches.latest(tx, target.id, 1)
        assert await alerts.materials(tx, []) == {}

    assert [material.article_id for material in both] == [other, again]
    assert newest == both[0]
    assert [followed.label for followed in newest.followed] == ["sy.daraa"]


async def test_of_what_a_text_repeats_without_end_the_first_places_are_kept(world: World) -> None:
    _, article = await world.article()
    spans = tuple(Span(Field.TEXT, at, at + 1) for at in range(20_000))

    async with world.database.transaction() as tx:
        query = await queries.ensure(tx, QUERIES[1])
        await matches.add(tx, article, [Match(query, spans)])
        [kept] = await matches.of(tx, article)

    assert kept.spans == spans[: matches.MOST_SPANS]
