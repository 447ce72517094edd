import pytest

from domain.feeds import Source
from emulator.people import EDITOR, LAYLA
from storage import feeds, tables
from tests.handlers.conftest import House

URL = "https://example.org/rss.xml"


async def add(house: House, number: int, **values: object) -> None:
    async with house.database.transaction() as tx:
        feed, _ = await feeds.add(tx, Source(f"https://example.org/{number}", name=f"مصدر {number}"), await tx.now())
        if values:
            await tx.connection.execute(tables.feeds.update().where(tables.feeds.c.id == feed.id).values(values))


@pytest.mark.parametrize(
    "command", ["/feeds", f"/feed_add {URL}", "/feed_remove 1", "/feed_full 1", "/feeds_export", "/invite"]
)
async def test_everyone_else_is_told_politely_that_this_is_for_admins(house: House, command: str) -> None:
    [answer] = await house.says(LAYLA, command)

    assert "لمشرفي البوت فقط" in answer
    assert await house.rows(tables.feeds) == []
    assert await house.rows(tables.invitations) == []


async def test_no_feeds_yet_says_how_to_add_one(house: House) -> None:
    [answer] = await house.says(EDITOR, "/feeds")

    assert "/feed_add" in answer


async def test_each_feed_is_shown_with_state_ages_and_error_in_words(house: House) -> None:
    now = house.clock()
    await add(house, 1, checked_at=now, succeeded_at=now, article_at=now, late=3)
    await add(house, 2, checked_at=now, failures=1, error="timeout")
    await add(house, 3, checked_at=now, failures=5, error="status: 503")
    await add(house, 4)
    house.clock.forward(minutes=5)

    [answer] = await house.says(EDITOR, "/feeds")

    assert "٤ مصادر، منها متعثر: مصدران" in answer
    well, slow, broken, new = answer.split("\n\n")[1:]
    assert "🟢 ١. مصدر 1" in well
    assert "آخر فحص قبل ٥ دقائق · آخر خبر قبل ٥ دقائق · وصل متأخرًا: ٣ أخبار" in well
    assert "🟡" in slow
    assert "⚠️" in slow
    assert "🔴" in broken
    assert "timeout" not in answer
    assert "⚪" in new
    assert "لم يُفحص بعد" in new


async def test_the_verdict_of_each_feed_is_shown_in_words(house: House) -> None:
    now = house.clock()
    await add(house, 1, checked_at=now, succeeded_at=now, verdict="silent", verdict_at=now)
    house.clock.forward(hours=3)
    await add(house, 2, checked_at=now, failures=4, error="not_a_feed: a web page", verdict="pages")
    await add(house, 3, checked_at=now, failures=1, error="timeout: read", verdict="fine")
    await add(house, 4, checked_at=now, succeeded_at=now, verdict="moved")

    [answer] = await house.says(EDITOR, "/feeds")

    silent, pages, shaky, moved = answer.split("\n\n")[1:]
    assert "منها متعثر: مصدران" in answer
    assert "🟡 ١. مصدر 1" in silent
    assert "الحال: صامت مدة أطول بكثير من عادته." in silent
    assert "(آخر تغيّر: قبل ٣ ساعات)" in silent
    assert "🔴 ٢. مصدر 2" in pages
    assert "يعطي صفحة ويب بدل الخلاصة. ابحث" in pages
    assert "⚠️" not in pages  # the verdict says it, and what to do
    assert "🟡 ٣. مصدر 3" in shaky
    assert "⚠️ لم يُجب الموقع" in shaky
    assert "🟢 ٤. مصدر 4" in moved


async def test_a_page_of_the_longest_lines_fits_a_message(house: House) -> None:
    now = house.clock()
    for number in range(6):
        await add(house, number, checked_at=now, article_at=now, late=999, failures=1, error="too_large: x" * 20)
    async with house.database.transaction() as tx:
        values = {"url": "https://example.org/" + "x" * 200, "name": "م" * 200, "verdict": "unreadable"}
        await tx.connection.execute(tables.feeds.update().where(tables.feeds.c.id == 1).values(values))
        await tx.connection.execute(tables.feeds.update().where(tables.feeds.c.id > 1).values(verdict="clock"))

    [answer] = await house.says(EDITOR, "/feeds")

    assert answer.count("الحال:") == 6


async def test_many_feeds_are_paged(house: House) -> None:
    for number in range(8):
        await add(house, number)

    await house.says(EDITOR, "/feeds")
    [second] = await house.taps(EDITOR, "التالي")

    assert "صفحة ٢ من ٢" in second
    assert "٨. مصدر 7" in second


@pytest.mark.parametrize(
    ("command", "word"), [("/feed_add", "/feed_add"), ("/feed_remove", "/feed_remove"), ("/feed_full", "/feed_full")]
)
async def test_a_command_without_its_word_shows_how(house: House, command: str, word: str) -> None:
    [answer] = await house.says(EDITOR, command)

    assert word in answer


@pytest.mark.parametrize("named", ["1", "١", "https://example.org/1"])
async def test_a_feed_is_removed_by_number_or_address_and_can_be_brought_back(house: House, named: str) -> None:
    await add(house, 1)

    [removed] = await house.says(EDITOR, f"/feed_remove {named}")
    assert "أُزيل المصدر مصدر 1" in removed
    assert [row.state for row in await house.rows(tables.feeds)] == [1]

    [restored] = await house.taps(EDITOR, "أعد المصدر")
    assert "عاد المصدر مصدر 1" in restored
    assert [row.state for row in await house.rows(tables.feeds)] == [0]


@pytest.mark.parametrize("named", ["7", "https://example.org/none", "مصدر", "9" * 30])
async def test_a_feed_we_do_not_have_cannot_be_removed(house: House, named: str) -> None:
    [answer] = await house.says(EDITOR, f"/feed_remove {named}")

    assert "لا مصدر بهذا الرقم أو الرابط" in answer


async def test_a_removed_feed_cannot_be_removed_again(house: House) -> None:
    await add(house, 1)
    await house.says(EDITOR, "/feed_remove 1")

    [answer] = await house.says(EDITOR, "/feed_remove 1")

    assert "لا مصدر" in answer


async def test_a_button_that_brings_back_no_feed_says_so(house: House) -> None:
    await house.says(EDITOR, "/feeds")
    house.last(EDITOR.id)["reply_markup"] = {"inline_keyboard": [[{"text": "أعد", "callback_data": "a:99"}]]}

    [answer] = await house.taps(EDITOR, "أعد")

    assert "لا مصدر" in answer


async def test_an_admins_button_in_other_hands_does_nothing(house: House) -> None:
    await add(house, 1)
    await house.says(LAYLA, "/start")
    house.last()["reply_markup"] = {"inline_keyboard": [[{"text": "أزل", "callback_data": "r:1"}]]}

    assert await house.taps(LAYLA, "أزل") == []
    assert "لمشرفي البوت فقط" in house.toasts()[-1]
    assert [row.state for row in await house.rows(tables.feeds)] == [0]
