"""A Telegram in a process of its own, for benchmarks: the emulator with many people, who write down what reaches them.

What is asked of it beyond the Bot API (whom it knows, which faults it makes, what arrived) goes through a pipe that the
sender under test never sees.
"""

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from emulator.chats import Chat
from emulator.people import Person
from emulator.server import Emulator

TOKEN = "42:benchmark"  # noqa: S105  a stand-in's
FIRST = 10_000_001  # the id of the first person
GROUP = -4_000_000_001  # a group that becomes a supergroup before anything is sent
READY_WITHIN = 30.0  # seconds

Arrived = tuple[float, int, str]  # when, in which chat, what


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there: *people* with ids from ``FIRST`` on, of whom the first *blocked* have blocked the bot."""

    people: int
    blocked: int = 0
    group: bool = False
    limits: Mapping[str, int] = field(default_factory=dict)  # of emulator.floods.Floods


@dataclass(frozen=True, slots=True)
class Report:
    """What arrived, in order, and what was answered: how often each fault, and how many refusals of each status."""

    arrived: list[Arrived]
    faults: Mapping[str, int]
    statuses: Mapping[int, int]


class Standin:
    """The other end of the pipe."""

    def __init__(self, pipe: Connection, address: str) -> None:
        self._pipe = pipe
        self.api = f"{address}/bot"

    def order(self, **fault: Any) -> None:
        """Order a fault, see ``emulator.faults.Faults.order``."""
        self._ask(("order", fault))

    def calm(self) -> None:
        """End all faults."""
        self._ask(("calm", {}))

    def report(self) -> Report:
        """Return what arrived until now."""
        found: Report = self._ask(("report", {}))
        return found

    def _ask(self, what: tuple[str, Mapping[str, Any]]) -> Any:
        self._pipe.send(what)
        return self._pipe.recv()


@contextmanager
def telegram(cast: Cast) -> Iterator[Standin]:
    """Run a Telegram of *cast* until the block ends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, cast), daemon=True)
    process.start()
    try:
        if not ours.poll(READY_WITHIN):
            raise TimeoutError("the stand-in did not start")
        yield Standin(ours, ours.recv())
    finally:
        ours.send(("stop", {}))
        process.join(READY_WITHIN)
        process.kill()


def sqlite(folder: str) -> str:
    """Return the address of a new database in *folder*."""
    return f"sqlite:///{Path(folder) / 'mirsal.db'}"


def _serve(pipe: Connection, cast: Cast) -> None:
    asyncio.run(_play(pipe, cast))


async def _play(pipe: Connection, cast: Cast) -> None:
    async with Emulator(token=TOKEN, newsroom=False) as emulator:
        _let_in(emulator, cast)
        notes = Notes()
        with emulator.events.listening() as events:
            listening = asyncio.create_task(notes.take(events))
            pipe.send(emulator.url)
            while True:
                what, values = await asyncio.to_thread(pipe.recv)
                if what == "stop":
                    break
                pipe.send(_answer(emulator, notes, what, values))
            listening.cancel()


def _answer(emulator: Emulator, notes: "Notes", what: str, values: Mapping[str, Any]) -> Report | None:
    match what:
        case "order":
            emulator.faults.order(**values)
        case "calm":
            emulator.faults.clear()
        case "report":
            return Report(notes.arrived, dict(notes.faults), dict(notes.statuses))
    return None


def _let_in(emulator: Emulator, cast: Cast) -> None:
    world = emulator.world
    for number in range(cast.people):
        person = Person(FIRST + number, f"شخص {number}", "", f"person{number}")
        world.add_person(person)
        world.acquaint(person)
        if number < cast.blocked:
            world.block(person)
    if cast.group:
        owner = world.person(FIRST + cast.people - 1)
        world.add_chat(Chat(GROUP, "group", "حي", bot="member", members={owner.id: "creator"}))
        world.upgrade(owner, GROUP)
    for name, value in cast.limits.items():
        setattr(emulator.floods, name, value)


class Notes:
    """What the people of the stand-in wrote down."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.faults: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()

    async def take(self, events: asyncio.Queue[Any]) -> None:
        """Write down what the emulator tells."""
        while (event := await events.get()) is not None:
            name, told = event
            if name == "message" and told["message"].get("from", {}).get("is_bot"):
                self.arrived.append((time.time(), told["chat"], told["message"].get("text", "")))
            elif name == "call":
                self.statuses[told["status"]] += 1
                if told["fault"]:
                    self.faults[told["fault"]] += 1
