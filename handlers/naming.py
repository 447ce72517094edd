"""How what is followed is called to people. Pure."""

from domain.queries import KeywordQuery, PlaceQuery, Query
from news.places.gazetteer import Gazetteer


def named(query: Query, words: str) -> str:
    """Return the label of a subscription to *query* where a button's *words* are all that is known."""
    match query:
        case KeywordQuery(words=folded, exact=exact):
            label = words or " ".join(folded)
            return f"«{label}»" if exact else label
        case _:
            return words


def described(query: Query, label: str, gazetteer: Gazetteer) -> str:
    """Return which one is followed: «مدينة درعا — محافظة درعا», «كلمة «زلزال»», «عبارة «الفيلق الخامس»»."""
    match query:
        case PlaceQuery(place=place):
            return gazetteer.describe(place) if place in gazetteer else label
        case KeywordQuery(exact=True):
            return f"عبارة {label} كما هي"
        case _:
            return f"{'كلمة' if len(query.words) == 1 else 'عبارة'} «{label}»"
