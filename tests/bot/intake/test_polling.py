"""Updates reach the inbox: none lost, whatever Telegram does, and one process asks for them."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import ExtBot

import storage.chats
import storage.leases
from bot.polling import LEASE, chat_of
from domain.chats import ChatKind, TelegramId
from domain.errors import StorageError
from emulator.people import EDITOR, LAYLA
from storage import tables
from tests.bot.intake.conftest import QUICK, Post, running


async def test_only_what_is_committed_is_confirmed(post: Post, bot: ExtBot[None]) -> None:
    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()

    await intake.polling.ask()
    assert "offset" not in post.polls()[-1]
    assert len(post.emulator.updates) == 1  # still Telegram's: nothing was confirmed

    patient = replace(QUICK, poll=timedelta())
    second = post.intake(bot, patience=patient)
    second.polling.offset = intake.polling.offset
    await second.polling.ask()
    assert post.polls()[-1]["offset"] == intake.polling.offset
    assert len(post.emulator.updates) == 0

    await second.polling.ask()
    assert "offset" not in post.polls()[-1]  # after an empty answer Telegram may number anew


async def test_an_update_that_telegram_repeats_is_handled_once(post: Post, bot: ExtBot[None]) -> None:
    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    await intake.handle_due()

    again = post.intake(bot)  # a process that starts anew and asks without an offset
    await again.open()
    await again.polling.ask()
    await again.handle_due()

    assert post.seen == ["درعا"]


async def test_what_is_not_stored_is_not_confirmed(
    post: Post, bot: ExtBot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    post.world.say(LAYLA, "درعا")
    store = storage.inbox.store
    refused = iter([StorageError("disk full")])

    async def store_later(*arguments: Any) -> int:
        for error in refused:
            raise error
        return await store(*arguments)

    monkeypatch.setattr(storage.inbox, "store", store_later)
    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_cancelled_it_ends_in_the_same_way_and_gives_the_lease_up(post: Post, bot: ExtBot[None]) -> None:
    intake = post.intake(bot)
    task = asyncio.get_running_loop().create_task(intake.run(asyncio.Event()))
    await post.until(lambda: len(post.polls()) > 0)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with post.database.transaction() as tx:
        assert await storage.leases.acquire(tx, LEASE, "another", timedelta(seconds=6)) is not None


async def test_only_one_of_two_processes_polls_and_the_other_takes_over(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async with running(post.intake(bot)) as first:
        await post.until(lambda: len(post.polls()) == 1)
        async with ExtBot(post.emulator.token, base_url=post.emulator.api) as other:
            second = post.intake(other)
            async with running(second):
                await asyncio.sleep(0.2)  # several renewals: time enough to poll, were it allowed
                assert second.polling.succeeded_at is None

                first.set()
                post.world.say(LAYLA, "درعا")
                await post.until(lambda: second.polling.succeeded_at is not None)
                await post.until(lambda: post.seen == ["درعا"])
    assert "trouble=conflict" not in caplog.text


async def test_a_lease_that_is_lost_ends_the_polling_until_it_is_ours_again(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async with running(post.intake(bot)):
        await post.until(lambda: len(post.polls()) == 1)
        async with post.database.transaction() as tx:
            stolen = {"owner": "another", "token": tables.leases.c.token + 1}
            await tx.connection.execute(tables.leases.update().where(tables.leases.c.name == LEASE).values(stolen))
        await post.until(lambda: "polling_lease_lost" in caplog.text)
        async with post.database.transaction() as tx:
            free = {"expires_at": await tx.now()}
            await tx.connection.execute(tables.leases.update().where(tables.leases.c.name == LEASE).values(free))

        post.world.say(LAYLA, "درعا")
        await post.until(lambda: post.seen == ["درعا"])


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        pytest.param(
            {"code": 409, "description": "Conflict: terminated by other getUpdates request"}, "conflict", id="409"
        ),
        pytest.param({"code": 401, "description": "Unauthorized"}, "refused", id="401"),
        pytest.param({"code": 502, "description": "Bad Gateway"}, "network", id="502"),
        pytest.param(
            {"code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}, "flood", id="429"
        ),
    ],
)
async def test_trouble_pauses_polling_alone_is_told_in_one_line_and_ends_by_itself(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture, fault: dict[str, Any], trouble: str
) -> None:
    caplog.set_level(logging.INFO)
    times = 1 if trouble == "flood" else 4
    post.emulator.faults.order("error", method="getUpdates", times=times, **fault)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    told = [record.getMessage() for record in caplog.records if record.name == "bot.polling"]
    assert [line for line in told if "put_off" in line and f"trouble={trouble}" in line] == [told[0]]
    assert f"polling_recovered after={trouble}" in told


async def test_a_broken_connection_is_trouble_like_any_other(post: Post, bot: ExtBot[None]) -> None:
    post.emulator.faults.order("drop_before", method="getUpdates", times=2)
    post.emulator.faults.order("html", method="getUpdates", times=1)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_a_webhook_of_an_earlier_installation_is_removed_and_nothing_dropped(
    post: Post, bot: ExtBot[None]
) -> None:
    post.emulator.updates.set_webhook("https://example.org/hook")
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_a_deaf_poll_is_told_once_and_so_is_its_end(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    post.emulator.faults.order("html", method="getUpdates", times=None)
    impatient = replace(QUICK, poll=timedelta(), deaf=timedelta(milliseconds=300))

    async with running(post.intake(bot, patience=impatient)):
        await post.until(lambda: "polling_deaf" in caplog.text)
        post.emulator.faults.clear()
        post.world.say(LAYLA, "درعا")
        await post.until(lambda: "polling_hears_again" in caplog.text)

    assert caplog.text.count("polling_deaf") == 1


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "inline_message_id": "1"}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 9}, "from": {"id": 7}}}, 9),
        ({"update_id": 1, "inline_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "poll": {"id": "5"}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_chat_whose_order_an_update_belongs_to(update: dict[str, Any], chat: int) -> None:
    assert chat_of(update) == chat


async def _notices(post: Post) -> list[str]:
    async with post.database.reading() as tx:
        rows = await tx.connection.execute(select(tables.deliveries.c.params).order_by(tables.deliveries.c.id))
        return [params["text"] for params in rows.scalars()]


async def _meet_the_admin(post: Post) -> None:
    async with post.database.transaction() as tx:
        await storage.chats.ensure(tx, TelegramId(EDITOR.id), ChatKind.PRIVATE)


ALARMED = replace(QUICK, poll=timedelta(), told=timedelta(), quiet=timedelta(milliseconds=100))


async def test_admins_are_told_once_of_another_program_with_the_token_and_once_that_it_is_gone(
    post: Post, bot: ExtBot[None]
) -> None:
    await _meet_the_admin(post)
    conflict = "Conflict: terminated by other getUpdates request"
    post.emulator.faults.order("error", method="getUpdates", code=409, description=conflict, times=4)

    async with running(post.intake(bot, patience=ALARMED)):
        async with asyncio.timeout(10):
            while len(await _notices(post)) < 2:
                await asyncio.sleep(0.02)

    begins, ends = await _notices(post)
    assert "برنامج آخر يستعمل رمز هذا البوت" in begins
    assert "لم يعد برنامج آخر" in ends


async def test_admins_are_told_of_a_refused_token_once_it_is_taken_again(post: Post, bot: ExtBot[None]) -> None:
    await _meet_the_admin(post)
    post.emulator.faults.order("error", method="getUpdates", code=401, description="Unauthorized", times=4)

    async with running(post.intake(bot, patience=ALARMED)):
        async with asyncio.timeout(10):
            while not await _notices(post):
                await asyncio.sleep(0.02)

    (told,) = await _notices(post)
    assert "رفض تيليغرام رمز البوت" in told


async def test_admins_are_told_that_the_bot_is_deaf(post: Post, bot: ExtBot[None]) -> None:
    await _meet_the_admin(post)
    post.emulator.faults.order("html", method="getUpdates", times=None)
    impatient = replace(QUICK, poll=timedelta(), deaf=timedelta(milliseconds=300))

    async with running(post.intake(bot, patience=impatient)):
        async with asyncio.timeout(10):
            while not await _notices(post):
                await asyncio.sleep(0.02)

    (told, *_) = await _notices(post)
    assert "لا تصلنا رسائل الناس" in told


@pytest.mark.parametrize("kind", ["latency", "trickle"])
async def test_a_poll_that_never_ends_is_given_up_and_asked_anew(post: Post, bot: ExtBot[None], kind: Any) -> None:
    post.emulator.faults.order(kind, method="getUpdates", seconds=60)
    post.world.say(LAYLA, "درعا")
    hasty = replace(QUICK, poll=timedelta(), answer=timedelta(milliseconds=300))

    async with running(post.intake(bot, patience=hasty)):
        await post.until(lambda: post.seen == ["درعا"])
