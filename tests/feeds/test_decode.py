"""The right text out of bytes, whatever they claim to be."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.decode import Decoded, decode, looks_arabic

NEWS = "<rss><title>انقطاع الكهرباء عن أحياء في درعا بعد عاصفة، والبلدية تعد بإصلاح الشبكة</title></rss>"
FRENCH = "<rss><title>Les élèves ont été reçus à l'école, où le maire a salué leur succès</title></rss>"
JAPANESE = "<rss><title>市は水道を直すと言った</title></rss>"


def declared(text: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding)


@pytest.mark.parametrize(
    ("body", "charset", "text", "encoding", "repaired"),
    [
        pytest.param(NEWS.encode(), "", NEWS, "utf-8", False, id="UTF-8, nothing said"),
        pytest.param(NEWS.encode(), "utf-8", NEWS, "utf-8", False, id="UTF-8, said so"),
        pytest.param(declared(NEWS, "utf-8"), "iso-8859-1", NEWS, "utf-8", False, id="UTF-8, the server says Latin"),
        pytest.param(
            declared(NEWS, "utf-8").replace(b'"utf-8"', b'"windows-1256"'), "", NEWS, "utf-8", True, id="UTF-8, lied"
        ),
        pytest.param(codecs.BOM_UTF8 + declared(NEWS, "utf-8"), "", NEWS, "utf-8", False, id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le"), "", NEWS, "utf-16-le", False, id="UTF-16 LE"),
        pytest.param(codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), "", NEWS, "utf-16-be", False, id="UTF-16 BE"),
        pytest.param(NEWS.encode("utf-16-le"), "", NEWS, "utf-16-le", False, id="UTF-16 without mark"),
        pytest.param(NEWS.encode("utf-16-be"), "", NEWS, "utf-16-be", False, id="UTF-16 BE without mark"),
        pytest.param(codecs.BOM_UTF32_LE + NEWS.encode("utf-32-le"), "", NEWS, "utf-32-le", False, id="UTF-32 LE"),
        pytest.param(NEWS.encode("utf-32-be"), "", NEWS, "utf-32-be", False, id="UTF-32 BE without mark"),
        pytest.param(declared(NEWS, "windows-1256"), "", NEWS, "cp1256", False, id="windows-1256, declared"),
        pytest.param(NEWS.encode("cp1256"), "windows-1256", NEWS, "cp1256", False, id="windows-1256 by the server"),
        pytest.param(NEWS.encode("cp1256"), "", NEWS, "cp1256", True, id="windows-1256, undeclared"),
        pytest.param(NEWS.encode("cp1256"), "utf-8", NEWS, "cp1256", True, id="windows-1256 said to be UTF-8"),
        pytest.param(NEWS.encode("cp1256"), "iso-8859-1", NEWS, "cp1256", True, id="windows-1256 said to be Latin"),
        pytest.param(declared(NEWS, "iso-8859-6"), "", NEWS, "iso8859-6", False, id="ISO-8859-6, declared"),
        pytest.param(declared(NEWS, "iso-8859-6"), "latin1", NEWS, "iso8859-6", False, id="the document is right"),
        pytest.param(FRENCH.encode("cp1252"), "", FRENCH, "cp1252", True, id="French, undeclared"),
        pytest.param(FRENCH.encode("latin-1"), "iso-8859-1", FRENCH, "cp1252", False, id="French, said so"),
        pytest.param(JAPANESE.encode("iso2022_jp"), "iso-2022-jp", JAPANESE, "iso2022_jp_ext", False, id="escapes"),
        pytest.param(declared(NEWS, "utf-8").replace(b'"utf-8"', b'"x-unknown"'), "", NEWS, "utf-8", False, id="?"),
    ],
)
def test_text_comes_out_right(body: bytes, charset: str, text: str, encoding: str, *, repaired: bool) -> None:
    assert decode(body, charset) == Decoded(text.encode(), encoding, repaired)


def test_one_bad_byte_spoils_one_letter() -> None:
    body = NEWS.encode().replace("درعا".encode(), b"\xd8" + "درعا".encode())

    decoded = decode(body, "utf-8")

    assert decoded == Decoded(NEWS.replace("درعا", "\ufffdدرعا").encode(), "utf-8", repaired=True)


def test_a_body_cut_within_a_letter_is_still_utf8() -> None:
    assert decode(NEWS.encode()[:60], "").encoding == "utf-8"


def test_a_bad_byte_in_a_declared_encoding_spoils_one_letter() -> None:
    body = declared(FRENCH, "windows-1252").replace(b"maire", b"ma\x81re")

    assert decode(body, "").text_utf8 == FRENCH.replace("maire", "ma\ufffdre").encode()


def test_a_mark_that_lies_is_passed_over() -> None:
    assert decode(codecs.BOM_UTF16_LE + NEWS.encode("cp1256") + b"x", "").encoding == "cp1256"


@pytest.mark.parametrize("junk", ["", "\n\n", "<br />\n<b>Warning</b>: array in <b>/srv/x.php</b> on line <b>3</b>\n"])
def test_nothing_stays_before_the_declaration_and_no_declaration(junk: str) -> None:
    body = junk.encode() + declared(NEWS, "utf-8")

    assert decode(body, "").text_utf8 == NEWS.encode()


def test_characters_that_xml_forbids_are_dropped() -> None:
    decoded = decode("<rss>در\0عا\x0b \ufffe</rss>".encode(), "")

    assert decoded == Decoded("<rss>درعا </rss>".encode(), "utf-8", repaired=True)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFFFD, exclude_categories=["Cs"])))
def test_utf8_stays_as_it_is(text: str) -> None:
    body = f"<r>{text}</r>".encode()

    assert decode(body, "").text_utf8 == body


@given(st.binary(), st.sampled_from(["", "utf-8", "utf-16", "windows-1256", "iso-2022-jp", "hz", "latin1", "euc-kr"]))
def test_any_bytes_become_utf8(body: bytes, charset: str) -> None:
    assert isinstance(decode(body, charset).text_utf8.decode(), str)


@pytest.mark.parametrize(("text", "arabic"), [(NEWS, True), ("<rss/>", False)])
def test_arabic_shows_in_runs_of_high_bytes(text: str, *, arabic: bool) -> None:
    assert looks_arabic(text.encode("cp1256")) is arabic
    assert not looks_arabic(FRENCH.encode("cp1252"))
