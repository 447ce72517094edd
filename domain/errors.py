"""Every error Mirsal raises on purpose. Pure.

Errors carry facts; the sentences that people read live in ``alerts/texts``.

    MirsalError
    ├── FeedError                a feed could not be read; the poller records it and the others go on
    │   ├── FetchError           no usable answer: DNS, TCP, TLS, time-out, status, too large, redirects
    │   │   └── AddressRefused   the address is private, loopback, link-local, shared, multicast or mapped
    │   ├── NotAFeed             an answer with no feed in it: a block page, an empty body
    │   ├── NotOpml              a list of feeds that is none
    │   └── ReadingFailed        understanding took too long or failed; the feed is put off
    ├── QueryError               what a person typed cannot be followed
    ├── GazetteerError           a gazetteer file is wrong; names the file and the line
    ├── ModelError               the language model gave no usable answer; the extract stands in
    ├── ConfigurationError       the service cannot start as it is set up; says what to change
    └── StorageError             the database refused or is not there
"""

from collections.abc import Mapping
from typing import Any


class MirsalError(Exception):
    """Be the root of all errors raised on purpose; can be pickled, facts and all."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[MirsalError], args: tuple[object, ...], facts: Mapping[str, object]) -> MirsalError:
    # An error is pickled as its class and args, which are the message here and not what __init__ takes.
    error = kind.__new__(kind, *args)
    vars(error).update(facts)
    return error


class FeedError(MirsalError):
    """Tell that a feed could not be read.

    *kind* is a short stable word for logs and /feeds (``timeout``, ``status``, ``too_large``, ``not_a_feed`` …),
    *detail* one line of English for operators, without secrets.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail


class FetchError(FeedError):
    """Tell that no usable answer came; *status* is the HTTP status where there was one.

    *retry_after* is in seconds, from the ``Retry-After`` header (RFC 9110 §10.2.3).
    """

    def __init__(
        self, kind: str, detail: str = "", *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(kind, detail)
        self.status = status
        self.retry_after = retry_after


class AddressRefused(FetchError):
    """Tell that a connection to a non-public address was refused."""

    def __init__(self, detail: str) -> None:
        super().__init__("private_address", detail)


class NotAFeed(FeedError):
    """Tell that the answer holds no feed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("not_a_feed", detail)


class NotOpml(FeedError):
    """Tell that a file is no OPML: *kind* is ``not_xml``, ``other_xml``, ``entities`` or ``empty``; *line* from 1."""

    def __init__(self, kind: str, line: int = 0) -> None:
        super().__init__(kind, f"line {line}" if line else "")
        self.line = line


class ReadingFailed(FeedError):
    """Tell that parsing or understanding failed or took too long."""


class QueryError(MirsalError):
    """Tell why something typed cannot be followed.

    *kind* is one of those that ``news.matching.parse.options`` names; *part* the words it is about.
    """

    def __init__(self, kind: str, part: str = "") -> None:
        super().__init__(f"{kind}: {part}" if part else kind)
        self.kind = kind
        self.part = part


class GazetteerError(MirsalError):
    """Tell what is wrong with a gazetteer file, and where."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class ModelError(MirsalError):
    """Tell why the language model gave no usable answer; its own words are never kept, they may repeat the key.

    *kind* is a short stable word: ``timeout``, ``connection``, ``status``, ``too_large``, ``no_answer``, ``cut``.
    *retry_after* is in seconds, from the ``Retry-After`` header. *tokens* are what the answer cost, if that was said.
    """

    def __init__(
        self, kind: str, *, status: int | None = None, retry_after: float | None = None, tokens: int = 0
    ) -> None:
        super().__init__(f"{kind}: {status}" if status else kind)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after
        self.tokens = tokens


class ConfigurationError(MirsalError):
    """Tell why the service cannot start, and what to change."""


class StorageError(MirsalError):
    """Tell that the database refused, or is not there."""
