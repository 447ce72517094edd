import time

import aiohttp
import pytest
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from emulator import ABU_KHALED, LAYLA, TOKEN, Emulator
from emulator.errors import TooManyRequests
from emulator.faults import Faults
from emulator.floods import Floods


def texts(emulator: Emulator) -> list[str]:
    return [
        message["text"] for message in emulator.world.chats[LAYLA.id].messages.values() if message["from"]["is_bot"]
    ]


async def test_an_ordered_error_comes_once_and_does_nothing(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("error", method="sendmessage", code=400, description="Bad Request: TOPIC_CLOSED")

    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(LAYLA.id, "أ")
    await bot.send_message(LAYLA.id, "ب")

    assert texts(emulator) == ["ب"]
    assert [(call.status, call.fault) for call in emulator.calls] == [(400, "error"), (200, "")]


async def test_a_fault_meets_only_the_calls_it_is_meant_for(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("error", method="sendMessage", contains="حلب", times=None)

    await bot.get_me()
    await bot.send_message(LAYLA.id, "درعا")
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(LAYLA.id, "حلب")
    emulator.faults.clear()
    await bot.send_message(LAYLA.id, "حلب")

    assert len(emulator.faults) == 0
    assert texts(emulator) == ["درعا", "حلب"]


async def test_a_proxys_page_is_no_json(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("html")

    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(LAYLA.id, "أ")

    assert texts(emulator) == []


async def test_a_connection_dropped_before_leaves_nothing(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("drop_before")

    with pytest.raises(NetworkError, match=r"Server disconnected|ReadError"):
        await bot.send_message(LAYLA.id, "أ")

    assert texts(emulator) == []
    assert (emulator.calls[-1].status, emulator.calls[-1].executed) == (0, False)


async def test_a_connection_dropped_after_leaves_the_message(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("drop_after")

    with pytest.raises(NetworkError, match=r"Server disconnected|ReadError"):
        await bot.send_message(LAYLA.id, "أ")

    assert texts(emulator) == ["أ"]
    assert (emulator.calls[-1].status, emulator.calls[-1].executed) == (0, True)


async def test_a_late_answer_times_out_and_leaves_the_message(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("late", seconds=0.5)

    with pytest.raises(TimedOut):
        await bot.send_message(LAYLA.id, "أ", read_timeout=0.1)

    assert texts(emulator) == ["أ"]


async def test_latency_only_takes_time(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.faults.order("latency", seconds=0.2)
    begun = time.monotonic()

    await bot.send_message(LAYLA.id, "أ")

    assert time.monotonic() - begun >= 0.2
    assert texts(emulator) == ["أ"]


async def test_an_answer_that_trickles_comes_in_time_byte_by_byte_and_late_as_a_whole(
    bot: telegram.Bot, emulator: Emulator
) -> None:
    emulator.faults.order("trickle", seconds=0.3)
    begun = time.monotonic()

    await bot.send_message(LAYLA.id, "أ", read_timeout=0.2)

    assert time.monotonic() - begun >= 0.3
    assert texts(emulator) == ["أ"]


async def test_an_ordered_flood_says_how_long(
    bot: telegram.Bot, emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    emulator.faults.flood(7, method="sendMessage", times=2)

    with pytest.raises(RetryAfter) as flooded:
        await bot.send_message(LAYLA.id, "أ")
    answer = await http.get(f"{emulator.api}{TOKEN}/sendMessage")

    assert "7" in flooded.value.message
    assert answer.headers["Retry-After"] == "7"
    assert await answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


def test_a_fault_may_come_by_chance() -> None:
    faults = Faults()
    faults.order("html", probability=0.5, times=None)

    met = [faults.take("sendMessage", {}) is not None for _ in range(200)]

    assert 60 < sum(met) < 140


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault is called 'earthquake'"):
        Faults().order("earthquake")  # type: ignore[arg-type]  # the page may send anything


async def test_limits_of_a_chat_and_of_all(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.floods.chat_a_second = 1
    await bot.send_message(LAYLA.id, "أ")
    with pytest.raises(RetryAfter):
        await bot.send_message(LAYLA.id, "ب")

    await bot.send_message(ABU_KHALED.id, "ب")

    assert texts(emulator) == ["أ"]


def test_a_group_has_a_limit_of_its_own_and_time_lifts_it() -> None:
    now = 0.0
    floods = Floods(overall_a_second=30, chat_a_second=1, group_a_minute=2, clock=lambda: now)
    floods.count(-5, group=True)
    floods.count(-5, group=True)
    with pytest.raises(TooManyRequests) as flooded:
        floods.count(-5, group=True)
    assert flooded.value.parameters == {"retry_after": 60}

    now = 60.0

    floods.count(-5, group=True)


def test_the_overall_limit_counts_every_chat() -> None:
    floods = Floods(overall_a_second=2, clock=lambda: 0.0)
    floods.count(1, group=False)
    floods.count(2, group=False)

    with pytest.raises(TooManyRequests):
        floods.count(3, group=False)


def test_a_fault_for_a_chat_meets_no_other_and_no_push() -> None:
    faults = Faults()
    faults.order("html", chat=5, times=None)

    assert faults.take("sendMessage", {"chat_id": 6}) is None
    assert faults.take("webhook", {"update_id": 1}) is None
    assert faults.take("sendMessage", {"chat_id": "5"}) is not None


def test_paid_broadcasts_count_apart() -> None:
    floods = Floods(overall_a_second=1, paid_a_second=2, clock=lambda: 100.0)
    floods.count(1, group=False)
    for chat in (1, 2):
        floods.count(chat, group=False, paid=True)

    with pytest.raises(TooManyRequests):
        floods.count(3, group=False, paid=True)
    with pytest.raises(TooManyRequests):
        floods.count(3, group=False)
