from datetime import timedelta

import storage.feeds
from domain.feeds import Source
from emulator.people import EDITOR, LAYLA, NEIGHBOURS_ID
from handlers import status
from storage import tables
from tests.handlers.conftest import House


async def add(house: House, name: str, *, region: str = "", failures: int = 0, checked: bool = True) -> None:
    async with house.database.transaction() as tx:
        source = Source(f"https://{len(name)}.example.org/{name}", name=name, region=region)
        feed, _ = await storage.feeds.add(tx, source, await tx.now())
        checked_at = house.clock.now - timedelta(minutes=2) if checked else None
        values = {"failures": failures, "checked_at": checked_at}
        await tx.connection.execute(tables.feeds.update().where(tables.feeds.c.id == feed.id).values(values))


async def test_everyone_reads_how_many_sources_work_and_which_they_are(house: House) -> None:
    await add(house, "وكالة البلد", region="sy")
    await add(house, "صحيفة العالم")
    await add(house, "موقع متوقف", region="sy", failures=3)

    [answer] = await house.says(LAYLA, "/status")

    assert "المصادر العاملة: ٢ من ٣" in answer
    assert "آخر فحص: قبل دقيقتين" in answer
    assert "• سوريا: موقع متوقف، وكالة البلد" in answer
    assert "• أخبار المنطقة والعالم: صحيفة العالم" in answer
    assert "لا اشتراكات" in answer
    assert "لإدارة البوت" not in answer


async def test_it_says_how_ones_own_subscriptions_stand(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")

    [answer] = await house.says(LAYLA, "حالة البوت")

    assert "اشتراك واحد" in answer
    assert "التنبيهات متوقفة" in answer


async def test_before_the_first_check_it_says_so(house: House) -> None:
    assert "لا مصادر بعد" in (await house.says(LAYLA, "/status"))[0]

    await add(house, "وكالة البلد", checked=False)

    [answer] = await house.says(LAYLA, "/status")
    assert "لم يُفحص مصدر بعد" in answer
    assert "🔴" in answer


async def test_many_sources_are_paged(house: House) -> None:
    for number in range(status.PAGE + 2):
        await add(house, f"موقع {number:02}", region="sy")

    [first] = await house.says(LAYLA, "/status")
    [second] = await house.taps(LAYLA, "التالي")

    assert "صفحة ١ من ٢" in first
    assert "موقع 41" not in first
    assert "صفحة ٢ من ٢" in second
    assert "موقع 41" in second


async def test_admins_read_what_waits_and_what_failed(house: House) -> None:
    await house.says(EDITOR, "زلزال")
    await add(house, "موقع متوقف", failures=3)
    async with house.database.transaction() as tx:
        await tx.connection.execute(tables.deliveries.update().values(state=2))

    [answer] = await house.says(EDITOR, "/status")

    assert "رسائل تعذّر إرسالها: ١" in answer
    assert "مصادر متعثرة: ١" in answer
    assert "تنتظر الجواب: ١" in answer  # this question


async def test_in_a_group_nobody_reads_what_concerns_operators(house: House) -> None:
    [answer] = await house.says(EDITOR, "/status", chat=NEIGHBOURS_ID)

    assert "لإدارة البوت" not in answer
