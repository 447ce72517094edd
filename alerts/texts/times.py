"""Say when something was, in Arabic and in the chat's zone. Pure.

Months carry their Levantine names, as in Syria, Lebanon, Jordan, Palestine and Iraq.
"""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from alerts.texts.counting import DAYS, HOURS, MINUTES, Noun, count, digits

DAMASCUS = ZoneInfo("Asia/Damascus")

MONTHS = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def ago(when: datetime, now: datetime, zone: tzinfo = DAMASCUS) -> str:
    """Return how long ago *when* was, «قبل ٥ دقائق»; from a week on its date.

    A moment in the future counts as now: clocks of feeds run ahead.
    """
    passed = now - when
    if passed < timedelta(minutes=1):
        return "الآن"
    if passed < timedelta(hours=1):
        return _before(passed // timedelta(minutes=1), MINUTES)
    if passed < timedelta(days=1):
        return _before(passed // timedelta(hours=1), HOURS)
    if passed < timedelta(days=7):
        return _before(passed // timedelta(days=1), DAYS)
    return date(when, now, zone)


def date(when: datetime, now: datetime, zone: tzinfo = DAMASCUS) -> str:
    """Return the day of *when*, «٢٤ تشرين الثاني», with its year where that is not the present one."""
    local = when.astimezone(zone)
    day = f"{digits(local.day)} {MONTHS[local.month - 1]}"
    return day if local.year == now.astimezone(zone).year else f"{day} {digits(local.year)}"


def clock(when: datetime, zone: tzinfo = DAMASCUS) -> str:
    """Return the time of day, «٢:٠٥ م»: ص before noon, م after it."""
    local = when.astimezone(zone)
    hour = digits(local.hour % 12 or 12)
    minute = digits(local.minute).rjust(2, "٠")
    return f"{hour}:{minute} {'ص' if local.hour < 12 else 'م'}"


def moment(when: datetime, now: datetime, zone: tzinfo = DAMASCUS) -> str:
    """Return day and time so that they stay true tomorrow too: «٢:٠٥ م، ٢٤ تشرين الثاني»."""
    return f"{clock(when, zone)}، {date(when, now, zone)}"


def _before(number: int, noun: Noun) -> str:
    return f"قبل {count(number, noun, oblique=True)}"
