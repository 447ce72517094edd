import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors import BadRequest
from emulator.text import formatted, given_entities
from emulator.wire import Json, utf16_length


def kinds(entities: list[Json]) -> list[tuple[str, int, int]]:
    return [(one["type"], one["offset"], one["length"]) for one in entities]


def test_spaces_and_line_ends_are_cut_and_entities_move_along() -> None:
    text, entities = formatted(" \n أ <b> درعا </b>\n ", "HTML")

    assert text == "أ  درعا"
    assert kinds(entities) == [("bold", 2, 5)]


def test_leading_space_inside_an_entity_stays() -> None:
    assert formatted("<b> x</b>", "HTML")[0] == " x"


def test_embedding_marks_are_deleted_and_isolates_stay() -> None:
    assert formatted("\u202bدرعا\u202c \u2068BBC\u2069", "") == ("درعا \u2068BBC\u2069", [])


def test_of_a_run_of_direction_marks_only_the_last_stays() -> None:
    assert formatted("x\u200f\u200e\u200fy", "")[0] == "x\u200c\u200c\u200fy"


def test_one_direction_mark_stays() -> None:
    assert formatted("\u200f📍 درعا", "")[0] == "\u200f📍 درعا"


def test_entities_move_when_a_mark_before_them_is_deleted() -> None:
    text, entities = formatted("\u202b🔴 <b>x</b>", "HTML")

    assert text == "🔴 x"
    assert kinds(entities) == [("bold", 3, 1)]


def test_control_characters_become_spaces() -> None:
    assert formatted("a\tb\rc\x07d", "")[0] == "a bc d"


@pytest.mark.parametrize("source", [" ", "\u200f\u200b", "<b> </b>", "\n"])
def test_text_of_nothing_is_refused(source: str) -> None:
    with pytest.raises(BadRequest, match="text must be non-empty"):
        formatted(source, "HTML")


def test_4096_code_points_pass_and_one_more_does_not() -> None:
    assert len(formatted("<b>" + "ص" * 4095 + "🔴</b>", "HTML")[0]) == 4096
    with pytest.raises(BadRequest, match="message is too long"):
        formatted("ص" * 4097, "")


def test_at_most_100_entities_are_kept() -> None:
    assert len(formatted("<b>x</b> " * 120, "HTML")[1]) == 100


def test_bold_in_bold_is_bold_once_and_neighbours_join() -> None:
    assert kinds(formatted("<b>a<b>b</b></b><b>c</b>", "HTML")[1]) == [("bold", 0, 3)]


def test_neighbouring_quotes_stay_two() -> None:
    assert len(formatted("<blockquote>a</blockquote><blockquote>b</blockquote>", "HTML")[1]) == 2


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("خبر #درعا_البلد.", "hashtag", "#درعا_البلد"),
        ("من @news_editor هنا", "mention", "@news_editor"),
        ("/add درعا", "bot_command", "/add"),
        ("/add@mirsal_demo_bot درعا", "bot_command", "/add@mirsal_demo_bot"),
        ("انظر https://example.org/a?b=1.", "url", "https://example.org/a?b=1"),
        ("راسل a.b@example.org", "email", "a.b@example.org"),
    ],
)
def test_telegram_marks_by_itself(text: str, kind: str, piece: str) -> None:
    assert kinds(formatted(text, "")[1]) == [(kind, text.index(piece), len(piece))]


@pytest.mark.parametrize("text", ["#123", "a/b/c", "a#b", "12/05", "مثال/مثال", "x@y"])
def test_what_is_no_mark(text: str) -> None:
    assert formatted(text, "")[1] == []


def test_nothing_is_marked_in_code_or_links() -> None:
    _, entities = formatted('<code>#x /add</code> <a href="x.org">#y</a>', "HTML")

    assert [one["type"] for one in entities] == ["code", "text_link"]


def test_given_entities_are_used_without_a_parse_mode() -> None:
    assert formatted("abc", "", [{"type": "bold", "offset": 1, "length": 1}])[1] == [
        {"type": "bold", "offset": 1, "length": 1}
    ]


def test_given_entities_may_be_none_or_a_list() -> None:
    assert given_entities(None) == []
    assert given_entities([{"type": "bold"}]) == [{"type": "bold"}]


def test_given_entities_must_be_a_list_of_entities() -> None:
    with pytest.raises(BadRequest, match="can't parse entities JSON object"):
        given_entities({"type": "bold"})


def test_another_parse_mode_is_refused() -> None:
    with pytest.raises(BadRequest, match="unsupported parse_mode"):
        formatted("x", "Markdown")


@given(st.text(st.sampled_from("ab \n🔴ص\u200f\u202b\t#/@<b>"), max_size=40), st.integers(0, 10), st.integers(1, 10))
def test_entities_always_lie_within_the_text(source: str, offset: int, length: int) -> None:
    try:
        text, entities = formatted(source, "", [{"type": "bold", "offset": offset, "length": length}])
    except BadRequest:
        return

    assert text == text.rstrip(" \n")
    assert all(one["length"] > 0 and one["offset"] + one["length"] <= utf16_length(text) for one in entities)


def test_markdown_is_parsed_like_html() -> None:
    assert formatted("*ا*\\!", "MarkdownV2") == formatted("<b>ا</b>!", "HTML")
