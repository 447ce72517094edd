"""What goes out on the wire for one delivery, and what comes back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import telegram

from alerts.send import send
from domain.alerts import Call, Delivery, Flooded, Lane, Refused, Sent, Unknown
from domain.chats import ChatKind, TelegramId, Thread
from news.arabic.marks import RIGHT_TO_LEFT
from tests.alerts.conftest import Server


async def test_the_stored_parameters_go_out_as_they_are(server: Server, bot: telegram.Bot, delivery: Delivery) -> None:
    call = Call(
        "sendMessage",
        {
            "text": RIGHT_TO_LEFT + "💥 <b>قصف · درعا البلد</b>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {"inline_keyboard": [[{"text": "لماذا؟", "callback_data": "w:7"}]]},
        },
    )

    assert await send(bot, delivery, call) == Sent(77)
    assert server.method == "sendMessage"
    assert server.params == {
        "chat_id": "5",
        "text": RIGHT_TO_LEFT + "💥 <b>قصف · درعا البلد</b>",
        "parse_mode": "HTML",
        "link_preview_options": '{"is_disabled": true}',
        "reply_markup": server.params["reply_markup"],
    }
    assert "w:7" in server.params["reply_markup"]


async def test_a_repeat_is_the_same_to_the_byte(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call
) -> None:
    await send(bot, delivery, call)
    await send(bot, delivery, call)

    assert server.calls[0] == server.calls[1]


async def test_a_repeat_without_sound_differs_in_the_sound_alone(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call
) -> None:
    await send(bot, delivery, call)
    loud = server.params

    await send(bot, delivery, call, silent=True)

    assert server.params == loud | {"disable_notification": "true"}


async def test_silence_is_stronger_than_what_was_stored(server: Server, bot: telegram.Bot, delivery: Delivery) -> None:
    await send(bot, delivery, Call("sendMessage", {"text": "نص", "disable_notification": False}), silent=True)

    assert server.params["disable_notification"] == "true"


async def test_a_topic_is_named(server: Server, bot: telegram.Bot, delivery: Delivery, call: Call) -> None:
    await send(bot, replace(delivery, thread=Thread(12)), call)

    assert server.params["message_thread_id"] == "12"


async def test_a_topic_found_closed_is_left_out(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call
) -> None:
    await send(bot, replace(delivery, thread=Thread(12), degraded=("thread",)), call)

    assert "message_thread_id" not in server.params


@pytest.mark.parametrize(
    ("method", "params", "result", "message_id"),
    [
        ("editMessageText", {"message_id": 77, "text": "تم"}, None, 77),
        ("editMessageText", {"message_id": 77, "text": "تم"}, True, 0),
        ("editMessageReplyMarkup", {"message_id": 77}, None, 77),
        ("deleteMessage", {"message_id": 77}, True, 0),
    ],
)
async def test_edits_and_deletions_name_neither_topic_nor_sound(
    server: Server,
    bot: telegram.Bot,
    delivery: Delivery,
    method: str,
    params: Mapping[str, Any],
    result: object,
    message_id: int,
) -> None:
    if result is not None:
        server.result(result)

    outcome = await send(bot, replace(delivery, thread=Thread(12)), Call(method, params), silent=True)

    assert outcome == Sent(message_id)
    assert server.method == method
    assert server.params == {"chat_id": "5", **{name: str(value) for name, value in params.items()}}


async def test_a_method_that_the_library_does_not_know_is_called_too(
    server: Server, bot: telegram.Bot, delivery: Delivery
) -> None:
    server.result({"message_id": 78})

    assert await send(bot, delivery, Call("sendRichMessage", {"html": "نص"})) == Sent(78)
    assert server.method == "sendRichMessage"


async def test_a_method_that_the_server_does_not_know_is_refused_and_halts_nothing(
    server: Server, bot: telegram.Bot, delivery: Delivery
) -> None:
    server.refuses(404, "Not Found: method not found")

    assert await send(bot, delivery, Call("sendRichMessage", {"html": "نص"})) == Refused("method not found")


async def test_a_stored_file_is_uploaded(server: Server, bot: telegram.Bot, delivery: Delivery) -> None:
    call = Call("sendDocument", {"document": {"file": "subscriptions.csv"}, "caption": "ملف"})

    assert await send(bot, delivery, call, file="الاسم,الرابط".encode()) == Sent(77)
    assert server.method == "sendDocument"
    assert "الاسم,الرابط".encode() in server.calls[-1][1]
    assert b'filename="subscriptions.csv"' in server.calls[-1][1]


@pytest.mark.parametrize(("lane", "paid"), [(Lane.ANSWER, None), (Lane.NORMAL, "true")])
async def test_alerts_of_a_bot_that_pays_pass_the_free_limit_and_answers_need_not(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call, lane: Lane, paid: str | None
) -> None:
    await send(bot, replace(delivery, lane=lane), call, paid=True)

    assert server.params.get("allow_paid_broadcast") == paid


async def test_a_group_has_a_negative_id(server: Server, bot: telegram.Bot, delivery: Delivery, call: Call) -> None:
    await send(bot, replace(delivery, telegram_id=TelegramId(-100123)), call)

    assert server.params["chat_id"] == "-100123"


async def test_an_error_of_telegram_is_its_outcome(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call
) -> None:
    server.refuses(429, "Too Many Requests: retry after 3", retry_after=3)

    assert await send(bot, delivery, call) == Flooded(3.0)


@pytest.mark.parametrize("body", ["{}", "[]", '"نعم"', '{"ok": true}', '{"ok": true, "result": {"message_id": 1}}'])
async def test_an_answer_of_another_shape_may_have_been_done(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call, body: str
) -> None:
    server.says(200, body)

    assert isinstance(await send(bot, delivery, call), Unknown)


async def test_a_late_answer_may_have_been_done(
    server: Server, bot: telegram.Bot, delivery: Delivery, call: Call
) -> None:
    server.never_answers()

    assert isinstance(await send(bot, delivery, call, read_timeout=0.05), Unknown)


async def test_a_call_that_lacks_its_text_is_our_mistake(bot: telegram.Bot, delivery: Delivery) -> None:
    with pytest.raises(KeyError, match="text"):
        await send(bot, delivery, Call("sendMessage", {}))


async def test_an_alert_in_a_channel_has_no_button_that_asks_us_something(
    server: Server, bot: telegram.Bot, delivery: Delivery
) -> None:
    asking, leading = {"text": "لماذا؟", "callback_data": "w:7"}, {"text": "الخبر", "url": "https://news.example/1"}
    channel = replace(delivery, chat_kind=ChatKind.CHANNEL)

    for rows, left in (([[asking]], None), ([[asking, leading], [asking]], [[leading]])):
        await send(bot, channel, Call("sendMessage", {"text": "خبر", "reply_markup": {"inline_keyboard": rows}}))

        markup = server.params.get("reply_markup")
        assert (json.loads(markup)["inline_keyboard"] if markup else None) == left
