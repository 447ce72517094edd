"""Laws of sentences: those that are found before a text is read are those that its tokens make."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.feeds import FeedId
from domain.news import Article, Field
from news.arabic.tokens import tokenise
from news.summary.lines import line_at, lines, ranges

PARTS = [
    "درعا",
    "قُتل",
    "شخصًا",
    "3",
    "7.62",
    "2.5",
    " ",
    "\n",
    "\n\n",
    ".",
    "؟",
    "…",
    "، ",
    "! ",
    "#",
    "_",
    " - ",
    "٫",
    "\r\n",
]


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_a_sentence_that_is_read_alone_is_what_it_is_in_its_text(text: str) -> None:

    now = datetime(2026, 3, 1, tzinfo=UTC)
    article = Article(FeedId(1), "1", text, text, "https://example.org/1", now, now)
    alone = [
        line_at(article, field, start, end)
        for field in (Field.TITLE, Field.TEXT)
        for start, end in ranges(text)
        if tokenise(text[start:end], field)
    ]

    whole = list(lines(article, [*tokenise(text, Field.TITLE), *tokenise(text, Field.TEXT)]))

    assert [[(one.text, one.span) for one in line.tokens] for line in alone] == [
        [(one.text, one.span) for one in line.tokens] for line in whole if line.tokens
    ]
    assert [list(line.words) for line in alone] == [list(line.words) for line in whole if line.tokens]


def test_a_text_without_a_word_has_no_sentence() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)

    assert list(lines(Article(FeedId(1), "1", "", "", "", now, now), [])) == []
