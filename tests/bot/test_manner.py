"""What a configured pace makes of the calls in flight, their slots and their distance."""

from datetime import timedelta

import pytest

from bot.manner import manner_of
from config.settings import Settings
from storage.pace import MOST_AHEAD

TELEGRAMS = 30  # calls a second that Telegram lets a bot make which does not pay


def settings(pace: float, *, paid: bool = False) -> Settings:
    return Settings(bot_token="1:a", pace=pace, allow_paid_broadcast=paid, _env_file=None)


@pytest.mark.parametrize(("pace", "paid"), [(5, False), (25, False), (500, True), (850, True)])
def test_the_calls_in_flight_keep_the_pace_while_each_takes_60_ms(pace: float, *, paid: bool) -> None:
    manner = manner_of(settings(pace, paid=paid))

    assert manner.in_flight / 0.06 >= pace
    assert manner.pace.alerts.ahead <= MOST_AHEAD
    assert manner.pace.alerts.ahead.total_seconds() * pace < manner.in_flight


def test_alerts_that_were_held_up_and_answers_stay_below_telegrams_limit() -> None:
    manner = manner_of(settings(25))

    alerts_in_a_second = 1 / manner.spacing.total_seconds()
    assert alerts_in_a_second + 3 < TELEGRAMS
    assert alerts_in_a_second > 25


def test_a_bot_that_pays_keeps_no_distance() -> None:
    assert manner_of(settings(500, paid=True)).spacing == timedelta(0)
