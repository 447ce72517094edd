"""Logs: one line each, and no secret in any of them."""

import logging

import pytest
from telegram.error import TelegramError
from telegram.request import BaseRequest

from config.logging import Redacting, configure

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def _line(message: str, *, error: BaseException | None = None, secrets: tuple[str, ...] = ()) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    return Redacting(secrets).format(logging.LogRecord("bot", logging.INFO, "", 0, message, (), trace))


def test_a_token_in_an_address_is_cut() -> None:
    line = _line(f"POST https://api.telegram.org/bot{TOKEN}/sendMessage")

    assert TOKEN not in line
    assert "/bot<token>/sendMessage" in line


def test_a_token_in_a_traceback_is_cut() -> None:
    assert TOKEN not in _line("failed", error=ValueError(f"token {TOKEN} refused"))


def test_named_secrets_are_cut() -> None:
    assert _line("url=postgres://u:hunter2@h/db", secrets=("hunter2", "")).endswith("url=postgres://u:<secret>@h/db")


def test_libraries_that_log_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    try:
        configure("INFO")
        logging.getLogger("httpx").info("HTTP Request: POST …")
        logging.getLogger("bot").info("started roles=%s", "all")
    finally:
        root.handlers = before

    assert capsys.readouterr().err.count("\n") == 1


def test_an_answer_that_is_cut_off_is_not_logged_with_what_people_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    try:
        configure("INFO")
        with pytest.raises(TelegramError):
            BaseRequest.parse_json_payload('{"result": [{"chat": {"id": 4711}, "text": "كلام'.encode())
    finally:
        root.handlers = before

    assert capsys.readouterr().err == ""
