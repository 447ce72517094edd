"""A Telegram Bot API server for one machine, with a chat page in the browser: the demo and the tests."""
