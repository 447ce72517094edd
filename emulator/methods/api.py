"""What the methods work on."""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from emulator.floods import Floods
from emulator.params import File, Params
from emulator.profile import Profile
from emulator.updates import Updates
from emulator.world import World

FILES_KEPT = 30


@dataclass(slots=True)
class Webhook:
    """The webhook a bot has set."""

    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)
    failed_at: int = 0
    failure: str = ""


@dataclass(slots=True)
class Api:
    """The bot's side of the world."""

    world: World
    updates: Updates
    floods: Floods = field(default_factory=Floods)
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook = field(default_factory=Webhook)
    files: OrderedDict[str, File] = field(default_factory=OrderedDict)

    def keep_file(self, file: File) -> str:
        """Store *file* and return its id; the oldest goes when there are too many."""
        name = f"file-{secrets.token_urlsafe(16)}"
        self.files[name] = file
        while len(self.files) > FILES_KEPT:
            self.files.popitem(last=False)
        return name


Method: TypeAlias = Callable[[Api, Params], Awaitable[Any]]
