"""Understand an article: its language, words, places, kind of event. Pure."""

from domain.news import Article, Field, PlaceId, Understood
from news.arabic.tokens import tokenise
from news.language import identify
from news.places.casing import small
from news.places.gazetteer import Gazetteer
from news.places.hashtags import hashtags_of
from news.places.mentions import mentions
from news.stories.features import encode, features
from news.stories.index import fingerprint
from news.summary.events import events
from news.summary.urgency import pressing, urgent


def understand(article: Article, gazetteer: Gazetteer, region: PlaceId | None = None) -> Understood:
    """Return what *article* says; *region* is the place that its feed is mostly about."""
    title, text = tokenise(article.title, Field.TITLE), tokenise(article.text, Field.TEXT)
    tokens = (*title, *text)
    small_letters = small(article.title, article.text)
    named = tuple(mentions(tokens, gazetteer, region, hashtags_of(article.title, article.text), small_letters))
    told = events(article, tokens)
    return Understood(
        article=article,
        language=identify(f"{article.title}\n{article.text}"),
        tokens=tokens,
        mentions=named,
        events=told,
        urgent=urgent(article),
        fingerprint=fingerprint(article, tokens),
        features=encode(features(article, tokens, named, told, gazetteer.adjectives)),
        presses=pressing(article, tokens, told) is not None,
    )
