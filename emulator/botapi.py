"""Answer the calls of a bot: /bot<token>/<method>, and /file/bot<token>/<path>."""

import asyncio
import contextlib
import json
import time
from typing import Any

from aiohttp import web

from emulator.calls import Call, Calls
from emulator.errors import ApiError, NotFound, Ordered, Unauthorized
from emulator.faults import Fault, Faults
from emulator.methods import METHODS
from emulator.methods.api import Api
from emulator.params import Params, read
from emulator.wire import Json

TRICKLE = 0.02  # seconds between two bytes
HTML_PAGE = "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center><hr></body></html>"


class BotApi:
    """One bot's Bot API."""

    def __init__(self, api: Api, calls: Calls, faults: Faults, token: str) -> None:
        self.api = api
        self.calls = calls
        self.faults = faults
        self.token = token

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes, for any verb."""
        return [
            web.route("*", "/bot{token}/{method}", self.answer),
            web.get("/file/bot{token}/{folder}/{file_id}", self.file),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, with the fault that was ordered for it."""
        name = request.match_info["method"]
        try:
            params = await read(request)
        except ApiError as error:
            return refused(error)
        except ConnectionError:  # the bot was killed in the middle of a call
            return web.Response()
        known = METHODS.get(name.lower())
        call = self.calls.begin(known[0] if known else name, params.shown())
        fault = self.faults.take(call.method, call.params)
        try:
            return await self._answer(request, call, params, fault)
        finally:
            self.calls.end(call)

    async def file(self, request: web.Request) -> web.Response:
        """Return the bytes of a file."""
        file = self.api.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _answer(
        self, request: web.Request, call: Call, params: Params, fault: Fault | None
    ) -> web.StreamResponse:
        if fault is not None:
            call.fault = fault.kind
            match fault.kind:
                case "drop_before":
                    return hang_up(request)
                case "html":
                    call.status = fault.code
                    page = HTML_PAGE.format(fault.code, fault.description)
                    return web.Response(status=fault.code, text=page, content_type="text/html")
                case "latency":
                    await asyncio.sleep(fault.seconds)
        response = await self._execute(request.match_info["token"], call, params, fault)
        if fault is not None and fault.kind == "drop_after":
            call.status = 0
            return hang_up(request)
        if fault is not None and fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "trickle":
            return await trickle(request, response, fault.seconds)
        return response

    async def _execute(self, token: str, call: Call, params: Params, fault: Fault | None) -> web.Response:
        """Do what *call* asks for, and note how it went."""
        try:
            if fault is not None and fault.kind == "error":
                raise Ordered(fault.code, fault.description, fault.parameters)
            call.result = await self._method(token, call.method)(self.api, params)
        except ApiError as error:
            call.status, call.description = error.code, error.description
            return refused(error)
        call.status, call.executed = 200, True
        return web.json_response({"ok": True, "result": call.result}, dumps=dumps)

    def _method(self, token: str, method: str) -> Any:
        if token != self.token:
            raise Unauthorized if ":" in token else NotFound
        if method.lower() not in METHODS:
            raise NotFound("method not found")
        return METHODS[method.lower()][1]


def refused(error: ApiError) -> web.Response:
    """Return the answer of *error*; its HTTP status is its code."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(body, status=error.code, headers=headers, dumps=dumps)


def hang_up(request: web.Request) -> web.StreamResponse:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def trickle(request: web.Request, answer: web.Response, seconds: float) -> web.StreamResponse:
    """Send spaces for *seconds*, which JSON allows, then *answer*: each byte comes in time, the whole does not."""
    slow = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    await slow.prepare(request)
    ends = time.monotonic() + seconds
    with contextlib.suppress(ConnectionError):  # who waited has gone
        while time.monotonic() < ends:
            await slow.write(b" ")
            await asyncio.sleep(TRICKLE)
        await slow.write(answer.body if isinstance(answer.body, bytes) else b"")
    return slow


def dumps(value: Any) -> str:
    """Write JSON as Telegram does, Arabic as it is."""
    return json.dumps(value, ensure_ascii=False)
