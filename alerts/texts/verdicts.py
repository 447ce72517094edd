"""Say how a source does and what an admin can do about it. HTML. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.texts.answers import code, escape
from alerts.texts.counting import SOURCES, count, digits
from domain.feeds import Feed, Verdict

MOST = 15  # sources of one message: each takes up to some 250 UTF-16 units of the 4,096
_AT_MOST = 4  # messages of one look; the rest stands in /feeds


@dataclass(frozen=True, slots=True)
class _Words:
    """A light, what is the case, and what to do; nothing to do where that is empty."""

    light: str
    what: str
    remedy: str = ""


_WORDS = {
    Verdict.FINE: _Words("🟢", "سليم."),
    Verdict.REPAIRED: _Words("🟢", "سليم، ويُصحَّح ترميز حروفه تلقائيًا."),
    Verdict.SLOW: _Words("🟡", "بطيء في الجواب، فقد تتأخر أخباره قليلًا."),
    Verdict.SILENT: _Words("🟡", "صامت مدة أطول بكثير من عادته.", "افتح موقعه وتأكد أنه ما زال ينشر في هذه الخلاصة."),
    Verdict.CLOCK: _Words(
        "🟡", "تواريخ أخباره تسبق الوقت الصحيح.", "أبلغ أصحابه أن ساعة الموقع أو منطقته الزمنية خاطئة."
    ),
    Verdict.EXPIRING: _Words("🟡", "تنتهي شهادة أمان موقعه خلال أيام.", "أبلغ أصحابه ليجددوها."),
    Verdict.MOVED: _Words("🟢", "انتقل إلى عنوان جديد، وحُفظ العنوان الجديد."),
    Verdict.DOUBLE: _Words("🟡", "انتقل إلى عنوان مصدر آخر عندك.", "أزل أحد المصدرين."),
    Verdict.PAGES: _Words("🔴", "يعطي صفحة ويب بدل الخلاصة.", "ابحث في موقعه عن رابط RSS الجديد وأضفه."),
    Verdict.GONE: _Words("🔴", "أزال الموقع هذه الخلاصة نهائيًا.", "ابحث في موقعه عن رابط RSS آخر، ثم أزل هذا."),
    Verdict.MISSING: _Words("🔴", "لم تعد الخلاصة في هذا العنوان.", "ابحث في موقعه عن رابط RSS الجديد وأضفه."),
    Verdict.BLOCKED: _Words("🔴", "يمنعنا الموقع من القراءة.", "اطلب الإذن من أصحابه، أو جرّب عنوانًا آخر له."),
    Verdict.CERTIFICATE: _Words("🔴", "شهادة أمان موقعه غير صالحة.", "أبلغ أصحابه ليصلحوها."),
    Verdict.DOWN: _Words(
        "🔴", "لا يجيب منذ ساعة أو أكثر.", "تُعاد المحاولة تلقائيًا؛ إن طال ذلك فافتح موقعه وتأكد من عنوانه."
    ),
    Verdict.UNREADABLE: _Words("🔴", "يجيب، لكن تعذّرت قراءة خلاصته.", "جرّب عنوانًا آخر له، أو أبلغ أصحابه."),
}


def light(verdict: Verdict) -> str:
    """Return 🟢, 🟡 or 🔴."""
    return _WORDS[verdict].light


def sentence(verdict: Verdict) -> str:
    """Return what is the case and what to do."""
    words = _WORDS[verdict]
    return f"{words.what} {words.remedy}".rstrip()


def changes(changed: Sequence[tuple[Feed, Verdict]]) -> list[str]:
    """Return the messages that tell of feeds and what they became, as few as there can be."""
    parts = [changed[start : start + MOST] for start in range(0, len(changed), MOST)][:_AT_MOST]
    messages = ["\n\n".join(["<b>تغيّرت حال مصادر</b>", *(_change(*each) for each in part)]) for part in parts]
    if left := len(changed) - sum(map(len, parts)):
        messages[-1] += f"\n\nوكذلك {count(left, SOURCES)}. التفاصيل في /feeds."
    return messages


def offline() -> str:
    """Return the notice that most sources cannot be reached at once."""
    return (
        "⚠️ تعذّر الوصول إلى معظم المصادر معًا، فالأرجح أن الخلل في اتصال هذا الخادم بالإنترنت لا في المصادر. "
        "تحقّق من الشبكة ومن إعداد الوسيط؛ تُعاد المحاولة تلقائيًا ولا يُحسب ذلك على المصادر."
    )


def online_again() -> str:
    """Return the notice that sources are reached again."""
    return "✅ عاد الوصول إلى المصادر، وتُقرأ كالمعتاد."


def _change(feed: Feed, verdict: Verdict) -> str:
    head = f"{light(verdict)} <b>{digits(feed.id)}. {escape(feed.name or feed.url, 60)}</b>\n{sentence(verdict)}"
    return f"{head}\n{code(feed.signs.moved_to[:120])}" if verdict is Verdict.MOVED else head
