from domain.news import PlaceId
from news.places.records import Record, read
from storage import places
from storage.database import Database

LINES = (
    "sy.a\ttown\tsy\tM\tأولى\tالأولى:A\tfr:Première\t\t32.5\t36.1\tgeonames:1\nsy.b\tvillage\tsy.a\tA\tثانية\t\t\t\n"
)


def records(lines: str = LINES) -> list[Record]:
    return read(lines, "SY.txt")


async def test_what_was_imported_comes_back_as_it_was(database: Database) -> None:
    async with database.transaction() as tx:
        await places.add(tx, records())

    async with database.reading() as tx:
        assert await places.all_(tx) == records()


async def test_each_import_makes_another_version(database: Database) -> None:
    async with database.transaction() as tx:
        before = await places.version(tx)
        await places.add(tx, records())
        await places.add(tx, records())

        assert (before, await places.version(tx)) == (0, 2)


async def test_importing_again_puts_the_new_row_in_the_place_of_the_old(database: Database) -> None:
    async with database.transaction() as tx:
        await places.add(tx, records())
        await places.add(tx, records(LINES.replace("أولى", "الكبرى")))

        found = await places.all_(tx)

    assert [record.place.name for record in found] == ["الكبرى", "ثانية"]


async def test_an_import_larger_than_a_statement_is_stored_whole(database: Database) -> None:
    many = [line for number in range(places.BATCH + 1) for line in records(f"sy.{number:05}\ttown\tsy\tM\tبلدة\t\t\t")]

    async with database.transaction() as tx:
        await places.add(tx, many)

        assert [record.place.id for record in await places.all_(tx)] == [
            PlaceId(f"sy.{number:05}") for number in range(places.BATCH + 1)
        ]
