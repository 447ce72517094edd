"""The parser against TDLib's rules: texts of errors, byte offsets, UTF-16 entities."""

import html as standard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors import BadRequest
from emulator.html import parse
from emulator.wire import Json, utf16_length


def entity(kind: str, offset: int, length: int, **more: object) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        pytest.param("درعا", "درعا", [], id="plain"),
        pytest.param("<b>درعا</b> البلد", "درعا البلد", [entity("bold", 0, 4)], id="bold"),
        pytest.param("<STRONG>x</strong >", "x", [entity("bold", 0, 1)], id="case and space of a tag"),
        pytest.param("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)], id="italic"),
        pytest.param(
            "<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)], id="underline"
        ),
        pytest.param(
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [entity("strikethrough", n, 1) for n in range(3)],
            id="strikethrough",
        ),
        pytest.param("<tg-spoiler>x</tg-spoiler>", "x", [entity("spoiler", 0, 1)], id="spoiler"),
        pytest.param('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)], id="span"),
        pytest.param("🔴<b>x</b>", "🔴x", [entity("bold", 2, 1)], id="an emoji is two units"),
        pytest.param(
            "<b><i>x</i>y</b>", "xy", [entity("bold", 0, 2), entity("italic", 0, 1)], id="nested, outer first"
        ),
        pytest.param("<b></b>x", "x", [], id="an empty entity is none"),
        pytest.param("<b>x</>", "x", [entity("bold", 0, 1)], id="a nameless end tag"),
        pytest.param("&lt;b&gt; &amp; &quot;", '<b> & "', [], id="named references"),
        pytest.param("&#1583;&#x631;", "در", [], id="numeric references"),
        pytest.param("&#128308;<b>x</b>", "🔴x", [entity("bold", 2, 1)], id="a reference beyond the first plane"),
        pytest.param("&nbsp;&lt &#0; &#1114111;", "&nbsp;< &#0; &#1114111;", [], id="what is no reference stays"),
        pytest.param("a & b", "a & b", [], id="a bare ampersand"),
        pytest.param(
            '<a href="https://x.org/?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")],
            id="link",
        ),
        pytest.param(
            "<a>x.org</a>", "x.org", [entity("text_link", 0, 5, url="http://x.org/")], id="a link's text is its address"
        ),
        pytest.param("<a href=x.org>x</a>", "x", [entity("text_link", 0, 1, url="http://x.org/")], id="unquoted value"),
        pytest.param("<a href=''>درعا</a>", "درعا", [], id="an empty address is dropped"),
        pytest.param('<a href="javascript:x">x</a>', "x", [], id="another scheme is dropped"),
        pytest.param(
            '<a href="tg://user?id=5">x</a>', "x", [entity("text_link", 0, 1, url="tg://user?id=5")], id="a person"
        ),
        pytest.param("<pre>x</pre>", "x", [entity("pre", 0, 1)], id="pre"),
        pytest.param("<code class='language-c'>x</code>", "x", [entity("code", 0, 1)], id="code forgets its language"),
        pytest.param(
            '<pre><code class="language-c">x</code></pre>', "x", [entity("pre", 0, 1, language="c")], id="code in pre"
        ),
        pytest.param(
            '<code class="language-c"><pre>x</pre></code>', "x", [entity("pre", 0, 1, language="c")], id="pre in code"
        ),
        pytest.param("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)], id="quote"),
        pytest.param(
            "<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)], id="expandable"
        ),
        pytest.param(
            '<blockquote expandable="">x</blockquote>', "x", [entity("expandable_blockquote", 0, 1)], id="expandable="
        ),
        pytest.param(
            '<tg-emoji emoji-id="5">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5")],
            id="emoji",
        ),
        pytest.param(
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "x",
            [entity("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")],
            id="time",
        ),
        pytest.param("<tg-time>x</tg-time>", "x", [], id="a time without its moment is dropped"),
        pytest.param("<b  >x</b>", "x", [entity("bold", 0, 1)], id="spaces in a tag"),
    ],
)
def test_accepted(source: str, text: str, entities: list[Json]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("درعا <p>", 'Unsupported start tag "p" at byte offset 9'),
        ("<3", "Unclosed start tag at byte offset 0"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a < b>", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id='x'>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("\0", "Text must not contain null bytes"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_refused_in_the_words_of_telegram(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(texts)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(standard.escape(text, quote=False)) == (text, [])


@given(texts, texts, st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"]))
def test_an_entity_covers_its_text_in_utf16_units(before: str, inside: str, tag: str) -> None:
    source = f"{standard.escape(before)}<{tag}>{standard.escape(inside)}</{tag}>"
    source = source.replace("&#x27;", "'")

    text, entities = parse(source)

    assert text == before + inside
    assert [(one["offset"], one["length"]) for one in entities] == (
        [(utf16_length(before), utf16_length(inside))] if inside else []
    )


@given(st.text(st.sampled_from("<>/ab=\"' &;#ص🔴")))
def test_any_text_is_parsed_or_refused_with_a_reason(source: str) -> None:
    try:
        text, entities = parse(source)
    except BadRequest as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017  either way is lawful
        return

    assert all(0 < one["length"] <= utf16_length(text) - one["offset"] for one in entities)
