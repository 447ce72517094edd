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

_MAX_REASON = 300


def routes(database: Database) -> list[web.RouteDef]:
    """Return both routes of a callback."""
    callbacks = Callbacks(database)
    return [web.get("/websub/{token}", callbacks.verify), web.post("/websub/{token}", callbacks.receive)]


class Callbacks:
    """Answer hubs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def verify(self, request: web.Request) -> web.Response:
        """Say whether we asked for what a hub says that we asked for, or take note that it refuses."""
        said = request.query
        async with self._database.transaction() as tx:
            hub = await storage.hubs.by_token(tx, request.match_info["token"])
            if hub is None or said.get("hub.topic") != hub.topic:
                return web.Response(status=404)
            now = await tx.now()
            if said.get("hub.mode") == "denied":
                reason = " ".join(said.get("hub.reason", "").split())[:_MAX_REASON]
                log.warning("hub_denied feed=%s reason=%s", hub.feed, reason)
                due_at = hubs.asked_again_at(now, hub.failures, None)
                await storage.hubs.denied(tx, hub, due_at=due_at, reason=f"denied: {reason}")
                return web.Response()
            if said.get("hub.mode") != "subscribe" or "hub.challenge" not in said:
                return web.Response(status=404)
            granted = hubs.lease(said.get("hub.lease_seconds", ""))
            await storage.hubs.verified(tx, hub, lease_until=now + granted, due_at=hubs.renewed_at(now, granted))
        log.info("hub_verified feed=%s lease_s=%.0f", hub.feed, granted.total_seconds())
        return web.Response(text=said["hub.challenge"], content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """Store what a hub pushed."""
        async with self._database.reading() as tx:
            hub = await storage.hubs.by_token(tx, request.match_info["token"])
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
