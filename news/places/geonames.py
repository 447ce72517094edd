"""Read a GeoNames country dump into places of the gazetteer. Pure: lines in, records out.

The dump (``XX.txt``) has 19 columns, tab-separated: geonameid, name, asciiname, alternatenames, latitude, longitude,
feature class, feature code, country code, cc2, admin1 to admin4 codes, population, elevation, dem, timezone, date.
``alternateNamesV2.txt`` has alternateNameId, geonameid, language, name, and marks (the GeoNames readme says both).

Taken are populated places (class P) and divisions (ADM1 to ADM3) with an Arabic name. A division that is known already,
by its name in its country, is the parent of what lies in it. A settled place of a name that its governorate has already
is left to the gazetteer. No frequencies of words are at hand here: a name of one word needs a sign beside it (tier A),
and a name that is known tells less of the newcomer than of the place that is known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from domain.errors import GazetteerError
from domain.news import Alias, Place, PlaceId, PlaceKind, Point, Tier
from news.places.gazetteer import Gazetteer
from news.places.records import Record
from news.places.trie import words

COLUMNS = 19
NAME_COLUMNS = 4  # at least, of alternateNamesV2.txt
LONGEST_LINE = 100_000  # characters; GeoNames' longest field has 10,000
LARGEST = 100_000  # people of a town; more are a city
LANGUAGES = {"ar", "en", "fr", "tr"}
_ARABIC = re.compile("[ء-غف-ي]+(?: [ء-غف-ي]+)*")
_HEADS = re.compile("^(?:مدينة|محافظة|بلدة|قرية|ولاية|بلدية|منطقة|قضاء|مقاطعة|ناحية|مركز) ")
_DIVISIONS = {"ADM1": PlaceKind.GOVERNORATE, "ADM2": PlaceKind.DISTRICT, "ADM3": PlaceKind.SUBDISTRICT}
_NO_LONGER = {"PPLH", "PPLQ", "PPLW"}  # historical, abandoned, destroyed


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the dump that may become a place; *divisions* are its country and division codes, the widest first."""

    line: int
    number: int
    name: str
    names: tuple[str, ...]
    point: Point
    code: str
    kind: PlaceKind
    divisions: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """What a dump gives: new places, and how many lines were known already or had no Arabic name."""

    records: list[Record] = field(default_factory=list)
    known: int = 0
    nameless: int = 0


def rows(lines: Iterable[str], file: str) -> Iterator[Row]:
    """Return the lines of a dump that may become places.

    Raises:
        GazetteerError: a line is no line of a dump; with its number.
    """
    for number, line in enumerate(lines, start=1):
        cells = _cells(line, file, number)
        if len(cells) != COLUMNS:
            raise GazetteerError(file, number, f"{len(cells)} columns, not {COLUMNS}: is it a GeoNames country dump?")
        kind = _kind(cells)
        if kind:
            try:
                yield _row(cells, number, kind)
            except ValueError as error:
                raise GazetteerError(file, number, f"no number: {error}") from error


def names(lines: Iterable[str], wanted: set[int], file: str) -> dict[int, list[tuple[str, str]]]:
    """Return the names of *wanted* places, each with its language, of a file of alternate names.

    Raises:
        GazetteerError: a line is none of such a file; with its number.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for number, line in enumerate(lines, start=1):
        cells = _cells(line, file, number)
        if len(cells) < NAME_COLUMNS or not cells[1].isdecimal():
            raise GazetteerError(file, number, "not a line of alternateNamesV2.txt")
        if cells[2] in LANGUAGES and int(cells[1]) in wanted:
            found.setdefault(int(cells[1]), []).append((cells[2], cells[3]))
    return found


def found(
    dump: Iterable[Row], alternate: Mapping[int, list[tuple[str, str]]], gazetteer: Gazetteer, file: str
) -> Found:
    """Return the places of *dump* that *gazetteer* lacks, the widest first, each under the division it lies in.

    Raises:
        GazetteerError: the gazetteer does not know the country; or two lines have one number.
    """
    result, seen = Found(), set[int]()
    parents: dict[tuple[str, ...], PlaceId] = {}
    for row in sorted(dump, key=lambda row: len(_DIVISIONS) if row.code not in _DIVISIONS else int(row.code[3]) - 1):
        country = PlaceId(row.divisions[0])
        if country not in gazetteer:
            raise GazetteerError(file, row.line, f"unknown country {country!r}")
        if row.number in seen:
            raise GazetteerError(file, row.line, f"number {row.number} is there twice")
        seen.add(row.number)
        aliases = _aliases(row, alternate.get(row.number, []))
        parent = _parent(row, parents) or country
        known = _known(aliases, row, parent, gazetteer)
        if row.code in _DIVISIONS:
            own = row.divisions[: int(row.code[3]) + 1]
            if known:
                parents[own] = known
            elif aliases:
                parents[own] = _id(row)
        if known or not aliases:
            result.known += bool(known)
            result.nameless += not known
            continue
        lowered = tuple(_below_known(alias, gazetteer) for alias in aliases)
        place = Place(_id(row), row.kind, aliases[0].text, parent, lowered, point=row.point)
        result.records.append(Record(file, row.line, place, PlaceId("")))
    return result


def _cells(line: str, file: str, number: int) -> list[str]:
    if len(line) > LONGEST_LINE:
        raise GazetteerError(file, number, f"longer than {LONGEST_LINE} characters")
    return line.rstrip("\r\n").split("\t")


def _kind(cells: list[str]) -> PlaceKind | None:
    group, code = cells[6], cells[7]
    if group == "A":
        return _DIVISIONS.get(code)
    if group != "P" or code in _NO_LONGER:
        return None
    if code == "PPLX":
        return PlaceKind.QUARTER
    people = int(cells[14]) if cells[14].isdecimal() else 0
    if people >= LARGEST:
        return PlaceKind.CITY
    return PlaceKind.TOWN if people else PlaceKind.VILLAGE


def _row(cells: list[str], line: int, kind: PlaceKind) -> Row:
    latitude, longitude = float(cells[4]), float(cells[5])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{cells[4]}, {cells[5]} is not on Earth")
    return Row(
        line=line,
        number=int(cells[0]),
        name=cells[1],
        names=tuple(cells[3].split(",")),
        point=Point(latitude, longitude, f"geonames:{int(cells[0])}"),
        code=cells[7],
        kind=kind,
        divisions=(cells[8].lower(), *cells[10:13]),
    )


def _aliases(row: Row, alternate: Iterable[tuple[str, str]]) -> tuple[Alias, ...]:
    """Return the names, an Arabic one first; none where there is no Arabic one. Names with a language go before."""
    alternate = list(alternate)
    arabic = [name for language, name in alternate if language == "ar"] or list(row.names)
    clean = dict.fromkeys(name for name in map(_clean, arabic) if name)
    if not clean:
        return ()
    latin = {row.name: "en"} | {name: language for language, name in alternate if language != "ar"}
    return (
        *(Alias(name, "ar", _tier(name)) for name in clean),
        *(Alias(name, language, _tier(name)) for name, language in latin.items() if words(name)),
    )


def _clean(name: str) -> str:
    shown = _HEADS.sub("", " ".join(name.split()))
    return shown if _ARABIC.fullmatch(shown) and len(shown) > 2 else ""


def _tier(name: str) -> Tier:
    return Tier.MILD if " " in name else Tier.AMBIGUOUS


def _known(aliases: Iterable[Alias], row: Row, parent: PlaceId, gazetteer: Gazetteer) -> PlaceId | None:
    """Return the place that the row is: of its number, else of its name, its kind and the place around it."""
    for alias in aliases:
        for place in gazetteer.named(alias.text):
            if place.point and place.point.source == row.point.source:
                return place.id
            if _is_like(place, row) and _is_around(place, parent, row, gazetteer):
                return place.id
    return None


def _is_like(place: Place, row: Row) -> bool:
    if row.code in _DIVISIONS:
        return place.kind is row.kind
    return place.kind not in {PlaceKind.COUNTRY, *_DIVISIONS.values()}


def _is_around(place: Place, parent: PlaceId, row: Row, gazetteer: Gazetteer) -> bool:
    """Tell whether both lie in one governorate; in one country is enough where the governorate of either is unknown."""
    if gazetteer.country(place.id) != row.divisions[0]:
        return False
    one, other = gazetteer.governorate(place.id), gazetteer.governorate(parent) if parent in gazetteer else parent
    return row.code in _DIVISIONS or one is None or other is None or one == other


def _below_known(alias: Alias, gazetteer: Gazetteer) -> Alias:
    """Return the name with a tier below that of every place that has it; what is never alone stays so."""
    senses = gazetteer.trie.exact(words(alias.text))
    below = ("MAXX"["UMAX".index(sense.tier.value)] for sense in senses)
    return replace(alias, tier=Tier(max((alias.tier.value, *below), key="UMAX".index)))


def _parent(row: Row, parents: Mapping[tuple[str, ...], PlaceId]) -> PlaceId | None:
    deepest = int(row.code[3]) if row.code in _DIVISIONS else len(row.divisions)
    for depth in range(deepest, 1, -1):
        if parent := parents.get(row.divisions[:depth]):
            return parent
    return None


def _id(row: Row) -> PlaceId:
    return PlaceId(f"{row.divisions[0]}.geonames-{row.number}")
