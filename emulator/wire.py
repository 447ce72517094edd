"""JSON values as the Bot API writes them. Pure."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, in which the Bot API measures entities."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
