"""Know the places: what they are called, where they lie, and what a typed name can mean. Pure.

Built from checked records; ancestors are resolved then. Ids are permanent: one that was dropped names the place that
took over, and asking for it gives that place. An operator's records are laid over the shipped ones: of two with one id
the operator's counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from domain.errors import GazetteerError
from domain.news import Place, PlaceId, PlaceKind, Point
from news.places import naming, records
from news.places.demonyms import adjectives
from news.places.records import Record
from news.places.trie import Trie, words

_POINTS = "points.tsv"  # of the places that are written by hand


class Gazetteer:
    """Places by id and by name. Nothing in it changes, unless it becomes another as a whole."""

    def __init__(self, read: Iterable[Record], decoys: Iterable[str] = ()) -> None:
        """Check the records against each other and index their names.

        Raises:
            GazetteerError: an id is there twice, a parent, centre or successor is unknown, or parents form a cycle.
        """
        rows = list(read)
        self._places: Mapping[PlaceId, Place] = _by_id(rows)
        self._replaced = {row.place.id: row.replaced_by for row in rows if row.replaced_by}
        self._ancestors = _resolved(rows, self._places)
        _check_references(rows, self._places)
        self.trie = Trie(self, decoys)
        self.adjectives: Mapping[str, PlaceId] = adjectives(self)
        self._origins = {row.place.id: f"{row.file}:{row.line}" for row in rows}

    def become(self, other: "Gazetteer") -> None:
        """Know from now on what *other* knows: all who hold this one see it at once."""
        vars(self).update(vars(other))

    def place(self, id: PlaceId) -> Place:  # noqa: A002  the contract's word: an id is what is given
        """Return the place with this id, or the one that replaced it.

        Raises:
            KeyError: no place has or had this id.
        """
        return self._places[self._current(id)]

    def __contains__(self, id: object) -> bool:  # noqa: A002  as above
        return id in self._places

    def __iter__(self) -> Iterator[Place]:
        return (place for place in self._places.values() if place.id not in self._replaced)

    def __len__(self) -> int:
        return len(self._places) - len(self._replaced)

    def ancestors(self, id: PlaceId) -> tuple[PlaceId, ...]:  # noqa: A002  as above
        """Return the places that this one lies in, its parent first, its country last."""
        return self._ancestors[self._current(id)]

    def country(self, id: PlaceId) -> PlaceId:  # noqa: A002  as above
        """Return the country that the place lies in, or is."""
        return (self._current(id), *self.ancestors(id))[-1]

    def governorate(self, id: PlaceId) -> PlaceId | None:  # noqa: A002  as above
        """Return the governorate that the place lies in, or is; None for a country and what lies across several."""
        chain = (self._current(id), *self.ancestors(id))
        return next((one for one in chain if self._places[one].kind is PlaceKind.GOVERNORATE), None)

    def point(self, id: PlaceId) -> Point | None:  # noqa: A002  as above
        """Return where the place is: its own point, its centre's, or that of the nearest place it lies in."""
        for one in (self._current(id), *self.ancestors(id)):
            place = self._places[one]
            point = place.point or (self._places[place.centre].point if place.centre else None)
            if point:
                return point
        return None

    def origin(self, id: PlaceId) -> str:  # noqa: A002  as above
        """Return the file and line that the place comes from: ``syria.tsv:12``."""
        return self._origins[self._current(id)]

    def named(self, name: str) -> list[Place]:
        """Return the places that bear exactly this name, in any spelling, head nouns included in the name."""
        return [self.place(sense.place) for sense in self.trie.exact(words(name))]

    def find(self, name: str) -> list[Place]:
        """Return what a typed name can mean, a governorate or district before its centre.

        The name is compared folded and whole. A head noun narrows: «محافظة درعا» is the governorate, «مدينة درعا»
        the city, «درعا» both.
        """
        return naming.find(self, name)

    def suggest(self, name: str, most: int = 5) -> list[Place]:
        """Return at most *most* places whose names are spelt nearly so, the nearest first. Never for matching."""
        return naming.suggest(self, name, most)

    def describe(self, id: PlaceId) -> str:  # noqa: A002  as above
        """Return the place's name as a person says it to be understood: «مدينة درعا — محافظة درعا»."""
        return naming.describe(self, self.place(id))

    def hashtag(self, id: PlaceId) -> str:  # noqa: A002  as above
        """Return the place's hashtag: «#درعا_البلد»."""
        return naming.hashtag(self.place(id))

    def _current(self, id: PlaceId) -> PlaceId:  # noqa: A002  as above
        while id in self._replaced:
            id = self._replaced[id]  # noqa: A001  as above
        return id


@cache
def shipped() -> Gazetteer:
    """Return the gazetteer that comes with Mirsal, read once.

    Raises:
        GazetteerError: one of its files is wrong.
    """
    return laid_over()


def laid_over(*layers: Iterable[Record]) -> Gazetteer:
    """Return a gazetteer of the shipped records and those of *layers*; of one id the last layer's.

    Raises:
        GazetteerError: records contradict each other, or an id is there twice in one layer.
    """
    folder = resources.files("news.places") / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".tsv") and file.name != _POINTS)
    read = (record for name in names for record in records.read((folder / name).read_text("utf-8"), name))
    rows = records.with_points(read, (folder / _POINTS).read_text("utf-8"), _POINTS)
    for layer in layers:
        rows = _over(rows, list(layer))
    decoys = (folder / "not_places.txt").read_text("utf-8").splitlines()
    return Gazetteer(rows, (phrase for phrase in decoys if phrase and not phrase.startswith("#")))


def _over(rows: Iterable[Record], layer: list[Record]) -> list[Record]:
    ids = set(_by_id(layer))
    return [*(row for row in rows if row.place.id not in ids), *layer]


def _by_id(rows: Iterable[Record]) -> dict[PlaceId, Place]:
    places: dict[PlaceId, Place] = {}
    for row in rows:
        if row.place.id in places:
            raise GazetteerError(row.file, row.line, f"id {row.place.id!r} is there twice")
        places[row.place.id] = row.place
    return places


def _check_references(rows: Iterable[Record], places: Mapping[PlaceId, Place]) -> None:
    for row in rows:
        for what, id_ in (("centre", row.place.centre), ("successor", row.replaced_by)):
            if id_ and (id_ not in places or id_ == row.place.id):
                raise GazetteerError(row.file, row.line, f"unknown {what} {id_!r}")
    replaced = {row.place.id: row.replaced_by for row in rows if row.replaced_by}
    for row in rows:
        seen, at = {row.place.id}, row.replaced_by
        while at:
            if at in seen:
                raise GazetteerError(row.file, row.line, f"successors of {row.place.id!r} form a cycle")
            seen.add(at)
            at = replaced.get(at, PlaceId(""))


def _resolved(rows: Iterable[Record], places: Mapping[PlaceId, Place]) -> dict[PlaceId, tuple[PlaceId, ...]]:
    ancestors: dict[PlaceId, tuple[PlaceId, ...]] = {}
    for row in rows:
        chain: list[PlaceId] = []
        at = row.place
        while at.parent:
            if at.parent not in places:
                raise GazetteerError(row.file, row.line, f"unknown parent {at.parent!r} of {at.id!r}")
            if at.parent == row.place.id or at.parent in chain:
                raise GazetteerError(row.file, row.line, f"parents of {row.place.id!r} form a cycle")
            chain.append(at.parent)
            at = places[at.parent]
        ancestors[row.place.id] = tuple(chain)
    return ancestors
