"""What the bot answers reads in order on a right-to-left screen."""

import re
from html import unescape

import pytest

from alerts import markup
from alerts.texts import answers, answers_admin, answers_finding, answers_follow, answers_opml
from domain.feeds import HubState
from news.arabic.marks import FIRST_STRONG_ISOLATE, POP_ISOLATE

TO_COPY = re.compile("(.?)<code>(.*?)</code>(.?)", re.S)

SHOWN = {
    "help": answers.help_text(admin=True, group=True),
    "greeting of a group": answers.greeting_group(),
    "add in a group": answers_follow.how_to_follow(group=True),
    "no feeds": answers_admin.no_feeds(),
    "add a feed": answers_admin.how_to_add_feed(),
    "no address": answers_admin.not_an_address(),
    "remove a feed": answers_admin.how_to_remove_feed(),
    "a feed": answers_admin.feed_item(
        1,
        "سانا",
        "https://example.org/feed/",
        state="🟢",
        checked="",
        article="",
        late="",
        verdict="",
        since="",
        hub=HubState.KEPT,
        error="",
    ),
    "a new feed": answers_finding.added("سانا", "https://example.org/feed/", full_text=False),
    "feeds of a page": answers_finding.choose([("https://example.org/feed/", "سانا")]),
    "full text": answers_finding.how_to_full_text(),
    "another file": answers_opml.not_opml("other_xml"),
    "invite": answers_admin.invitation_use(group=False),
}


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN.keys())
def test_what_is_to_be_copied_is_isolated_and_holds_no_marks(text: str) -> None:
    found = TO_COPY.findall(text)

    assert found
    assert {(before, after) for before, _, after in found} == {(FIRST_STRONG_ISOLATE, POP_ISOLATE)}
    assert all(unescape(inside) == markup.printable(unescape(inside)) for _, inside, _ in found)
