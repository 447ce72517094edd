"""Settings and logging; read by bot alone."""
