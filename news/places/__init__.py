"""The places of the world as news names them, and which of them an article means. Pure."""
