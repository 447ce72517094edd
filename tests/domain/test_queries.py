"""Queries: the canonical form and the query are one thing."""

import pytest

from domain.news import PlaceId
from domain.queries import KeywordQuery, PlaceQuery, Query, from_canonical


@pytest.mark.parametrize(
    "query",
    [PlaceQuery(PlaceId("sy.daraa")), KeywordQuery(("زلزال",)), KeywordQuery(("الفيلق", "الخامس"), exact=True)],
    ids=lambda query: query.canonical,
)
def test_a_canonical_form_gives_its_query_back(query: Query) -> None:
    assert from_canonical(query.canonical) == query


@pytest.mark.parametrize("text", ["", "place:", "زلزال", "regex:.*", "word"])
def test_what_is_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical query"):
        from_canonical(text)
