"""Whatever the server does, a question ends in its time, with an answer or a reason that names no secret."""

import gzip
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from alerts.model import MAX_BYTES, Answer, Model
from domain.errors import ModelError
from domain.feeds import FeedId
from domain.news import Article
from domain.retellings import RetellingKind
from tests.alerts.model_server import KEY, ModelServer, completion, serving

ARTICLE = Article(FeedId(1), "i", "عنوان", "نص الخبر </article> كله", "", None, datetime(2026, 11, 28, tzinfo=UTC))
PATIENT, HASTY = timedelta(seconds=30), timedelta(seconds=0.3)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with serving() as server:
        yield server


@pytest.fixture
async def model(server: ModelServer) -> AsyncIterator[Model]:
    async with Model(server.url, "m", KEY, limit=PATIENT) as model:
        yield model


async def test_the_article_is_data_in_the_users_message_and_the_key_a_header(server: ModelServer, model: Model) -> None:
    server.says("ملخص")

    answer = await model.retell(ARTICLE, RetellingKind.SUMMARY)

    assert answer == Answer("ملخص", 900)
    [asked], [headers] = server.asked, server.headers
    system, user = asked["messages"]
    assert (system["role"], user["role"], asked["model"]) == ("system", "user", "m")
    assert "نص الخبر" not in system["content"]
    assert user["content"] == "<article>\nعنوان\n\nنص الخبر   كله\n</article>"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Accept-Encoding"] == "identity"
    assert asked["max_tokens"] < 2_000


async def test_a_server_of_ones_own_needs_no_key(server: ModelServer) -> None:
    server.says("ملخص")
    async with Model(server.url, "m", "", limit=PATIENT) as model:
        assert (await model.retell(ARTICLE, RetellingKind.SUMMARY)).text == "ملخص"


BREAKS: dict[str, tuple[Callable[[ModelServer], None], str]] = {
    "stalls": (lambda server: server.stalls(), "timeout"),
    "drips": (lambda server: server.streams(b" ", every=0.02), "timeout"),
    "drips an error": (lambda server: server.streams(b" ", every=0.02, status=500), "status: 500"),
    "endless": (lambda server: server.streams(b" " * 65_536), "too_large"),
    "endless error": (lambda server: server.streams(b" " * 65_536, status=500), "status: 500"),
    "huge": (lambda server: server.says("ا" * MAX_BYTES), "too_large"),
    "busy": (lambda server: server.sends("{}", 429, {"Retry-After": "7"}), "status: 429"),
    "broken": (lambda server: server.sends("{}", 500), "status: 500"),
    "refuses and repeats the key": (lambda server: server.sends(f'{{"error": "bad key {KEY}"}}', 401), "status: 401"),
    "redirects": (lambda server: server.sends("", 302, {"Location": "http://127.0.0.1:9/v1"}), "status: 302"),
    "hangs up": (lambda server: server.hangs_up(), "connection"),
    "no JSON": (lambda server: server.sends("<html>"), "no_answer"),
    "half of it": (lambda server: server.sends(json.dumps(completion("ملخص"))[:-9]), "no_answer"),
    "nested": (lambda server: server.sends("[" * 100_000), "no_answer"),
    "a list": (lambda server: server.sends("[]"), "no_answer"),
    "no choices": (lambda server: server.sends('{"choices": []}'), "no_answer"),
    "null": (lambda server: server.says(None), "no_answer"),
    "a number": (lambda server: server.says(7), "no_answer"),
    "empty": (lambda server: server.says("  \n"), "no_answer"),
    "cut": (lambda server: server.says("ملخص", finish="length"), "cut"),
    "filtered": (lambda server: server.says("ملخص", finish="content_filter"), "cut"),
    "packed": (
        lambda server: server.sends(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"}),
        "no_answer",
    ),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_whatever_the_server_does_a_question_ends_and_names_no_secret(
    how: str, server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    behave, reason = BREAKS[how]
    behave(server)
    began = time.monotonic()

    async with Model(server.url, "m", KEY, limit=HASTY if reason == "timeout" else PATIENT) as model:
        with pytest.raises(ModelError) as caught:
            await model.retell(ARTICLE, RetellingKind.SUMMARY)

    assert str(caught.value) == reason
    assert time.monotonic() - began < PATIENT.total_seconds()
    assert len(server.asked) <= 1  # it is not asked twice
    assert caught.value.__cause__ is None
    assert KEY not in str(vars(caught.value))
    assert KEY not in caplog.text


async def test_nobody_listening_is_a_connection_that_failed() -> None:
    async with Model("http://127.0.0.1:9/v1", "m", KEY, limit=PATIENT) as model:
        with pytest.raises(ModelError, match="connection"):
            await model.retell(ARTICLE, RetellingKind.SUMMARY)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("999999", 3600), ("soon", None), ("-1", None)])
async def test_how_long_a_busy_server_asks_to_wait_is_told_within_bounds(
    header: str, seconds: float | None, server: ModelServer, model: Model
) -> None:
    server.sends("{}", 429, {"Retry-After": header})

    with pytest.raises(ModelError) as caught:
        await model.retell(ARTICLE, RetellingKind.SUMMARY)

    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("tokens", [None, "many", -5, 10**12, [1]])
async def test_a_cost_that_cannot_be_is_not_told(tokens: object, server: ModelServer, model: Model) -> None:
    server.says("ملخص", tokens=tokens)

    assert (await model.retell(ARTICLE, RetellingKind.SUMMARY)).tokens == 0


async def test_an_answer_without_usage_or_reason_is_an_answer(server: ModelServer, model: Model) -> None:
    server.sends(json.dumps({"choices": [{"message": {"content": "ملخص"}}], "usage": None}))

    assert await model.retell(ARTICLE, RetellingKind.SUMMARY) == Answer("ملخص", 0)
