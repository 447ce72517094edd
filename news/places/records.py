"""Read the gazetteer's files: one place a line, tab-separated, reviewed by hand. Pure: text in, records out.

The columns (docs/gazetteer.md explains each with examples):

    id       permanent, dotted: sy.daraa.nawa
    kind     one of domain.news.PlaceKind
    parent   the id it lies in; "." is the id without its last part; empty for a country
    tier     how much the name alone tells: U, M, A or X
    name     the Arabic name shown to people
    arabic   other Arabic names, separated by "|", each with its own tier after a colon where it differs (مصر:U)
    latin    Latin names, separated by "|", "en:", "fr:" or "tr:" before the first of a language; tiers as above
    more     "centre=ID" and "replaced_by=ID", separated by a space

and, all three or none, where it is:

    lat      degrees north
    lon      degrees east
    source   who says so: geonames:170654

A file of points has four columns, id, lat, lon and source, for places of other files. A line that is blank
or begins with "#" is not read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.errors import GazetteerError
from domain.news import Alias, Place, PlaceId, PlaceKind, Point, Tier

_COLUMNS = 8
_WITH_POINT = 11
_POINT_COLUMNS = 4
_LANGUAGES = {"en", "fr", "tr"}
_TIERS = {tier.value for tier in Tier}


@dataclass(frozen=True, slots=True)
class Record:
    """A place as read, with where it stands for what may be found wrong later; *replaced_by* is empty or an id."""

    file: str
    line: int
    place: Place
    replaced_by: PlaceId


def read(text: str, file: str) -> list[Record]:
    """Return the places of a gazetteer file with the content *text*.

    Raises:
        GazetteerError: a line has too few or too many columns, an unknown kind, tier or language, no name, or a point
            that is none.
    """
    return [_record(cells, file, number) for number, cells in _lines(text)]


def with_points(read: Iterable[Record], text: str, file: str) -> list[Record]:
    """Return the records *read*, those that a file of points with the content *text* names with their point.

    Raises:
        GazetteerError: a line has not four columns, names no record or one that has a point, or holds no point.
    """
    records = list(read)
    without = {record.place.id for record in records if not record.place.point}
    points: dict[PlaceId, Point] = {}
    for number, cells in _lines(text):
        try:
            id_, point = _of_place(cells)
        except ValueError as error:
            raise GazetteerError(file, number, str(error)) from error
        if id_ not in without or id_ in points:
            raise GazetteerError(file, number, f"{id_!r} is no place, or has its point")
        points[id_] = point
    return [_placed(record, points.get(record.place.id)) for record in records]


def _of_place(cells: Sequence[str]) -> tuple[PlaceId, Point]:
    if len(cells) != _POINT_COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {_POINT_COLUMNS}")
    return PlaceId(cells[0]), _point(*cells[1:])


def _placed(record: Record, point: Point | None) -> Record:
    return replace(record, place=replace(record.place, point=point)) if point else record


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the cells of each line that holds some, with its number; only line feeds end a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.split("\t")]


def _record(cells: list[str], file: str, number: int) -> Record:
    if len(cells) not in {_COLUMNS, _WITH_POINT}:
        raise GazetteerError(file, number, f"{len(cells)} columns, not {_COLUMNS} or {_WITH_POINT}")
    try:
        return _checked(cells, file, number)
    except ValueError as error:
        raise GazetteerError(file, number, str(error)) from error


def _checked(cells: list[str], file: str, number: int) -> Record:
    identity, kind, parent, tier, name, arabic, latin, more = cells[:_COLUMNS]
    if not identity or not name:
        raise ValueError("no id or no name")
    notes = _notes(more)
    place = Place(
        id=PlaceId(identity),
        kind=_kind(kind),
        name=name,
        parent=PlaceId(identity.rpartition(".")[0] if parent == "." else parent),
        aliases=(Alias(name, "ar", _tier(tier)), *_arabic(arabic, tier), *_latin(latin)),
        centre=PlaceId(notes.get("centre", "")),
        point=_point(*cells[_COLUMNS:]) if any(cells[_COLUMNS:]) else None,
    )
    return Record(file, number, place, PlaceId(notes.get("replaced_by", "")))


def _kind(text: str) -> PlaceKind:
    if text not in set(PlaceKind):
        raise ValueError(f"unknown kind {text!r}")
    return PlaceKind(text)


def _point(latitude: str, longitude: str, source: str) -> Point:
    try:
        point = Point(float(latitude), float(longitude), source)
    except ValueError as error:
        raise ValueError(f"{latitude!r}, {longitude!r} is no point") from error
    if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):
        raise ValueError(f"{latitude}, {longitude} is not on Earth")
    if not source:
        raise ValueError("a point without its source")
    return point


def _tier(text: str) -> Tier:
    if text not in _TIERS:
        raise ValueError(f"unknown tier {text!r}")
    return Tier(text)


def _arabic(cell: str, tier: str) -> Iterator[Alias]:
    for entry in _entries(cell):
        text, _, own = entry.partition(":")
        yield Alias(text.strip(), "ar", _tier(own or tier))


def _latin(cell: str) -> Iterator[Alias]:
    language = "en"
    for entry in _entries(cell):
        head, colon, rest = entry.partition(":")
        if colon and head not in _TIERS and rest not in _TIERS:
            language, entry = head, rest  # noqa: PLW2901  the prefix is the language of this and the next names
        if language not in _LANGUAGES:
            raise ValueError(f"unknown language {language!r}")
        text, _, own = entry.partition(":")
        yield Alias(text.strip(), language, _tier(own or "U"))


def _entries(cell: str) -> Iterator[str]:
    return (entry.strip() for entry in cell.split("|") if entry.strip())


def _notes(cell: str) -> dict[str, str]:
    notes: dict[str, str] = {}
    for note in cell.split():
        key, equals, value = note.partition("=")
        if key not in {"centre", "replaced_by"} or not equals or not value:
            raise ValueError(f"unknown note {note!r}")
        notes[key] = value
    return notes
