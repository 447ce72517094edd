"""What of an article is worth sending: its sentences, its kind of event. Pure."""
