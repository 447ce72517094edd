"""Laws of compound queries in the index: it says what a plain evaluation of each query says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feeds import FeedId
from domain.news import Article, Field, Mention, PlaceId, Span, Understood
from domain.queries import (
    CompoundQuery,
    EventQuery,
    FormsQuery,
    KeywordQuery,
    PeopleQuery,
    PlaceQuery,
    Query,
    QueryId,
    Simple,
    Without,
    combined,
    from_canonical,
)
from news.arabic.tokens import tokenise
from news.matching.index import Index
from news.matching.parse import options
from news.places.gazetteer import Gazetteer, shipped
from news.places.records import read
from tests.news.matching.conftest import ROWS

Understand = Callable[..., Understood]
ONE = QueryId(1)
SECOND_PARAGRAPH = (
    "وصل الوفد إلى المدينة صباح اليوم في زيارة رسمية تستمر أياما عدة ويلتقي خلالها كبار المسؤولين في البلاد كلها.\n"
)


def holds(typed: str, article: Understood, gazetteer: Gazetteer) -> list[str]:
    """Return the words for which the first reading of *typed* holds."""
    index = Index(gazetteer)
    index.add(ONE, options(typed, gazetteer)[0].query)
    texts = {Field.TITLE: article.article.title, Field.TEXT: article.article.text}
    return [texts[s.field][s.start : s.end] for match in index.match(article) for s in match.spans]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        pytest.param("زلزال + فيضان", "زلزال ثم فيضان", ["زلزال", "فيضان"], id="both"),
        pytest.param("زلزال + فيضان", "زلزال", [], id="one of both"),
        pytest.param("زلزال أو فيضان", "بعد الفيضان", ["فيضان"], id="either"),
        pytest.param("قصف -رياضة", "قصف والرياضة", [], id="what is excluded in the first paragraph"),
        pytest.param("قصف -رياضة", SECOND_PARAGRAPH + "قصف ورياضة", ["قصف"], id="and deep in the text"),
        pytest.param("قصف بدون رياضة في النص", SECOND_PARAGRAPH + "قصف ورياضة", [], id="anywhere"),
        pytest.param("«وقف النار» + قصف", "وقف النار بعد القصف", ["وقف النار", "قصف"], id="exact words"),
        pytest.param("«وقف النار» + قصف", "ووقف النار بعد القصف", [], id="other words than the exact ones"),
        pytest.param("قصف -«وقف النار»", "قصف ثم وقف الحرب", ["قصف"], id="only a part of what is excluded"),
        pytest.param("عودة -أهل مصر", "عودة محمد المصري", ["عودة"], id="a surname is not excluded as people"),
        pytest.param("عودة -أهل مصر", "عودة الوفد المصري", [], id="people are"),
        pytest.param("لاجئ*", "عودة اللاجئين", ["لاجئين"], id="forms"),
        pytest.param("لاجئ* + عودة", "عودة اللاجئين", ["عودة", "لاجئين"], id="forms and a word"),
        pytest.param("أهل بحران", "الوفد البحراني", ["بحراني"], id="people"),
        pytest.param("أهل بحران + عودة", "عودة الوفد البحراني", ["عودة", "بحراني"], id="people and a word"),
        pytest.param("أهل مصر + عودة", "عودة محمد المصري", [], id="a surname"),
    ],
)
def test_a_compound_query_holds_where_all_of_it_does(
    understood: Understand, gazetteer: Gazetteer, typed: str, text: str, expected: list[str]
) -> None:
    known = shipped() if "مصر" in typed else gazetteer

    assert holds(typed, understood(text), known) == expected


def test_what_is_excluded_in_the_title_excludes(understood: Understand, gazetteer: Gazetteer) -> None:
    assert holds("قصف -رياضة", understood(SECOND_PARAGRAPH + "قصف", title="رياضة"), gazetteer) == []


@pytest.mark.parametrize("typed", ["حدث قصف", "حدث قصف + القرى"])
def test_an_event_holds_by_the_words_that_tell_it_title_first(
    understood: Understand, gazetteer: Gazetteer, typed: str
) -> None:
    article = replace(understood("قذائف على القرى", title="هاون"), events=("shelling",))

    assert holds(typed, article, gazetteer)[:2] == ["هاون", "قذائف"]
    assert holds(typed, replace(article, events=()), gazetteer) == []


def test_an_event_that_no_word_tells_is_shown_by_the_first_word(understood: Understand, gazetteer: Gazetteer) -> None:
    assert holds("حدث قصف", replace(understood("هدوء تام"), events=("shelling",)), gazetteer) == ["هدوء"]


def test_a_place_holds_under_an_id_of_before(understood: Understand, gazetteer: Gazetteer) -> None:
    index = Index(gazetteer)
    index.add(ONE, from_canonical("place:bb.gone&word:قصف"))

    assert index.match(understood("قصف ربوتان", places={"ربوتان": ("bb.rabwa",)}))


def test_a_place_nobody_knows_is_refused_even_where_it_is_excluded(gazetteer: Gazetteer) -> None:
    index = Index(gazetteer)

    with pytest.raises(KeyError):
        index.add(ONE, from_canonical("word:قصف!place:xx"))

    assert len(index) == 0


def test_a_query_is_listed_under_the_rarest_term_that_earlier_articles_show(
    understood: Understand, gazetteer: Gazetteer
) -> None:
    before = Index(gazetteer)
    for _ in range(200):
        before.match(understood("زلزال"))
    index = Index(gazetteer, before.frequencies)
    index.add(ONE, from_canonical("word:زلزال&word:نزوح"))

    assert vars(index)["_listed"] == {ONE: (KeywordQuery(("نزوح",)),)}


GAZETTEER = Gazetteer(read(ROWS.replace("|", "\t"), "rows.tsv"))
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
EMPTY = Understood(Article(FeedId(1), "1", "", "", "", MOMENT, MOMENT), "ar", (), (), (), urgent=False, fingerprint="")
WORDS = ["قصف", "القصف", "وقصف", "حلب", "زلزال", "لاجئين", "البحراني", "وقف", "النار", "،"]
SIMPLES: list[Simple] = [
    KeywordQuery(("قصف",)),
    KeywordQuery(("القصف",), exact=True),
    KeywordQuery(("وقف", "النار")),
    KeywordQuery(("زلزال", "حلب")),
    FormsQuery("لاجي"),
    PlaceQuery(PlaceId("aa")),
    PlaceQuery(PlaceId("aa.wadi")),
    PeopleQuery(PlaceId("bb")),
    EventQuery("shelling"),
]


def _maybe(branches: list[list[Simple]], without: list[Without]) -> Query:
    try:
        return combined(branches, without)
    except ValueError:
        return combined(branches)


QUERIES = st.builds(
    _maybe,
    st.lists(st.lists(st.sampled_from(SIMPLES), min_size=1, max_size=3), min_size=1, max_size=3),
    st.lists(st.builds(Without, st.sampled_from(SIMPLES), st.booleans()), max_size=2),
)


@given(
    title=st.lists(st.sampled_from(WORDS), max_size=4),
    text=st.lists(st.sampled_from([*WORDS, "\n" + "كلام " * 25 + "\n"]), max_size=12),
    queries=st.lists(QUERIES, max_size=6),
    event=st.booleans(),
    removed=st.sets(st.integers(0, 5)),
)
def test_the_index_agrees_with_a_plain_evaluation(
    title: list[str], text: list[str], queries: list[Query], *, event: bool, removed: set[int]
) -> None:
    article = _article(" ".join(title), " ".join(text), event=event)
    index = Index(GAZETTEER)
    for number, query in enumerate(queries):
        index.add(QueryId(number), query)
    for number in removed:
        index.remove(QueryId(number))

    expected = {n for n, query in enumerate(queries) if n not in removed and _plainly(query, article)}
    found = index.match(article)

    assert {match.query for match in found} == expected
    assert all(match.spans for match in found)
    for number in range(len(queries)):
        index.remove(QueryId(number))
    tables = vars(index)
    assert not any(tables[name] for name in ("_places", "_events", "_forms", "_people", "_words", "_exact", "_listed"))


def _plainly(query: Query, article: Understood) -> bool:
    """Evaluate *query* by adding each of its terms alone to an index, and looking at where it is met."""
    if not isinstance(query, CompoundQuery):
        return bool(_where(query, article))
    whole = all(not [s for s in _where(w.simple, article) if w.everywhere or _head(s, article)] for w in query.without)
    return whole and any(all(_where(simple, article) for simple in branch) for branch in query.branches)


def _where(simple: Simple, article: Understood) -> tuple[Span, ...]:
    index = Index(GAZETTEER)
    index.add(ONE, simple)
    return next((match.spans for match in index.match(article)), ())


def _head(span: Span, article: Understood) -> bool:
    lines = article.article.text.splitlines(keepends=True)
    end = 0
    for line in lines:
        end += len(line)
        if len(line) > 100:
            break
    return span.field is Field.TITLE or span.start < min(end, 600)


def _article(title: str, text: str, *, event: bool) -> Understood:
    tokens = (*tokenise(title, Field.TITLE), *tokenise(text, Field.TEXT))
    mentions = tuple(
        Mention(token.span, (PlaceId("aa.wadi.wadi"), PlaceId("aa.wadi")), 1.0)
        for token in tokens
        if token.text == "حلب"
    )
    blank = replace(EMPTY, article=replace(EMPTY.article, title=title, text=text))
    events = ("shelling",) if event and "قصف" in title + text else ()
    return replace(blank, tokens=tokens, mentions=mentions, events=events)
