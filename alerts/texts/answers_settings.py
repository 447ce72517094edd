"""What the bot answers about settings: what holds now, what to write, and the labels of the buttons. HTML. Pure.

After each change one sentence says what holds now. Names of zones, times and numbers come here as words.
"""

from collections.abc import Sequence
from typing import assert_never

from alerts.texts.answers import bold_names, quoted
from alerts.texts.clock import at, of_day
from alerts.texts.counting import ALERTS, SUBSCRIPTIONS, count, digits
from domain.preferences import Digest, Picture, Preferences, Quiet
from news.arabic.marks import isolate

SETTINGS = "⚙️ الإعدادات"
BACK = "→ رجوع"
CHOSEN = "✓ "
WHEN = "🔔 متى تصل الأخبار؟"
QUIET = "🌙 ساعات الهدوء"
MUTE = "🔕 كتم"
LIMIT = "🚦 الحد في الساعة"
ZONE = "🌍 التوقيت"
INSTANT = "فور ورودها"
HOURLY = "ملخص كل ساعة"
NO_QUIET = "بلا ساعات هدوء"
NO_LIMIT = "بلا حد"
AN_HOUR = "ساعة"
THREE_HOURS = "٣ ساعات"
A_DAY = "يوم"
MUTE_ONE = "كتم اشتراك واحد ليوم ←"
UNMUTE = "🔔 إنهاء كل كتم"


def heading(title: str) -> str:
    """Return the first line of a page that the button *title* opens."""
    return f"<b>{title}</b>"


def main(preferences: Preferences, *, zone: str, now: str, muted_until: str, muted: int) -> str:
    """Return the first page: all that holds; *muted* counts muted subscriptions."""
    mute = [f"كل شيء حتى {muted_until}"] if muted_until else []
    mute += [count(muted, SUBSCRIPTIONS)] if muted else []
    lines = [
        heading(SETTINGS),
        f"• الأخبار: {_told(preferences)}",
        f"• ساعات الهدوء: {_quiet(preferences.quiet, preferences) if preferences.quiet else 'لا شيء'}",
        f"• الحد: {_most(preferences.most_an_hour) if preferences.most_an_hour else 'بلا حد'}",
        f"• الكتم: {'، و'.join(mute) or 'لا شيء'}",
        f"• تحديثات الأخبار: {'بلا صوت' if preferences.silent_updates else 'بصوت'}",
        f"• صورة الخبر: {_WHERE[preferences.picture]}",
        f"• التوقيت: {zone}، والساعة الآن {now}",
    ]
    return "\n".join(lines)


def digest(preferences: Preferences, zone: str) -> str:
    """Return how alerts come now."""
    match preferences.digest:
        case Digest.INSTANT:
            return "🔔 يصلك كل خبر فور وروده."
        case Digest.HOURLY:
            return "🗞 تصلك الأخبار مجموعة في ملخص كل ساعة."
        case Digest.DAILY:
            return f"🗞 تصلك الأخبار مجموعة في ملخص واحد كل يوم، {at(preferences.daily_at)} بتوقيت {zone}."
        case _ as never:
            assert_never(never)


def quiet(preferences: Preferences, zone: str) -> str:
    """Return when nothing is sent now."""
    if preferences.quiet is None:
        return "🔔 لا ساعات هدوء الآن: تصلك التنبيهات في كل وقت."
    span = f"بين {of_day(preferences.quiet.start)} و{of_day(preferences.quiet.end)} بتوقيت {zone}"
    if preferences.urgent_passes:
        return f"🌙 لن تصلك تنبيهات {span}، إلا العاجل. وما يرد فيها يصلك بعدها."
    return f"🌙 لن تصلك تنبيهات {span}، ولا العاجل منها. وما يرد فيها يصلك بعدها."


def limit(most: int | None) -> str:
    """Return how many alerts come in an hour now."""
    if most is None:
        return "🚦 لا حد لعدد التنبيهات: يصلك كل خبر."
    return f"🚦 لن يصلك أكثر من {count(most, ALERTS, oblique=True)} في الساعة، وما زاد يصلك في ملخص."


def zone(name: str, now: str) -> str:
    """Return in which zone times are said now."""
    return f"🌍 الأوقات هنا بتوقيت {name}، والساعة هناك الآن {now}."


def updates(*, silent: bool) -> str:
    """Return how updates come now."""
    return f"🔈 تصلك تحديثات الأخبار {'بلا صوت' if silent else 'بصوت'}."


def picture(where: Picture) -> str:
    """Return where the picture of an article stands now."""
    match where:
        case Picture.NONE:
            return "🖼 تصلك التنبيهات بلا صور."
        case Picture.ABOVE:
            return "🖼 تظهر صورة الخبر فوق التنبيه، إن كانت للخبر صورة."
        case Picture.BELOW:
            return "🖼 تظهر صورة الخبر تحت التنبيه، إن كانت للخبر صورة."
        case _ as never:
            assert_never(never)


def muted(until: str) -> str:
    """Return that nothing is sent for a while."""
    return f"🔕 لن تصلك تنبيهات حتى {until}، ولا العاجل منها. وما يرد حتى ذلك الوقت يصلك بعده."


def muted_some(labels: Sequence[str], until: str) -> str:
    """Return that nothing is sent about *labels* for a while."""
    return f"🔕 لن تصلك تنبيهات عن {bold_names(labels)} حتى {until}، ولا يصلك بعد ذلك ما فات منها."


def unmuted() -> str:
    """Return that no mute holds."""
    return "🔔 لا كتم الآن: تصلك التنبيهات كالمعتاد."


def unmuted_some(labels: Sequence[str]) -> str:
    """Return that *labels* are muted no more."""
    return f"🔔 عادت التنبيهات عن {bold_names(labels)}."


def still_muted(until: str) -> str:
    """Return the reminder that the whole chat is muted."""
    return f"🔕 التنبيهات مكتومة الآن حتى {until}. لإنهاء ذلك اكتب: ألغِ الكتم."


def not_followed(typed: str) -> str:
    """Return the answer to words that name nothing of what is followed, above the list."""
    return f"ليس {quoted(typed)} بين الاشتراكات."


def did_you_mean(typed: str) -> str:
    """Return the question above the stop buttons of what is named nearly so."""
    return f"{not_followed(typed)} هل تقصد أحد هذه؟ لإيقاف واحد اضغط زره، ولعرضها كلها اكتب: اشتراكاتي."


def which_to_stop(typed: str) -> str:
    """Return the question above the stop buttons where the words fit several."""
    return f"تتابع أكثر من شيء باسم {quoted(typed)}. اضغط ما تريد إيقافه:"


def how_to(what: str) -> str:
    """Return what to write, where what was written about *what* cannot be understood."""
    return f"{_HOW_TO[what]}\n{_OR_FOLLOW}"


def topics() -> str:
    """Return the words over the subscriptions that can be muted for a day."""
    return f"{heading(MUTE)}\nاضغط اشتراكًا لكتمه يومًا واحدًا، أو لإنهاء كتمه:"


def quiet_label(quiet: Quiet) -> str:
    """Return the label of a button that sets quiet hours."""
    return f"{of_day(quiet.start)} – {of_day(quiet.end)}"


def daily_label(minute: int) -> str:
    """Return the label of a button that sets the hour of the daily digest."""
    return f"كل يوم {of_day(minute)}"


def limit_label(most: int) -> str:
    """Return the label of a button that sets the limit."""
    return digits(most)


def urgent_label(*, passes: bool) -> str:
    """Return the label of the button that turns round whether urgent news passes."""
    return "🚨 العاجل يصل فيها: نعم" if passes else "🚨 العاجل يصل فيها: لا"


def updates_label(*, silent: bool) -> str:
    """Return the label of the button that turns the sound of updates on or off."""
    return "🔈 التحديثات: بلا صوت" if silent else "🔈 التحديثات: بصوت"


def picture_label(where: Picture) -> str:
    """Return the label of the button that moves the picture on: none, above, below."""
    return f"🖼 الصورة: {_WHERE[where]}"


def _told(preferences: Preferences) -> str:
    match preferences.digest:
        case Digest.INSTANT:
            return "تصل فور ورودها"
        case Digest.HOURLY:
            return "في ملخص كل ساعة"
        case Digest.DAILY:
            return f"في ملخص كل يوم، {at(preferences.daily_at)}"
        case _ as never:
            assert_never(never)


def _quiet(hours: Quiet, preferences: Preferences) -> str:
    span = f"من {of_day(hours.start)} إلى {of_day(hours.end)}"
    return f"{span}، {'إلا العاجل' if preferences.urgent_passes else 'والعاجل ينتظر أيضًا'}"


def _most(most: int) -> str:
    return f"{count(most, ALERTS)} في الساعة على الأكثر"


_WHERE = {Picture.NONE: "بلا", Picture.ABOVE: "فوق", Picture.BELOW: "تحت"}
_OR_FOLLOW = "ولمتابعة العبارة نفسها في الأخبار ضعها بين علامتي اقتباس: «…»."
_HOW_TO = {
    "quiethours": "لم أفهم ساعات الهدوء. اكتب مثلًا: صامت من ١١ مساءً إلى ٦ صباحًا. ولإلغائها: ألغِ الصمت.",
    "digested": "لم أفهم وقت الملخص. اكتب مثلًا: ملخص يومي ٨ صباحًا، أو: ملخص كل ساعة. وللعودة إلى التنبيه الفوري: فوري.",
    "limit": "لم أفهم الحد. اكتب عددًا من ١ إلى ٦٠، مثل: ٥ تنبيهات في الساعة. ولإلغائه: بلا حد.",
    "zone": (
        "لم أعرف هذا التوقيت، أو له أكثر من معنى. اكتب اسم مدينة، مثل: توقيت برلين، "
        f"أو الاسم العالمي: توقيت {isolate('Europe/Berlin')}."
    ),
    "mute": "لم أفهم مدة الكتم، وأطولها ٣٠ يومًا. اكتب مثلًا: اكتم ساعة، أو: اكتم حلب يومًا. ولإنهائه: ألغِ الكتم.",
    "settings": "لم أفهم ما تريد تغييره. اكتب مثلًا: صامت من ١١ مساءً إلى ٦ صباحًا، أو: ملخص يومي ٨ صباحًا، أو: اكتم ساعة.",
}
