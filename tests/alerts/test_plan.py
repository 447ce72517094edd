"""What is done with a delivery that is due."""

from datetime import timedelta

from alerts.plan import Drop, Send, plan
from domain.alerts import Call, Delivery


def test_a_delivery_that_is_due_is_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.created_at) == Send(call)


def test_one_second_before_its_end_a_delivery_is_still_sent(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at - timedelta(seconds=1)) == Send(call)


def test_an_expired_delivery_is_dropped(delivery: Delivery, call: Call) -> None:
    assert plan(delivery, call, now=delivery.expires_at) == Drop("expired")


def test_an_alert_whose_article_is_gone_is_dropped(delivery: Delivery) -> None:
    assert plan(delivery, None, now=delivery.created_at) == Drop("empty")
