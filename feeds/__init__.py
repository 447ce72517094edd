"""From a URL to articles."""
