"""Effects, answers and the end of an update are committed together, or none of them."""

import re
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

import handlers
import storage.inbox
import storage.queries
import storage.subscriptions
from bot.intake import Intake
from domain.queries import KeywordQuery
from emulator.people import LAYLA
from handlers.answering import Context
from storage import tables
from tests.handlers.conftest import PATIENCE, House

SENDING = re.compile(
    r"\.(reply_\w+|edit_\w+|answer_\w+|forward\w*|send_(?:message|photo|document|media_group|chat_action)|"
    r"delete_message\w*|copy_message\w*)\("
)


SOURCES = sorted(path for folder in handlers.__path__ for path in Path(folder).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_handler_calls_a_sending_method(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not SENDING.search(text)
    assert not re.search(r"(callback_query|query)\.answer\(", text)


async def broken_in_the_block(update: Update, context: Context) -> None:
    async with context.answering() as (tx, answer):
        query = await storage.queries.ensure(tx, KeywordQuery(("زلزال",)))
        await storage.subscriptions.add(tx, answer.target.id, query, "زلزال")
        answer.say("تم")
        raise RuntimeError("the machine is on fire")


async def silent(update: Update, context: Context) -> None:
    return None


async def outrun(update: Update, context: Context) -> None:
    """Lose the update to another worker in the middle of the block."""
    async with context.answering() as (tx, answer):
        await tx.connection.execute(tables.inbox.update().values(fence=tables.inbox.c.fence + 1))
        answer.say("تم")


async def broken_after_the_block(update: Update, context: Context) -> None:
    async with context.answering() as (_, answer):
        answer.say("تم")
    raise RuntimeError("too late to matter")


async def twice(update: Update, context: Context) -> None:
    async with context.answering() as (_, answer):
        answer.say("واحد")
        answer.say("اثنان")


def only(house: House, handler: object) -> Intake:
    def route(application: Application) -> None:  # type: ignore[type-arg]  # six parameters say nothing here
        application.add_handler(MessageHandler(filters.ALL, handler))  # type: ignore[arg-type]  # any of the above

    return Intake(house.bot, house.services, patience=PATIENCE, route=route)


async def heard(house: House, handler: object, times: int = 1) -> None:
    house.intake = only(house, handler)
    await house.intake.open()
    house.world.say(LAYLA, "درعا")
    await house.intake.polling.ask()
    for _ in range(times):
        await house.intake.handle_due()
        house.clock.forward(seconds=2)


async def test_an_exception_in_the_block_leaves_neither_effects_nor_answers(house: House) -> None:
    await heard(house, broken_in_the_block)

    assert await house.rows(tables.subscriptions) == []
    assert await house.rows(tables.deliveries) == []
    assert await house.rows(tables.chats) == []
    [row] = await house.rows(tables.inbox)
    assert (row.state, row.failures) == (0, 1)


async def test_a_handler_that_died_is_run_again(house: House) -> None:
    await heard(house, broken_in_the_block)
    house.intake = only(house, twice)
    await house.intake.open()

    await house.intake.handle_due()

    assert [row.params["text"] for row in await house.rows(tables.deliveries)] == ["واحد", "اثنان"]


async def test_three_failures_set_an_update_aside_and_tell_the_person(house: House) -> None:
    await heard(house, broken_in_the_block, times=3)

    [row] = await house.rows(tables.inbox)
    assert row.state == 2
    assert "the machine is on fire" in row.error
    assert "broken_in_the_block" in row.error
    [answer] = await house.rows(tables.deliveries)
    assert "تعذّر تنفيذ طلبك" in answer.params["text"]


async def test_the_chats_next_goes_on_when_one_is_set_aside(house: House) -> None:
    await heard(house, broken_in_the_block, times=3)
    await house.set()

    assert any("تمت متابعة" in text for text in await house.says(LAYLA, "زلزال"))


async def test_an_update_of_another_worker_leaves_nothing_here(house: House) -> None:
    await heard(house, outrun)

    assert await house.rows(tables.deliveries) == []
    [row] = await house.rows(tables.inbox)
    assert (row.state, row.failures) == (0, 0)


async def test_what_fails_after_the_commit_is_not_done_twice(house: House) -> None:
    await heard(house, broken_after_the_block, times=3)

    assert len(await house.rows(tables.deliveries)) == 1
    assert [row.state for row in await house.rows(tables.inbox)] == [1]


async def test_a_handler_that_answers_nothing_has_its_update_ended(house: House) -> None:
    await heard(house, silent)

    assert [row.state for row in await house.rows(tables.inbox)] == [1]


async def test_answers_are_numbered_within_their_update_and_expire_in_ten_minutes(house: House) -> None:
    await heard(house, twice)

    rows = await house.rows(tables.deliveries)
    number = (await house.rows(tables.inbox))[0].update_id
    assert [row.key for row in rows] == [f"answer:{number}:0", f"answer:{number}:1"]
    assert {(row.expires_at - row.created_at).total_seconds() for row in rows} == {600}
    assert {row.lane for row in rows} == {0}
