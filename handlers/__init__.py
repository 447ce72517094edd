"""What the bot answers: look, decide, then effects and answers in one transaction."""
