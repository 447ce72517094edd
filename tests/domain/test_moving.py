"""A file that moves subscriptions is read back as it was written, or refused line by line."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.chats import ChatKind, Mode, TelegramId, Thread
from domain.moving import MovedChat, MovedSubscription, MovedTarget, Trouble, read, upgraded, write
from domain.preferences import MINUTES_A_DAY, Digest, Picture, Preferences, Quiet

NOTHING = Preferences()
HEAD = '{"mirsal": 1}'
QUERIES = ("place:sy.daraa", "word:زلزال", "place:sy.daraa&word:قصف", "word:قصف!word:رياضه")
texts = st.text('درعا «سطر» \n\t"\\<&é👍\u200f\u2028', max_size=20)
subscriptions = st.builds(MovedSubscription, st.sampled_from(QUERIES), texts, st.sampled_from(Mode))
targets = st.builds(
    MovedTarget, st.integers(0, 10**9).map(Thread), st.booleans(), st.lists(subscriptions, max_size=3).map(tuple)
)


minutes = st.integers(0, MINUTES_A_DAY - 1)
preferences = st.builds(
    Preferences,
    zone=st.sampled_from(["", "Asia/Damascus", "Europe/Berlin"]),
    quiet=st.none() | st.builds(Quiet, minutes, minutes),
    urgent_passes=st.booleans(),
    most_an_hour=st.none() | st.integers(1, 100),
    digest=st.sampled_from(Digest),
    daily_at=minutes,
    silent_updates=st.booleans(),
    picture=st.sampled_from(Picture),
)


def group(number: int, of: list[MovedTarget], wanted: Preferences = NOTHING) -> MovedChat:
    return MovedChat(TelegramId(-number), ChatKind.SUPERGROUP, invited=False, targets=tuple(of), preferences=wanted)


chats = st.lists(
    st.builds(
        group,
        st.integers(1, 10**13),
        st.lists(targets, max_size=3, unique_by=lambda target: target.thread),
        preferences,
    ),
    max_size=4,
    unique_by=lambda chat: chat.telegram_id,
)


def line(**changes: Any) -> str:
    good = {"chat": 7, "kind": "private", "invited": False, "targets": []}
    return json.dumps(good | changes)


def followed(**changes: Any) -> str:
    good = {"query": "word:زلزال", "label": "زلزال", "mode": "instant"}
    return line(targets=[{"thread": 0, "paused": False, "subscriptions": [good | changes]}])


def wanted(**changes: Any) -> str:
    good = {"zone": "", "quiet": None, "urgent_passes": True, "most_an_hour": None}
    more = {"digest": "instant", "daily_at": 480, "silent_updates": True}
    return line(preferences=good | more | changes)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(chats)
def test_what_is_written_is_read_back(moved: list[MovedChat]) -> None:
    assert read(write(moved)) == (moved, [])


def test_every_chat_is_one_line() -> None:
    target = MovedTarget(
        Thread(0), paused=True, subscriptions=(MovedSubscription("word:زلزال", "سطر\nآخر", Mode.DIGEST),)
    )

    lines = list(write([group(5, [target])]))

    assert [text.count("\n") for text in lines] == [0, 0]
    assert group(5, [target]).count == 1


def test_what_a_later_version_adds_is_passed_over() -> None:
    found, troubles = read([HEAD, line(colour="green")])

    assert (len(found), troubles) == (1, [])


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "chat is missing, or not int"),
        (line(chat="7"), "chat is missing, or not int"),
        (line(chat=True), "chat is missing, or not int"),
        (line(chat=0), "chat is no Telegram id of that kind"),
        (line(chat=-7), "chat is no Telegram id of that kind"),
        (line(chat=7, kind="group"), "chat is no Telegram id of that kind"),
        (line(chat=2**70), "chat is no Telegram id of that kind"),
        (line(kind="party"), "kind is none of private, group, supergroup, channel"),
        (line(invited=0), "invited is missing, or not bool"),
        (line(targets={}), "targets is missing, or not list"),
        (line(targets=[{"thread": -1, "subscriptions": []}]), "thread is no number of a topic"),
        (line(targets=[{"thread": 0, "paused": False, "subscriptions": []}] * 2), "a thread stands there twice"),
        (followed(query="word"), "not a canonical query: 'word'"),
        (followed(query="fly:high"), "not a canonical query: 'fly:high'"),
        (followed(label="س" * 1001), "query or label cannot be stored"),
        (followed(label="\0"), "query or label cannot be stored"),
        (wanted(zone="Mars/Olympus"), "zone is no name of a time zone"),
        (wanted(zone="../../etc"), "zone is no name of a time zone"),
        (wanted(quiet=[5]), "quiet is not the minutes of its start and its end"),
        (wanted(quiet=["5", 6]), "quiet is not the minutes of its start and its end"),
        (wanted(quiet=[5, 1440]), "a time of day is minutes since midnight"),
        (wanted(daily_at=-1), "a time of day is minutes since midnight"),
        (wanted(most_an_hour=0), "most_an_hour is no number of alerts"),
        (wanted(digest="weekly"), "digest is none of instant, hourly, daily"),
        (wanted(picture="left"), "picture is none of none, above, below"),
        (wanted(silent_updates=None), "silent_updates is missing, or not bool"),
        (line(preferences=[]), "preferences is missing, or not dict"),
        (followed(mode="loud"), "mode is none of instant, digest"),
    ],
    ids=lambda value: value[:40],
)
def test_a_wrong_line_is_named(wrong: str, problem: str) -> None:
    found, troubles = read([HEAD, line(chat=8), wrong])

    assert troubles == [Trouble(3, problem)]
    assert [chat.telegram_id for chat in found] == [8]


def test_a_chat_stands_in_a_file_once() -> None:
    assert read([HEAD, line(), line()])[1] == [Trouble(3, "this chat stands in an earlier line")]


@pytest.mark.parametrize("head", ['{"mirsal": 2}', "[]", line()], ids=str)
def test_another_file_is_refused_at_its_first_line(head: str) -> None:
    [trouble] = read([head])[1]

    assert trouble.line == 1
    assert "this is no export" in trouble.problem


def test_an_empty_file_is_refused() -> None:
    assert read([]) == ([], [Trouble(1, "the file is empty")])


ONE, OTHER = (MovedSubscription(query, "درعا", Mode.INSTANT) for query in QUERIES[:2])


def topic(thread: int, *followed: MovedSubscription, paused: bool = False) -> MovedTarget:
    return MovedTarget(Thread(thread), paused, followed)


def test_a_group_becomes_a_supergroup_of_another_id() -> None:
    old = replace(group(7, [topic(0, ONE)]), kind=ChatKind.GROUP)

    assert upgraded(old, TelegramId(-1007), None) == group(1007, [topic(0, ONE)])


def test_a_group_and_the_supergroup_it_became_are_one_and_what_the_supergroup_asked_for_stays() -> None:
    daily, hourly = Preferences(digest=Digest.DAILY), Preferences(digest=Digest.HOURLY)
    old = replace(group(7, [topic(0, ONE, OTHER, paused=True), topic(3, ONE)], daily), invited=True)
    there = group(1007, [topic(0, OTHER), topic(4, ONE)])
    topics = [topic(0, OTHER, ONE, paused=True), topic(4, ONE), topic(3, ONE)]

    assert upgraded(old, there.telegram_id, there) == replace(group(1007, topics, daily), invited=True)
    assert upgraded(old, there.telegram_id, replace(there, preferences=hourly)).preferences == hourly
