import pytest

from domain.news import PlaceId
from news.places.gazetteer import shipped


@pytest.mark.parametrize(
    ("adjective", "country"),
    [("السوري", "sy"), ("الالماني", "de"), ("الجيبوتي", "dj"), ("الهايتيون", "ht"), ("المغربيه", "ma")],
)
def test_the_nisba_of_a_country_tells_it(adjective: str, country: str) -> None:
    assert shipped().adjectives[adjective] == PlaceId(country)


@pytest.mark.parametrize("word", ["المالي", "الماليه", "الهايتيي"])
def test_what_is_another_word_or_none_tells_no_country(word: str) -> None:
    assert word not in shipped().adjectives
