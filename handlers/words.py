"""What a person who writes plain words wants. Pure.

Telegram's commands are Latin letters, digits and underscores only (BotCommand), so everything a command does can
be asked for in words. Words are folded to be compared (أ is ا, ة is ه, no tashkeel) and stay as typed to be followed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from news.arabic.fold import fold


class Wish(StrEnum):
    """Name what can be asked for in words."""

    FOLLOW = "follow"
    STOP_ONE = "stop_one"
    LIST = "list"
    LATEST = "latest"
    EVENTS = "events"
    PAUSE = "pause"
    RESUME = "resume"
    HELP = "help"
    PRIVACY = "privacy"
    SETTINGS = "settings"
    FORGET = "forget"
    STATUS = "status"
    CHANNEL = "channel"
    BACK = "back"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish, and the words it is about as they were typed (empty where it is about none).

    *is_said* is false where nothing was asked for in so many words: a bare «درعا», or a remark in a group.
    """

    wish: Wish
    words: str = ""
    is_said: bool = True


_WHOLE = {
    Wish.LIST: "اشتراكاتي، اشتراكات، متابعاتي، قائمتي، القائمة، قائمة، ماذا أتابع، ما أتابعه",
    Wish.LATEST: "آخر الأخبار، آخر التنبيهات، أحدث الأخبار، الأخبار، أخبار، الجديد، ما الجديد، آخر خبر",
    Wish.EVENTS: "أنواع الأحداث، أنواع الأخبار، الأحداث، أحداث، حدث، نوع الحدث، ما الأنواع",
    Wish.PAUSE: "إيقاف مؤقت، أوقف، إيقاف، توقف، أوقف التنبيهات، إيقاف التنبيهات، أوقف كل شيء، أوقف الكل، كفى، صمت",
    Wish.RESUME: "استأنف، استئناف، استأنف التنبيهات، استئناف التنبيهات، أكمل، تابع التنبيهات، شغل التنبيهات، عد",
    Wish.HELP: "مساعدة، المساعدة، ساعدني، مساعده من فضلك، كيف، ماذا أفعل، الأوامر، تعليمات",
    Wish.SETTINGS: "الإعدادات، إعدادات، الاعدادات، الضبط، ضبط، تفضيلات، التفضيلات، إعداداتي",
    Wish.PRIVACY: "الخصوصية، خصوصية، سياسة الخصوصية",
    Wish.FORGET: "احذف بياناتي، حذف بياناتي، احذف كل شيء، امسح بياناتي، انسني، حذف حسابي، احذف حسابي",
    Wish.STATUS: "الحال، حالة البوت، حال البوت، حالة الخدمة، هل يعمل البوت، ما مصادرك، مصادرك، ما هي مصادرك، المصادر",
    Wish.CHANNEL: "📢 اختر قناة، اختر قناة، قناتي، قنواتي، اربط قناة، ربط قناة، إدارة قناة، إدارة القناة، أدر قناتي",
    Wish.BACK: "عودة إلى متابعاتي، العودة إلى متابعاتي، متابعاتي أنا",
    Wish.FOLLOW: "أضف، إضافة، تابع، متابعة، اشترك، اشتراك، أضف متابعة، إضافة متابعة",
    Wish.GREETING: (
        "ابدأ، مرحبا، مرحبًا، أهلا، أهلًا، هلا، سلام، السلام عليكم، السلام عليكم ورحمة الله، "
        "السلام عليكم ورحمة الله وبركاته، صباح الخير، مساء الخير، شكرا، شكرًا، شكرا لك، شكرا جزيلا، نعم، لا، "
        "حسنا، تمام، start، hi، hello، thanks"
    ),
}
# Longest first: «تابع أخبار حلب» is about حلب, not about «أخبار حلب».
_FOLLOW = (
    "أريد متابعة أخبار، أريد أن أتابع أخبار، أريد متابعة، أريد أن أتابع، أريد أخبار، أريد تنبيهات عن، أخبرني عن، "
    "نبهني عن، نبهني إلى، تابع أخبار، تابع لي، تابع، متابعة أخبار، متابعة، اشترك في أخبار، اشترك في، اشترك ب، اشترك، "
    "اشتراك في، اشتراك، أضف متابعة، أضف، إضافة، أخبار عن، أخبار، follow، add، subscribe to، subscribe"
)
_STOP_ONE = (
    "أوقف متابعة، إيقاف متابعة، ألغ متابعة، إلغاء متابعة، ألغ اشتراك، إلغاء اشتراك، أوقف، ألغ، ألغي، إلغاء، احذف، "
    "لا أريد، لا تتابع، unfollow، unsubscribe، stop"
)
_COMMA = re.compile(r"[،,؛;](?!\d)|(?<!\d)[،,؛;]")
_EDGES = " \t\n\r.،,!؟?؛:/\\-–—…"


def asked(text: str) -> Asked:
    """Return what *text* asks for; what is no other wish is something to follow."""
    words = typed(text)
    folded = fold(" ".join(text.split()).strip(_EDGES)).casefold()
    if not folded:
        return Asked(Wish.HELP if "؟" in text or "?" in text else Wish.FOLLOW, is_said=False)
    if folded in _BY_PHRASE:
        return Asked(_BY_PHRASE[folded])
    for wish, openings in _OPENINGS:
        for opening in openings:
            if rest := _after(words, opening):
                return Asked(wish, rest)
    return Asked(Wish.FOLLOW, words, is_said=False)


def typed(text: str) -> str:
    """Return what was written, one space between two words, without stray punctuation around.

    Lines are told apart by a comma: two names under each other are two, not a phrase that no article holds.
    """
    lines = (_bare(" ".join(line.split())) for line in text.splitlines())
    return " ، ".join(line for line in lines if line)


def apart(text: str) -> list[str]:
    """Return what commas part in *text*; a number's comma parts nothing."""
    return [part for part in (" ".join(part.split()) for part in _COMMA.split(text)) if part]


def _after(words: str, opening: tuple[str, ...]) -> str:
    parts = words.split(" ")
    if len(parts) <= len(opening):
        return ""
    if tuple(fold(part).casefold() for part in parts[: len(opening)]) != opening:
        return ""
    return _bare(" ".join(parts[len(opening) :]))


def _bare(text: str) -> str:
    """Return *text* without stray punctuation around; a minus before its first word is none: «-رياضة»."""
    bare = text.strip(_EDGES)
    return f"-{bare}" if bare and text.startswith(f"-{bare}") else bare


def _phrases(text: str) -> list[str]:
    return [fold(phrase).casefold() for phrase in text.split("، ")]


_BY_PHRASE = {phrase: wish for wish, text in _WHOLE.items() for phrase in _phrases(text)}
_OPENINGS = tuple(
    (wish, tuple(sorted((tuple(phrase.split(" ")) for phrase in _phrases(text)), key=len, reverse=True)))
    for wish, text in ((Wish.FOLLOW, _FOLLOW), (Wish.STOP_ONE, _STOP_ONE))
)
