"""Laws of the trie of terms."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.news import Field
from news.arabic.tokens import tokenise
from news.matching.trie import Trie


def met(term: str, text: str, *, exact: bool = False) -> list[str]:
    """Return what of *text* meets *term*."""
    trie: Trie[int] = Trie(exact=exact)
    trie.add([token.text for token in tokenise(term, Field.TEXT)], 1)
    return [text[span.start : span.end] for _, span in trie.find(tokenise(text, Field.TEXT))]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        pytest.param("حكومة", "قالت الحكومة وحكومة وبالحكومة وللحكومة.", ["حكومة"] * 4, id="clitics stay outside"),
        pytest.param("حكومة", "حكومته وحكومات", [], id="nothing is stemmed"),
        pytest.param("حر", "الحر شديد، حر، والحر", ["حر", "حر", "حر"], id="a short word with and without ال"),
        pytest.param("حر", "في البحر بحر وبحر", [], id="a short word within another"),
        pytest.param("حرب", "توقفت وحرب", ["حرب"], id="و before a short word that is one"),
        pytest.param("لد", "ولد في القرية", [], id="و of a word of its own"),
        pytest.param("وقف إطلاق النار", "أعلن وقفُ إطلاقِ النار", ["وقفُ إطلاقِ النار"], id="a phrase, vowel signs inside"),
        pytest.param("وقف إطلاق النار", "وقف إطلاق، النار", [], id="no phrase over a comma"),
        pytest.param("حكومة جديدة", "الحكومة الجديدة", ["حكومة الجديدة"], id="the article on both words"),
        pytest.param("كرة القدم", "كرة قدم", ["كرة قدم"], id="the article missing on the second"),
        pytest.param("قصف", "قَصْف بِقَصْف", ["قَصْف", "قَصْف"], id="vowel signs of the clitic stay outside"),
        pytest.param("قصف حلب", "قصف", [], id="half a phrase at the end"),
    ],
)
def test_a_term_is_met_as_a_reader_of_arabic_would(term: str, text: str, expected: list[str]) -> None:
    assert met(term, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("الفيلق الخامس", ["الفيلق الخامس"]), ("والفيلق الخامس", []), ("الفيلق خامس", []), ("فيلق الخامس", [])],
)
def test_an_exact_term_is_met_as_it_is(text: str, expected: list[str]) -> None:
    assert met("الفيلق الخامس", text, exact=True) == expected


def test_all_terms_of_the_same_words_are_met_and_removed_one_by_one() -> None:
    trie: Trie[str] = Trie()
    for term in ("أول", "ثان"):
        trie.add(["زلزال"], term)
    tokens = tokenise("زلزال", Field.TEXT)

    assert [term for term, _ in trie.find(tokens)] == ["أول", "ثان"]

    trie.remove(["زلزال"], "أول")

    assert [term for term, _ in trie.find(tokens)] == ["ثان"]


def test_an_article_that_stands_alone_is_a_word() -> None:
    trie: Trie[int] = Trie()
    trie.add(["وقف"], 1)
    trie.add(["وقف", "النار"], 2)
    trie.add(["وقف", "النار", "فورا"], 3)

    assert [term for term, _ in trie.find(tokenise("وقف ال نار", Field.TEXT))] == [1]


def test_removing_what_is_not_there_changes_nothing() -> None:
    trie: Trie[int] = Trie()
    trie.add(["وقف", "اطلاق", "النار"], 1)

    trie.remove(["قصف"], 1)
    trie.remove(["وقف", "القتال"], 1)
    trie.add(["وقف", "القتال"], 1)
    trie.remove(["وقف"], 1)
    trie.remove(["وقف", "القتال"], 1)
    trie.remove(["وقف", "اطلاق"], 1)
    trie.remove(["وقف", "اطلاق", "النار"], 2)

    assert len(list(trie.find(tokenise("وقف إطلاق النار", Field.TEXT)))) == 1


TERMS = st.lists(st.lists(st.sampled_from(["قصف", "حلب", "درعا", "ال"]), min_size=1, max_size=3), max_size=12)


@given(TERMS)
def test_a_trie_from_which_all_was_removed_is_empty_again(terms: Sequence[Sequence[str]]) -> None:
    trie: Trie[int] = Trie()
    for number, words in enumerate(terms):
        trie.add(words, number)

    for number, words in enumerate(terms):
        trie.remove(words, number)

    assert vars(trie)["_root"] == {}


_WORDS = st.sampled_from(["حرب", "الحرب", "والحرب", "وقف", "ووقف", "بالوقف", "نار", "النار"])


@given(
    st.lists(st.tuples(st.booleans(), st.lists(_WORDS, min_size=1, max_size=3), st.integers(1, 3)), max_size=12),
    st.lists(_WORDS, max_size=6),
)
def test_what_is_remembered_of_words_changes_with_the_terms(
    changes: list[tuple[bool, list[str], int]], words: list[str]
) -> None:
    text = tokenise(" ".join(words), Field.TEXT)
    live: Trie[int] = Trie()
    present: dict[tuple[tuple[str, ...], int], None] = {}
    for is_added, term, number in changes:
        if is_added:
            live.add(tuple(term), number)
            present[tuple(term), number] = None
        else:
            live.remove(tuple(term), number)
            present.pop((tuple(term), number), None)
        fresh: Trie[int] = Trie()
        for known, id_ in present:
            fresh.add(known, id_)
        assert sorted(live.find(text)) == sorted(fresh.find(text))


def test_only_so_many_words_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news.matching.trie.MOST_KNOWN", 2)
    terms: Trie[int] = Trie()
    terms.add(("قصف",), 1)

    assert len(terms.find(tokenise("قصف ثم هدوء ثم قصف", Field.TEXT))) == 2
