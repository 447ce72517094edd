"""Lists of feeds: read as programs write them, each wrong line told, written so that reading gives the same."""

import pickle
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotOpml
from domain.feeds import Source
from feeds import opml
from feeds.opml import Outlines, read, spread, write

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def listed(*lines: str) -> bytes:
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head/><body>\n{body}\n</body></opml>'.encode()


def urls(found: Outlines) -> list[str]:
    return [outline.source.url for outline in found.feeds]


def test_nested_folders_are_read_with_names_and_lines() -> None:
    found = read(
        listed(
            '<outline text="سوريا">',
            '<outline text="الجنوب" title="درعا والسويداء">',
            '<outline type="rss" text="وكالة" title="وكالة الجنوب" xmlUrl="https://a.example/rss" htmlUrl="x"/>',
            "</outline>",
            '<outline type="rss" text="إدلب &amp; حلب" xmlUrl="https://b.example/rss?a=1&amp;b=2"/>',
            "</outline>",
        )
    )

    assert [(one.source.name, one.source.url, one.line, one.folders) for one in found.feeds] == [
        ("وكالة الجنوب", "https://a.example/rss", 5, ("سوريا", "درعا والسويداء")),
        ("إدلب & حلب", "https://b.example/rss?a=1&b=2", 7, ("سوريا",)),
    ]
    assert found.troubles == ()


@pytest.mark.parametrize(
    "line",
    [
        '<outline text="x" xmlUrl="https://a.example/rss"/>',
        '<outline text="x" xmlurl=" https://a.example/rss "/>',
        '<OUTLINE TEXT="x" XMLURL="https://a.example/rss"/>',
        '<outline text="x" type="atom" xmlUrl="https://a.example/rss"><outline text="y"  type="x" xmlUrl="https://a.example/rss"/></outline>',
        '<outline text="x" xmlUrl="feed:https://a.example/rss"/>',
    ],
)
def test_what_programs_write_differently_is_one_feed(line: str) -> None:
    assert set(urls(read(listed(line)))) == {"https://a.example/rss"}


def test_the_scheme_feed_is_http() -> None:
    assert urls(read(listed('<outline xmlUrl="feed://a.example/rss"/>'))) == ["http://a.example/rss"]


def test_each_wrong_line_is_told_and_the_others_are_read() -> None:
    found = read(
        listed(
            '<outline type="rss" text="بلا رابط"/>',
            '<outline text="مجلد فارغ"/>',
            '<outline type="rss" xmlUrl="ftp://a.example/rss"/>',
            '<outline type="rss" xmlUrl="https://a b.example/"/>',
            f'<outline type="rss" xmlUrl="https://a.example/{"x" * 1000}"/>',
            '<outline type="rss" xmlUrl="https://good.example/rss"/>',
        )
    )

    assert urls(found) == ["https://good.example/rss"]
    assert [(one.line, one.kind) for one in found.troubles] == [
        (3, "no_address"),
        (4, "no_address"),
        (5, "bad_address"),
        (6, "bad_address"),
        (7, "bad_address"),
    ]
    assert found.troubles[0].words == "بلا رابط"


def test_a_document_that_breaks_off_is_read_up_to_there() -> None:
    found = read(b'<opml>\n<body>\n<outline xmlUrl="https://a.example/rss"/>\n<outline text="x>\n</body></opml>')

    assert urls(found) == ["https://a.example/rss"]
    assert [trouble.kind for trouble in found.troubles] == ["broken"]
    assert found.troubles[0].line >= 4


@pytest.mark.parametrize(
    ("document", "kind", "line"),
    [
        (b"", "empty", 0),
        (b" \n ", "empty", 0),
        (b"%PDF-1.7 \x00\xff", "not_xml", 1),
        ("كلام".encode(), "not_xml", 1),
        (b"<?xml version='1.0'?>\n<rss><channel/></rss>", "other_xml", 2),
        (b"<html><body>", "other_xml", 1),
        (b"<!DOCTYPE opml [\n<!ENTITY a 'b'>]>\n<opml/>", "entities", 2),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(document: bytes, kind: str, line: int) -> None:
    with pytest.raises(NotOpml) as refused:
        read(document)

    assert (refused.value.kind, refused.value.line) == (kind, line)
    assert pickle.loads(pickle.dumps(refused.value)).line == line  # noqa: S301  our own


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">',
        f'<!ENTITY a "{"x" * 50_000}">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;',
    ],
    ids=["billion laughs", "quadratic", "file", "parameter"],
)
def test_entities_are_refused_before_they_grow(declared: str) -> None:
    with pytest.raises(NotOpml, match="entities"):
        read(f'<!DOCTYPE opml [{declared}]><opml><body><outline text="{"&c;" * 100}"/></body></opml>'.encode())


def test_windows_1256_is_read() -> None:
    document = '<?xml version="1.0" encoding="windows-1256"?>\n<opml><body><outline text="وكالة" xmlUrl="https://a.example/"/></body></opml>'

    (outline,) = read(document.encode("cp1256")).feeds

    assert (outline.source.name, outline.line) == ("وكالة", 2)


def test_folders_without_end_and_lists_without_end_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml, "MOST", 2)
    deep = '<outline text="x">' * 20_000 + "</outline>" * 20_000
    many = ['<outline xmlUrl="https://a.example/"/>'] * 5

    found = read(listed(deep, *many))

    assert len(found.feeds) == 2
    assert [trouble.kind for trouble in found.troubles] == ["no_address", "too_many"]


def test_what_is_written_is_read_again_with_all_we_know() -> None:
    sources = [
        Source("https://a.example/rss?a=1&b=2", 'وكالة "الجنوب" <أ> & ب', "SY", "agency", "sy.daraa", full_text=True),
        Source("https://b.example/rss", "ب", "SY"),
        Source("https://c.example/rss", "\x0bجيم\n"),
        Source("https://d.example/rss"),
    ]

    document = write(sources, title="مصادر <1>", now=NOW)
    found = read(document)

    assert found.troubles == ()
    assert {one.source.url: one.source for one in found.feeds} == {
        sources[0].url: sources[0],
        sources[1].url: sources[1],
        sources[2].url: Source(sources[2].url, "جيم"),
        sources[3].url: Source(sources[3].url, sources[3].url),
    }
    assert [one.folders for one in found.feeds if one.source.country] == [("SY",), ("SY",)]
    assert document.count(b'type="rss"') == len(sources)
    assert b"<dateCreated>Sun, 01 Mar 2026 12:00:00 +0000</dateCreated>" in document


def test_the_first_polls_of_many_feeds_are_spread() -> None:
    found = read(listed(*(f'<outline xmlUrl="https://a.example/{number}"/>' for number in range(3)))).feeds

    times = [due for _, due in spread(found, NOW)]

    assert times[0] == NOW
    assert times == sorted(set(times))
    assert spread(found * 10_000, NOW)[-1][1] <= NOW + timedelta(minutes=10)
    assert spread((), NOW) == []


def test_five_thousand_feeds_are_read_in_seconds() -> None:
    document = write([Source(f"https://a.example/{n}", f"مصدر {n}", "SY") for n in range(5000)], title="", now=NOW)

    began = process_time()
    found = read(document)

    assert len(found.feeds) == 5000
    assert process_time() - began < 5


@given(st.text(max_size=50), st.sampled_from(["", "SY"]))
def test_no_name_breaks_the_list(name: str, country: str) -> None:
    source = Source("https://a.example/rss", name, country)

    (outline,) = read(write([source], title=name, now=NOW)).feeds

    assert outline.source.url == source.url


@given(st.binary(max_size=200))
def test_no_document_is_too_strange(document: bytes) -> None:
    kinds = {"empty", "not_xml", "other_xml", "entities"}

    try:
        found: Outlines | None = read(document)
    except NotOpml as error:
        found = None
        kinds -= {error.kind}

    assert len(kinds) == (3 if found is None else 4)
