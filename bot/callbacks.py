"""The callbacks of hubs: they verify our subscriptions and push bodies (W3C WebSub §5.3, §7).

The address holds a token that only the hub was told. A push is stored before it is acknowledged; one whose signature
does not hold is acknowledged and ignored, as the specification advises, so that nobody can try signatures out.
"""

import logging

from aiohttp import web

import storage.hubs
import storage.pushes
from domain.hubs import Hub
from feeds import hubs
from storage.database import Database

log = logging.getLogger(__name__)

_PATH = "/websub/{token:[A-Za-z0-9_-]{32}}"  # as storage.hubs makes them
_MAX_REASON = 300


def routes(database: Database) -> list[web.RouteDef]:
    """Return both routes of a callback."""
    callbacks = Callbacks(database)
    return [web.get(_PATH, callbacks.verify), web.post(_PATH, callbacks.receive)]


class Callbacks:
    """Answer hubs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def verify(self, request: web.Request) -> web.Response:
        """Say whether we asked for what a hub says that we asked for, or take note that it refuses."""
        said = request.query
        hub = await self._hub(request)  # strangers get no transaction that writes
        if hub is None or said.get("hub.topic") != hub.topic:
            return web.Response(status=404)
        if said.get("hub.mode") == "denied":
            await self._deny(hub, "".join(filter(str.isprintable, said.get("hub.reason", "")))[:_MAX_REASON])
            return web.Response()
        if said.get("hub.mode") != "subscribe" or "hub.challenge" not in said:
            return web.Response(status=404)
        granted = hubs.lease(said.get("hub.lease_seconds", ""))
        async with self._database.transaction() as tx:
            now = await tx.now()
            await storage.hubs.verified(tx, hub, lease_until=now + granted, due_at=hubs.renewed_at(now, granted))
        log.info("hub_verified feed=%s lease_s=%.0f", hub.feed, granted.total_seconds())
        return web.Response(text=said["hub.challenge"], content_type="text/plain")

    async def _deny(self, hub: Hub, reason: str) -> None:
        log.warning("hub_denied feed=%s reason=%r", hub.feed, reason)
        async with self._database.transaction() as tx:
            due_at = hubs.asked_again_at(await tx.now(), hub.failures, None)
            await storage.hubs.denied(tx, hub, due_at=due_at, reason=f"denied: {reason}")

    async def _hub(self, request: web.Request) -> Hub | None:
        async with self._database.reading() as tx:
            return await storage.hubs.by_token(tx, request.match_info["token"])

    async def receive(self, request: web.Request) -> web.Response:
        """Store what a hub pushed."""
        hub = await self._hub(request)
        if hub is None:
            return web.Response(status=410)  # the hub may forget us
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return web.Response(status=415)
        return await self._store(hub, request)

    async def _store(self, hub: Hub, request: web.Request) -> web.Response:
        body = await request.read()
        if not hubs.is_signed(hub.secret, request.headers.get("X-Hub-Signature", ""), body):
            log.warning("push_unsigned feed=%s bytes=%s", hub.feed, len(body))
            return web.Response(status=202)
        async with self._database.transaction() as tx:
            is_stored = await storage.pushes.store(tx, hub.feed, body, request.charset or "")
        log.info("push_stored feed=%s bytes=%s kept=%s", hub.feed, len(body), is_stored)
        return web.Response(status=202) if is_stored else web.Response(status=503, headers={"Retry-After": "60"})
