"""Which articles tell one story. Pure."""
