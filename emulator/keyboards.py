"""Check keyboards as Telegram's server does. Pure."""

from typing import Any

from emulator.errors import BadRequest
from emulator.links import link
from emulator.wire import Json

MAX_DATA = 64  # bytes; an Arabic letter takes two
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_COPIED = 256
STYLES = ("primary", "success", "danger")
ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
)


def checked(markup: Any) -> Json | None:
    """Return a message's reply markup, None if it has none.

    Raises:
        BadRequest: what Telegram refuses, in its words.
    """
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": inline_rows(markup["inline_keyboard"])}
    if "keyboard" in markup:
        rows_of(markup["keyboard"], "reply keyboard")
        return markup
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def inline_only(markup: Any) -> Json | None:
    """Return the inline keyboard of an edit."""
    keyboard = checked(markup)
    if keyboard is not None and "inline_keyboard" not in keyboard:
        raise BadRequest("inline keyboard expected")
    return keyboard


def rows_of(value: Any, kind: str) -> list[list[Any]]:
    """Check the shape of a keyboard of the *kind* named."""
    if not isinstance(value, list):
        raise BadRequest(f'field "{"keyboard" if kind == "reply keyboard" else "inline_keyboard"}" must be an Array')
    if not all(isinstance(row, list) for row in value):
        raise BadRequest(f"can't parse {kind}: expected an Array of Arrays")
    if sum(len(row) for row in value) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in value):
        raise BadRequest("reply markup is too long")
    return value


def inline_rows(value: Any) -> list[list[Json]]:
    """Check an inline keyboard; empty rows are dropped."""
    rows = rows_of(value, "inline keyboard")
    return [[inline_button(button) for button in row] for row in rows if row]


def inline_button(button: Any) -> Json:
    """Check one button of an inline keyboard."""
    if not isinstance(button, dict):
        raise unreadable("expected an Object")
    if not isinstance(button.get("text"), str):
        raise unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise unreadable("Button text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise unreadable("Text buttons are unallowed in the inline keyboard")
    if button.get("style", STYLES[0]) not in STYLES:
        raise unreadable("Invalid button style specified")
    check_action(actions[0], button[actions[0]])
    return button


def check_action(action: str, value: Any) -> None:
    """Check what a button does when pressed."""
    match action:
        case "callback_data" if not 1 <= len(str(value).encode()) <= MAX_DATA:
            raise BadRequest("BUTTON_DATA_INVALID")
        case "url" if link(str(value)) is None:
            raise BadRequest(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        case "copy_text" if not 1 <= len(copied(value)) <= MAX_COPIED:
            raise BadRequest("BUTTON_COPY_TEXT_INVALID")
        case _:
            pass


def copied(value: Any) -> str:
    """Return the text that a button copies."""
    return str(value.get("text", "")) if isinstance(value, dict) else ""


def unreadable(reason: str) -> BadRequest:
    """Return the error of a button that cannot be read."""
    return BadRequest(f"can't parse inline keyboard button: {reason}")
