"""Faults to order: what a test or a curious person makes Telegram do wrong."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from emulator.wire import Json

Kind = Literal["error", "html", "drop_before", "drop_after", "late", "latency", "trickle"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """One ordered fault.

    ``error``: answered with *code*, *description* and *parameters*, not executed · ``html``: a proxy's page with
    *code*, not executed · ``drop_before``: the connection breaks, not executed · ``drop_after``: executed, then it
    breaks · ``late``: executed, answered *seconds* later · ``latency``: executed after *seconds* · ``trickle``:
    executed, the answer comes byte by byte for *seconds*.
    *method*, *chat* and *contains* (a piece of the parameters as JSON) narrow it, *times* ends it (None: never). The
    method ``webhook`` means the pushing of updates.
    """

    kind: Kind
    method: str = ""
    contains: str = ""
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 1.0
    code: int = 502
    description: str = "Bad Gateway"
    parameters: Json = field(default_factory=dict)
    chat: int = 0

    def fits(self, method: str, params: Json) -> bool:
        """Tell whether the fault is meant for a call. One that names no method does not touch pushing."""
        if self.method.lower() not in ("", method.lower()) or (method == "webhook" and not self.method):
            return False
        if self.chat and str(params.get("chat_id", "")) != str(self.chat):
            return False
        return not self.contains or self.contains in json.dumps(params, ensure_ascii=False)


class Faults:
    """Hold the faults that are ordered; the first that fits is taken."""

    def __init__(self, changed: Callable[[Json], None] = lambda shown: None) -> None:
        self._ordered: list[Fault] = []
        self._changed = changed
        self.is_down = False  # an outage: every call meets a proxy's page, nothing is pushed
        self._random = random.Random(22)  # noqa: S311  chance of a test, no secret

    def __len__(self) -> int:
        return len(self._ordered)

    def order(
        self,
        kind: Kind,
        *,
        method: str = "",
        contains: str = "",
        times: int | None = 1,
        probability: float = 1.0,
        seconds: float = 1.0,
        code: int = 502,
        description: str = "Bad Gateway",
        parameters: Json | None = None,
        chat: int = 0,
    ) -> Fault:
        """Order a fault, see `Fault`."""
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind!r}; there are {', '.join(KINDS)}")
        fault = Fault(kind, method, contains, times, probability, seconds, code, description, parameters or {}, chat)
        self._ordered.append(fault)
        self._changed(self.shown())
        return fault

    def flood(
        self, seconds: int, *, method: str = "", contains: str = "", times: int | None = 1, chat: int = 0
    ) -> Fault:
        """Order a 429 with ``retry_after``; `Floods.hold` also keeps to it."""
        return self.order(
            "error",
            method=method,
            contains=contains,
            times=times,
            chat=chat,
            code=429,
            description=f"Too Many Requests: retry after {seconds}",
            parameters={"retry_after": seconds},
        )

    def take(self, method: str, params: Json) -> Fault | None:
        """Return the fault of a call, and count it."""
        if self.is_down:
            return Fault("html")
        for fault in self._ordered:
            if fault.fits(method, params) and self._random.random() < fault.probability:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._ordered.remove(fault)
                    self._changed(self.shown())
                return fault
        return None

    def clear(self) -> None:
        """End all faults, an outage too."""
        self._ordered.clear()
        self.is_down = False
        self._changed(self.shown())

    def go_down(self) -> None:
        """Begin an outage, which `clear` ends."""
        self.is_down = True
        self._changed(self.shown())

    def shown(self) -> Json:
        """Return what the page shows."""
        waiting = [
            {"kind": one.kind, "code": one.code, "method": one.method, "times": one.times} for one in self._ordered
        ]
        return {"down": self.is_down, "ordered": waiting}
