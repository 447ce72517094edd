"""What is done with a delivery that is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.plan import CatchUp, Collect, Decision, Drop, PutOff, Send, plan
from domain.alerts import AlertId, Call, Delivery, Lane
from domain.preferences import Circumstances, Preferences, Quiet
from domain.queries import QueryId

# Nine in the morning UTC is noon in Damascus.
NOON = Preferences(quiet=Quiet(11 * 60, 13 * 60))
NOON_ENDS = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ALEPPO, DARAA = QueryId(1), QueryId(2)


@pytest.fixture
def alert(delivery: Delivery) -> Delivery:
    return replace(delivery, alert=AlertId(1))


def decide(delivery: Delivery, call: Call, about: Circumstances, **facts: Any) -> Decision:
    return plan(delivery, call, about, now=delivery.created_at, **facts)


def test_a_delivery_that_is_due_is_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.created_at) == Send(call)


def test_one_second_before_its_end_a_delivery_is_still_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at - timedelta(seconds=1)) == Send(call)


def test_an_expired_delivery_is_dropped(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at) == Drop("expired")


def test_an_alert_whose_article_is_gone_is_dropped(delivery: Delivery) -> None:
    assert plan(delivery, None, now=delivery.created_at) == Drop("empty")


@pytest.mark.parametrize(("lane", "hours"), [(Lane.URGENT, 6), (Lane.NORMAL, 12), (Lane.DIGEST, 12)])
def test_quiet_hours_put_off_and_expiry_counts_from_their_end(
    alert: Delivery, call: Call, lane: Lane, hours: int
) -> None:
    about = Circumstances(replace(NOON, urgent_passes=False))

    decision = decide(replace(alert, lane=lane), call, about)

    assert decision == PutOff(NOON_ENDS, NOON_ENDS + timedelta(hours=hours))


def test_urgent_news_passes_quiet_hours_unless_told_otherwise(alert: Delivery, call: Call) -> None:
    urgent = replace(alert, lane=Lane.URGENT)

    assert decide(urgent, call, Circumstances(NOON)) == Send(call)


def test_quiet_hours_are_those_of_the_chats_zone(alert: Delivery, call: Call) -> None:
    about = Circumstances(NOON)

    assert decide(alert, call, about, zone=UTC) == Send(call)


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.EDIT])
def test_answers_and_edits_go_at_any_hour(delivery: Delivery, call: Call, lane: Lane) -> None:
    about = Circumstances(NOON, muted_until=NOON_ENDS)

    assert decide(replace(delivery, lane=lane, key="answer:1:0"), call, about) == Send(call)


def test_nothing_passes_a_mute(alert: Delivery, call: Call) -> None:
    about = Circumstances(muted_until=NOON_ENDS)

    assert decide(replace(alert, lane=Lane.URGENT), call, about) == PutOff(NOON_ENDS, NOON_ENDS + timedelta(hours=6))


def test_a_mute_that_is_over_holds_up_nothing(alert: Delivery, call: Call) -> None:
    assert decide(alert, call, Circumstances(muted_until=alert.created_at)) == Send(call)


def test_what_is_about_muted_things_alone_is_dropped(alert: Delivery, call: Call) -> None:
    about = Circumstances(muted=frozenset({ALEPPO}))

    assert decide(alert, call, about, followed=[ALEPPO]) == Drop("muted")
    assert decide(alert, call, about, followed=[ALEPPO, DARAA]) == Send(call)


def test_instant_wins_over_digest(alert: Delivery, call: Call) -> None:
    about = Circumstances(collected=frozenset({ALEPPO}))

    assert decide(alert, call, about, followed=[ALEPPO]) == Collect()
    assert decide(alert, call, about, followed=[ALEPPO, DARAA]) == Send(call)


def test_what_is_muted_makes_nothing_instant(alert: Delivery, call: Call) -> None:
    about = Circumstances(muted=frozenset({DARAA}), collected=frozenset({ALEPPO}))

    assert decide(alert, call, about, followed=[ALEPPO, DARAA]) == Collect()


@pytest.mark.parametrize(("told", "decision"), [(4, Send), (5, Collect), (6, Collect)])
def test_more_than_so_many_an_hour_go_into_the_digest(
    alert: Delivery, call: Call, told: int, decision: type[Decision]
) -> None:
    about = Circumstances(Preferences(most_an_hour=5), told=told)

    assert isinstance(decide(alert, call, about), decision)


@pytest.mark.parametrize(("late", "decision"), [(5, Send), (6, CatchUp)])
def test_more_than_five_that_wait_too_long_become_one_catch_up(
    alert: Delivery, call: Call, late: int, decision: type[Decision]
) -> None:
    assert isinstance(decide(alert, call, Circumstances(late=late)), decision)


def test_at_night_urgent_news_catches_up_without_the_rest(alert: Delivery, call: Call) -> None:
    urgent = replace(alert, lane=Lane.URGENT)

    assert decide(urgent, call, Circumstances(NOON, late=9, late_urgent=2)) == Send(call)
    assert decide(urgent, call, Circumstances(NOON, late=9, late_urgent=6)) == CatchUp(urgent_only=True)


def test_one_that_may_have_been_told_is_repeated_and_not_moved(alert: Delivery, call: Call) -> None:
    about = Circumstances(Preferences(most_an_hour=1), told=9, late=9)

    assert decide(replace(alert, unknowns=1), call, about) == Send(call)


def test_a_digest_is_no_alert_that_could_be_collected(delivery: Delivery, call: Call) -> None:
    about = Circumstances(Preferences(most_an_hour=1), told=9, late=9)

    assert decide(replace(delivery, lane=Lane.DIGEST, key="digest:4:0:0"), call, about) == Send(call)


@pytest.mark.parametrize("silent", [True, False])
def test_updates_come_without_a_sound_unless_told_otherwise(delivery: Delivery, call: Call, *, silent: bool) -> None:
    about = Circumstances(Preferences(silent_updates=silent))

    assert decide(replace(delivery, key="update:1:2"), call, about) == Send(call, silent=silent)
    assert decide(replace(delivery, key="correction:1:2:a"), call, about) == Send(call, silent=silent)
    assert decide(delivery, call, about) == Send(call)


def test_an_urgent_update_is_heard(delivery: Delivery, call: Call) -> None:
    assert decide(replace(delivery, key="update:1:2", lane=Lane.URGENT), call, Circumstances()) == Send(call)


@pytest.mark.parametrize("key", ["update:1:2", "correction:1:2:a"])
def test_what_stands_beneath_an_alert_keeps_to_quiet_hours_and_mutes(alert: Delivery, call: Call, key: str) -> None:
    beneath = replace(alert, key=key)

    assert decide(beneath, call, Circumstances(NOON)) == PutOff(NOON_ENDS, NOON_ENDS + timedelta(hours=12))
    assert decide(beneath, call, Circumstances(muted=frozenset({ALEPPO})), followed=[ALEPPO]) == Drop("muted")
