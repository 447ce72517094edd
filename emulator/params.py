"""Read a call's parameters: by query, urlencoded, multipart or JSON, whatever the verb."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from emulator.errors import BadRequest
from emulator.wire import Json

TEXTS = frozenset(("text", "caption", "description", "short_description", "name", "url", "secret_token", "parse_mode"))
TRUE = frozenset(("true", "yes", "1"))


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Params:
    """A call's parameters; numbers and JSON are read when asked for."""

    values: Mapping[str, Any]
    files: Mapping[str, File] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter as text, "" if it is not there."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, *default* if it is not there or none (telegram-bot-api reads so too)."""
        try:
            return int(self.text(name).strip())
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return a Boolean."""
        return self.text(name).strip().lower() in TRUE

    def json(self, name: str) -> Any:
        """Return a JSON value, None if it is not there."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise BadRequest(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def shown(self) -> Json:
        """Return the parameters as the log shows them: JSON decoded, files by name and size."""
        values = {name: decoded(name, value) for name, value in self.values.items()}
        return values | {name: {"file_name": one.name, "size": len(one.content)} for name, one in self.files.items()}


def decoded(name: str, value: Any) -> Any:
    """Decode a value that python-telegram-bot has JSON-encoded; texts stay as they are."""
    if not isinstance(value, str) or name in TEXTS or name.endswith("_query_id"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read(request: web.Request) -> Params:
    """Return the parameters of *request*; the body wins over the query.

    Raises:
        BadRequest: a body that cannot be read.
    """
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise BadRequest("can't parse JSON object")
        return Params(values | body)
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read(), value.content_type)
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, files)
