"""Updates reach the handlers: one chat's in order, none lost, whatever a handler does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import ExtBot

import storage.leases
from domain.errors import StorageError
from emulator.people import ABU_KHALED, LAYLA
from handlers import menu
from handlers.answering import Context
from storage import tables
from tests.bot.intake.conftest import LIMITS, Post, running


async def test_updates_of_before_the_start_and_after_it_are_handled_in_order(post: Post, bot: ExtBot[None]) -> None:
    for number in range(5):
        post.world.say(LAYLA, f"قبل {number}")

    async with running(post.intake(bot)):
        await post.until(lambda: len(post.seen) == 5)
        for number in range(5):
            post.world.say(LAYLA, f"بعد {number}")
        await post.until(lambda: len(post.seen) == 10)

    assert post.seen == [f"{when} {number}" for when in ("قبل", "بعد") for number in range(5)]
    assert set(await post.states()) == {1}


async def test_different_chats_are_handled_at_once(post: Post, bot: ExtBot[None]) -> None:
    met = asyncio.Barrier(2)

    async def meet(update: Update, context: Context) -> None:
        async with asyncio.timeout(5):
            await met.wait()
        post.seen.append("met")

    post.world.say(LAYLA, "درعا")
    post.world.say(ABU_KHALED, "حلب")
    async with running(post.intake(bot, meet)):
        await post.until(lambda: len(post.seen) == 2)


async def test_one_chats_next_waits_until_the_one_before_is_done(post: Post, bot: ExtBot[None]) -> None:
    first_may_end = asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        await post.note(update, context)
        if post.seen == ["أول"]:
            await first_may_end.wait()
            post.seen.append("انتهى الأول")

    post.world.say(LAYLA, "أول")
    post.world.say(LAYLA, "ثان")
    post.world.say(ABU_KHALED, "غيره")
    async with running(post.intake(bot, slow)):
        await post.until(lambda: "غيره" in post.seen)
        assert "ثان" not in post.seen
        first_may_end.set()
        await post.until(lambda: "ثان" in post.seen)

    assert post.seen.index("انتهى الأول") < post.seen.index("ثان")


async def test_a_look_that_takes_too_long_is_ended_and_counts_as_a_failure(post: Post, bot: ExtBot[None]) -> None:
    async def endless(update: Update, context: Context) -> None:
        await asyncio.Event().wait()

    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot, endless, limits=replace(LIMITS, look=timedelta(milliseconds=20)))
    async with running(intake):
        await post.until_handled(1)

    assert await post.states() == [2]
    async with post.database.reading() as tx:
        [error] = (await tx.connection.execute(select(tables.inbox.c.error))).scalars()
    assert "TimeoutError" in error


async def test_an_update_that_cannot_be_parsed_is_set_aside_and_the_others_go_on(post: Post, bot: ExtBot[None]) -> None:
    post.emulator.updates.add("message", {"message_id": "?", "chat": {"id": LAYLA.id}})
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    assert await post.states() == [2, 1]


async def test_told_to_stop_it_lets_those_in_flight_finish(post: Post, bot: ExtBot[None]) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        begun.set()
        await may_end.wait()
        post.seen.append("done")

    post.world.say(LAYLA, "درعا")
    async with running(post.intake(bot, slow)) as stopping:
        await begun.wait()
        stopping.set()
        await asyncio.sleep(0)
        may_end.set()

    assert post.seen == ["done"]
    assert await post.states() == [1]


async def test_what_does_not_finish_in_time_is_given_back_at_once(post: Post, bot: ExtBot[None]) -> None:
    begun = asyncio.Event()

    async def endless(update: Update, context: Context) -> None:
        begun.set()
        await asyncio.Event().wait()

    post.world.say(LAYLA, "درعا")
    limits = replace(LIMITS, stop=timedelta(milliseconds=20))
    async with running(post.intake(bot, endless, limits=limits)):
        await begun.wait()

    await post.intake(bot).open()
    again = post.intake(bot)
    await again.open()
    assert await again.handle_due() == 1
    assert post.seen == ["درعا"]


async def test_telegram_that_is_away_at_the_start_is_waited_for(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.faults.order("html", method="getMe", times=3)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    assert caplog.text.count("telegram_away") == 3


async def test_a_token_that_is_refused_at_the_start_is_told_with_what_to_do(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.faults.order("error", method="getMe", code=401, description="Unauthorized", times=2)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    assert caplog.text.count("put the right MIRSAL_BOT_TOKEN") == 2


async def test_a_handlers_failure_is_logged_without_a_persons_words(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(update: Update, context: Context) -> None:
        raise ValueError(f"cannot read {update.message and update.message.text}")

    post.world.say(LAYLA, "سر صغير")
    async with running(post.intake(bot, broken)):
        await post.until_handled(1)

    assert "ValueError" in caplog.text
    assert "سر صغير" not in caplog.text
    assert str(LAYLA.id) not in caplog.text


async def test_a_row_that_cannot_be_ended_is_left_to_its_lease(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*arguments: Any) -> bool:
        raise StorageError("disk full")

    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    monkeypatch.setattr(storage.inbox, "done", broken)

    await intake.handle_due()

    assert "update_not_ended" in caplog.text
    assert await post.states() == [0]


async def test_the_commands_are_set_in_arabic_for_each_scope_and_language(post: Post, bot: ExtBot[None]) -> None:
    async with running(post.intake(bot)):
        await post.until(lambda: any(call.method == "setMyShortDescription" for call in post.emulator.calls))

    calls = [call.params for call in post.emulator.calls if call.method == "setMyCommands"]
    assert len(calls) == len(menu.SCOPES) * 2
    assert {(call["scope"]["type"], call.get("language_code", "")) for call in calls} == {
        (scope.type, language) for scope, _ in menu.SCOPES for language in menu.LANGUAGES
    }
    assert all("\u0600" <= command["description"][0] <= "\u06ff" for call in calls for command in call["commands"])


async def test_commands_that_cannot_be_set_are_no_reason_to_be_silent(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.faults.order("error", method="setMyCommands", code=400, description="Bad Request: no")
    async with running(post.intake(bot)):
        await post.until(lambda: "commands_not_set" in caplog.text)
        post.world.say(LAYLA, "درعا")
        await post.until(lambda: post.seen == ["درعا"])
