"""Laws of the terms that are more than words: forms, people, and how rare each is."""

import pytest

from domain.news import Field, PlaceId
from domain.queries import EventQuery, FormsQuery, KeywordQuery, PeopleQuery, PlaceQuery, Query
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.matching import people
from news.matching.frequency import SAMPLED, Frequencies
from news.matching.inflection import STEMS
from news.matching.trie import READ, Readings
from news.places.gazetteer import Gazetteer, shipped
from news.places.records import read


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("لاجئ", "لاجئ واللاجئين لاجئون لاجئات لاجئة اللاجئيهم لاجئوها بلاجئ"),
        ("حكومة", "حكومة حكومته والحكومات حكوماتهم حكومتان حكومتين حكومتا للحكومة"),
        ("وزير", "الوزير وزيره وزيران وزيرين وزيرا وزيرها"),
    ],
)
def test_forms_of_a_word_lead_to_it(word: str, forms: str) -> None:
    assert [form for form in forms.split() if fold(word) not in [each.stem for each in STEMS[fold(form)]]] == []


@pytest.mark.parametrize("other", ["علاجي", "أجيال", "حكيم", "حكومي", "لجوء"])
def test_other_words_do_not(other: str) -> None:
    assert {"لاجي", "حكومه"}.isdisjoint(each.stem for each in STEMS[fold(other)])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("قال الرئيس المصري", True),
        ("شاب مصري", True),
        ("المصريون في الخارج", True),
        ("محمد المصري", False),
        ("عبد الله المصري", False),
        ("المصري", False),
        ("الدولة المصرية", True),
        ("سيدة مصرية", False),
    ],
)
def test_an_adjective_is_no_surname_and_no_country(text: str, *, holds: bool) -> None:
    tokens = tokenise(text, Field.TEXT)
    wanted = people.adjectives(shipped(), PlaceId("eg"))
    met = [
        people.is_adjective(tokens, at, reading)
        for at, token in enumerate(tokens)
        for reading in READ[token.text]
        if reading.stem in wanted
    ]

    assert any(met) is holds


@pytest.mark.parametrize(
    ("place", "adjective"),
    [("sy", "سوري"), ("sy.daraa", "درعاوي"), ("sy.daraa", "حوراني"), ("sy.hama", "حموي"), ("sy.tartus", "طرطوسي")],
)
def test_places_have_the_adjectives_that_people_say(place: str, adjective: str) -> None:
    assert adjective in people.adjectives(shipped(), PlaceId(place))


def test_a_name_that_begins_with_al_of_its_own_keeps_it() -> None:
    gazetteer = Gazetteer(read("aa\tcountry\t\tU\tوادان\t\t\t\naa.alania\ttown\taa\tU\tألانيا\t\t\t\n", "own.tsv"))

    assert people.adjectives(gazetteer, PlaceId("aa.alania"))[0] == "الاني"


def test_adjectives_are_those_of_what_the_gazetteer_became() -> None:
    gazetteer, other = (
        Gazetteer(read(f"aa\tcountry\t\tU\tوادان\t\t\t\naa.x\ttown\taa\tU\t{name}\t\t\t\n", "own.tsv"))
        for name in ("مرسالا", "بريدانا")
    )
    assert people.adjectives(gazetteer, PlaceId("aa.x"))[0] == "مرسالي"

    gazetteer.become(other)

    assert people.adjectives(gazetteer, PlaceId("aa.x"))[0] == "بريداني"


def test_names_of_several_words_and_vague_ones_have_no_adjectives() -> None:
    gazetteer = shipped()

    assert people.adjectives(gazetteer, gazetteer.find("ريف دمشق")[0].id) == ()
    assert people.adjectives(gazetteer, gazetteer.find("نوى")[0].id) == ()


def test_what_was_met_more_often_is_less_rare() -> None:
    frequencies = Frequencies()
    for _ in range(SAMPLED * 40):
        frequencies.count(tokenise("الزلزال في حلب", Field.TEXT), [PlaceId("sy.aleppo")], ["fire"])
    rare: list[Query] = [KeywordQuery(("فيضان",)), PlaceQuery(PlaceId("sy.daraa")), EventQuery("flood")]
    often: list[Query] = [KeywordQuery(("زلزال",)), PlaceQuery(PlaceId("sy.aleppo")), EventQuery("fire")]

    for one, other in zip(rare, often, strict=True):
        assert 0 < frequencies.of(one) < frequencies.of(other)  # type: ignore[arg-type]  # none is compound
    assert frequencies.of(KeywordQuery(("وقف", "النار"))) < frequencies.of(KeywordQuery(("وقف",)))
    assert frequencies.of(FormsQuery("زلزال")) > frequencies.of(KeywordQuery(("زلزال",)))
    assert frequencies.of(PeopleQuery(PlaceId("sy"))) > 0


def test_words_met_once_are_forgotten_when_there_are_too_many() -> None:
    frequencies = Frequencies(most_words=5)
    for text in ("زلزال حلب", "زلزال حمص", "زلزال إدلب", "زلزال درعا"):
        for _ in range(SAMPLED):
            frequencies.count(tokenise(text, Field.TEXT), [], [])

    assert frequencies.of(KeywordQuery(("زلزال",))) > frequencies.of(KeywordQuery(("درعا",)))


def test_readings_are_remembered_up_to_a_limit() -> None:
    readings = Readings(lambda word: READ[word])
    readings.most = 2

    assert [len(readings[word]) > 0 and len(readings) for word in ("قصف", "زلزال", "حريق")] == [1, 2, 1]


@pytest.mark.parametrize(("tier", "has_some"), [("U", True), ("M", True), ("A", False), ("X", False)])
def test_a_place_whose_name_alone_does_not_tell_it_has_no_adjectives(tier: str, *, has_some: bool) -> None:
    rows = f"aa\tcountry\t\tU\tوادان\t\t\t\naa.x\ttown\taa\t{tier}\tمرسالا\t\t\t\n"
    gazetteer = Gazetteer(read(rows, "own.tsv"))

    assert bool(people.adjectives(gazetteer, PlaceId("aa.x"))) is has_some
