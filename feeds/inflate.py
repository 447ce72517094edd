"""Decompress a body as it arrives, within a limit. Pure.

A kilobyte of gzip can hold a megabyte: the limit counts what comes out, and stops in the middle of a chunk. What the
first bytes say goes before what Content-Encoding says: some servers announce gzip and send it plain, others send gzip
and announce nothing.
"""

import zlib

_GZIP = b"\x1f\x8b"
_AUTO = 32 + zlib.MAX_WBITS  # zlib's own detection of gzip or zlib


class TooLarge(Exception):
    """Tell that the body is larger than the limit."""


class Inflater:
    """Collect a body of at most *limit* bytes after decompression.

    *announced* is Content-Encoding. Raises TooLarge from ``feed``, and ``zlib.error`` where the body is broken.
    """

    def __init__(self, announced: str, limit: int) -> None:
        self._announced = announced.strip().lower()
        self._limit = limit
        self._received = 0
        self._start = b""
        self._stream: zlib._Decompress | None = None
        self._begun = False
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take in the next *chunk* of the body."""
        self._received += len(chunk)
        if self._received > self._limit:
            raise TooLarge
        if not self._begun:
            self._start += chunk
            if len(self._start) < 2:
                return
            chunk = self._start
            self._begin()
        self._take(chunk)

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            zlib.error: if the compressed stream ends too early.
        """
        if not self._begun:
            return self._start
        if self._stream is not None and not self._stream.eof:
            raise zlib.error("the compressed body ends too early")
        return bytes(self._body)

    def _begin(self) -> None:
        self._begun = True
        if self._start.startswith(_GZIP):
            self._stream = zlib.decompressobj(_AUTO)
        elif self._announced == "deflate":
            # RFC 9110 §8.4.1.2 means zlib by it; some servers send the raw stream.
            has_header = self._start[0] & 0x0F == 8 and int.from_bytes(self._start[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(_AUTO if has_header else -zlib.MAX_WBITS)

    def _take(self, chunk: bytes) -> None:
        if self._stream is None:
            self._body += chunk
        else:
            self._inflate(self._stream, chunk)
        if len(self._body) > self._limit:
            raise TooLarge

    def _inflate(self, stream: "zlib._Decompress", chunk: bytes) -> None:
        if stream.eof:
            return  # what follows the end of the stream is padding
        self._body += stream.decompress(chunk, self._limit + 1 - len(self._body))
        if stream.unconsumed_tail:
            raise TooLarge
