"""Serve the chat page, its state and its events, the demo feed and the pages of its articles."""

import asyncio
import contextlib
import json
from pathlib import Path

from aiohttp import web

from emulator.calls import Calls
from emulator.events import Listener
from emulator.faults import Faults
from emulator.methods.api import Api
from emulator.newsroom import Newsroom, etag
from emulator.society import shown
from emulator.wire import Json

FILES = Path(__file__).parent / "page"
HEARTBEAT = 15.0  # seconds; a comment, so that a dead connection is noticed
SHOWN_MESSAGES = 200
SHOWN_CALLS = 100


class Page:
    """What the browser sees."""

    def __init__(self, api: Api, calls: Calls, faults: Faults, newsroom: Newsroom | None) -> None:
        self.api = api
        self.calls = calls
        self.faults = faults
        self.newsroom = newsroom

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the page's routes."""
        return [
            web.get("/", self.index),
            web.get("/_emu/state", self.state_now),
            web.get("/_emu/events", self.events),
            web.get("/_emu/file/{id}", self.file),
            web.get("/feed.xml", self.feed),
            web.get("/news/{id:[0-9]+}", self.article),
            web.static("/page", FILES),
        ]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """Return the page."""
        return web.FileResponse(FILES / "index.html", headers={"Cache-Control": "no-cache"})

    async def state_now(self, request: web.Request) -> web.Response:
        """Return the whole state as JSON."""
        return web.json_response(self.state(), dumps=lambda value: json.dumps(value, ensure_ascii=False))

    def state(self) -> Json:
        """Return all that the page shows."""
        world = self.api.world
        people = [
            {"id": one.id, "name": one.name, "about": one.about, "admin": one.id in world.admins}
            for one in world.people.values()
        ]
        chats = [
            shown(chat) | {"messages": list(chat.messages.values())[-SHOWN_MESSAGES:]} for chat in world.chats.values()
        ]
        return {
            "bot": world.bot,
            "profile": self.api.profile.shown(world.chats.values()),
            "people": people,
            "chats": chats,
            "calls": [call.shown() for call in list(self.calls)[-SHOWN_CALLS:]],
            "faults": self.faults.shown(),
            "privacy": {"on": world.privacy},
            "webhook": self.api.webhook.shown(len(self.api.updates), self.api.updates.allowed),
            "clock": {"ahead": world.clock.ahead.total_seconds()},
            "newsroom": self.newsroom.shown() if self.newsroom else None,
        }

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Tell the page what happens: first the whole state, then each event."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        with self.api.world.events.listening() as queue, contextlib.suppress(ConnectionError):  # the page was closed
            await response.write(event("state", self.state()))
            while (told := await next_event(queue)) is not None:
                await response.write(told)
        return response

    async def file(self, request: web.Request) -> web.Response:
        """Return a file that the bot or a person sent."""
        file = self.api.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def feed(self, request: web.Request) -> web.Response:
        """Return the demo feed, or 304 where the reader has it (RFC 9110 §13.1.2)."""
        if self.newsroom is None:
            raise web.HTTPNotFound
        body = self.newsroom.feed()
        headers = {"ETag": etag(body)}
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)

    async def article(self, request: web.Request) -> web.Response:
        """Return the page of an article."""
        item = self.newsroom.item(int(request.match_info["id"])) if self.newsroom else None
        if self.newsroom is None or item is None:
            raise web.HTTPNotFound(text="لا خبر بهذا العنوان، أو أنّ العرض بدأ من جديد.")
        return web.Response(text=self.newsroom.page(item), content_type="text/html")


async def next_event(queue: Listener) -> bytes | None:
    """Return the next event to write, a heartbeat if none comes for a while, None at the end."""
    try:
        async with asyncio.timeout(HEARTBEAT):
            told = await queue.get()
    except TimeoutError:
        return b": alive\n\n"
    return event(*told) if told is not None else None


def event(name: str, data: Json) -> bytes:
    """Write one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
