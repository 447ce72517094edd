"""Feeds as they are in the world, read into articles."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import NotAFeed
from domain.feeds import FeedId
from feeds.parse import Parsed, parse

SEEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
URL = "https://news.example/feed"


def read(document: str | bytes, *, charset: str = "", most: int = 500, guids: bool = True) -> Parsed:
    body = document.encode() if isinstance(document, str) else document
    return parse(body, charset=charset, url=URL, feed=FeedId(7), seen_at=SEEN, guid_is_identity=guids, most=most)


def rss(*items: str, channel: str = "") -> str:
    return f'<rss version="2.0"><channel><title>صحيفة المثال</title>{channel}{"".join(items)}</channel></rss>'


def item(title: str = "إصلاح جسر", inside: str = "") -> str:
    return f"<item><title>{title}</title>{inside}</item>"


def test_rss_2() -> None:
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
      <title>صحيفة المثال</title><language>ar-SY</language><ttl>15</ttl>
      <item>
        <title>إعادة فتح مستشفى في &quot;بصرى&quot;</title><link>https://news.example/5?utm_source=rss</link>
        <guid isPermaLink="false">news-5</guid><pubDate>Sun, 01 Mar 2026 13:30:00 +0300</pubDate>
        <description>موجز</description>
        <content:encoded><![CDATA[<p>أعيد فتح المستشفى.</p><p>ويخدم المدينة وريفها.</p>]]></content:encoded>
      </item>{item("خبر ثان")}
    </channel></rss>"""

    parsed = read(document)

    first = parsed.articles[0]
    assert (parsed.title, parsed.language, parsed.ttl) == ("صحيفة المثال", "ar-SY", timedelta(minutes=15))
    assert (parsed.entries, parsed.guid_is_identity, parsed.encoding, parsed.repaired) == (2, True, "utf-8", False)
    assert first.title == 'إعادة فتح مستشفى في "بصرى"'
    assert first.text == "أعيد فتح المستشفى.\nويخدم المدينة وريفها."
    assert first.url == "https://news.example/5?utm_source=rss"
    assert first.published_at == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert (first.feed, first.seen_at) == (7, SEEN)


def test_a_feed_whose_clock_is_fast_says_by_how_much() -> None:
    hours = [f"<pubDate>Sun, 01 Mar 2026 {hour}:00:00 GMT</pubDate>" for hour in (16, 15, 9)]

    assert read(rss(*(item(f"خبر {hour}", hour) for hour in hours))).ahead == timedelta(hours=3)
    assert read(rss(item("خبر", hours[0]), item("خبر آخر", hours[2]))).ahead == timedelta(0)


def test_atom() -> None:
    parsed = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>صحيفة</title>
        <entry><id>urn:5</id><title type="html">&lt;b&gt;عاجل&lt;/b&gt;: حريق</title><link href="/a/5"/>
        <updated>2026-03-01T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <p>أخمد الحريق.</p></div></content></entry></feed>"""
    )

    [article] = parsed.articles
    assert (article.title, article.text) == ("عاجل: حريق", "أخمد الحريق.")
    assert article.url == "https://news.example/a/5"
    assert article.published_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert parsed.language == "ar"


def test_rss_1_and_its_dates() -> None:
    parsed = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>صحيفة</title></channel>
        <item rdf:about="https://news.example/5"><title>خبر</title><link>https://news.example/5</link>
        <dc:date>2026-03-01T12:00:00+03:00</dc:date></item></rdf:RDF>"""
    )

    assert parsed.articles[0].published_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def test_rss_091_with_its_doctype() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )

    assert read(f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel>{item()}</channel></rss>').entries == 1


def test_json_feed() -> None:
    parsed = read('{"version":"https://jsonfeed.org/version/1","title":"صحيفة","items":[{"id":1,"title":"خبر"}]}')

    assert (parsed.title, parsed.articles[0].title, parsed.ttl) == ("صحيفة", "خبر", None)


@pytest.mark.parametrize(
    ("inside", "title", "text"),
    [
        pytest.param("", "إصلاح جسر", "", id="a title alone"),
        pytest.param("<description>&lt;p&gt;نص&lt;/p&gt;</description>", "إصلاح جسر", "نص", id="escaped HTML"),
        pytest.param("<description><![CDATA[<p>نص</p>]]></description>", "إصلاح جسر", "نص", id="CDATA"),
        pytest.param("<description>نص&nbsp;آخر</description>", "إصلاح جسر", "نص آخر", id="undeclared entity"),
        pytest.param("<description>ماء & كهرباء</description>", "إصلاح جسر", "ماء & كهرباء", id="unescaped &"),
        pytest.param("<description>نص<br>آخر</description>", "إصلاح جسر", "نص\nآخر", id="unescaped HTML"),
        pytest.param("<description>أ\0ب\x0bج</description>", "إصلاح جسر", "أبج", id="NUL and control characters"),
        pytest.param("<pubDate>غير معروف</pubDate>", "إصلاح جسر", "", id="no date that can be read"),
        pytest.param("<pubDate>Mon, 01 Jan 99999 00:00:00 GMT</pubDate>", "إصلاح جسر", "", id="an absurd date"),
        pytest.param("<pubDate>0000-01-01T00:00:00Z</pubDate>", "إصلاح جسر", "", id="the year nought"),
        pytest.param(f"<enclosure url='/{'a' * 600}'/>", "إصلاح جسر", "", id="a long address"),
        pytest.param("<media:x>؟</media:x><description>نص</description>", "إصلاح جسر", "نص", id="undeclared prefix"),
        pytest.param("<description>&lt;script&gt;x&lt;/script&gt;نص</description>", "إصلاح جسر", "نص", id="scripts"),
    ],
)
def test_what_feeds_get_wrong_is_read_all_the_same(inside: str, title: str, text: str) -> None:
    [article] = read(rss(item(inside=inside))).articles

    assert (article.title, article.text, article.published_at) == (title, text, None)


def test_an_item_without_title_link_guid_and_date() -> None:
    [article] = read(rss("<item><description>وصلت قافلة إلى المدينة</description></item>")).articles

    assert (article.title, article.url) == ("وصلت قافلة إلى المدينة", "")


def test_a_link_may_be_the_guid() -> None:
    [article] = read(rss(item(inside="<guid>https://news.example/7</guid>"))).articles

    assert article.url == "https://news.example/7"


def test_one_guid_on_all_items_is_no_identity() -> None:
    same = "<guid isPermaLink='false'>0</guid>"
    parsed = read(rss(*(item(f"خبر {number}", same + f"<link>/{number}</link>") for number in range(3))))

    assert len({article.identity for article in parsed.articles}) == 3
    assert not parsed.guid_is_identity


def test_windows_1256_reads_right() -> None:
    document = rss(item("انقطاع الكهرباء عن المدينة", "<description>بسبب العاصفة</description>"))

    parsed = read(document.encode("cp1256"))

    assert parsed.articles[0].title == "انقطاع الكهرباء عن المدينة"
    assert (parsed.encoding, parsed.repaired) == ("cp1256", True)


@pytest.mark.parametrize("cut", [10, 25, 40])
def test_a_truncated_feed_gives_what_came(cut: int) -> None:
    parsed = read(rss(item("أول"), item("ثان"))[:-cut])

    assert [article.title for article in parsed.articles][:2] in (["أول", "ثان"], ["أول"])


def test_warnings_before_the_declaration_do_no_harm() -> None:
    warning = "<br />\n<b>Warning</b>: foreach() in <b>/srv/rss.php</b> on line <b>3</b><br />\n"

    assert read(f'{warning}<?xml version="1.0" encoding="utf-8"?>{rss(item())}').entries == 1


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n", id="blank"),
        pytest.param("<!DOCTYPE html><html><title>Just a moment…</title><item>x</item></html>", id="a block page"),
        pytest.param("<!-- x --><HTML><body>403</body></HTML>", id="another"),
        pytest.param("<html><rss>القائمة</rss></html>", id="a page about feeds"),
        pytest.param("الموقع قيد الصيانة", id="a sentence"),
        pytest.param("<kml><Document/></kml>", id="other XML"),
        pytest.param("<channel>x</channel>", id="something like a feed"),
        pytest.param('<rss version="2.0"><channel><title>صح', id="cut before the first item"),
        pytest.param("<html><item>القائمة</item></html>", id="a page with items"),
        pytest.param('{"error": "forbidden"}', id="other JSON"),
        pytest.param(b"\x1f\x8b\x08\x00\x00", id="bytes"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0", id="a picture"),
    ],
)
def test_an_answer_without_a_feed_is_a_failure_and_not_silence(document: str | bytes) -> None:
    with pytest.raises(NotAFeed):
        read(document)


def test_a_feed_in_a_page_is_read() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body><feed xmlns="http://www.w3.org/2005/Atom">{}</feed></body></html>'

    assert read(page.format("<title>صحيفة</title><entry><title>خبر</title></entry>")).entries == 1


def test_a_feed_without_items_is_an_empty_feed() -> None:
    parsed = read(rss())

    assert (parsed.entries, parsed.articles) == (0, ())


@pytest.mark.parametrize(
    ("ttl", "minutes"), [("60", 60), ("0", 0), ("99999999", 60 * 24 * 7), ("-5", None), ("١٥", None)]
)
def test_ttl_is_in_minutes(ttl: str, minutes: int | None) -> None:
    assert read(rss(channel=f"<ttl>{ttl}</ttl>")).ttl == (None if minutes is None else timedelta(minutes=minutes))


def dated(day: int, date: str) -> str:
    return item(f"خبر {day}", f"<pubDate>{date}</pubDate>")


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        pytest.param([f"0{5 - day} Mar 2026 10:00 GMT" for day in range(4)], ["خبر 0", "خبر 1"], id="newest first"),
        pytest.param([f"0{1 + day} Mar 2026 10:00 GMT" for day in range(4)], ["خبر 2", "خبر 3"], id="oldest first"),
        pytest.param([f"2026-03-0{1 + day}T10:00:00Z" for day in range(4)], ["خبر 2", "خبر 3"], id="ISO dates"),
        pytest.param([f"2026-03-0{1 + day}" for day in range(4)], ["خبر 2", "خبر 3"], id="days"),
        pytest.param(["اليوم"] * 4, ["خبر 0", "خبر 1"], id="no dates"),
    ],
)
def test_of_too_many_items_the_newest_end_is_kept(dates: list[str], kept: list[str]) -> None:
    parsed = read(rss(*(dated(day, date) for day, date in enumerate(dates))), most=2)

    assert [article.title for article in parsed.articles] == kept
    assert parsed.entries == 4


def test_twenty_thousand_items_cost_little() -> None:
    parsed = read(rss(*(item(f"خبر {number}") for number in range(20_000))))

    assert (parsed.entries, len(parsed.articles)) == (20_000, 500)


def test_entity_bombs_do_not_go_off() -> None:
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    document = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>{rss(item("&l9; خبر"))}'

    assert len(read(document).articles[0].title) < 100


def test_files_of_this_machine_are_not_read() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]>'

    assert read(f'<?xml version="1.0"?>{doctype}{rss(item("خبر &file; آخر"))}').articles[0].title.startswith("خبر")


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(rss(item()) + "<a>" * 100_000, id="deep, never closed"),
        pytest.param(rss(item(inside="<a>" * 20_000 + "</a>" * 20_000)), id="deep in an item"),
        pytest.param(rss(item(inside=f"<description><![CDATA[{'<div>' * 50_000}نص]]></description>")), id="deep HTML"),
        pytest.param(rss(item(inside=f"<description><![CDATA[{'<!--' * 250_000}]]></description>")), id="comments"),
        pytest.param(rss(item(inside=f"<description>{'&amp;' * 100_000}</description>")), id="entities"),
        pytest.param(rss(item(inside=f"<description>{'<![CDATA[' * 100_000}</description>")), id="CDATA without end"),
        pytest.param("\0" * 1_000_000 + rss(item()), id="a megabyte of NUL"),
        pytest.param("\0".join(rss(item())), id="NUL after each letter"),
        pytest.param(
            f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
            + rss(item(inside=f"<description>{'&a;' * 40_000}</description>")),
            id="one long entity many times",
        ),
    ],
)
def test_monstrous_feeds_end(document: str) -> None:
    began = time.process_time()

    assert read(document).entries == 1
    assert time.process_time() - began < 8  # what was once quadratic took minutes


def test_what_stands_behind_the_last_item_is_not_parsed_tag_by_tag() -> None:
    document, deep = rss(item()), rss(item()) + "<a>" * 100_000
    began = time.process_time()
    plain = read(document)
    between = time.process_time()

    assert read(deep) == plain
    assert time.process_time() - between < between - began + 1  # parsed as a whole it took 2 to 8 s


def test_items_that_never_end_are_read_all_the_same() -> None:
    open_items = "".join(f"<item><title>خبر {number}</title>{'<b></b>' * 10}" for number in range(400))

    assert read(f"<rss version='2.0'><channel>{open_items}").entries == 400


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("<rss>" + "<a>" * 300_000, id="too many tags"),
        pytest.param(rss("<item" * 100_000), id="items without end"),
        pytest.param(rss("<item>" * 3_000), id="open items"),
        pytest.param("<!--" * 262_144 + rss(item()), id="a megabyte of comments that begin"),
        pytest.param(rss("<item " + "a='' " * 101 + "></item>"), id="attributes"),
        pytest.param("<rss><" + "a" * 100_000, id="a tag that does not end"),
    ],
)
def test_what_would_take_minutes_is_refused(document: str) -> None:
    with pytest.raises(NotAFeed):
        read(document)


def test_whatever_feedparser_trips_over_is_no_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("feedparser.parse", stumble)

    with pytest.raises(NotAFeed, match="RecursionError"):
        read(rss(item()))


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<rss version='2.0'>",
                "</rss>",
                "<channel>",
                "<item>",
                "</item>",
                "<feed>",
                "<entry>",
                "</entry>",
                "<rdf:RDF>",
            ),
            *("<title>", "</title>", "<link>", "<link href='//[' rel='x'/>", "</link>", "<guid>1</guid>", "<pubDate>"),
            *(
                "</pubDate>",
                "Sun, 01 Mar 2026",
                "2026-03-01T99:00",
                "<content type='xhtml'>",
                "<content type='x' mode=''>",
            ),
            *("<description>", "</description>", "<![CDATA[", "]]>", "&", "&amp;", "&#xD800;", "&#99999999;", "<", ">"),
            *(
                "<enclosure/>",
                "<media:content url='http://['/>",
                "xml:base='http://[::'",
                "<a xml:base='::'>",
                "خبر",
                "\n",
            ),
            *(
                "<!DOCTYPE x [<!ENTITY a 'b'>]>",
                "<?xml version='1.0'?>",
                "<georss:point>a</georss:point>",
                "<category/>",
            ),
            *(
                "<itunes:duration>",
                "<geo:lat>x",
                "<dc:date>",
                "<ttl>",
                "<image>",
                "<source>",
                "<cloud/>",
                "<html>",
                "{",
                "[",
            ),
        ]
    ),
    max_size=40,
)


@settings(deadline=None)
@given(PIECES)
def test_any_markup_ends_as_articles_or_not_a_feed(pieces: list[str]) -> None:
    try:
        parsed = read("<rss version='2.0'><channel>" + "".join(pieces))
    except NotAFeed:
        return
    assert all(article.title and article.identity for article in parsed.articles)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"<rss>", b"{", b"<feed><entry>", b"\xff\xfe"]))
def test_any_bytes_end_as_articles_or_not_a_feed(body: bytes, start: bytes) -> None:
    try:
        parsed = read(start + body)
    except NotAFeed:
        return
    assert len(parsed.articles) <= parsed.entries


@pytest.mark.parametrize(
    "document",
    [
        "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>ع</title>"
        "<a:link rel='hub' href='https://hub.example/'/><a:link rel='self' href='https://news.example/feed'/>"
        "<item><title>خبر</title></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>ع</title><link rel='self' href='https://news.example/feed'/>"
        "<link rel='hub' href='https://hub.example/'/><link rel='hub' href='https://second.example/'/>"
        "<entry><title>خبر</title><link rel='self' href='https://news.example/1'/></entry></feed>",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "ع", "feed_url": "https://news.example/feed", '
        '"hubs": [{"type": "rssCloud", "url": "https://x.example/"}, 3, {"type": "WebSub", "url": "https://hub.example/"}],'
        '"items": [{"id": "1", "title": "خبر"}]}',
    ],
    ids=["RSS", "Atom", "JSON Feed"],
)
def test_a_feed_names_its_hub_and_its_topic(document: str) -> None:
    found = read(document)

    assert (found.hub, found.topic) == ("https://hub.example/", "https://news.example/feed")


def test_a_feed_without_a_hub_names_none() -> None:
    found = read(rss(item()))

    assert (found.hub, found.topic) == ("", "")


MEDIA = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>وكالة</title>
<image><url>https://news.example/brand.png</url><title>و</title><link>https://news.example/</link></image>
<item><title>1</title><media:content url="https://news.example/small.jpg" medium="image" width="300"/>
<media:content url="https://news.example/wide.jpg" type="image/jpeg" width="900"/></item>
<item><title>2</title><enclosure url="https://news.example/enclosed.jpg" type="image/jpeg" length="1"/></item>
<item><title>3</title><description>&lt;p&gt;نص&lt;img src="/in-text.jpg"&gt;&lt;/p&gt;</description></item>
<item><title>4</title><media:thumbnail url="https://news.example/thumb.jpg" width="240"/></item>
<item><title>5</title><enclosure url="https://news.example/talk.mp3" type="audio/mpeg" length="1"/></item>
<item><title>6</title><enclosure url="https://news.example/brand.png" type="image/png" length="1"/></item>
<item><title>7</title><media:content url="https://news.example/untyped.webp"/></item>
<item><title>8</title><description>&lt;img src="https://t.example/p.gif" width="1" height="1"&gt;</description></item>
</channel></rss>"""


def test_an_item_has_the_picture_that_the_feed_offers_for_it() -> None:
    parsed = read(MEDIA.encode())

    assert [article.picture.removeprefix("https://news.example/") for article in parsed.articles] == [
        "wide.jpg",
        "enclosed.jpg",
        "in-text.jpg",
        "thumb.jpg",
        "",
        "",
        "untyped.webp",
        "",
    ]
    assert "in-text" not in parsed.articles[2].text
