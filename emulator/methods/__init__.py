"""The methods of the Bot API that the emulator knows."""

from emulator.methods import asking, editing, gathering, naming, sending
from emulator.methods.api import Method

NAMES = sending.METHODS | editing.METHODS | asking.METHODS | naming.METHODS | gathering.METHODS
METHODS: dict[str, tuple[str, Method]] = {name.lower(): (name, method) for name, method in NAMES.items()}
