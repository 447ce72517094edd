"""What an article says and whom it concerns. Pure."""
