"""Text becomes HTML that Telegram takes, and buttons that read from the right."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.markup import (
    Button,
    bold,
    clip,
    escape,
    is_web_address,
    keyboard,
    link,
    one_line,
    plain,
    printable,
    unlinked,
    utf16_length,
    visible,
)
from news.arabic.marks import RIGHT_TO_LEFT

RIGHT_TO_LEFT_OVERRIDE = "\u202e"
LINE_SEPARATOR = "\u2028"
ZERO_WIDTH_JOINER = "\u200d"


def test_rows_of_buttons_are_turned_round() -> None:
    rows = keyboard([[Button("نعم", "y"), Button("لا", "n")], [Button("الخبر", url="https://example.org")]])

    assert rows == {
        "inline_keyboard": [
            [{"text": "لا", "callback_data": "n"}, {"text": "نعم", "callback_data": "y"}],
            [{"text": "الخبر", "url": "https://example.org"}],
        ]
    }


def test_an_empty_row_is_left_out() -> None:
    assert keyboard([[], [Button("نعم", "y")]]) == keyboard([[Button("نعم", "y")]])


def test_callback_data_counts_in_bytes() -> None:
    assert keyboard([[Button("نعم", "ن" * 32)]])

    with pytest.raises(ValueError, match="64 bytes"):
        keyboard([[Button("نعم", "ن" * 32 + "x")]])


@pytest.mark.parametrize("button", [Button("نعم"), Button("نعم", "y", "https://example.org")])
def test_a_button_does_one_thing(button: Button) -> None:
    with pytest.raises(ValueError, match="data or a URL"):
        keyboard([[button]])


@given(st.text())
def test_length_is_that_of_utf_16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_what_is_cut_fits_and_says_so(text: str, limit: int) -> None:
    cut = clip(text, limit)

    assert utf16_length(cut) <= limit
    assert cut == text or cut.endswith("…")


def test_a_cut_falls_between_words() -> None:
    assert clip("قصفت القوات الأحياء، السكنية صباحًا", 24) == "قصفت القوات الأحياء…"


def test_a_cut_never_halves_an_emoji() -> None:
    assert clip("💥💥💥💥", 6) == "💥💥…"


def test_what_could_turn_a_line_round_is_taken_out() -> None:
    assert printable(f"قصف{RIGHT_TO_LEFT_OVERRIDE}{RIGHT_TO_LEFT} \u2067على\u2069 درعا\x00\ud800") == "قصف على درعا"


def test_what_letters_and_emoji_are_joined_with_stays() -> None:
    family = f"👩{ZERO_WIDTH_JOINER}👧"

    assert printable(family) == family


def test_every_kind_of_line_break_is_one() -> None:
    assert printable(f"سطر\r\nسطر\rسطر{LINE_SEPARATOR}سطر") == "سطر\nسطر\nسطر\nسطر"


@given(st.text(alphabet=st.characters()))
def test_what_is_printable_can_be_sent(text: str) -> None:
    assert printable(text).encode().decode() == printable(printable(text))


def test_one_line_is_one_line() -> None:
    assert one_line("  قصف \n\n على\tدرعا ") == "قصف على درعا"


def test_a_few_hashtags_stay() -> None:
    assert unlinked("#درعا @person example.org 3.5") == "#درعا @person example.org 3.5"


def test_a_text_full_of_links_loses_them_and_keeps_its_numbers() -> None:
    assert unlinked("#درعا 3.5 example.org " * 15) == " درعا 3.5 example org " * 15


@given(st.text())
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == unescape(text) or "&" in text
    assert "<" not in escape(text)


def test_telegrams_three_names_are_enough() -> None:
    assert bold("a < b > \"c\" & 'd'") == "<b>a &lt; b &gt; \"c\" &amp; 'd'</b>"


def test_an_address_cannot_leave_its_attribute() -> None:
    assert link("الخبر", "https://example.org/?a=1&b=\"><b>'") == (
        '<a href="https://example.org/?a=1&amp;b=&quot;&gt;&lt;b&gt;&#x27;">الخبر</a>'
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "tg://user?id=1",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https:///path",
        "http://[::1",
        "https://example.org/a b",
        "https://example.org/a\nb",
        f"https://example.org/{RIGHT_TO_LEFT_OVERRIDE}",
        "https://example.org/" + "a" * 2048,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert not is_web_address(url)
    assert link("الخبر", url) == "الخبر"


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org/أخبار/1?x=1#y", "HTTPS://EXAMPLE.ORG"])
def test_a_web_address_is_one(url: str) -> None:
    assert is_web_address(url)


def test_the_visible_text_is_without_tags_and_names() -> None:
    assert visible('<b>قصف</b> &amp; <a href="https://example.org">الخبر</a>') == "قصف & الخبر"


def test_plain_text_keeps_the_address_of_a_link() -> None:
    assert plain('<b>قصف</b> &lt;3 <a href="https://example.org?a=1&amp;b=2">الخبر</a> · <a>بلا</a>') == (
        "قصف <3 الخبر: https://example.org?a=1&b=2 · بلا"
    )
