"""What stands in a button and comes back when it is tapped.

Nothing is kept about an open question: a button holds everything, so that an old one works after a restart. Callback
data are at most 64 bytes (Bot API), 32 Arabic letters, so a query stands there in its canonical form if that fits,
else by a digest of it, and the words are read from the button's own label.

    f:CANONICAL · f:~DIGEST             follow
    x:PLACE:SUBSCRIPTION                stop; PLACE is a page of the list or «-»
    u:PLACE:CANONICAL · u:PLACE:~DIGEST undo that
    l · t:PAGE · g:PAGE                 the list; a page of it; a page of /feeds
    h · v · w:ALERT                     help; the latest; why this alert
    p:resume · m:show · m:skip          after a pause
    e:yes · e:no                        forget everything, or not
    r:FEED · a:FEED                     remove a feed; undo that
    n:s:NUMBER · n:a:FULL · n:x         show a feed of a page; add the one shown, with full text or not; add nothing
    n:f:FEED                            read the pages of a feed, or no more
    s:PAGE · s=SETTING                  settings: a page; a change (``handlers/dials.py``)
    j:PAGE                              a page of /status
    k:m:TARGET · k:x:TARGET · k:home    take a channel in hand; keep it no more; back to one's own
    k:t:TARGET                          move what a closed topic follows to here
    cTARGET>…                           any of these about a channel, from the private chat of one who keeps it
    d:p:PAGE · d:r:PAGE:DELIVERY · d:a  a page of /failed; send one of it anew; send all anew
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256

from telegram import InlineKeyboardMarkup, Message, Update

from alerts.markup import CALLBACK_BYTES, Button
from domain.chats import TargetId
from domain.errors import QueryError
from domain.queries import EventQuery, PeopleQuery, PlaceQuery, Query, from_canonical, simples
from news.matching.parse import options
from news.places.gazetteer import Gazetteer
from news.summary.events import EVENTS

ALONE = "-"  # in place of a page: the button stands under the answer about one subscription
FOR = r"^(?:c\d{1,12}>)?"
_BOUND = re.compile(r"^c(\d{1,12})>")
_BOUND_BYTES = 14
_QUOTED = re.compile("«(.+)»")


def follow(query: Query) -> str:
    """Return the data of a button that follows *query*."""
    return _data("f:", query)


def undo(place: str, query: Query) -> str:
    """Return the data of a button that follows *query* again, on the page *place* of the list or alone."""
    return _data(f"u:{place}:", query)


def wanted(data: str, label: str, gazetteer: Gazetteer) -> Query | None:
    """Return the query that a button with *label* stands for, None if it can be followed no more.

    *data* is what follows ``f:`` or ``u:PLACE:``.
    """
    if data.startswith("~"):
        return next((query for query in _candidates(label, gazetteer) if _digest(query) == data), None)
    try:
        query = from_canonical(data)
    except ValueError:
        return None
    return _present(query, gazetteer)


def _present(query: Query, gazetteer: Gazetteer) -> Query | None:
    """Return *query* under the present id of its place, which may have joined another; None if one is gone."""
    for simple in simples(query):
        if isinstance(simple, PlaceQuery | PeopleQuery) and simple.place not in gazetteer:
            return None
        if isinstance(simple, EventQuery) and simple.event not in EVENTS:
            return None
    match query:
        case PlaceQuery(place):
            return PlaceQuery(gazetteer.place(place).id)
        case PeopleQuery(place):
            return PeopleQuery(gazetteer.place(place).id)
        case _:
            return query  # within a compound query the index knows both ids


def tapped(update: Update) -> str:
    """Return the data of the tapped button, empty where none was tapped."""
    return _BOUND.sub("", _data_of(update), count=1) if bound_to(update) else _data_of(update)


def bound(button: Button, target: TargetId) -> Button:
    """Return *button* such that it is about the channel *target*; those about channels themselves stay as they are."""
    return Button(button.label, f"c{target}>{button.data}") if button.data and button.data[0] != "k" else button


def bound_to(update: Update) -> TargetId | None:
    """Return the channel that the tapped button is about, None if it is about none."""
    found = _BOUND.match(_data_of(update))
    return TargetId(int(found[1])) if found else None


def parts(update: Update, number: int) -> list[str]:
    """Return the *number* parts of the tapped button's data; those that are missing are empty."""
    found = tapped(update).split(":", number - 1)
    return found + [""] * (number - len(found))


def number(text: str) -> int:
    """Return the number that stands in a button, 0 where none does: anyone may send any data."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def label_of(update: Update) -> str:
    """Return the words on the button that was tapped, empty if its message can no longer be read."""
    return next((button.label for button in tappable(update) if button.data == tapped(update)), "")


def words_of(label: str) -> str:
    """Return what stands between quotation marks on a button, else the whole label."""
    found = _QUOTED.search(label)
    return found[1] if found else label


def tappable(update: Update) -> list[Button]:
    """Return the buttons of the tapped message that send data back."""
    message = update.callback_query.message if update.callback_query else None
    markup = message.reply_markup if isinstance(message, Message) else None
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    return [
        Button(button.text, _BOUND.sub("", button.callback_data, count=1))
        for row in markup.inline_keyboard
        for button in row
        if isinstance(button.callback_data, str)
    ]


def _data(prefix: str, query: Query) -> str:
    whole = prefix + query.canonical
    return whole if len(whole.encode()) <= CALLBACK_BYTES - _BOUND_BYTES else prefix + _digest(query)


def _data_of(update: Update) -> str:
    return (update.callback_query and update.callback_query.data) or ""


def _digest(query: Query) -> str:
    return "~" + sha256(query.canonical.encode()).hexdigest()[:16]


def _candidates(label: str, gazetteer: Gazetteer) -> Iterable[Query]:
    words = words_of(label)
    for typed in (words, f"«{words}»", f"{words}*"):
        with suppress(QueryError):
            yield from (option.query for option in options(typed, gazetteer))
    for place in gazetteer:
        yield from (PlaceQuery(place.id), PeopleQuery(place.id))
