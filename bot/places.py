"""``python -m bot places …``: import a GeoNames country dump, and show what a name can mean.

A file is read line by line, each with a limit, as UTF-8; what is wrong names the file and the line. An import is
checked as a whole before its one transaction, so that nothing is ever half-imported.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import storage.places
from config.settings import Settings
from domain.errors import GazetteerError
from domain.news import Place
from news.places import geonames, records
from news.places.gazetteer import Gazetteer, laid_over
from news.places.records import Record
from news.places.trie import words
from storage.database import Database

LONGEST_LINE = 200_000  # bytes


def of_file(file: Path | None) -> list[Record]:
    """Return the places of an operator's *file* in the shipped format; none without a file.

    Raises:
        GazetteerError: the file cannot be read, or a line is wrong.
    """
    return records.read("\n".join(lines(file)), file.name) if file else []


def lines(file: Path) -> Iterator[str]:
    """Return the lines of *file* without their ends.

    Raises:
        GazetteerError: it cannot be opened, a line is too long or not UTF-8.
    """
    number = 0
    try:
        with file.open("rb") as opened:
            while line := opened.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise GazetteerError(file.name, number, f"longer than {LONGEST_LINE} bytes")
                yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise GazetteerError(file.name, number, f"not UTF-8 (byte {error.start + 1} of the line)") from error
    except OSError as error:
        raise GazetteerError(file.name, number, error.strerror or type(error).__name__) from error


async def import_(settings: Settings, dump: Path, alternate: Path | None, out: TextIO) -> None:
    """Store the places that *dump* adds, in one transaction.

    Raises:
        GazetteerError: a line of either file is wrong; nothing is stored then.
    """
    rows = list(geonames.rows(lines(dump), dump.name))
    numbers = {row.number for row in rows}
    names = geonames.names(lines(alternate), numbers, alternate.name) if alternate else {}
    async with Database(settings.database_url) as database:
        await database.migrate()
        async with database.transaction() as tx:
            layers = [of_file(settings.places_file), await storage.places.all_(tx)]
            found = geonames.found(rows, names, laid_over(*layers), dump.name)
            laid_over(*layers, found.records)
            if found.records:
                await storage.places.add(tx, found.records)
    print(
        f"{len(found.records)} places imported; {found.known} known already, {found.nameless} without an Arabic name. "
        "Running processes know them within seconds.",
        file=out,
    )


async def find(settings: Settings, name: str, out: TextIO) -> bool:
    """Show what *name* can mean, imports included, else what is spelt nearly so; tell whether it is known."""
    async with Database(settings.database_url) as database:
        await database.migrate()
        async with database.reading() as tx:
            imported = await storage.places.all_(tx)
    gazetteer = laid_over(of_file(settings.places_file), imported)
    found = gazetteer.find(name)
    if not found:
        print(f"{name}: no place of this name." + _nearly(gazetteer, name), file=out)
    for place in found:
        print("\n".join(_told(gazetteer, place, name)), file=out)
    return bool(found)


def _nearly(gazetteer: Gazetteer, name: str) -> str:
    near = [gazetteer.describe(place.id) for place in gazetteer.suggest(name)]
    return " Spelt nearly so: " + "، ".join(near) if near else ""


def _told(gazetteer: Gazetteer, place: Place, name: str) -> Sequence[str]:
    tiers = {alias.tier.value for alias in place.aliases if words(alias.text) == words(name)}
    ancestors = " < ".join(gazetteer.place(id_).name for id_ in gazetteer.ancestors(place.id))
    point = gazetteer.point(place.id)
    return (
        f"{place.id}  {gazetteer.describe(place.id)}",
        f"    kind {place.kind.value}, tier {'/'.join(sorted(tiers)) or place.aliases[0].tier.value}",
        f"    in {ancestors or '-'}",
        f"    names {'، '.join(dict.fromkeys(alias.text for alias in place.aliases))}",
        f"    point {f'{point.latitude:.4f}, {point.longitude:.4f} ({point.source})' if point else 'unknown'}"
        f"{'' if place.point or not point else ', of its centre or what it lies in'}",
        f"    from {gazetteer.origin(place.id)}",
    )
