"""How what is followed is called to people. Pure."""

from domain.queries import EventQuery, FormsQuery, KeywordQuery, PeopleQuery, PlaceQuery, Query
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS


def named(query: Query, words: str) -> str:
    """Return the label of a subscription to *query* where a button's *words* are all that is known."""
    match query:
        case KeywordQuery(words=folded, exact=exact):
            label = words or " ".join(folded)
            return f"«{label}»" if exact else label
        case FormsQuery(word=folded):
            return f"{words or folded} وصيغها"
        case EventQuery(event=event):
            return EVENTS[event].label if event in EVENTS else words
        case PeopleQuery():
            return words.partition(":")[0]  # a question shows examples behind it
        case _:
            return words or query.canonical


def described(query: Query, label: str, gazetteer: Gazetteer) -> str:
    """Return which one is followed: «مدينة درعا — محافظة درعا», «كلمة «زلزال»», «عبارة «الفيلق الخامس»».

    What a button must be read back from stands between quotation marks.
    """
    match query:
        case PlaceQuery(place=place):
            return gazetteer.describe(place) if place in gazetteer else label
        case PeopleQuery(place=place):
            return f"«أهل {gazetteer.place(place).name}»" if place in gazetteer else f"«{label}»"
        case KeywordQuery(exact=True):
            return f"عبارة {label} كما هي"
        case KeywordQuery(words=words):
            return f"{'كلمة' if len(words) == 1 else 'عبارة'} «{label}»"
        case FormsQuery():
            return f"كلمة «{label.removesuffix(' وصيغها')}» بصيغها"
        case EventQuery():
            return f"كل خبر نوعه «{label}»"
        case _:
            return f"«{label}»"
