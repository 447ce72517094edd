import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.helpers import escape_markdown

from emulator.errors import BadRequest
from emulator.markdown import RESERVED, parse
from emulator.wire import Json, utf16_length


def entity(kind: str, offset: int, length: int, **more: str | int) -> Json:
    return {"type": kind, "offset": offset, "length": length} | more


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*حي*", "حي", [entity("bold", 0, 2)]),
        ("_حي_", "حي", [entity("italic", 0, 2)]),
        ("__حي__", "حي", [entity("underline", 0, 2)]),
        ("~حي~", "حي", [entity("strikethrough", 0, 2)]),
        ("||حي||", "حي", [entity("spoiler", 0, 2)]),
        ("`*حي.`", "*حي.", [entity("code", 0, 4)]),
        ("```\nx = 1\n```", "x = 1\n", [entity("pre", 0, 6)]),
        ("```\r\nx```", "x", [entity("pre", 0, 1)]),
        ("```python\nx```", "x", [entity("pre", 0, 1, language="python")]),
        ("```x```", "x", [entity("pre", 0, 1)]),
        ("[حي](https://example.org/a\\)b)", "حي", [entity("text_link", 0, 2, url="https://example.org/a)b")]),
        ("[example\\.org]", "example.org", [entity("text_link", 0, 11, url="http://example.org/")]),
        ("[حي](لا رابط)", "حي", []),
        (
            "![👍](tg://emoji?id=5368324170671202286)",
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        (
            "![غدًا](tg://time?unix=1647531900&format=wDT)",
            "غدًا",
            [entity("date_time", 0, 4, unix_time=1647531900, date_time_format="wDT")],
        ),
        (">سطر\n>سطر\nبعده", "سطر\nسطر\nبعده", [entity("blockquote", 0, 8)]),
        (">سطر", "سطر", [entity("blockquote", 0, 3)]),
        (">سطر\n>سطر||", "سطر\nسطر", [entity("expandable_blockquote", 0, 7)]),
        (">سطر||\nبعده", "سطر\nبعده", [entity("expandable_blockquote", 0, 4)]),
        (">سطر||\r\nبعده", "سطر\r\nبعده", [entity("expandable_blockquote", 0, 5)]),
        (">", "", []),
        ("\r>س", "\rس", [entity("blockquote", 1, 1)]),
        ("*a _b_*", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
        ("_a __b__ c_", "a b c", [entity("italic", 0, 5), entity("underline", 2, 1)]),
        ("**", "", []),
        ("\\*\\_\\\\", "*_\\", []),
        ("😀*b*", "😀b", [entity("bold", 2, 1)]),
        ("سطر\nسطر", "سطر\nسطر", []),
        ("a\\حb", "a\\حb", []),
    ],
)
def test_accepted(source: str, text: str, entities: list[Json]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("*حي", "Can't find end of Bold entity at byte offset 0"),
        ("حي _حي", "Can't find end of Italic entity at byte offset 5"),
        ("[example.org]", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("درعا!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("1|2", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("- بند", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("[حي](https://example.org", "Can't find end of a URL at byte offset 7"),
        ("![x](tg://emoji?id=1", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![x]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![x](https://example.org)", "Custom emoji entity must contain a tg://emoji URL"),
        ("![x](tg://emoji?id=y)", "Invalid custom emoji identifier specified"),
        ("```\nx", "Can't find end of Pre entity at byte offset 0"),
        ("```py\nx", "Can't find end of PreCode entity at byte offset 0"),
        (">*سطر\nبعده", "Can't find end of Bold entity at byte offset 1"),
        (">*سطر||\nبعده", "Can't find end of Bold entity at byte offset 1"),
        (">*سطر", "Can't find end of Bold entity at byte offset 1"),
        (">||سطر\nبعده", "Can't find end of Spoiler entity at byte offset 1"),
    ],
)
def test_refused_in_the_words_of_telegram(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(escape_markdown(text, version=2).replace("\r", "\\\r")) == (text, [])


@given(st.text(), st.text(min_size=1), st.sampled_from(["*", "_", "__", "~", "||"]))
def test_an_entity_covers_its_text_in_utf16_units(before: str, inside: str, sign: str) -> None:
    first, second = (escape_markdown(piece, version=2) for piece in (before, inside))

    _, (found,) = parse(f"{first}{sign}{second}{sign}")

    assert (found["offset"], found["length"]) == (utf16_length(before), utf16_length(inside))


@given(st.text(alphabet=RESERVED.decode() + "\\ab \r") | st.text())
def test_any_text_is_parsed_or_refused_with_a_reason(source: str) -> None:
    try:
        text, entities = parse(source)
    except BadRequest:
        return

    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= utf16_length(text) for one in entities)
