"""Let in only what this machine's own pages and programs send, and let the page run only its own files."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

LOCAL = frozenset(("127.0.0.1", "localhost", "::1"))
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page sends: its Host or Origin is not this machine (DNS rebinding, forged forms)."""
    origin = request.headers.get("Origin", "")
    if not is_here(f"http://{request.host}") or (origin and not is_here(origin)):
        raise web.HTTPForbidden(text="only from this machine")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Let the browser run nothing but the page's own files."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")


def is_here(address: str) -> bool:
    """Tell whether *address* names this machine."""
    try:
        return urlsplit(address).hostname in LOCAL
    except ValueError:
        return False
