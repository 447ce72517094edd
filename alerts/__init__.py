"""From a match to a message."""
