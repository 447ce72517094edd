"""Decide when people are told of trouble: not of a moment of it, and not each time it comes and goes. Pure.

Two programs with one token put each other's polls off in turns, so trouble of that kind comes and goes all day. Times
are seconds of a clock that only grows.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Alarm:
    """Trouble of one kind: told once it has lasted *after* seconds, over once it was not seen for *quiet* seconds."""

    after: float
    quiet: float
    is_told: bool = False
    _began: float = 0.0
    _seen: float | None = None

    def trouble(self, now: float) -> bool:
        """Note that it is there; return whether to tell of it now."""
        if self._seen is None or now - self._seen > self.quiet:
            self._began = now
        self._seen = now
        if self.is_told or now - self._began < self.after:
            return False
        self.is_told = True
        return True

    def fine(self, now: float) -> bool:
        """Note that all is well; return whether to tell now that it is over."""
        if self._seen is None or now - self._seen <= self.quiet:
            return False
        self._seen = None
        told, self.is_told = self.is_told, False
        return told
