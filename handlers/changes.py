"""What a person who writes about settings wants changed: «صامت من ١١ إلى ٦»، «اكتم حلب يومًا»، «ملخص كل ساعة». Pure.

Only what can hardly be meant as a name to follow is read as a change. A keyword that sounds like one can be followed
between quotation marks.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from domain.preferences import MORNING, Digest, Picture, Preferences, Quiet
from handlers import dayparts, zones
from handlers.words import typed
from news.arabic.fold import fold

LONGEST_MUTE = timedelta(days=30)
MOST_AN_HOUR = 60
A_DAY = timedelta(days=1)
EVENING = 20 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Keep quiet in these hours, or in none."""

    quiet: Quiet | None


@dataclass(frozen=True, slots=True)
class UrgentPasses:
    """Let urgent news pass the quiet hours, or not."""

    passes: bool


@dataclass(frozen=True, slots=True)
class Digested:
    """Tell at once, each hour, or each day at so many minutes after midnight."""

    digest: Digest
    daily_at: int = MORNING


@dataclass(frozen=True, slots=True)
class Limit:
    """Send at most so many alerts an hour, or as many as come."""

    most: int | None


@dataclass(frozen=True, slots=True)
class Zone:
    """Say and mean times in this zone."""

    name: str


@dataclass(frozen=True, slots=True)
class Updates:
    """Send updates without a sound, or with one."""

    silent: bool


@dataclass(frozen=True, slots=True)
class Pictured:
    """Show an article's picture above its alert, below it, or not."""

    where: Picture


@dataclass(frozen=True, slots=True)
class Mute:
    """Tell nothing for so long, or nothing about *words*. No time: it was not said for how long."""

    time: timedelta | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unmute:
    """End the mute of all, or of *words*."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It is about *what* (a class above, in small letters), and cannot be understood."""

    what: str


Setting = QuietHours | UrgentPasses | Digested | Limit | Zone | Updates | Pictured
Change = Setting | Mute | Unmute | Unclear

_SILENT = r"(?:وضع )?(?:ال)?صامت|الصمت|صمت|اصمت|(?:ساعات )?(?:ال)?هدوء|لا تزعجني|بلا ازعاج|عدم الازعاج"
_UNDO = r"(?:الغ|الغي|الغاء|اوقف|ايقاف|بلا|بدون|لا)"
_DIGEST = "ملخص|الملخص|موجز|الموجز"
_SINGLE = {"تنبيه": 1, "تنبيه واحد": 1, "تنبيهان": 2, "تنبيهين": 2, "تنبيهان اثنان": 2}
_AN_HOUR = r"(?: علي الاكثر)? (?:في|كل|ب|خلال) ?(?:ال)?ساعه(?: علي الاكثر| الواحده| فقط)?"
_ALL = {"", "كل شيء", "الكل", "التنبيهات", "كل التنبيهات", "الاخبار", "البوت", "الجميع"}
_FOR = re.compile(r"(?:لمده|مده|ل) ?")
_MUTE = re.compile(r"(?:اكتم|كتم|اكتمي|اسكت|mute)")
_UNMUTE = re.compile(r"(?:(?:الغ|الغي|الغاء|اوقف|ايقاف|فك|ارفع|انه) (?:ال)?كتم|unmute)")


def read(text: str) -> Change | None:
    """Return what *text* wants changed, None where it is about something else."""
    words = [word for word in typed(text).split(" ") if fold(word)]
    folded = " ".join(fold(word).casefold() for word in words)
    for reader in (_quiet, _urgent, _digest, _limit, _updates, _picture):
        if (change := reader(folded)) is not None:
            return change
    for named in (_zone, _unmute, _mute):
        if (change := named(words, folded)) is not None:
            return change
    return None


def applied(preferences: Preferences, setting: Setting) -> Preferences:
    """Return *preferences* with *setting*."""
    match setting:
        case QuietHours(quiet):
            return replace(preferences, quiet=quiet)
        case UrgentPasses(passes):
            return replace(preferences, urgent_passes=passes)
        case Digested(Digest.DAILY, daily_at):
            return replace(preferences, digest=Digest.DAILY, daily_at=daily_at)
        case Digested(digest):
            return replace(preferences, digest=digest)
        case Limit(most):
            return replace(preferences, most_an_hour=most)
        case Zone(name):
            return replace(preferences, zone=name)
        case Updates(silent):
            return replace(preferences, silent_updates=silent)
        case Pictured(where):
            return replace(preferences, picture=where)
        case _ as never:
            assert_never(never)


def _quiet(folded: str) -> Change | None:
    if re.fullmatch(rf"{_UNDO} (?:ال)?(?:صمت|هدوء|ساعات (?:ال)?هدوء|وضع (?:ال)?صامت|صامت)", folded):
        return QuietHours(None)
    found = re.fullmatch(rf"(?:{_SILENT}) (?:من|بين) (.+)", folded) or re.fullmatch(rf"(?:{_SILENT}) (.*\d.*)", folded)
    if found:
        quiet = dayparts.between(found[1])
        return QuietHours(quiet) if quiet else Unclear("quiethours")
    return Unclear("quiethours") if folded in {"صامت", "وضع صامت", "ساعات الهدوء", "ساعات هدوء"} else None


def _urgent(folded: str) -> Change | None:
    if re.fullmatch(r"(?:ال)?عاجل (?:يصل|يمر|دايما|في كل وقت|في الصمت)(?: دايما| ليلا| في كل وقت)?", folded):
        return UrgentPasses(passes=True)
    if re.fullmatch(r"(?:حتي )?(?:ال)?عاجل (?:ينتظر|لا يصل|لا يمر)(?: ايضا)?|بلا عاجل", folded):
        return UrgentPasses(passes=False)
    return None


def _digest(folded: str) -> Change | None:
    if re.fullmatch(rf"(?:ال)?(?:تنبيهات )?(?:ال)?فوري[هة]?|فورا|اولا باول|{_UNDO} (?:ال)?ملخص(?:ات)?", folded):
        return Digested(Digest.INSTANT)
    if re.fullmatch(rf"(?:{_DIGEST}) (?:(?:في )?كل ساعه|ساعي|كل ساعه واحده)", folded):
        return Digested(Digest.HOURLY)
    fixed = {
        "صباحي": MORNING,
        "كل صباح": MORNING,
        "مسايي": EVENING,
        "كل مساء": EVENING,
        "يومي": MORNING,
        "كل يوم": MORNING,
    }
    found = re.fullmatch(rf"(?:{_DIGEST}) (.+)", folded)
    if found and found[1] in fixed:
        return Digested(Digest.DAILY, fixed[found[1]])
    daily = re.fullmatch(rf"(?:{_DIGEST}) (?:يومي|كل يوم)(?: في| عند| علي)? (.+)", folded)
    if daily:
        minute = dayparts.in_the_morning(daily[1])
        return Unclear("digested") if minute is None else Digested(Digest.DAILY, minute)
    return Unclear("digested") if folded in {"ملخص", "الملخص", "موجز", "ملخصات"} else None


def _limit(folded: str) -> Change | None:
    if re.fullmatch(rf"{_UNDO} (?:ال)?حد(?: (?:في|كل) ?(?:ال)?ساعه)?", folded):
        return Limit(None)
    found = re.fullmatch(rf"(?:علي الاكثر |لا اكثر من |اقصي حد |حد |الحد )?(.+?){_AN_HOUR}", folded)
    if not found:
        return None
    if found[1] in _SINGLE:
        return Limit(_SINGLE[found[1]])
    number = re.fullmatch(r"(\S+) (?:تنبيه|تنبيها|تنبيهات|اخبار|خبر|خبرا|رسايل|رساله)", found[1])
    if not number:
        return None
    most = dayparts.count(number[1])
    return Limit(most) if most and most <= MOST_AN_HOUR else Unclear("limit")


def _updates(folded: str) -> Change | None:
    found = re.fullmatch(r"(?:ال)?تحديثات (بصوت|مع صوت|بلا صوت|بدون صوت|صامته|الصامته)", folded)
    return Updates(silent="بصوت" not in found[1] and "مع" not in found[1]) if found else None


def _picture(folded: str) -> Change | None:
    # «أوقف صور» is about the city.
    if re.fullmatch(rf"(?:بلا|بدون) صور|{_UNDO} (?:ال)?صوره(?: (?:ال)?خبر)?|{_UNDO} (?:ال)صور", folded):
        return Pictured(Picture.NONE)
    found = re.fullmatch(
        r"(?:ال)?(?:صوره|صور) (?:ال)?(?:خبر |اخبار |تنبيه )?(فوق|اعلي|تحت|اسفل)(?: (?:ال)?(?:نص|خبر|تنبيه))?", folded
    )
    return Pictured(Picture.ABOVE if found[1] in {"فوق", "اعلي"} else Picture.BELOW) if found else None


def _zone(words: list[str], folded: str) -> Change | None:
    found = re.match(r"(?:ب?توقيت|التوقيت|توقيتي|المنطقه الزمنيه|منطقتي الزمنيه|timezone)(?: |$)", folded)
    if not found:
        return None
    name = zones.named(" ".join(words[len(found[0].split()) :]))
    return Zone(name) if name else Unclear("zone")


def _unmute(words: list[str], folded: str) -> Change | None:
    found = _UNMUTE.match(folded)
    if not found or (folded[found.end() :] and folded[found.end()] != " "):
        return None
    rest = words[len(found[0].split()) :]
    return Unmute(_about(rest[1:] if rest and fold(rest[0]) == "عن" else rest))


def _mute(words: list[str], folded: str) -> Change | None:
    if not _MUTE.fullmatch(folded.split(" ", maxsplit=1)[0] if folded else ""):
        return None
    rest = words[1:]
    for size in range(min(len(rest), 4), 0, -1):
        time = _span(rest[-size:])
        if time is not None:
            return Mute(time, _about(rest[:-size])) if timedelta(0) < time <= LONGEST_MUTE else Unclear("mute")
    about = _about(rest)
    return Mute(A_DAY if about else None, about)


def _span(words: list[str]) -> timedelta | None:
    return dayparts.span(_FOR.sub("", " ".join(fold(word).casefold() for word in words), count=1))


def _about(words: list[str]) -> str:
    """Return what is named, empty where all is meant."""
    named = " ".join(words).removeprefix("تنبيهات ").removeprefix("أخبار ")
    return "" if fold(named).casefold() in _ALL else named
