"""Control the world over HTTP, under /_emu/: for the page, and for tests in another process."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiohttp import web

from emulator import attaching
from emulator.errors import ApiError
from emulator.faults import Faults
from emulator.methods.api import Api
from emulator.newsroom import Newsroom
from emulator.params import Params, read
from emulator.wire import Json

Act = Callable[[Params], Any]


class Control:
    """Turn requests into acts of people. Every act is a POST that answers ``{"ok": true, "result": …}``."""

    def __init__(self, api: Api, faults: Faults, newsroom: Newsroom | None) -> None:
        self.api = api
        self.world = api.world
        self.faults = faults
        self.newsroom = newsroom

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return one route for each act."""
        acts: dict[str, Act] = {
            "say": self.say,
            "send": self.send,
            "forward": self.forward,
            "press": self.press,
            "edit": self.edit,
            "block": lambda params: self.world.block(self._person(params)),
            "unblock": lambda params: self.world.unblock(self._person(params)),
            "deactivate": lambda params: self.world.deactivate(self._person(params)),
            "add": self.add,
            "found": self.found,
            "share": self.share,
            "delete": lambda params: self.world.delete_chat(params.integer("chat")),
            "privacy": self.privacy,
            "hide": self.hide,
            "member": self.member,
            "remove": lambda params: self.world.remove_bot(self._person(params), params.integer("chat")),
            "restrict": lambda params: self.world.restrict_bot(self._person(params), params.integer("chat")),
            "promote": lambda params: self.world.promote_bot(self._person(params), params.integer("chat")),
            "upgrade": lambda params: self.world.upgrade(self._person(params), params.integer("chat")).id,
            "topic": self.topic,
            "close_topic": lambda params: self.world.close_topic(self._person(params), *topic(params)),
            "reopen_topic": lambda params: self.world.reopen_topic(self._person(params), *topic(params)),
            "delete_topic": lambda params: self.world.delete_topic(*topic(params)),
            "fault": self.fault,
            "outage": self.outage,
            "calm": self.calm,
            "flood": self.flood,
            "clock": self.clock,
            "limits": self.limits,
            "publish": self.publish,
        }
        return [web.post(f"/_emu/{name}", answering(act)) for name, act in acts.items()]

    def say(self, params: Params) -> Json:
        """Write: ``person``, ``text``, and where it is needed ``chat``, ``reply_to``, ``thread``, ``voice``."""
        return self.world.say(
            self._person(params),
            params.text("text"),
            chat=params.integer("chat"),
            reply_to=params.integer("reply_to"),
            thread=params.integer("thread"),
            voice=params.integer("voice"),
        )

    def send(self, params: Params) -> list[Json]:
        """Send the uploaded files, several as one album: ``person``, ``caption``, ``chat``, ``thread``."""
        return attaching.send(
            self.api,
            self._person(params),
            list(params.files.values()),
            chat=params.integer("chat"),
            thread=params.integer("thread"),
            caption=params.text("caption"),
        )

    def forward(self, params: Params) -> Json:
        """Forward a message to the bot: ``person``, ``chat``, ``message``."""
        return self.world.forward(self._person(params), params.integer("chat"), params.integer("message"))

    def press(self, params: Params) -> str:
        """Press a button: ``person``, ``message``, ``data``, ``chat``."""
        chat = params.integer("chat")
        return self.world.press(self._person(params), params.integer("message"), params.text("data"), chat=chat)

    def edit(self, params: Params) -> Json:
        """Change one's message: ``person``, ``message``, ``text``, ``chat``."""
        chat = params.integer("chat")
        return self.world.edit(self._person(params), params.integer("message"), params.text("text"), chat=chat)

    def add(self, params: Params) -> None:
        """Add the bot to a group or channel: ``person``, ``chat``, ``status``, ``payload``."""
        status = params.text("status") or "member"
        chat, payload = params.integer("chat"), params.text("payload")
        self.world.add_bot(self._person(params), chat, status=status, payload=payload)

    def found(self, params: Params) -> int:
        """Make a chat: ``person``, ``kind``, ``title``, ``username``."""
        kind, title = params.text("kind"), params.text("title")
        return self.world.found_chat(self._person(params), kind, title, username=params.text("username")).id

    def share(self, params: Params) -> Json:
        """Choose a chat with a button that requests one: ``person``, ``request``, ``chat``."""
        return self.world.share_chat(self._person(params), params.integer("request"), params.integer("chat"))

    def hide(self, params: Params) -> None:
        """Let an admin be anonymous, or with ``hidden`` false no more: ``person``, ``chat``."""
        hidden = "hidden" not in params.values or params.flag("hidden")
        self.world.hide(self._person(params), params.integer("chat"), hidden=hidden)

    def privacy(self, params: Params) -> None:
        """Let the bot read only what is meant for it in groups, or with ``on`` false everything."""
        self.world.privacy = "on" not in params.values or params.flag("on")
        self.world.events.emit("privacy", {"on": self.world.privacy})

    def member(self, params: Params) -> None:
        """Give a person a status in a chat: ``person``, ``chat``, ``status``."""
        self.world.member(params.integer("chat"), self._person(params), params.text("status"))

    def topic(self, params: Params) -> int:
        """Open a topic: ``person``, ``chat``, ``name``."""
        return self.world.open_topic(self._person(params), params.integer("chat"), params.text("name"))

    def fault(self, params: Params) -> None:
        """Order a fault: the fields of `emulator.faults.Fault`; ``endless`` for one that `calm` ends."""
        given = {name: value for name, value in params.values.items() if value is not None}
        given |= {"times": None} if given.pop("endless", False) else {}
        self.faults.order(given.pop("kind", "error"), **given)

    def outage(self, params: Params) -> None:
        """Let Telegram be down until `calm`: each call meets a proxy's page, and the open poll ends."""
        self.faults.go_down()
        self.api.updates.interrupt()

    def calm(self, params: Params) -> None:
        """End all faults and the outage."""
        self.faults.clear()

    def flood(self, params: Params) -> None:
        """Refuse with 429 for ``seconds``, everything or what goes to ``chat``."""
        self.api.floods.hold(params.integer("seconds"), chat=params.integer("chat"))

    def clock(self, params: Params) -> float:
        """Move the time forward by ``seconds``; return how many it is ahead of this machine's."""
        self.world.clock.forward(timedelta(seconds=params.integer("seconds")))
        ahead = self.world.clock.ahead.total_seconds()
        self.world.events.emit("clock", {"ahead": ahead})
        return ahead

    def limits(self, params: Params) -> None:
        """Set the limits of sending: the fields of `emulator.floods.Floods`."""
        floods = self.api.floods
        floods.overall_a_second = params.integer("overall_a_second")
        floods.chat_a_second = params.integer("chat_a_second")
        floods.group_a_minute = params.integer("group_a_minute")
        floods.paid_a_second = params.integer("paid_a_second")

    def publish(self, params: Params) -> Json:
        """Publish an article: ``title``, ``text``."""
        if self.newsroom is None or not self.newsroom.is_open:
            raise web.HTTPConflict(text="the newsroom is not open yet")
        item = self.newsroom.publish(params.text("title"), params.text("text"))
        return {"id": item.id, "guid": item.guid, "url": self.newsroom.link(item)}

    def _person(self, params: Params) -> Any:
        return self.world.person(params.integer("person"))


def topic(params: Params) -> tuple[int, int]:
    """Return the chat and the topic that are named."""
    return params.integer("chat"), params.integer("thread")


def answering(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of *act*; what cannot be done is a 400 with the reason."""

    async def answer(request: web.Request) -> web.Response:
        """Do it."""
        try:
            return web.json_response({"ok": True, "result": act(await read(request))})
        except (ApiError, LookupError, ValueError, TypeError) as error:
            return web.json_response({"ok": False, "description": str(error)}, status=400)

    return answer
