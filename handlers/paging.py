"""Cut a long list into pages with buttons to turn them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from alerts.markup import Button
from alerts.texts import answers_lists

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its items, its number from 1, how many there are, and the number of its first item from 1."""

    items: Sequence[Item]
    number: int
    pages: int
    first: int

    @property
    def name(self) -> str:
        """Return «٢ من ٣», empty where one page holds all."""
        return answers_lists.page_of(self.number, self.pages)


def page_of(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """Return page *number* of *items*, the nearest there is: a list gets shorter while it is read."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return Page(items[start : start + size], number, pages, start + 1)


def pager(prefix: str, page: Page[Item]) -> list[Button]:
    """Return the row that turns pages, in reading order; none for a single page."""
    row = []
    if page.number > 1:
        row.append(Button(answers_lists.PREVIOUS, f"{prefix}:{page.number - 1}"))
    if page.number < page.pages:
        row.append(Button(answers_lists.NEXT, f"{prefix}:{page.number + 1}"))
    return row
