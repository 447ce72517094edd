"""News: articles, what they say, and the places they name. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple, NewType

from domain.feeds import FeedId

ArticleId = NewType("ArticleId", int)
StoryId = NewType("StoryId", int)
PlaceId = NewType("PlaceId", str)


@dataclass(frozen=True, slots=True)
class Article:
    """One checked item of a feed, as published.

    *identity* is a hex digest of guid, else canonical link, else title and date; unique within the feed. *title*
    and *text* are plain text. *published_at* is UTC or None where the item has no usable date. *picture* is the address
    of one of its own, or empty.
    """

    feed: FeedId
    identity: str
    title: str
    text: str
    url: str
    published_at: datetime | None
    seen_at: datetime
    picture: str = ""


class Field(StrEnum):
    """Name the part of an article that a span lies in."""

    TITLE = "title"
    TEXT = "text"


class Span(NamedTuple):
    """A half-open range [start, end) of code points in one field of an article, as published.

    A tuple, as Token is: an article has hundreds, and a frozen dataclass takes four times as long to make.
    """

    field: Field
    start: int
    end: int


class Token(NamedTuple):
    """A folded word and where it stands. *gap* is true when a phrase may not cross into it from the token before.

    ``sentence``-ending or separating punctuation (، . : ؛ « ») or a blank line before the token makes a gap.
    *offsets* hold the index of each letter where marks stand between them, and are empty where none do.
    """

    text: str
    span: Span
    gap: bool = False
    offsets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a place, without clitics and head nouns.

    *places* are the readings that hold, the town or centre first: «درعا» alone is the city and the governorate.
    *reasons* say in short stable words why it was accepted, for ``analyze --explain``.
    """

    span: Span
    places: tuple[PlaceId, ...]
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What an article says: its language (ISO 639-1, ``und`` if unknown), words, places and events.

    *urgent*: the source calls it so. *presses*: by what happened it is, whatever the source says.

    *places* of every mention count once, in order; the ancestors are not among them. *events* are ids of the event
    lexicon («shelling», «earthquake» …), the strongest first. *fingerprint* is equal for exact copies; *features* are
    what tells how alike two articles are, encoded (``news.stories.features``).
    """

    article: Article
    language: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    events: tuple[str, ...]
    urgent: bool
    fingerprint: str
    features: bytes = b""
    presses: bool = False

    @property
    def places(self) -> tuple[PlaceId, ...]:
        """Return the places mentioned, each once, in the order of their first mention."""
        return tuple(dict.fromkeys(place for mention in self.mentions for place in mention.places))


class Grade(IntEnum):
    """Say how an article tells a story again; a higher one is worth more of a reader's time.

    COPY: the same words, silent. SAME: another telling of the same event, which confirms it. UPDATE: the same story
    with a later, higher toll.
    """

    COPY = 0
    SAME = 1
    UPDATE = 2


@dataclass(frozen=True, slots=True)
class Told:
    """The story that an article tells again, and how."""

    story: StoryId
    grade: Grade


class Harm(StrEnum):
    """Say what befell the people of a count; *BOTH* where one figure joins them: «مقتل وإصابة 15»."""

    DEAD = "dead"
    INJURED = "injured"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Casualty:
    """A count of people as an article tells it. *span* holds the article's own words for it.

    *at_least* is true for «على الأقل» and «أكثر من»; «نحو» stands in the words and makes no bound.
    """

    harm: Harm
    number: int
    at_least: bool
    span: Span


class PlaceKind(StrEnum):
    """Say what a place is; decides which head noun goes with it."""

    COUNTRY = "country"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    QUARTER = "quarter"
    CAMP = "camp"
    REGION = "region"
    CROSSING = "crossing"
    LANDMARK = "landmark"


class Tier(StrEnum):
    """Say how much a name alone tells: unique, mild, ambiguous, never alone (research: excess of word frequency)."""

    UNIQUE = "U"
    MILD = "M"
    AMBIGUOUS = "A"
    NEVER = "X"


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of a place's name, as people write it, with the language and the tier of that spelling."""

    text: str
    language: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Point:
    """Where a place is, in degrees (WGS 84), and who says so: ``geonames:170654``. Never without a source."""

    latitude: float
    longitude: float
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. *id* is permanent; *parent* is empty for a country.

    *name* is the Arabic name shown to people. *centre* of a governorate or district is the id of the town of the
    same name, or empty: the two are readings of one name, not an ambiguity.
    """

    id: PlaceId
    kind: PlaceKind
    name: str
    parent: PlaceId
    aliases: tuple[Alias, ...] = field(default=())
    centre: PlaceId = PlaceId("")
    point: Point | None = None
