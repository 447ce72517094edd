"""A Telegram Bot API server for one machine, with a chat page in the browser: the demo and the tests."""

from emulator.people import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID, TOKEN, Person
from emulator.server import Emulator

__all__ = ["ABU_KHALED", "EDITOR", "LAYLA", "NEIGHBOURS_ID", "TOKEN", "Emulator", "Person"]
