"""Send one delivery through python-telegram-bot, and say what became of it.

The stored method and parameters go out as they are, so that a repeat is the same to the byte: they are handed over
as ``api_kwargs``, which python-telegram-bot passes on untouched. The chat, the topic and the sound are added here.
"""

import inspect
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import telegram
from telegram.error import TelegramError

from alerts.degrade import degrade
from alerts.outcomes import outcome_of
from domain.alerts import Call, Delivery, Lane, Outcome, Sent, Unknown
from domain.chats import GENERAL, ChatKind

__all__ = ["READ_TIMEOUT", "degrade", "needs_file", "outcome_of", "send"]

READ_TIMEOUT = 30.0  # seconds: an answer that comes after the time-out makes a repeat (telegram.md §3.2)


async def send(
    bot: telegram.Bot,
    delivery: Delivery,
    call: Call,
    *,
    file: bytes | None = None,
    silent: bool = False,
    paid: bool = False,
    read_timeout: float = READ_TIMEOUT,
) -> Outcome:
    """Make *call* in the chat of *delivery* and return its outcome; only cancellation is raised.

    *silent* is for repeats after Unknown: if it is a second copy, it makes no sound. A topic that was found closed
    or gone (``thread`` in *delivery.degraded*) is left out. A parameter of the form ``{"file": name}`` is the *file*
    stored beside the call. *paid* lets what is no answer pass the free limit.

    Raises:
        KeyError: if *call* lacks a parameter that its method requires.
    """
    params = _addressed(delivery, call, file=file, silent=silent, paid=paid)
    request = _request(bot, call.method, params)
    try:
        answer = await request(api_kwargs=params, read_timeout=read_timeout)
    except TelegramError as error:
        return outcome_of(error)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # JSON of another shape than documented fails inside python-telegram-bot, after the call was made.
        return Unknown(type(error).__name__)
    return Sent(_message_id(answer))


def needs_file(call: Call) -> bool:
    """Return whether a file stored beside *call* goes with it."""
    return any(_named_file(value) for value in call.params.values())


def _addressed(delivery: Delivery, call: Call, *, file: bytes | None, silent: bool, paid: bool) -> dict[str, Any]:
    """Return the parameters with the chat and, where a message is made, its topic and its sound."""
    params: dict[str, Any] = {"chat_id": delivery.telegram_id}
    for name, value in call.params.items():
        named = _named_file(value)
        params[name] = telegram.InputFile(file or b"", filename=named) if named else value
    if delivery.chat_kind is ChatKind.CHANNEL and "reply_markup" in params:
        params |= _without_callbacks(params.pop("reply_markup"))
    if call.method.startswith("send"):
        if delivery.thread != GENERAL and "thread" not in delivery.degraded:
            params["message_thread_id"] = delivery.thread
        if silent:
            params["disable_notification"] = True
        if paid and delivery.lane is not Lane.ANSWER:
            params["allow_paid_broadcast"] = True
    return params


def _without_callbacks(markup: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyboard without buttons that ask us something: any reader of a channel could tap them."""
    rows = ([each for each in row if "callback_data" not in each] for row in markup.get("inline_keyboard", ()))
    left = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": left}} if left else {}


def _request(bot: telegram.Bot, method: str, params: Mapping[str, Any]) -> Any:
    """Return python-telegram-bot's own method, or its door for methods that it does not know yet."""
    known = getattr(bot, method, None)
    if known is None:
        return partial(bot.do_api_request, method)
    return partial(known, **{name: params[name] for name in _required(type(bot), method)})


@cache
def _required(kind: type[telegram.Bot], method: str) -> tuple[str, ...]:
    parameters = inspect.signature(getattr(kind, method)).parameters.values()
    return tuple(each.name for each in parameters if each.default is each.empty and each.name != "self")


def _named_file(value: Any) -> str:
    """Return the name of the file that a parameter stands for, empty if it is none."""
    match value:
        case {"file": str(name)}:
            return name
    return ""


def _message_id(answer: Any) -> int:
    match answer:
        case telegram.Message():
            return answer.message_id
        case {"message_id": int(message_id)}:
            return message_id
    return 0
