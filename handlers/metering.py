"""Measure how much each person asks of the bot in a chat, by the minute. Pure.

Each process measures for itself and forgets at its end: several processes let through as many times more, which the
pace of answers bounds for all of them, and no command costs a row.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

MINUTE = 60.0
MOST_PEOPLE = 10_000  # of whom is remembered what they asked; the rest of the memory is given back

Who = tuple[int, int]  # a chat, and the person where several write in it


class Measure(Enum):
    """Say whether there is room: FREE; FULL for the first time, which is to be told; OVER after that."""

    FREE = auto()
    FULL = auto()
    OVER = auto()


@dataclass(slots=True)
class Meter:
    """Count what was asked in the last minute; *most* of it is answered."""

    most: int = 20
    _asked: dict[Who, deque[tuple[float, int]]] = field(default_factory=dict)

    def take(self, who: Who, update_id: int, now: float) -> Measure:
        """Count one update of *who* at *now*, in seconds; one that is handled again counts once."""
        asked = self._asked.pop(who, None) or deque()
        while asked and asked[0][0] <= now - MINUTE:
            asked.popleft()
        if all(number != update_id for _, number in asked):
            asked.append((now, update_id))
        place = next(place for place, (_, number) in enumerate(asked, 1) if number == update_id)
        while len(asked) > self.most + 1:  # the one that was told stays, so that it is told once a minute
            asked.pop()
        self._asked[who] = asked  # the last to ask stands last
        if len(self._asked) > MOST_PEOPLE:
            del self._asked[next(iter(self._asked))]
        if place <= self.most:
            return Measure.FREE
        return Measure.FULL if place == self.most + 1 else Measure.OVER
