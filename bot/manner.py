"""How alerts are sent: from the configured pace to the calls in flight, what may go at once, and slots given ahead.

In flight = pace x how long a call is open (Little's law): until Telegram has answered, and then until its outcome is
committed. 64 calls keep 500 a second where that takes 0.128 s. It is also how many may repeat after a ``kill -9``.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.sender import Manner
from config.settings import Settings
from storage.pace import MOST_AHEAD, Bucket, Pace

BURST = timedelta(milliseconds=20)  # of the pace: so much may go at once after a rest; one of 25, ten of 500
IN_FLIGHT = ((100.0, 8), (250.0, 32), (float("inf"), 64))  # up to which pace how many calls are open at once
CATCH_UP = 1.04  # times the pace at most, after a stall: 26 and three answers are within a strict 30 a second
AHEAD = 0.25  # of the calls in flight may wait for their slot


def manner_of(settings: Settings) -> Manner:
    """Return how alerts are sent, as *settings* want it."""
    in_flight = next(calls for most, calls in IN_FLIGHT if settings.pace <= most)
    ahead = min(MOST_AHEAD, timedelta(seconds=AHEAD * in_flight / settings.pace))

    def bucket(per_second: float, ahead: timedelta) -> Bucket:
        return Bucket(per_second, max(1, round(per_second * BURST.total_seconds())), ahead)

    return Manner(
        pace=Pace(alerts=bucket(settings.pace, ahead), answers=bucket(settings.answers_pace, timedelta(0))),
        in_flight=in_flight,
        zone=ZoneInfo(settings.time_zone),
        paid=settings.allow_paid_broadcast,
        retold=bool(settings.model_url),
        # A bot that pays has half of its limit to spare.
        spacing=timedelta(0) if settings.allow_paid_broadcast else timedelta(seconds=1 / CATCH_UP / settings.pace),
    )
