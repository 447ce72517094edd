"""What follows an alert says what it is, and hangs on the alert's message."""

from dataclasses import replace

import pytest

from alerts import sequels
from alerts.compose import compose
from alerts.degrade import degrade
from alerts.markup import visible
from alerts.texts.times import DAMASCUS
from domain.alerts import AlertId, Call, Delivery, Kind, Material
from domain.news import ArticleId
from news.places.gazetteer import shipped
from tests.alerts.test_compose import NOW, TEXT, check, material

KEYS = {
    Kind.EDIT: "edit:7",
    Kind.UPDATE: "update:7:9",
    Kind.UPDATE_EDIT: "update-edit:7:9",
    Kind.CORRECTION: "correction:7:9:a",
}


def written(delivery: Delivery, kind: Kind, made_of: Material) -> Call:
    own = replace(delivery, key=KEYS[kind], alert=AlertId(7))
    call = sequels.write(own, made_of, shipped(), now=NOW, zone=DAMASCUS)
    assert call is not None
    check(call.params["text"])
    return call


def lines(call: Call) -> list[str]:
    return [line.lstrip("\u200f") for line in visible(call.params["text"]).split("\n")]


def test_the_first_message_is_the_alert(delivery: Delivery) -> None:
    first = sequels.write(delivery, material(), shipped(), now=NOW, zone=DAMASCUS)

    assert first == compose(material(), shipped(), now=NOW)


@pytest.mark.parametrize("kind", KEYS)
def test_what_follows_a_message_that_there_is_not_is_nothing(delivery: Delivery, kind: Kind) -> None:
    alone = replace(material(), message_id=None)

    assert sequels.write(replace(delivery, key=KEYS[kind]), alone, shipped(), now=NOW, zone=DAMASCUS) is None


def test_a_key_names_the_article_beneath_an_alert(delivery: Delivery) -> None:
    about = {kind: replace(delivery, key=key).about for kind, key in KEYS.items()}

    assert about == {Kind.EDIT: None} | dict.fromkeys([Kind.UPDATE, Kind.UPDATE_EDIT, Kind.CORRECTION], ArticleId(9))
    assert replace(delivery, key="answer:1:0").kind is None


def test_an_updates_edit_is_the_update_in_the_place_of_its_message(delivery: Delivery) -> None:
    made_of = replace(material("ارتفاع حصيلة القصف على درعا البلد إلى 9 قتلى"), corrected=True)

    edit = written(delivery, Kind.UPDATE_EDIT, made_of)

    update = dict(written(delivery, Kind.UPDATE, made_of).params)
    del update["reply_parameters"]
    assert edit == Call("editMessageText", {"message_id": 77, **update})
    assert "✏️ عُدّل الخبر عند المصدر" in lines(edit)


def test_an_edit_is_the_alert_with_who_else_tells_it_and_keeps_its_button(delivery: Delivery) -> None:
    made_of = material(sources=["صوت الجنوب", "شبكة البلد", "وكالة الحارة"])

    edit = written(delivery, Kind.EDIT, made_of)

    assert edit == Call("editMessageText", {"message_id": 77, **compose(made_of, shipped(), now=NOW).params})
    assert "✅ أكدته ٣ مصادر: صوت الجنوب، شبكة البلد، وكالة الحارة" in lines(edit)


def test_one_source_is_said_beside_its_name() -> None:
    text = visible(compose(material(), shipped(), now=NOW).params["text"])

    assert "صوت الجنوب · مصدر واحد" in text
    assert "أكد" not in text


def test_a_corrected_alert_says_so(delivery: Delivery) -> None:
    assert "✏️ عُدّل الخبر عند المصدر" in lines(written(delivery, Kind.EDIT, material(corrected=True)))


def test_an_update_says_so_first_and_hangs_on_the_alert(delivery: Delivery) -> None:
    update = written(delivery, Kind.UPDATE, material("ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى"))

    assert update.method == "sendMessage"
    assert lines(update)[:2] == ["🔄 تحديث · قصف · درعا البلد · 7 قتلى", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى"]
    assert update.params["reply_parameters"] == {"message_id": 77, "allow_sending_without_reply": True}
    assert degrade(update, "reply") is not None


def test_an_urgent_update_says_both(delivery: Delivery) -> None:
    assert (
        lines(written(delivery, Kind.UPDATE, material(urgent=True)))[0]
        == "🚨 عاجل · تحديث · قصف · درعا البلد · قُتل مدنيان على الأقل وأصيب خمسة آخرون"
    )


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("حُذف هذا الخبر", "سحب المصدر هذا الخبر"),
        ("تصحيح: قصف على درعا البلد بلا ضحايا", "صحّح المصدر هذا الخبر"),
        ("قتيل واحد بقصف درعا البلد", "خفّض المصدر الحصيلة"),
    ],
)
def test_a_correction_says_what_was_taken_back(delivery: Delivery, title: str, reason: str) -> None:
    correction = written(delivery, Kind.CORRECTION, material(title, TEXT))

    assert lines(correction)[:3] == ["⚠️ تصحيح · قصف · درعا البلد", reason, title]
    assert correction.params["reply_parameters"]["message_id"] == 77
