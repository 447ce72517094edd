"""An OpenAI-compatible server on 127.0.0.1 that answers well, lies, stalls, drips, breaks: set *answer*."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEY = "sk-very-secret"


def completion(text: Any, *, tokens: Any = 900, finish: str = "stop") -> dict[str, Any]:
    """Return the body of an answer, as the Chat Completions API has it."""
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": tokens},
    }


@dataclass
class ModelServer:
    """Look at *asked*, the bodies of the questions, and *headers*, theirs."""

    url: str = ""
    answer: Answer | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    open: int = 0
    most_open: int = 0

    def says(self, text: Any, **more: Any) -> None:
        """Answer with *text*."""
        self.sends(json.dumps(completion(text, **more)))

    def sends(self, body: str | bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer with *body*."""

        async def answer(_: web.Request) -> web.StreamResponse:
            raw = body.encode() if isinstance(body, str) else body
            return web.Response(status=status, body=raw, headers={"Content-Type": "application/json"} | (headers or {}))

        self.answer = answer

    def stalls(self) -> None:
        """Never answer."""

        async def answer(_: web.Request) -> web.StreamResponse:
            await self.closing.wait()
            return web.Response()

        self.answer = answer

    def streams(self, chunk: bytes, *, every: float = 0.0, status: int = 200) -> None:
        """Send *chunk* again and again, for ever."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
            await response.prepare(request)
            while not self.closing.is_set():
                await response.write(chunk)
                await asyncio.sleep(every)
            return response

        self.answer = answer

    def hangs_up(self) -> None:
        """Close the connection."""

        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None  # it is being answered
            request.transport.abort()
            return web.Response()

        self.answer = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one question."""
        self.asked.append(json.loads(await request.read()))
        self.headers.append(dict(request.headers))
        assert self.answer is not None, "the test did not say what the model answers"
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            return await self.answer(request)
        except ConnectionError:  # who asked is gone
            return web.Response()
        finally:
            self.open -= 1


@asynccontextmanager
async def serving() -> AsyncIterator[ModelServer]:
    """Run a server."""
    server = ModelServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()
