"""Digests and catch-ups of the whole service, killed while it sends them: none lost, none told in two messages."""

import signal
import sqlite3
from collections import Counter
from contextlib import closing

from emulator.people import Person
from tests.bot.conftest import item, rss
from tests.bot.town import IN_FLIGHT, OLD, PEOPLE, Town, service, until

HEADLINES = [
    "قصف على درعا البلد",
    "اشتباكات في درعا البلد",
    "هدنة في درعا البلد",
    "افتتاح مدرسة للبنات في درعا البلد",
    "انقطاع المياه عن أحياء درعا البلد",
    "حريق كبير يلتهم سوق درعا البلد",
    "قافلة مساعدات تصل إلى درعا البلد",
]
KILLS = (20, 50)  # messages that Telegram took in all
OWED = len(HEADLINES) * len(PEOPLE)
COLLECTED = "SELECT count(*) FROM alerts WHERE state = 'digest'"
WAITING = "SELECT count(*) FROM deliveries WHERE state = 0 AND key LIKE 'alert:%'"
UNTOLD = "SELECT count(*) FROM alerts WHERE state <> 'told'"


def change(town: Town, *statements: str) -> None:
    with closing(sqlite3.connect(town.file)) as database, database:
        for statement in statements:
            database.execute(statement)


async def publish(town: Town, written: str) -> None:
    """Run the service until *written* counts an alert of each headline for everybody, and kill it."""
    async with service(town.settings) as process:
        await until(lambda: town.count("SELECT count(*) FROM feeds WHERE primed = 1") == 1)
        town.site["/feed"] = rss(*(item(headline) for headline in HEADLINES), OLD)
        await until(lambda: town.count(written) == OWED)
        process.kill()
        await process.wait()
    town.let_leases_end()


async def tell_all_though_killed(town: Town) -> None:
    before = town.sent
    for most in KILLS:
        async with service(town.settings) as process:
            await until(lambda most=most: town.sent - before >= most)  # type: ignore[misc]  # mypy infers no lambda with a default
            process.kill()
            await process.wait()
        town.let_leases_end()
    async with service(town.settings) as process:
        await until(lambda: town.count(UNTOLD) == 0)
        process.send_signal(signal.SIGTERM)
        await process.wait()


def read(town: Town, person: Person) -> Counter[str]:
    """Return the messages that *person* was sent, and how often."""
    messages = town.emulator.world.chats[person.id].messages.values()
    return Counter(each["text"] for each in messages if each["from"]["is_bot"])


def assert_told_once_but_for_what_was_in_flight(town: Town) -> None:
    repeats = 0
    for person in PEOPLE:
        messages = read(town, person)
        assert [sum(headline in text for text in messages) for headline in HEADLINES] == [1] * len(HEADLINES)
        repeats += messages.total() - len(messages)
    assert repeats <= len(KILLS) * IN_FLIGHT


async def test_killed_while_it_sends_digests_it_tells_each_alert_in_one_of_them(town: Town) -> None:
    change(town, "UPDATE subscriptions SET mode = 'digest'")
    await publish(town, COLLECTED)
    change(town, "UPDATE alerts SET created_at = created_at - 7200", "UPDATE targets SET digest_at = 0")

    await tell_all_though_killed(town)

    assert_told_once_but_for_what_was_in_flight(town)
    assert all(len(read(town, person)) == 1 for person in PEOPLE)


async def test_killed_while_it_catches_up_after_an_outage_it_tells_each_alert_in_one_message(town: Town) -> None:
    outage = town.emulator.faults.order("html", times=None)
    await publish(town, WAITING)
    town.emulator.faults.clear()
    change(town, "UPDATE deliveries SET created_at = created_at - 3600")

    await tell_all_though_killed(town)

    assert outage
    assert_told_once_but_for_what_was_in_flight(town)
    assert town.count("SELECT count(*) FROM deliveries WHERE key LIKE 'catchup:%'") >= len(PEOPLE) - IN_FLIGHT
