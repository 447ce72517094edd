"""An operator gives an address, sees what it holds, and says yes; nothing is added before that."""

import pytest

from domain.errors import FetchError, NotAFeed
from domain.feeds import Source
from emulator.people import EDITOR, LAYLA
from handlers.answering import Choice, Preview
from storage import feeds, tables
from tests.handlers.conftest import House

URL = "https://example.org/rss.xml"
LONG = f"https://example.org/feeds/{'x' * 300}?section=1&format=rss"
FULL = Preview(
    "أخبار <المثال>",
    12,
    url=URL,
    language="ar",
    latest=("قصف على درعا", "هدنة & مفاوضات"),
    week=11,
    matched=3,
)


async def urls(house: House) -> list[str]:
    return [row.url for row in await house.rows(tables.feeds)]


async def test_a_feed_is_shown_with_all_an_operator_needs_to_decide(house: House) -> None:
    house.news.previews[URL] = FULL

    [answer] = await house.says(EDITOR, f"/feed_add {URL}")

    assert "أخبار <المثال>" in answer
    assert URL in answer
    assert "اللغة: العربية · فيها الآن ١٢ خبرًا" in answer
    assert "• هدنة & مفاوضات" in answer
    assert "نُشر فيها في الأسبوع الأخير ١١ خبرًا، ومما يتابعه الناس منها: ٣ أخبار." in answer
    assert house.labels(EDITOR.id) == ["✅ أضف المصدر", "✖️ لا تُضفه"]
    assert await urls(house) == []


async def test_it_is_added_by_the_button_and_older_items_are_not_sent(house: House) -> None:
    house.news.previews[URL] = FULL
    await house.says(EDITOR, f"/feed_add {URL}")

    [answer] = await house.taps(EDITOR, "أضف المصدر")

    assert "أُضيف المصدر: أخبار <المثال>" in answer
    assert "لما يُنشر بعد الآن فقط" in answer
    [row] = await house.rows(tables.feeds)
    assert (row.url, row.name, row.full_text) == (URL, "أخبار <المثال>", False)


async def test_the_other_button_adds_nothing(house: House) -> None:
    house.news.previews[URL] = FULL
    await house.says(EDITOR, f"/feed_add {URL}")

    assert await house.taps(EDITOR, "لا تُضفه") == ["لم يُضف شيء."]

    assert await urls(house) == []


async def test_a_feed_of_lines_can_be_added_with_its_pages(house: House) -> None:
    house.news.previews[URL] = Preview("أخبار", 5, url=URL, week=5, is_short=True)
    [shown] = await house.says(EDITOR, f"/feed_add {URL}")
    assert "سطر أو سطران" in shown

    [answer] = await house.taps(EDITOR, "مع قراءة صفحات الأخبار")

    assert "تُقرأ صفحات أخباره" in answer
    assert [row.full_text for row in await house.rows(tables.feeds)] == [True]


async def test_an_empty_feed_without_a_title_goes_by_its_address(house: House) -> None:
    house.news.previews[URL] = Preview("", 0)
    [shown] = await house.says(EDITOR, f"/feed_add {URL.removeprefix('https://')}")
    assert "خلاصة بلا اسم" in shown
    assert "لا أخبار فيها الآن" in shown

    [answer] = await house.taps(EDITOR, "أضف")

    assert URL in answer
    assert [(row.url, row.name) for row in await house.rows(tables.feeds)] == [(URL, "")]


async def test_of_a_page_with_several_feeds_one_is_chosen_shown_and_added(house: House) -> None:
    page = "https://example.org/"
    house.news.previews[page] = Choice(((URL, "كل الأخبار"), (LONG, ""), ("https://example.org/3", "رياضة")))
    house.news.previews[LONG] = Preview("سياسة", 3, url=LONG)

    [question] = await house.says(EDITOR, f"/feed_add {page}")
    assert "أكثر من خلاصة: ٣" in question
    assert house.labels(EDITOR.id)[0].lstrip("\u200f") == "١. كل الأخبار"
    [shown] = await house.taps(EDITOR, "٢. ")
    assert "سياسة" in shown
    [answer] = await house.taps(EDITOR, "أضف المصدر")

    assert "سياسة" in answer
    assert await urls(house) == [LONG]


async def test_addresses_that_no_message_holds_are_not_offered(house: House) -> None:
    huge = [f"https://example.org/{number}/{'x' * 900}" for number in range(8)]
    house.news.previews[URL] = Choice(((f"https://example.org/{'y' * 1000}", ""), *((each, "") for each in huge)))

    await house.says(EDITOR, f"/feed_add {URL}")

    assert len(house.labels(EDITOR.id)) == 3  # two, and the one that adds nothing


async def test_a_feed_that_is_there_is_not_added_again(house: House) -> None:
    house.news.previews[URL] = FULL
    page = "https://example.org/page"
    house.news.previews[page] = FULL
    await house.says(EDITOR, f"/feed_add {URL}")
    await house.taps(EDITOR, "أضف المصدر")

    assert "مضاف من قبل" in (await house.says(EDITOR, f"/feed_add {URL}"))[0]
    assert "مضاف من قبل" in (await house.says(EDITOR, f"/feed_add {page}"))[0]


async def test_two_taps_add_one_feed(house: House) -> None:
    house.news.previews[URL] = FULL
    await house.says(EDITOR, f"/feed_add {URL}")
    message = house.last(EDITOR.id)["message_id"]
    house.world.press(EDITOR, message, "n:a:0")
    house.world.press(EDITOR, message, "n:a:0")

    await house.hear(EDITOR.id)

    assert "مضاف من قبل" in house.said(EDITOR.id)[-1]
    assert await urls(house) == [URL]


@pytest.mark.parametrize("error", [NotAFeed(), FetchError("timeout"), FetchError("status", status=403)])
async def test_what_is_no_feed_is_refused_with_what_to_do(house: House, error: NotAFeed | FetchError) -> None:
    house.news.previews[URL] = error

    [answer] = await house.says(EDITOR, f"/feed_add {URL}")

    assert answer.startswith("لم يُضف المصدر. ")
    assert len(answer) > 40
    assert await urls(house) == []


@pytest.mark.parametrize("words", ["ftp://example.org/rss", "https://", "درعا", "https://a b", "javascript:alert(1)"])
async def test_what_is_no_address_is_told(house: House, words: str) -> None:
    [answer] = await house.says(EDITOR, f"/feed_add {words}")

    assert "هذا ليس رابطًا صالحًا" in answer


@pytest.mark.parametrize("data", ["n:s:9", "n:s:0", "n:a:0"])
async def test_a_button_whose_address_is_gone_is_told_to_be_old(house: House, data: str) -> None:
    await house.says(EDITOR, "/help")
    house.last(EDITOR.id)["entities"] = []
    house.last(EDITOR.id)["reply_markup"] = {"inline_keyboard": [[{"text": "زر", "callback_data": data}]]}

    [answer] = await house.taps(EDITOR, "زر")

    assert "قديم" in answer
    assert await urls(house) == []


@pytest.mark.parametrize("data", ["n:s:0", "n:a:0", "n:a:1", "n:x", "n:f:1"])
async def test_an_operators_button_in_other_hands_does_nothing(house: House, data: str) -> None:
    async with house.database.transaction() as tx:
        await feeds.add(tx, Source("https://example.org/1"), await tx.now())
    await house.says(LAYLA, "/start")
    house.last()["text"] = URL
    house.last()["entities"] = [{"type": "code", "offset": 0, "length": len(URL)}]
    house.last()["reply_markup"] = {"inline_keyboard": [[{"text": "زر", "callback_data": data}]]}

    assert await house.taps(LAYLA, "زر") == []
    assert "لمشرفي البوت فقط" in house.toasts()[-1]
    assert [(row.url, row.full_text) for row in await house.rows(tables.feeds)] == [("https://example.org/1", False)]


async def test_the_reading_of_pages_is_turned_on_and_off_again(house: House) -> None:
    async with house.database.transaction() as tx:
        await feeds.add(tx, Source("https://example.org/1", name="وكالة"), await tx.now())

    [on] = await house.says(EDITOR, "/feed_full ١")
    assert "ستُقرأ أخبار وكالة من صفحاتها" in on
    assert [row.full_text for row in await house.rows(tables.feeds)] == [True]

    [off] = await house.taps(EDITOR, "لا تقرأ الصفحات")
    assert "لن تُقرأ صفحات وكالة" in off
    assert [row.full_text for row in await house.rows(tables.feeds)] == [False]


async def test_the_pages_of_a_feed_we_do_not_have_cannot_be_read(house: House) -> None:
    [answer] = await house.says(EDITOR, "/feed_full 7")

    assert "لا مصدر بهذا الرقم أو الرابط" in answer
