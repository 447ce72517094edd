"""Know what in an article is not its news. Pure."""


def is_boilerplate(sentence: str) -> bool:
    """Say whether *sentence* is furniture of the page."""
    return not sentence.strip()
