from typing import Any

import pytest

from emulator.errors import BadRequest
from emulator.keyboards import checked, inline_only


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "زر", **button}]]}


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "ص" * 32},
        {"url": "https://example.org"},
        {"url": "tg://user?id=5"},
        {"copy_text": {"text": "درعا"}},
        {"callback_data": "x", "style": "danger"},
        {"switch_inline_query": ""},
    ],
)
def test_a_good_button_is_kept_as_it_is(button: dict[str, Any]) -> None:
    assert checked(inline(**button)) == inline(**button)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline(callback_data="ص" * 33), "BUTTON_DATA_INVALID"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(url="x y"), "inline keyboard button URL 'x y' is invalid: Wrong HTTP URL"),
        (inline(copy_text={"text": "ص" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(copy_text="x"), "BUTTON_COPY_TEXT_INVALID"),
        (inline(callback_data="x", style="red"), "can't parse inline keyboard button: Invalid button style specified"),
        (inline(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button: expected an Object"),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "url": "x.org"}]]},
            "can't parse inline keyboard button: Button text must be non-empty",
        ),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be an Array'),
        ({"keyboard": "x"}, 'field "keyboard" must be an Array'),
        ({"inline_keyboard": ["x"]}, "can't parse inline keyboard: expected an Array of Arrays"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "reply markup is too long"),
        ("x", "object expected as reply markup"),
    ],
)
def test_a_wrong_keyboard_is_refused_in_the_words_of_telegram(markup: Any, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(markup)

    assert refused.value.description == f"Bad Request: {reason}"


@pytest.mark.parametrize("markup", [None, {}, {"selective": True}])
def test_no_keyboard_is_none(markup: Any) -> None:
    assert checked(markup) is None


@pytest.mark.parametrize("markup", [{"keyboard": [["نعم"]]}, {"remove_keyboard": True}, {"force_reply": True}])
def test_reply_keyboards_pass(markup: Any) -> None:
    assert checked(markup) == markup


def test_an_edit_takes_inline_keyboards_alone() -> None:
    assert inline_only(inline(callback_data="x")) == inline(callback_data="x")
    with pytest.raises(BadRequest, match="inline keyboard expected"):
        inline_only({"remove_keyboard": True})


def test_empty_rows_are_dropped() -> None:
    assert checked({"inline_keyboard": [[], []]}) == {"inline_keyboard": []}
