"""What subscribers read after an outage of ours. HTML. Pure."""

from datetime import datetime, tzinfo

from alerts.texts import times
from news.arabic import marks


def over(since: datetime, until: datetime, zone: tzinfo) -> str:
    """Return from when to when we were away; the day of the beginning where it is another."""
    is_one_day = since.astimezone(zone).date() == until.astimezone(zone).date()
    begin = times.clock(since, zone) if is_one_day else times.moment(since, until, zone)
    return marks.lines(
        f"ℹ️ توقفت خدمتنا من {begin} إلى {times.moment(until, until, zone)}، وقد عادت الآن.\n"
        "يصلك متأخرًا ما نُشر أثناء التوقف من أخبار اليوم الأخير ولا يزال في المصادر، وقد يفوتك غيره. نعتذر عن ذلك."
    )
