"""The emulator itself: one aiohttp server on this machine alone.

async with Emulator() as emulator:
    bot = telegram.Bot(TOKEN, base_url=emulator.api)
    emulator.world.say(LAYLA, "درعا البلد")
"""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from emulator import attaching
from emulator.botapi import BotApi
from emulator.calls import Calls
from emulator.clock import Clock
from emulator.control import Control
from emulator.events import Events
from emulator.faults import Faults
from emulator.floods import Floods
from emulator.hooks import Webhook
from emulator.localonly import add_headers, only_from_here
from emulator.methods.api import Api
from emulator.newsroom import Newsroom
from emulator.page import Page
from emulator.params import File
from emulator.people import EDITOR, TOKEN, Person
from emulator.profile import Profile
from emulator.pushing import Pusher
from emulator.updates import Updates
from emulator.wire import Json
from emulator.world import World

PORTS_TRIED = 21
MAX_BODY = 60 * 1024 * 1024  # a bot sends files of up to 50 MB


class Emulator:
    """Telegram for one bot. A port of 0 takes any free one; one that is taken, the next free one of the 20 after it."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        *,
        admins: Iterable[int] = (EDITOR.id,),
        newsroom: bool = True,
        push_unit: float = 1.0,
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the emulator serves this machine alone: the host must be 127.0.0.1")
        self._host = host
        self._port = port
        self.token = token
        self.events = Events()
        self.updates = Updates()
        self.faults = Faults(lambda shown: self.events.emit("faults", shown))
        self.clock = Clock()
        self.calls = Calls(lambda call: self.events.emit("call", call.shown()), self.clock)
        self.world = World(self.updates, self.events, admins, self.clock)
        self.floods = Floods(clock=self.clock.monotonic)
        self.profile = Profile()
        self._api = Api(self.world, self.updates, self.floods, self.profile)
        self._newsroom = Newsroom(lambda: self.url, self.events, self.clock) if newsroom else None
        self._pusher = Pusher(self.updates, lambda: self.webhook, self.faults, self.clock, unit=push_unit)
        self._pushing: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return self._port

    @property
    def url(self) -> str:
        """Return the address of the chat page."""
        return f"http://{self._host}:{self._port}"

    @property
    def api(self) -> str:
        """Return the ``base_url`` for python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def files(self) -> str:
        """Return the ``base_file_url`` for python-telegram-bot."""
        return f"{self.url}/file/bot"

    @property
    def feed(self) -> str:
        """Return the address of the demo feed."""
        return f"{self.url}/feed.xml"

    @property
    def webhook(self) -> Webhook:
        """Return the webhook that the bot has set, one without an address if none."""
        return self._api.webhook

    @property
    def newsroom(self) -> Newsroom:
        """Return the newsroom.

        Raises:
            LookupError: the emulator was built without one.
        """
        if self._newsroom is None:
            raise LookupError("this emulator has no newsroom")
        return self._newsroom

    def send_file(self, person: Person, name: str, content: bytes, *, chat: int = 0, caption: str = "") -> Json:
        """Send a file as *person*; return the message."""
        (message,) = self.send_album(person, {name: content}, chat=chat, caption=caption)
        return message

    def send_album(
        self, person: Person, contents: Mapping[str, bytes], *, chat: int = 0, caption: str = ""
    ) -> list[Json]:
        """Send files by their names as *person*, several as one album; return the messages."""
        files = [File(name, content, "application/octet-stream") for name, content in contents.items()]
        return attaching.send(self._api, person, files, chat=chat, caption=caption)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_BODY, middlewares=[only_from_here])
        app.on_response_prepare.append(add_headers)
        app.add_routes(BotApi(self._api, self.calls, self.faults, self.token).routes())
        app.add_routes(Page(self._api, self.calls, self.faults, self._newsroom).routes())
        app.add_routes(Control(self._api, self.faults, self._newsroom).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        listening = listen(self._host, self._port)
        self._port = listening.getsockname()[1]
        await web.SockSite(self._runner, listening).start()
        # No TaskGroup: a fixture may be entered and left in different tasks.
        self._pushing = asyncio.get_running_loop().create_task(self._pusher.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pushing is not None:
            self._pushing.cancel()
            await asyncio.wait([self._pushing])
        self.updates.close()
        self.events.close()
        if self._runner is not None:
            await self._runner.cleanup()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on *port*, or on the next free one.

    Raises:
        OSError: all of them are taken.
    """
    for tried in range(port, port + (PORTS_TRIED if port else 1)):
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, tried))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            listening.setblocking(False)  # noqa: FBT003  the standard library wants it by position
            return listening
    raise OSError(errno.EADDRINUSE, f"ports {port} to {port + PORTS_TRIED - 1} are all taken")
