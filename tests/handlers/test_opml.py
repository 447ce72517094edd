"""Lists of feeds as files in the chat: sent by an operator they are added, asked for they are sent."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

import storage.deliveries
from domain.alerts import Call, Lane
from domain.feeds import Source
from emulator.people import EDITOR, LAYLA
from feeds import opml
from handlers.opml import PART
from storage import feeds, tables
from tests.handlers.conftest import House

SOURCES = [
    Source("https://a.example/rss", "وكالة الجنوب", "SY", "agency", "sy.daraa", full_text=True),
    Source("https://b.example/rss", "ب"),
]


def document(*sources: Source) -> bytes:
    return opml.write(sources, title="x", now=datetime(2026, 3, 1, tzinfo=UTC))


async def test_the_feeds_of_a_list_are_added_and_those_there_are_told_apart(house: House) -> None:
    async with house.database.transaction() as tx:
        await feeds.add(tx, Source(SOURCES[1].url), await tx.now())

    [answer] = await house.sends(EDITOR, "feeds.opml", document(*SOURCES))

    assert "أُضيف من القائمة: مصدر واحد." in answer
    assert "كان مضافًا من قبل: مصدر واحد." in answer
    added = {row.url: row for row in await house.rows(tables.feeds)}
    assert len(added) == 2
    row = added[SOURCES[0].url]
    assert (row.name, row.country, row.family, row.region, row.full_text) == (
        *("وكالة الجنوب", "SY", "agency", "sy.daraa"),
        True,
    )


async def test_each_line_left_out_is_told_with_its_number(house: House) -> None:
    lines = ['<outline type="rss" text="بلا &amp;amp; رابط"/>'] * 20
    content = "<opml><body>\n" + "\n".join(lines) + '\n<outline xmlUrl="https://a.example/"/></body></opml>'

    [answer] = await house.sends(EDITOR, "FEEDS.XML", content.encode())

    assert "أُضيف من القائمة: مصدر واحد." in answer
    assert "لم يُقبل: ٢٠ سطرًا" in answer
    assert "• السطر ٢: لا رابط فيه — بلا & رابط" in answer
    assert "… و٥ أسطر غيرها." in answer


async def test_a_list_of_nothing_new_says_so(house: House) -> None:
    [answer] = await house.sends(
        EDITOR, "feeds.opml", b"<opml><body><outline xmlUrl='https://a.example/'/></body></opml>"
    )
    [again] = await house.sends(
        EDITOR, "feeds.opml", b"<opml><body><outline xmlUrl='https://a.example/'/></body></opml>"
    )
    [empty] = await house.sends(EDITOR, "feeds.opml", b"<opml><body/></opml>")

    assert "✅ أُضيف" in answer
    assert "لم يُضف من القائمة مصدر جديد." in again
    assert "ليس فيها أي مصدر" in empty


async def test_a_region_that_is_no_place_is_left_out(house: House) -> None:
    await house.sends(EDITOR, "feeds.opml", document(Source("https://a.example/", region="sy.nowhere")))

    assert [row.region for row in await house.rows(tables.feeds)] == [""]


async def test_five_thousand_feeds_are_added_with_progress(house: House) -> None:
    sources = [Source(f"https://a.example/{number}", f"مصدر {number}") for number in range(5000)]

    said = await house.sends(EDITOR, "feeds.opml", document(*sources))

    assert "⏳ أضيف مصادر القائمة: ٥٠٠ من ٥٠٠٠" in said[0]
    assert "أُضيف من القائمة: ٥٠٠٠ مصدر." in said[-1]
    assert len(await house.rows(tables.feeds)) == 5000
    assert len({row.due_at for row in await house.rows(tables.feeds)}) > PART


async def test_progress_that_has_arrived_is_edited_on_the_way(house: House) -> None:
    await house.says(EDITOR, "/help")
    [target] = await house.rows(tables.targets)
    [update] = await house.rows(tables.inbox)
    async with house.database.transaction() as tx:  # the message of a first part
        await storage.deliveries.enqueue(
            tx,
            key=f"notice:import:{update.update_id + 1}",
            chat=target.chat_id,
            target=target.id,
            lane=Lane.ANSWER,
            call=Call("sendMessage", {"text": "⏳"}),
            expires_in=timedelta(minutes=10),
        )
    await house.deliver()
    house.clock.forward(seconds=5)

    said = await house.sends(
        EDITOR, "feeds.opml", document(*(Source(f"https://a.example/{n}") for n in range(3 * PART)))
    )

    assert "١٠٠٠ من ١٥٠٠" in said[0]
    assert "⏳" not in house.said(EDITOR.id)
    assert len(await house.rows(tables.feeds)) == 3 * PART


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.pdf", b"%PDF-1.7", "هذا ليس ملف"),
        ("feeds.opml", b"not xml", "هذا ليس ملف"),
        ("feed.xml", b"<rss><channel/></rss>", "/feed_add"),
        ("feeds.opml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>", "حفاظًا على الأمان"),
        ("feeds.opml", b" ", "الملف فارغ"),
    ],
)
async def test_a_wrong_file_is_told_with_what_to_do(house: House, name: str, content: bytes, words: str) -> None:
    [answer] = await house.sends(EDITOR, name, content)

    assert words in answer
    assert "صدّر قائمة المصادر" in answer
    assert await house.rows(tables.feeds) == []


async def test_a_file_that_telegram_lets_no_bot_read_is_told(house: House) -> None:
    [answer] = await house.sends(EDITOR, "feeds.opml", b"x" * (20 * 1024 * 1024 + 1))

    assert "أكبر من ٢٠ ميغابايت" in answer
    assert not [call for call in house.emulator.calls if call.method == "getFile"]


async def test_a_file_that_does_not_come_is_to_be_sent_again(house: House) -> None:
    house.emulator.faults.order("error", method="getFile", code=400, description="Bad Request: file is too big")

    [answer] = await house.sends(EDITOR, "feeds.opml", document(*SOURCES))

    assert "أرسله مرة أخرى" in answer


async def test_a_list_that_takes_too_long_is_to_be_cut(house: House) -> None:
    house.news.is_slow = True

    [answer] = await house.sends(EDITOR, "feeds.opml", document(*SOURCES))

    assert "قسّم القائمة" in answer


async def test_a_list_of_someone_else_is_refused_and_other_files_are_no_words(house: House) -> None:
    [refused] = await house.sends(LAYLA, "feeds.opml", document(*SOURCES))
    [other] = await house.sends(LAYLA, "photo.pdf", b"%PDF")

    assert "لمشرفي البوت فقط" in refused
    assert "لمشرفي البوت فقط" not in other
    assert await house.rows(tables.feeds) == []


async def test_what_is_exported_is_imported_again(house: House) -> None:
    await house.sends(EDITOR, "feeds.opml", document(*SOURCES))

    await house.says(EDITOR, "/feeds_export")

    message = house.last(EDITOR.id)
    assert "مصادر البوت كلها: مصدران" in message["caption"]
    assert message["document"]["file_name"] == "mirsal-feeds.opml"
    file = await house.bot.get_file(message["document"]["file_id"])
    async with aiohttp.ClientSession() as http, http.get(str(file.file_path)) as response:
        found = opml.read(await response.read())
    assert sorted((each.source for each in found.feeds), key=lambda source: source.url) == SOURCES


async def test_without_feeds_there_is_nothing_to_export(house: House) -> None:
    [answer] = await house.says(EDITOR, "/feeds_export")

    assert "لا مصادر بعد" in answer
