"""The doctor: admins are told once of each feed that became another, and nothing of the sort while we are offline."""

from datetime import datetime, timedelta
from typing import Any

import pytest

import storage.chats
import storage.feeds
from bot.doctor import Doctor
from domain.chats import ChatKind, TelegramId
from domain.feeds import Source
from storage import tables
from storage.database import Database
from tests.bot.conftest import Watch, rows

ADMIN, STRANGER = 7, 8
HOUR = 3600.0


class Surgery:
    """A doctor, the feeds it looks at, and the admins' outbox."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self.database = database
        self.watch = watch
        self.doctor = Doctor({ADMIN, STRANGER})

    async def add(self, number: int) -> None:
        """Add a feed."""
        async with self.database.transaction() as tx:
            source = Source(f"https://{number}.example/feed", name=f"مصدر {number}")
            await storage.feeds.add(tx, source, self.watch.now)

    async def change(self, **values: Any) -> None:
        """Store *values* in every feed, as a poll just now would."""
        self.watch.forward(1)
        async with self.database.transaction() as tx:
            await tx.connection.execute(tables.feeds.update().values(checked_at=self.watch.now, **values))

    async def look(self, minutes: float = 5) -> int:
        """Let time pass and the doctor look; return how many verdicts changed."""
        self.watch.forward(minutes * 60)
        async with self.database.transaction() as tx:
            return await self.doctor.examine(tx, await tx.now())

    async def told(self) -> list[str]:
        """Return what the admins were told, the oldest first."""
        return [each.params["text"] for each in await rows(self.database, "deliveries")]

    async def verdicts(self) -> list[str]:
        """Return the verdicts as stored."""
        return [feed.verdict for feed in await rows(self.database, "feeds")]

    @property
    def now(self) -> datetime:
        """Return the database's time."""
        return self.watch.now


@pytest.fixture
async def surgery(database: Database, watch: Watch) -> Surgery:
    async with database.transaction() as tx:
        await storage.chats.ensure(tx, TelegramId(ADMIN), ChatKind.PRIVATE)
    surgery = Surgery(database, watch)
    await surgery.look()
    return surgery


async def test_admins_who_met_the_bot_are_told_once_of_each_change(surgery: Surgery) -> None:
    await surgery.add(1)
    await surgery.change(succeeded_at=surgery.now)
    healthy = await surgery.look()
    await surgery.change(error="gone: HTTP 410", failures=3)

    changed = [await surgery.look(), await surgery.look(), await surgery.look()]
    broken = await surgery.told()
    await surgery.change(error="", failures=0, succeeded_at=surgery.now)
    await surgery.look()

    assert (healthy, changed) == (1, [1, 0, 0])
    assert len(broken) == 1
    assert "🔴 <b>١. مصدر 1</b>\nأزال الموقع هذه الخلاصة نهائيًا." in broken[0]
    assert "🟢 <b>١. مصدر 1</b>\nسليم." in (await surgery.told())[1]
    assert await surgery.verdicts() == ["fine"]


async def test_many_changes_of_one_look_are_few_messages(surgery: Surgery) -> None:
    for number in range(70):
        await surgery.add(number)
    await surgery.change(error="not_found: HTTP 404", failures=3)

    await surgery.look()

    told = await surgery.told()
    assert [text.count("🔴") for text in told] == [15, 15, 15, 15]
    assert "وكذلك ١٠ مصادر" in told[-1]
    assert max(len(text) for text in told) < 4000


async def test_while_most_hosts_fail_at_once_no_feed_is_judged_and_there_is_one_notice(surgery: Surgery) -> None:
    for number in range(4):
        await surgery.add(number)
    await surgery.change(succeeded_at=surgery.now)
    await surgery.look()

    for _ in range(30):  # two and a half hours
        await surgery.change(error="timeout: connect", failures=9)
        await surgery.look()
    offline = await surgery.told()
    await surgery.change(error="", failures=0, succeeded_at=surgery.now)
    await surgery.look()

    assert len(offline) == 1
    assert "اتصال هذا الخادم بالإنترنت" in offline[0]
    assert len(await surgery.told()) == 2
    assert "عاد الوصول إلى المصادر" in (await surgery.told())[1]
    assert await surgery.verdicts() == ["fine"] * 4


async def test_after_an_outage_a_feed_has_its_hour_again(surgery: Surgery) -> None:
    for number in range(4):
        await surgery.add(number)
    await surgery.change(succeeded_at=surgery.now)
    for _ in range(30):
        await surgery.change(error="offline: timeout: connect")
        await surgery.look()
    async with surgery.database.transaction() as tx:
        await tx.connection.execute(
            tables.feeds.update()
            .where(tables.feeds.c.id > 1)
            .values(error="", checked_at=surgery.now, succeeded_at=surgery.now)
        )
    await surgery.look()
    found = []

    for _ in range(14):
        await surgery.change(failures=2)
        await surgery.look()
        found.append((await surgery.verdicts())[0])

    assert found[:10] == [""] * 10
    assert found[-1] == ""  # what is stored of it is still «offline»
    async with surgery.database.transaction() as tx:
        await tx.connection.execute(tables.feeds.update().where(tables.feeds.c.id == 1).values(error="timeout: read"))
    await surgery.look()
    assert (await surgery.verdicts())[0] == "down"


async def test_after_our_own_absence_no_feed_is_blamed_for_it(surgery: Surgery) -> None:
    await surgery.add(1)
    await surgery.change(succeeded_at=surgery.now)
    await surgery.look()
    surgery.watch.forward(50 * HOUR)
    await surgery.look()
    await surgery.change(error="timeout: read", failures=1)

    await surgery.look()

    assert await surgery.verdicts() == ["fine"]


async def test_a_redirect_that_held_for_a_day_is_stored_and_told(surgery: Surgery) -> None:
    await surgery.add(1)
    new = "https://new.example/feed"
    await surgery.change(succeeded_at=surgery.now, moved_to=new, moved_at=surgery.now - timedelta(hours=25))

    await surgery.look()
    [told] = await surgery.told()
    [feed] = await rows(surgery.database, "feeds")
    await surgery.look()

    assert (feed.url, feed.moved_to, feed.verdict) == (new, "", "moved")
    assert "انتقل إلى عنوان جديد" in told
    assert f"<code>{new}</code>" in told
    assert len(await surgery.told()) == 1
    assert await surgery.verdicts() == ["fine"]


async def test_a_redirect_to_another_feed_we_have_is_told_and_changes_nothing(surgery: Surgery) -> None:
    await surgery.add(1)
    await surgery.add(2)
    other = "https://2.example/feed"
    await surgery.change(succeeded_at=surgery.now, moved_to=other, moved_at=surgery.now - timedelta(hours=25))

    await surgery.look()
    await surgery.look()

    assert await surgery.verdicts() == ["double", "fine"]
    assert [feed.url for feed in await rows(surgery.database, "feeds")] == ["https://1.example/feed", other]
    assert "أزل أحد المصدرين" in (await surgery.told())[0]
    assert len(await surgery.told()) == 1


async def test_an_admin_who_left_is_told_nothing(surgery: Surgery) -> None:
    async with surgery.database.transaction() as tx:
        await tx.connection.execute(tables.chats.update().values(state="gone"))
    await surgery.add(1)
    await surgery.change(error="gone: HTTP 410", failures=3)

    assert await surgery.look() == 1
    assert await surgery.told() == []
