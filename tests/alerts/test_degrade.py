"""A refused call goes out once more in a plainer form."""

from collections.abc import Mapping
from typing import Any

import pytest

from alerts.degrade import degrade
from alerts.markup import utf16_length
from domain.alerts import Call

ALERT = Call(
    "sendMessage",
    {
        "text": '<b>قصف</b> &amp; نزوح · <a href="https://example.org">الخبر</a>',
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": []},
        "reply_parameters": {"message_id": 4},
    },
)


def changed(**params: Any) -> dict[str, Any]:
    return {name: value for name, value in {**ALERT.params, **params}.items() if value is not None}


@pytest.mark.parametrize(
    ("reason", "params"),
    [
        ("markup", changed(text="قصف & نزوح · الخبر: https://example.org", parse_mode=None)),
        ("length", changed(text="قصف & نزوح · الخبر: https://example.org", parse_mode=None)),
        ("keyboard", changed(reply_markup=None)),
        ("reply", changed(reply_parameters=None)),
        ("thread", changed()),
    ],
)
def test_only_what_was_refused_is_taken_away(reason: str, params: Mapping[str, Any]) -> None:
    assert degrade(ALERT, reason) == Call("sendMessage", params)


@pytest.mark.parametrize("reason", ["markup", "keyboard", "reply", "something else"])
def test_nothing_is_left_to_take_from_a_bare_text(reason: str) -> None:
    assert degrade(Call("sendMessage", {"text": "نص"}), reason) is None


def test_a_call_without_a_text_cannot_be_shortened() -> None:
    assert degrade(Call("deleteMessage", {"message_id": 4}), "length") is None


@pytest.mark.parametrize(("name", "most"), [("text", 2048), ("caption", 512)])
def test_a_long_text_is_halved(name: str, most: int) -> None:
    shorter = degrade(Call("sendMessage", {name: "نزوح 💥 " * 900}), "length")

    assert shorter is not None
    assert most - 20 < utf16_length(shorter.params[name]) <= most


def test_a_caption_loses_its_markup_too() -> None:
    call = Call("sendDocument", {"document": "id", "caption": "<i>ملف</i>", "parse_mode": "HTML"})

    assert degrade(call, "markup") == Call("sendDocument", {"document": "id", "caption": "ملف"})


def test_entities_go_and_their_text_stays() -> None:
    call = Call("sendMessage", {"text": "a < b", "entities": [{"type": "bold", "offset": 0, "length": 1}]})

    assert degrade(call, "markup") == Call("sendMessage", {"text": "a < b"})


def test_a_picture_that_is_refused_is_left_out_and_the_alert_goes() -> None:
    shown = {"url": "https://example.org/1.jpg", "prefer_large_media": True, "show_above_text": True}
    alert = Call("sendMessage", {"text": "قصف", "link_preview_options": shown})

    plainer = degrade(alert, "preview")

    assert plainer == Call("sendMessage", {"text": "قصف", "link_preview_options": {"is_disabled": True}})
    assert degrade(plainer, "preview") is None
