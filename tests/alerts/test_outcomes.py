"""Each way a call can end, raised by python-telegram-bot from what a server really answered (telegram.md §2.4)."""

import socket
import warnings

import httpx
import pytest
import telegram
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from alerts.outcomes import outcome_of
from domain.alerts import (
    ChatGone,
    Degradable,
    Flooded,
    Halted,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from domain.chats import TelegramId
from tests.alerts.conftest import Server

BLOCK_PAGE = "<html><body><h1>403 Forbidden</h1></body></html>"


async def outcome(bot: telegram.Bot, *, read_timeout: float = 5.0) -> Outcome:
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(5, "نص", read_timeout=read_timeout)
    return outcome_of(raised.value)


@pytest.mark.parametrize(
    ("code", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", ChatGone("blocked")),
        (403, "Forbidden: user is deactivated", ChatGone("deactivated")),
        (403, "Forbidden: bot was kicked from the supergroup chat", ChatGone("kicked")),
        (403, "Forbidden: bot is not a member of the channel chat", ChatGone("not_member")),
        (403, "Forbidden: bot can't initiate conversation with a user", ChatGone("not_started")),
        (403, "Forbidden: bot can't send messages to bots", ChatGone("bot")),
        (403, "Forbidden: the group chat was deleted", ChatGone("deleted")),
        (403, "Forbidden: the channel chat was deleted", ChatGone("deleted")),
        (403, "Forbidden: something new", ChatGone("forbidden")),
        (400, "Bad Request: chat not found", ChatGone("not_found")),
        (400, "Bad Request: PEER_ID_INVALID", ChatGone("not_found")),
        (400, "Bad Request: CHANNEL_PRIVATE", ChatGone("not_found")),
        (400, "Bad Request: not enough rights to send text messages to the chat", ChatGone("no_rights")),
        (400, "Bad Request: need administrator rights in the channel chat", ChatGone("no_rights")),
        (400, "Bad Request: have no write access to the chat", ChatGone("no_rights")),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", ChatGone("no_rights")),
        (400, "Bad Request: CHAT_RESTRICTED", ChatGone("no_rights")),
        (400, "Bad Request: USER_IS_BLOCKED", ChatGone("blocked")),
        (400, "Bad Request: INPUT_USER_DEACTIVATED", ChatGone("deactivated")),
        (400, "Bad Request: group chat was deactivated", ChatGone("deleted")),
        (400, 'Bad Request: can\'t parse entities: Unsupported start tag "3" at byte offset 4', Degradable("markup")),
        (400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 9", Degradable("markup")),
        (400, "Bad Request: ENTITY_BOUNDS_INVALID", Degradable("markup")),
        (400, "Bad Request: message is too long", Degradable("length")),
        (400, "Bad Request: MESSAGE_TOO_LONG", Degradable("length")),
        (400, "Bad Request: message caption is too long", Degradable("length")),
        (400, "Bad Request: MEDIA_CAPTION_TOO_LONG", Degradable("length")),
        (400, "Bad Request: BUTTON_DATA_INVALID", Degradable("keyboard")),
        (400, "Bad Request: BUTTON_URL_INVALID", Degradable("keyboard")),
        (400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL", Degradable("keyboard")),
        (400, "Bad Request: REPLY_MARKUP_TOO_LONG", Degradable("keyboard")),
        (400, "Bad Request: can't parse reply keyboard markup JSON object", Degradable("keyboard")),
        (400, "Bad Request: WEBPAGE_URL_INVALID", Degradable("preview")),
        (400, "Bad Request: can't parse link preview options", Degradable("preview")),
        (400, "Bad Request: message to be replied not found", Degradable("reply")),
        (400, "Bad Request: REPLY_MESSAGE_ID_INVALID", Degradable("reply")),
        (400, "Bad Request: message thread not found", Degradable("thread")),
        (400, "Bad Request: TOPIC_CLOSED", Degradable("thread")),
        (400, "Bad Request: TOPIC_DELETED", Degradable("thread")),
        (400, "Bad Request: message is not modified: specified new message content is the same", Sent(0)),
        (400, "Bad Request: query is too old and response timeout expired", Sent(0)),
        (400, "Bad Request: message to delete not found", Sent(0)),
        (400, "Bad Request: message to edit not found", Refused("message to edit not found")),
        (400, "Bad Request: message can't be edited", Refused("message can't be edited")),
        (400, "Bad Request: message text is empty", Refused("message text is empty")),
        (413, "Request Entity Too Large", Refused("request entity too large")),
        (401, "Unauthorized", Halted("the token is not known")),
        (404, "Not Found: method not found", Refused("method not found")),
        (404, "Not Found", Halted("the token is not known")),
        (
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            Halted("another process uses the token"),
        ),
        (429, "Too Many Requests: retry after 0", Flooded(1.0)),
        (429, "Too Many Requests", Flooded(1.0)),
        (500, "Internal Server Error", Unknown("NetworkError")),
        (502, "Bad Gateway", Unknown("NetworkError")),
        (504, "Gateway Timeout", Unknown("NetworkError")),
    ],
    ids=lambda value: value.removeprefix("Bad Request: ")[:40] if isinstance(value, str) else None,
)
async def test_what_telegram_says_decides(
    server: Server, bot: telegram.Bot, code: int, description: str, expected: Outcome
) -> None:
    server.refuses(code, description)

    assert await outcome(bot) == expected


async def test_a_flood_names_its_seconds(server: Server, bot: telegram.Bot) -> None:
    server.refuses(429, "Too Many Requests: retry after 17", retry_after=17)

    assert await outcome(bot) == Flooded(17.0)


async def test_a_flood_of_no_seconds_waits_one(server: Server, bot: telegram.Bot) -> None:
    server.refuses(429, "Too Many Requests: retry after 0", retry_after=0)

    assert await outcome(bot) == Flooded(1.0)


def test_a_flood_counts_the_same_in_seconds_of_the_older_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA", raising=False)

    with warnings.catch_warnings(action="ignore"):
        assert outcome_of(RetryAfter(17)) == Flooded(17.0)


async def test_a_group_that_became_a_supergroup_names_its_new_id(server: Server, bot: telegram.Bot) -> None:
    server.refuses(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1001234567890)

    assert await outcome(bot) == Migrated(TelegramId(-1001234567890))


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 500, 502, 503])
async def test_a_page_that_is_no_json_tells_nothing(server: Server, bot: telegram.Bot, status: int) -> None:
    server.says(status, BLOCK_PAGE)

    assert await outcome(bot) == Unknown("the answer was not Telegram's")


async def test_an_answer_that_comes_too_late_may_have_been_done(server: Server, bot: telegram.Bot) -> None:
    server.never_answers()

    assert await outcome(bot, read_timeout=0.05) == Unknown("TimedOut from ReadTimeout")
    assert server.method == "sendMessage"


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
async def test_a_connection_dropped_before_the_answer_may_have_been_done(
    server: Server, bot: telegram.Bot, *, reset: bool
) -> None:
    server.hangs_up(reset=reset)

    assert isinstance(await outcome(bot), Unknown)
    assert server.method == "sendMessage"


async def test_a_refused_connection_was_never_made() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/bot"

        assert isinstance(await outcome_at(address), NotSent)


async def test_a_name_that_does_not_resolve_was_never_connected_to() -> None:
    assert isinstance(await outcome_at("http://telegram.invalid/bot"), NotSent)


async def test_an_address_without_a_scheme_was_never_connected_to() -> None:
    assert isinstance(await outcome_at("gopher://127.0.0.1/bot"), NotSent)


async def test_a_handshake_that_takes_too_long_made_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/bot"

        assert isinstance(await outcome_at(address, HTTPXRequest(connect_timeout=0.05)), NotSent)


async def test_a_proxy_that_refuses_made_no_connection(server: Server) -> None:
    server.says(502, "no way")
    proxy = server.url.removesuffix("/bot")

    assert isinstance(await outcome_at("https://127.0.0.1:9/bot", HTTPXRequest(proxy=proxy)), NotSent)


async def outcome_at(address: str, request: HTTPXRequest | None = None) -> Outcome:
    request = request or HTTPXRequest()
    try:
        return await outcome(telegram.Bot("1:x", base_url=address, request=request))
    finally:
        await request.shutdown()


def raised_from(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (raised_from(TimedOut(), httpx.PoolTimeout("")), NotSent),
        (raised_from(TimedOut(), httpx.ConnectTimeout("")), NotSent),
        (raised_from(TimedOut(), httpx.WriteTimeout("")), Unknown),
        (raised_from(NetworkError("httpx.WriteError"), httpx.WriteError("")), Unknown),
        (raised_from(NetworkError("httpx.ReadError"), httpx.ReadError("")), Unknown),
        (NetworkError("Unknown error in HTTP implementation: RuntimeError()"), Unknown),
        (RuntimeError("no error of Telegram's"), Unknown),
    ],
    ids=lambda value: repr(value.__cause__ or value) if isinstance(value, Exception) else None,
)
def test_what_the_connection_says_decides_where_telegram_says_nothing(
    error: Exception, expected: type[Outcome]
) -> None:
    assert isinstance(outcome_of(error), expected)


async def test_no_reason_holds_the_token_or_an_address(server: Server, bot: telegram.Bot) -> None:
    server.hangs_up()

    found = await outcome(bot)

    assert isinstance(found, Unknown)
    assert "127.0.0.1" not in found.reason
    assert "1:x" not in found.reason
