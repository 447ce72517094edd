"""Which encodings a feed may claim."""

import pytest

from feeds.encodings import is_western, known


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        (" 'Windows-1256' ", "cp1256"),
        ("cp1256", "cp1256"),
        ("ISO-8859-6", "iso8859-6"),
        ("iso-8859-6-i", "iso8859-6"),
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("gb2312", "gb18030"),
        ("shift_jis", "cp932"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_label_means_what_browsers_read_in_it(label: str, name: str) -> None:
    assert known(label) == name


@pytest.mark.parametrize(
    "label", ["", "idna", "punycode", "unicode_escape", "utf-7", "rot13", "hex", "no-such", "a\0b", "zlib", "cp037"]
)
def test_nothing_else_may_be_claimed(label: str) -> None:
    assert known(label) == ""


def test_western_encodings_are_the_defaults_of_servers() -> None:
    assert is_western(known("iso-8859-1"))
    assert not is_western("cp1256")
