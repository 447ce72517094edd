"""The methods of the Bot API that the emulator knows."""

from emulator.methods import albums, asking, editing, gathering, naming, sending
from emulator.methods.api import Method

NAMES = sending.METHODS | albums.METHODS | editing.METHODS | asking.METHODS | naming.METHODS | gathering.METHODS
METHODS: dict[str, tuple[str, Method]] = {name.lower(): (name, method) for name, method in NAMES.items()}
