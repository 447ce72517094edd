"""What is done with a delivery that is due."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.plan import Drop, Hold, Send, plan
from domain.alerts import Call, Delivery, Lane


def test_a_delivery_that_is_due_is_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.created_at) == Send(call)


def test_one_second_before_its_end_a_delivery_is_still_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at - timedelta(seconds=1)) == Send(call)


def test_an_expired_delivery_is_dropped(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at) == Drop("expired")


@pytest.mark.parametrize("lane", [Lane.URGENT, Lane.NORMAL, Lane.DIGEST, Lane.EDIT])
def test_what_a_paused_target_is_owed_is_kept(delivery: Delivery, call: Call, lane: Lane) -> None:
    assert plan(replace(delivery, lane=lane), call, now=delivery.created_at, paused=True) == Hold()


def test_what_became_late_in_a_pause_is_kept_too(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at, paused=True) == Hold()


def test_a_person_is_answered_in_a_pause(delivery: Delivery, call: Call) -> None:
    assert plan(replace(delivery, lane=Lane.ANSWER), call, now=delivery.created_at, paused=True) == Send(call)


def test_an_alert_whose_article_is_gone_is_dropped(delivery: Delivery) -> None:
    assert plan(delivery, None, now=delivery.created_at) == Drop("empty")
