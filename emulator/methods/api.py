"""What the methods work on."""

import math
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from emulator.floods import Floods
from emulator.hooks import Webhook
from emulator.params import File, Params
from emulator.profile import Profile
from emulator.updates import Updates
from emulator.world import World

FILES_KEPT = 30


@dataclass(slots=True)
class Api:
    """The bot's side of the world."""

    world: World
    updates: Updates
    floods: Floods = field(default_factory=Floods)
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook = field(default_factory=Webhook)
    files: OrderedDict[str, File] = field(default_factory=OrderedDict)
    hooked_at: float = -math.inf  # the last setWebhook

    def keep_file(self, file: File) -> str:
        """Store *file* and return its id; the oldest goes when there are too many."""
        name = f"file-{secrets.token_urlsafe(16)}"
        self.files[name] = file
        while len(self.files) > FILES_KEPT:
            self.files.popitem(last=False)
        return name


Method: TypeAlias = Callable[[Api, Params], Awaitable[Any]]
