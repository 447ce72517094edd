"""Times of day as a chat's clocks show them: when quiet hours end, and when a digest is due. Pure.

A zone's clocks are put forward and back. A time that is skipped counts as the moment of the change; of one that comes
twice the first counts for what begins or is due, the second for the end of quiet hours: nobody is woken early.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.preferences import Digest, Preferences, Quiet

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def zone_of(preferences: Preferences, default: tzinfo) -> tzinfo:
    """Return the zone of the chat, *default* where it named none, or one that this machine does not know any more."""
    try:
        return ZoneInfo(preferences.zone) if preferences.zone else default
    except (ZoneInfoNotFoundError, ValueError):
        return default


def quiet_until(quiet: Quiet | None, now: datetime, zone: tzinfo) -> datetime | None:
    """Return when the quiet hours that hold at *now* end; None if none do."""
    if quiet is None:
        return None
    today = now.astimezone(zone).date()
    for day in (today - DAY, today):
        start = _at(day, quiet.start, zone)
        end = _at(day if quiet.end > quiet.start else day + DAY, quiet.end, zone, fold=1)
        if start <= now < end:
            return end
    return None


def last_digest(preferences: Preferences, now: datetime, zone: tzinfo) -> datetime:
    """Return when a digest was last due, *now* at the latest: it holds what came before that moment."""
    if preferences.digest is not Digest.DAILY:
        return _full_hour(now, zone)
    return _daily(preferences, now, zone, lambda when: when <= now)[-1]


def next_digest(preferences: Preferences, now: datetime, zone: tzinfo) -> datetime:
    """Return when a digest is due next, after *now*."""
    if preferences.digest is not Digest.DAILY:
        return _full_hour(now, zone) + HOUR
    return _daily(preferences, now, zone, lambda when: when > now)[0]


def _daily(preferences: Preferences, now: datetime, zone: tzinfo, wanted: Callable[[datetime], bool]) -> list[datetime]:
    today = now.astimezone(zone).date()
    days = (today - DAY, today, today + DAY)
    return [when for day in days if wanted(when := _at(day, preferences.daily_at, zone))]


def _full_hour(now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    return now - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _at(day: date, minute: int, zone: tzinfo, *, fold: int = 0) -> datetime:
    """Return the moment at which clocks of *zone* show so many minutes after midnight of *day*."""
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone, fold=fold)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    before, after = sorted(wall.replace(fold=each).astimezone(UTC) for each in (0, 1))
    return _change(before, after, zone)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between the two at which clocks are put forward, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
