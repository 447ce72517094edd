"""Fetch the pages of articles as a robot that asks first: what robots.txt forbids is not read (RFC 9309).

robots.txt is fetched under the same guard and limits, once a host and day. None there: everything is allowed; a server
that fails or does not answer: nothing is, for ten minutes (§2.3.1).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from domain.errors import AddressRefused, FetchError
from domain.feeds import Fetched
from feeds import robots
from feeds.fetch import Fetcher
from feeds.robots import Rules

KEPT = timedelta(hours=24)  # RFC 9309 §2.4
KEPT_FAILURE = timedelta(minutes=10)
LIMIT = timedelta(seconds=10)  # of asking for robots.txt
MOST_HOSTS = 2_000


class Pages:
    """Fetch pages over *fetcher* in the name of *product*, the token by which robots.txt speaks to us."""

    def __init__(self, fetcher: Fetcher, product: str, *, clock: Callable[[], float] = monotonic) -> None:
        self._fetcher = fetcher
        self._product = product
        self._clock = clock
        self._rules: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fetch(self, url: str) -> Fetched:
        """Return the page at *url*.

        Raises:
            FetchError: if no usable answer came; its kind is ``forbidden`` where robots.txt says so.
        """
        await self._check(url)
        answer = await self._fetcher.fetch(url)
        assert isinstance(answer, Fetched)  # noqa: S101  304 answers validators, and none were given
        if _site(answer.url) != _site(url):  # where a redirect led, another robots.txt holds
            await self._check(answer.url)
        return answer

    async def _check(self, url: str) -> None:
        rules = await self._rules_of(_site(url))
        parts = urlsplit(url)
        if not rules.allow(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            raise FetchError("forbidden", "by robots.txt")

    async def _rules_of(self, site: str) -> Rules:
        lock = self._asking.setdefault(site, asyncio.Lock())
        async with lock:  # several pages of one host ask once
            until, rules = self._rules.get(site, (0.0, robots.EVERYTHING))
            if site not in self._rules or until <= self._clock():
                rules, kept = await self._ask(site)
                self._rules[site] = (self._clock() + kept.total_seconds(), rules)
                self._rules.move_to_end(site)
                if len(self._rules) > MOST_HOSTS:
                    self._rules.popitem(last=False)
        return rules

    async def _ask(self, site: str) -> tuple[Rules, timedelta]:
        try:
            async with asyncio.timeout(LIMIT.total_seconds()):
                answer = await self._fetcher.fetch(f"{site}/robots.txt")
        except AddressRefused:
            raise
        except FetchError as error:
            is_none = error.status is not None and 400 <= error.status < 500 and error.status != 429
            return (robots.EVERYTHING, KEPT) if is_none else (robots.NOTHING, KEPT_FAILURE)
        except TimeoutError:
            return robots.NOTHING, KEPT_FAILURE
        assert isinstance(answer, Fetched)  # noqa: S101  304 answers validators, and none were given
        return robots.read(answer.body, self._product), KEPT


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
