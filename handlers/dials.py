"""The pages of /settings, and what stands in their buttons. Pure.

s: · s:PAGE · s:k:NUMBER    show a page: d(igest) q(uiet) m(ute) l(imit) z(one) k, the subscriptions to mute
s=d:DIGEST:MINUTE           how alerts come
s=q:START:END · s=q:        quiet hours, or none
s=e:1 · s=u:1               urgent passes; updates are silent (0: not)
s=p:PICTURE                 where the picture stands
s=l:NUMBER · s=l:           the limit, or none
s=z:ZONE                    the time zone
s=m:MINUTES · s=m:          mute all; end all mutes
s=k:PAGE:SUBSCRIPTION       mute one for a day, or no more
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.markup import Button
from alerts.texts import answers_settings as texts
from alerts.texts import clock
from domain.preferences import MINUTES_A_DAY, Digest, Picture, Preferences, Quiet
from handlers import zones
from handlers.changes import MOST_AN_HOUR, Digested, Limit, Pictured, QuietHours, Setting, Updates, UrgentPasses, Zone

Rows = list[list[Button]]

_DAILY = (7, 8, 9, 14, 18, 20, 21, 22)
_QUIET = (Quiet(22 * 60, 6 * 60), Quiet(23 * 60, 6 * 60), Quiet(23 * 60, 7 * 60), Quiet(0, 8 * 60))
_LIMITS = (1, 3, 5, 10, 20)
_ZONES = (
    "Asia/Damascus", "Asia/Beirut", "Asia/Amman", "Asia/Baghdad", "Europe/Istanbul", "Africa/Cairo",
    "Asia/Riyadh", "Asia/Dubai", "Europe/Berlin", "Europe/Stockholm", "Europe/Paris", "Europe/London",
)  # fmt: skip
_NEXT = {Picture.NONE: Picture.ABOVE, Picture.ABOVE: Picture.BELOW, Picture.BELOW: Picture.NONE}
_BACK = [Button(texts.BACK, "s:")]


@dataclass(frozen=True, slots=True)
class State:
    """What the pages show: the chat's preferences, its zone and clock, and what is muted, in words."""

    preferences: Preferences
    zone: str
    now: str
    muted_until: str = ""
    muted: int = 0


def page(name: str, state: State) -> tuple[str, Rows]:
    """Return the text and the buttons of the page *name*; of the first where there is none such."""
    match name:
        case "d":
            return f"{texts.heading(texts.WHEN)}\n{texts.digest(state.preferences, state.zone)}", _digests(state)
        case "q":
            return f"{texts.heading(texts.QUIET)}\n{texts.quiet(state.preferences, state.zone)}", _quiets(state)
        case "m":
            held = texts.muted(state.muted_until) if state.muted_until else texts.unmuted()
            return f"{texts.heading(texts.MUTE)}\n{held}", _mutes(state)
        case "l":
            return f"{texts.heading(texts.LIMIT)}\n{texts.limit(state.preferences.most_an_hour)}", _limits(state)
        case "z":
            return f"{texts.heading(texts.ZONE)}\n{texts.zone(state.zone, state.now)}", _zones(state)
    words = texts.main(
        state.preferences, zone=state.zone, now=state.now, muted_until=state.muted_until, muted=state.muted
    )
    return words, _main(state)


def setting(data: str) -> Setting | None:
    """Return what a button with *data* sets, None where it sets nothing: anyone may send any data."""
    kind, _, value = data.removeprefix("s=").partition(":")
    first, _, second = value.partition(":")
    match kind:
        case "d" if first in set(Digest):
            return Digested(Digest(first), minute) if (minute := _minute(second or "480")) is not None else None
        case "q" if not value:
            return QuietHours(None)
        case "q":
            start, end = _minute(first), _minute(second)
            return QuietHours(Quiet(start, end)) if start is not None and end is not None and start != end else None
        case "e":
            return UrgentPasses(passes=value == "1")
        case "u":
            return Updates(silent=value == "1")
        case "p" if value in set(Picture):
            return Pictured(Picture(value))
        case "l" if not value:
            return Limit(None)
        case "l":
            return Limit(most) if (most := _number(value)) and most <= MOST_AN_HOUR else None
        case "z" if zones.known(value):
            return Zone(value)
    return None


def page_of(data: str) -> str:
    """Return the page on which the button with *data* stands."""
    kind = data.removeprefix("s=").partition(":")[0]
    return {"e": "q", "u": "", "p": ""}.get(kind, kind)


def minutes(data: str) -> int:
    """Return for how many minutes ``s=m:`` mutes, 0 to end it."""
    return min(_number(data.removeprefix("s=m:")) or 0, 30 * MINUTES_A_DAY)


def _main(state: State) -> Rows:
    silent = state.preferences.silent_updates
    return [
        [Button(texts.WHEN, "s:d")],
        [Button(texts.QUIET, "s:q"), Button(texts.MUTE, "s:m")],
        [Button(texts.LIMIT, "s:l"), Button(texts.ZONE, "s:z")],
        [Button(texts.updates_label(silent=silent), f"s=u:{int(not silent)}")],
        [Button(texts.picture_label(state.preferences.picture), f"s=p:{_NEXT[state.preferences.picture]}")],
    ]


def _digests(state: State) -> Rows:
    now = state.preferences
    daily = [
        _button(
            texts.daily_label(hour * 60),
            f"s=d:daily:{hour * 60}",
            chosen=now.digest is Digest.DAILY and now.daily_at == hour * 60,
        )
        for hour in _DAILY
    ]
    first = [
        _button(texts.INSTANT, "s=d:instant", chosen=now.digest is Digest.INSTANT),
        _button(texts.HOURLY, "s=d:hourly", chosen=now.digest is Digest.HOURLY),
    ]
    return [first, *_rows(daily, 2), _BACK]


def _quiets(state: State) -> Rows:
    now = state.preferences
    spans = [_button(texts.quiet_label(one), f"s=q:{one.start}:{one.end}", chosen=now.quiet == one) for one in _QUIET]
    passes = now.urgent_passes
    urgent = [Button(texts.urgent_label(passes=passes), f"s=e:{int(not passes)}")]
    return [*_rows(spans, 1), [_button(texts.NO_QUIET, "s=q:", chosen=now.quiet is None)], urgent, _BACK]


def _mutes(state: State) -> Rows:
    spans = ((texts.AN_HOUR, 60), (texts.THREE_HOURS, 180), (texts.A_DAY, MINUTES_A_DAY))
    end = [[Button(texts.UNMUTE, "s=m:")]] if state.muted_until or state.muted else []
    return [[Button(label, f"s=m:{minute}") for label, minute in spans], [Button(texts.MUTE_ONE, "s:k:1")], *end, _BACK]


def _limits(state: State) -> Rows:
    most = state.preferences.most_an_hour
    numbers = [_button(texts.limit_label(one), f"s=l:{one}", chosen=most == one) for one in _LIMITS]
    return [numbers, [_button(texts.NO_LIMIT, "s=l:", chosen=most is None)], _BACK]


def _zones(state: State) -> Rows:
    named = [_button(clock.zone(one), f"s=z:{one}", chosen=clock.zone(one) == state.zone) for one in _ZONES]
    return [*_rows(named, 3), _BACK]


def _button(label: str, data: str, *, chosen: bool) -> Button:
    return Button(f"{texts.CHOSEN}{label}" if chosen else label, data)


def _rows(row: Sequence[Button], size: int) -> Rows:
    return [list(row[at : at + size]) for at in range(0, len(row), size)]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None


def _minute(text: str) -> int | None:
    number = _number(text)
    return number if number is not None and number < MINUTES_A_DAY else None
