"""Sum an article up in its own sentences. Pure."""

from collections.abc import Sequence

from domain.news import Article, Span
from news.arabic.sentences import split

LIMIT = 400


def summarise(article: Article, focus: Sequence[Span], limit: int = LIMIT) -> str:
    """Return at most *limit* characters of *article*."""
    spans = split(article.text)
    return article.text[slice(*spans[0])][:limit] if spans else ""
