from emulator.people import LAYLA
from storage import tables
from tests.handlers.conftest import House


async def test_a_pause_holds_alerts_and_keeps_the_subscriptions(house: House) -> None:
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "/stop")
    await house.publish("زلزال خفيف")

    assert "بقيت الاشتراكات محفوظة: اشتراك واحد" in answer
    assert await house.hear(LAYLA.id) == []
    assert len(await house.rows(tables.subscriptions)) == 1


async def test_a_pause_without_subscriptions_says_so(house: House) -> None:
    [answer] = await house.says(LAYLA, "إيقاف مؤقت")

    assert "لا اشتراكات هنا الآن" in answer


async def test_a_second_pause_changes_nothing(house: House) -> None:
    await house.says(LAYLA, "/stop")
    [before] = await house.rows(tables.targets)
    house.clock.forward(hours=1)

    [answer] = await house.says(LAYLA, "/stop")

    assert "متوقفة من قبل" in answer
    assert (await house.rows(tables.targets))[0].paused_at == before.paused_at


async def test_resuming_counts_what_was_missed_and_sends_it_only_when_asked(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")
    await house.publish("زلزال في الساحل")
    await house.publish("زلزال في الشمال")

    [answer] = await house.says(LAYLA, "استأنف")
    assert "فاتك أثناء التوقف خبران" in answer
    assert house.labels() == ["📨 اعرض ما فات", "تجاوز ما فات"]

    told = await house.taps(LAYLA, "اعرض")
    assert len(told) == 3
    assert "يصلك الآن مما فاتك: خبران" in "".join(told)


async def test_more_than_ten_missed_come_ten_at_a_time(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")
    for number in range(12):
        await house.publish(f"زلزال رقم {number}")
    await house.says(LAYLA, "/resume")

    told = await house.taps(LAYLA, "اعرض")
    assert len(told) == 11
    assert "بقي خبران" in "".join(told)

    assert len(await house.taps(LAYLA, "اعرض")) == 3


async def test_what_was_missed_can_be_let_go(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")
    await house.publish("زلزال في الساحل")
    await house.says(LAYLA, "/resume")
    offer = house.last()["reply_markup"]

    [answer] = await house.taps(LAYLA, "تجاوز")
    assert "تجاوزنا ما فات" in answer

    house.last()["reply_markup"] = offer
    [again] = await house.taps(LAYLA, "اعرض")
    assert again == "لم يبقَ شيء من الأخبار الفائتة."


async def test_resuming_after_a_quiet_pause_offers_nothing(house: House) -> None:
    await house.says(LAYLA, "/stop")

    [answer] = await house.taps(LAYLA, "استأنف")

    assert "لم يفتك شيء" in answer
    assert "reply_markup" not in house.last()


async def test_resuming_what_flows_says_so(house: House) -> None:
    [answer] = await house.says(LAYLA, "استئناف")

    assert "التنبيهات تعمل" in answer
