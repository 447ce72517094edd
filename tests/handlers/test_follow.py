import pytest

from domain.errors import ReadingFailed
from emulator.people import ABU_KHALED, LAYLA
from news.arabic.marks import RIGHT_TO_LEFT
from storage import tables
from tests.handlers.conftest import House


async def followed(house: House) -> list[str]:
    return [row.label for row in await house.rows(tables.subscriptions)]


async def test_a_place_of_one_meaning_is_followed_at_once_and_named(house: House) -> None:
    [answer] = await house.says(LAYLA, "درعا البلد")

    assert "تمت متابعة حي درعا البلد — مدينة درعا" in answer
    assert await followed(house) == ["درعا البلد"]


async def test_the_answer_counts_the_articles_of_the_last_days(house: House) -> None:
    await house.publish("هدوء في درعا البلد")
    await house.publish("عودة المياه إلى درعا البلد")

    [answer] = await house.says(LAYLA, "درعا البلد")

    assert "عثرنا على خبرين خلال آخر ٧ أيام" in answer


async def test_what_cannot_be_counted_in_time_is_followed_all_the_same(house: House) -> None:
    async def too_slow(_: object) -> list[object]:
        raise ReadingFailed("too_slow")

    await house.set(backtest=too_slow)

    [answer] = await house.says(LAYLA, "زلزال")

    assert answer.lstrip(RIGHT_TO_LEFT) == "✅ تمت متابعة كلمة «زلزال».\nيصل التنبيه عند أول خبر جديد."


@pytest.mark.parametrize(
    "words", ["زلزال", "اشترك زلزال", "تابع زلزال.", "أُريدُ أخبار زلزال", "/add زلزال", "أضف  زلزال"]
)
async def test_many_ways_of_asking_follow_the_same_word(house: House, words: str) -> None:
    await house.says(LAYLA, words)

    assert await followed(house) == ["زلزال"]


@pytest.mark.parametrize("text", ["إدلب، زلزال", "إدلب\nزلزال", "تابع إدلب ، زلزال", "/add إدلب\nزلزال"])
async def test_several_at_once_are_asked_for_one_by_one(house: House, text: str) -> None:
    [answer] = await house.says(LAYLA, text)

    assert "أرسل كلًّا منها في رسالة منفصلة: «إدلب»، ثم «زلزال»." in answer
    assert await followed(house) == []


async def test_a_name_of_two_places_is_asked_back_with_both_described(house: House) -> None:
    [question] = await house.says(LAYLA, "درعا")

    assert "«درعا»" in question
    assert house.labels() == ["محافظة درعا", "مدينة درعا — محافظة درعا"]
    assert await followed(house) == []


async def test_the_place_chosen_is_followed_in_the_place_of_the_question(house: House) -> None:
    await house.says(LAYLA, "درعا")

    [answer] = await house.taps(LAYLA, "مدينة درعا")

    assert "تمت متابعة مدينة درعا — محافظة درعا" in answer
    assert len(house.said()) == 2  # the question is no longer there


async def test_a_button_of_before_a_restart_still_follows(house: House) -> None:
    await house.says(LAYLA, "صور")
    await house.set()

    [answer] = await house.taps(LAYLA, "كلمة «صور»")

    assert "تمت متابعة كلمة «صور»" in answer
    assert await followed(house) == ["صور"]


async def test_a_long_phrase_offered_beside_a_place_survives_its_button_of_64_bytes(house: House) -> None:
    long = "انقطاع الكهرباء في الريف الغربي من المحافظة منذ"
    house.emulator.world.say(LAYLA, "مرحبا")
    await house.hear(LAYLA.id)
    await house.says(LAYLA, long)
    await house.taps(LAYLA, "أوقف")

    [answer] = await house.taps(LAYLA, "أعد")

    assert f"عادت متابعة عبارة «{long}»" in answer
    assert await followed(house) == [long]


async def test_following_twice_says_so_and_keeps_one(house: House) -> None:
    await house.says(LAYLA, "درعا البلد")

    [answer] = await house.says(LAYLA, "حي درعا البلد")

    assert "موجودة من قبل" in answer
    assert len(await followed(house)) == 1


async def test_the_limit_of_subscriptions_is_told_with_a_way_out(house: House) -> None:
    await house.set(most_subscriptions=1)
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "فيضان")

    assert "اشتراك واحد" in answer
    assert house.labels() == ["اشتراكاتي"]
    assert await followed(house) == ["زلزال"]


async def test_the_limit_holds_for_an_undo_too(house: House) -> None:
    await house.set(most_subscriptions=1)
    await house.says(LAYLA, "زلزال")
    await house.taps(LAYLA, "أوقف")
    await house.says(LAYLA, "فيضان")

    await house.taps(LAYLA, "أعد")

    assert await followed(house) == ["فيضان"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("ا" * 80, "أطول", id="too long"),
        pytest.param("في", "شائعة", id="too broad"),
        pytest.param("a<b>c", "رموز", id="signs"),
        pytest.param("☀️☀️", "لم أفهم", id="no letters"),
        pytest.param("/add", "ماذا تريد أن تتابع؟", id="nothing"),
        pytest.param("…", "ماذا تريد أن تتابع؟", id="only a stop"),
        pytest.param("؟", "ماذا تكتب؟", id="only a question mark"),
    ],
)
async def test_what_cannot_be_followed_is_told_with_what_to_do(house: House, words: str, told: str) -> None:
    [answer] = await house.says(LAYLA, words)

    assert told in answer
    assert await followed(house) == []


async def test_a_misspelled_place_is_asked_back_beside_the_word(house: House) -> None:
    [question] = await house.says(LAYLA, "درعا البلدد")
    assert "هل تقصد" in question
    assert house.labels() == ["حي درعا البلد — مدينة درعا", "الكلمة كما هي: «درعا البلدد»"]

    await house.taps(LAYLA, "الكلمة كما هي")
    assert await followed(house) == ["درعا البلدد"]


async def test_a_button_nobody_knows_any_more_says_what_to_do(house: House) -> None:
    await house.says(LAYLA, "درعا")
    for data in ("f:place:nowhere", "f:nonsense", "f:~0123456789abcdef", "u:-:word:"):
        house.last().update(text="سؤال", reply_markup={"inline_keyboard": [[{"text": "زر", "callback_data": data}]]})

        [answer] = await house.taps(LAYLA, "زر")

        assert "قديم" in answer
    assert await followed(house) == []


async def test_a_subscription_of_a_paused_chat_says_that_alerts_are_paused(house: House) -> None:
    await house.says(LAYLA, "/stop")

    [answer] = await house.says(LAYLA, "زلزال")

    assert "التنبيهات متوقفة الآن" in answer


async def test_two_people_follow_for_themselves(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(ABU_KHALED, "/list")

    assert "لا اشتراكات هنا" in house.last(ABU_KHALED.id)["text"]


async def test_an_alert_explains_itself(house: House) -> None:
    await house.says(LAYLA, "درعا البلد")
    await house.says(LAYLA, "انفجار")
    await house.publish("انفجار في درعا البلد", "سُمع دوي الانفجار بدرعا البلد مساء أمس.")
    await house.hear(LAYLA.id)

    [answer] = await house.taps(LAYLA, "لماذا؟")

    assert "وكالة الساحل" in answer
    assert "لأن ما تتابعه ورد في خبر «انفجار في درعا البلد» من «وكالة الساحل»:" in answer
    assert "حي درعا البلد — مدينة درعا: «درعا البلد»، «بدرعا البلد»" in answer
    assert "كلمة «انفجار»: «انفجار»، «الانفجار»" in answer
    assert house.last()["reply_to_message"]


@pytest.mark.parametrize(
    ("title", "haste"),
    [
        ("مقتل ثلاثة عمال بقصف على درعا البلد", "وصل على عجل لأن الخبر عن حدث من نوع «قصف»، وفيه: «مقتل ثلاثة عمال»."),
        ("عاجل: إغلاق الطريق إلى درعا البلد", "وصل على عجل لأن المصدر وصفه بأنه عاجل."),
        ("هدوء في درعا البلد", ""),
        ("مقتل ثلاثة عمال بقصف على نوى", ""),
        ("مقتل ثلاثة عمال بقصف على نوى، وهدوء في درعا البلد", ""),
    ],
)
async def test_an_alert_explains_its_haste(house: House, title: str, haste: str) -> None:
    await house.says(LAYLA, "درعا البلد")
    text = "قال مسعف إن فرق الإسعاف ما زالت تعمل في المكان وإن الطريق إلى المشفى مفتوح أمام السكان من الجهة الشرقية."
    text += "\nوفي درعا البلد هدوء."
    await house.publish(title, text)
    await house.hear(LAYLA.id)

    [answer] = await house.taps(LAYLA, "لماذا؟")

    assert answer.splitlines()[-1] == haste if haste else "على عجل" not in answer


async def test_an_alert_for_a_compound_query_names_and_explains_it(house: House) -> None:
    await house.says(LAYLA, "درعا البلد: انفجار أو قصف بدون رياضة")
    await house.publish("انفجار في درعا البلد", "سُمع الانفجار في درعا البلد مساء أمس.")
    await house.publish("مباراة رياضة في درعا البلد", "سُمع الانفجار قرب الملعب.")
    await house.hear(LAYLA.id)
    alerts = [message for message in house.said() if "وكالة الساحل" in message]

    [answer] = await house.taps(LAYLA, "لماذا؟")

    assert len(alerts) == 1
    assert "درعا البلد: انفجار أو قصف بدون رياضة" in alerts[0].splitlines()[0]
    assert "«درعا البلد: انفجار أو قصف بدون رياضة»: «انفجار»، «درعا البلد»" in answer


async def test_an_alert_explains_nothing_to_those_who_do_not_follow_it(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    alert = await house.publish("زلزال خفيف")
    await house.says(ABU_KHALED, "/list")
    house.last(ABU_KHALED.id)["reply_markup"] = {
        "inline_keyboard": [
            [{"text": "لماذا؟", "callback_data": f"w:{alert}"}, {"text": "آخر", "callback_data": "w:x"}]
        ]
    }

    [answer] = await house.taps(ABU_KHALED, "لماذا؟")
    [other] = await house.taps(ABU_KHALED, "آخر")

    assert answer == other == "لم يعد سبب هذا التنبيه محفوظًا لقِدمه. لعرض ما تتابعه الآن اكتب: اشتراكاتي."


async def test_the_latest_are_those_that_match_now_the_newest_first(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.publish("زلزال خفيف يضرب الساحل")
    await house.publish("افتتاح معرض الكتاب")
    house.clock.forward(minutes=5)
    await house.publish("هزة بعد الزلزال <الأول>")

    await house.hear(LAYLA.id)

    [answer] = await house.says(LAYLA, "آخر الأخبار")

    first, second = answer.index("هزة بعد الزلزال <الأول>"), answer.index("زلزال خفيف يضرب الساحل")
    assert first < second
    assert "معرض" not in answer
    assert "قبل ٥ دقائق · كلمة «زلزال»" in answer


async def test_the_latest_hold_what_came_before_one_began_to_follow_but_send_none_of_it(house: House) -> None:
    await house.publish("زلزال خفيف يضرب الساحل")
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "/latest")

    assert "زلزال خفيف يضرب الساحل" in answer
    assert await house.rows(tables.alerts) == []


async def test_the_latest_of_nothing_says_so(house: House) -> None:
    [answer] = await house.says(LAYLA, "/latest")

    assert "لم يرد شيء" in answer


async def test_an_article_without_a_web_address_stands_among_the_latest_without_a_link(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.publish("زلزال خفيف")
    await house.hear(LAYLA.id)
    async with house.database.transaction() as tx:
        await tx.connection.execute(tables.articles.update().values(url="javascript:alert(1)"))

    await house.says(LAYLA, "/latest")

    kinds = {entity["type"] for entity in house.last()["entities"]}
    assert kinds == {"bold"}


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        pytest.param("زلزال + فيضان", "«زلزال + فيضان»", id="both"),
        pytest.param("درعا البلد: قصف أو غارة -رياضة", "«درعا البلد: قصف أو غارة بدون رياضة»", id="a place and words"),
        pytest.param("لاجئ*", "كلمة «لاجئ» بصيغها", id="forms"),
        pytest.param("حدث: زلزال", "كل خبر نوعه «زلزال»", id="an event"),
        pytest.param("سوريا وأهلها", "«سوريا وأهلها»", id="a place and its people"),
        pytest.param("أهل سوريا", "«أهل سوريا»", id="people"),
        pytest.param("«وقف إطلاق النار» + حدث هدنة", "«“وقف إطلاق النار” + حدث هدنة»", id="exact words within"),
        pytest.param(
            "انقطاع الكهرباء أو انقطاع المياه أو انقطاع الغاز -رياضة",
            "«انقطاع الكهرباء أو انقطاع المياه أو انقطاع الغاز بدون رياضة»",
            id="more than a button holds",
        ),
    ],
)
async def test_every_kind_of_query_is_followed_listed_stopped_and_restored(
    house: House, typed: str, named: str
) -> None:
    [answer] = await house.says(LAYLA, typed)
    labels = await followed(house)
    [listed] = await house.says(LAYLA, "اشتراكاتي")
    await house.taps(LAYLA, "أوقف")
    stopped = await followed(house)
    await house.taps(LAYLA, "أعد")

    assert f"تمت متابعة {named}" in answer
    assert named in listed
    assert (stopped, await followed(house)) == ([], labels)


async def test_a_compound_query_of_a_name_of_two_places_is_asked_back(house: House) -> None:
    await house.says(LAYLA, "درعا: قصف")
    assert house.labels() == ["محافظة درعا: قصف", "مدينة درعا: قصف"]

    [answer] = await house.taps(LAYLA, "مدينة درعا: قصف")

    assert "تمت متابعة «مدينة درعا: قصف»" in answer
    assert await followed(house) == ["مدينة درعا: قصف"]


async def test_an_exclusion_alone_is_told_what_to_write_before_it(house: House) -> None:
    [answer] = await house.says(LAYLA, "-رياضة")

    assert "«-رياضة»" in answer
    assert await followed(house) == []
