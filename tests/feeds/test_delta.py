"""Laws of the delta: what is left out changes nothing of what is read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.feeds import FeedId
from feeds import delta
from feeds.delta import LARGE, Sketch, hash_of_words, sketch
from feeds.parse import Parsed, parse

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOST = 500


def item(title: str, *, guid: str = "", link: str = "", day: int = 1) -> str:
    guid = f"<guid>{guid}</guid>" if guid else ""
    link = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{guid}{link}<pubDate>{day:02} Feb 2026 10:00:00 GMT</pubDate></item>\n"


def rss(*items: str, root: str = "<rss version='2.0'>", head: str = "") -> bytes:
    return f"{root}<channel><title>وكالة</title>{head}{''.join(items)}</channel></rss>".encode()


def read(body: bytes, *, guids: bool = True) -> Parsed:
    return parse(body, charset="", url="https://news.example/rss", feed=FeedId(1), seen_at=NOW, guid_is_identity=guids)


def sketched(body: bytes, charset: str = "") -> Sketch:
    found = sketch(body, charset, MOST)
    assert found is not None
    return found


items = st.builds(
    item,
    st.sampled_from(["قصف على درعا", "هدوء في حلب", "زلزال"]),
    guid=st.sampled_from(["", "1", "2", "3", "4", "5"]),
    link=st.sampled_from(
        ["", "https://news.example/a", "https://news.example/b?utm_source=x", "https://news.example/"]
    ),
    day=st.integers(1, 5),
)


@given(st.lists(st.tuples(items, st.booleans()), min_size=1, max_size=6))
def test_delta_and_parse_equal_a_whole_parse_for_any_split(split: list[tuple[str, bool]]) -> None:
    body = rss(*(each for each, _ in split))
    whole, parts = read(body), sketched(body)
    assume(whole.separable and whole.guid_is_identity)
    shown = dict(zip(parts.hashes, whole.identities, strict=True))
    known = {hash_: shown[hash_] for hash_, (_, is_known) in zip(parts.hashes, split, strict=True) if is_known}
    left = parts.left(known)
    assume(left)

    rest = read(parts.without(known))

    assume(rest.separable and rest.guid_is_identity and delta.fits(rest.identities, left, known.values()))
    assert rest.identities == tuple(shown[hash_] for hash_ in left)
    assert set(rest.articles) == {one for one in whole.articles if one.identity not in known.values()}


def test_an_item_that_shares_a_known_identity_does_not_fit() -> None:
    body = rss(item("قصف", guid="1"), item("هدوء", guid="1"))
    parts = sketched(body)
    known = {parts.hashes[0]: read(rss(item("قصف", guid="1"))).identities[0]}

    rest = read(parts.without(known))

    assert not delta.fits(rest.identities, parts.left(known), known.values())


def test_other_items_than_were_cut_out_do_not_fit() -> None:
    assert not delta.fits(["a", "b"], ["1"], [])


def test_an_item_has_the_same_hash_after_another_one_came_before_it() -> None:
    old, new = item("أ", guid="1"), item("ب", guid="2")

    before = sketched(rss(old)).hashes
    after = sketched(rss(new, old, head="<lastBuildDate>now</lastBuildDate>")).hashes

    assert after[1:] == before


def test_another_root_tag_makes_other_hashes() -> None:
    plain = sketched(rss(item("أ"))).hashes
    based = sketched(rss(item("أ"), root="<rss version='2.0' xml:base='https://other.example/'>")).hashes

    assert plain != based


def test_what_has_no_items_to_leave_out_has_no_sketch() -> None:
    assert sketch(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "", MOST) is None
    assert sketch(b"<html><body>Blocked</body></html>", "", MOST) is None
    assert sketch(rss(item("أ" * LARGE)), "", MOST) is None


def test_a_fragment_without_a_root_tag_has_hashes_too() -> None:
    assert len(sketched(item("أ").encode()).hashes) == 1


def test_at_most_so_many_items_count_and_the_rest_is_told() -> None:
    found = sketch(rss(*(item(str(number)) for number in range(5))), "", 3)

    assert found is not None
    assert (len(found.hashes), found.listed) == (3, 5)


@pytest.mark.parametrize(
    ("head", "expected"), [("<ttl> 15 </ttl>", timedelta(minutes=15)), ("", None), ("<ttl>soon</ttl>", None)]
)
def test_the_ttl_is_read_without_parsing(head: str, expected: timedelta | None) -> None:
    assert sketched(rss(item("أ"), head=head)).ttl == expected


def test_how_the_whole_was_encoded_is_told() -> None:
    found = sketched(
        "<?xml version='1.0' encoding='windows-1256'?><rss><item><title>قصف</title></item></rss>".encode("cp1256")
    )

    assert found.encoding == "cp1256"
    assert "قصف".encode() in found.without([])


def test_words_have_a_hash_of_another_kind() -> None:
    assert hash_of_words("أ", "ب") != hash_of_words("أب", "")
    assert len(hash_of_words("", "")) != len(sketched(rss(item("أ"))).hashes[0])
