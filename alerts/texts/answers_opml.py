"""What the bot answers about lists of feeds in files. HTML. Pure."""

from collections.abc import Sequence

from alerts.texts.answers import code, escape
from alerts.texts.counting import LINES, SOURCES, count, digits
from news.arabic.marks import isolate

TITLE = "Mirsal"
MOST_TROUBLES = 15

_HOW = f"صدّر قائمة المصادر من قارئ الخلاصات بصيغة {isolate('OPML')} ثم أرسل الملف هنا."
_NOT_OPML = {
    "not_xml": f"هذا ليس ملف {isolate('OPML')}. {_HOW}",
    "other_xml": (
        f"هذا ملف {isolate('XML')} لكنه ليس قائمة مصادر. {_HOW} لإضافة خلاصة واحدة أرسل {code('/feed_add')} ثم رابطها."
    ),
    "entities": f"في الملف تعريفات لا تُقبل حفاظًا على الأمان. {_HOW}",
    "empty": f"الملف فارغ. {_HOW}",
}
_TROUBLES = {
    "no_address": "لا رابط فيه",
    "bad_address": "رابطه غير صالح",
    "too_many": "تجاوزت القائمة الحد، فلم يُقرأ ما بعده",
    "broken": "الملف معطوب هنا، فلم يُقرأ ما بعده",
}


def too_large() -> str:
    """Return the answer to a file of more than Telegram lets a bot read."""
    return "الملف أكبر من ٢٠ ميغابايت، ولا يتيح تيليغرام قراءته. قسّم القائمة إلى ملفات أصغر ثم أرسلها واحدًا بعد آخر."


def not_downloaded() -> str:
    """Return the answer when Telegram did not give the file."""
    return "تعذّر تنزيل الملف من تيليغرام. أرسله مرة أخرى بعد قليل."


def not_opml(kind: str) -> str:
    """Return the answer to a file that is no list of feeds; *kind* is that of ``NotOpml``."""
    return _NOT_OPML.get(kind, _NOT_OPML["not_xml"])


def unreadable() -> str:
    """Return the answer to a list that could not be read in time."""
    return "استغرقت قراءة الملف وقتًا أطول من المسموح. قسّم القائمة إلى ملفات أصغر ثم أرسلها."


def progress(done: int, of: int) -> str:
    """Return how far an import is."""
    return f"⏳ أضيف مصادر القائمة: {digits(done)} من {digits(of)}…"


def imported(added: int, there: int, troubles: Sequence[tuple[int, str, str]], refused: int) -> str:
    """Return the result of an import: what is new, what was there, and the first of the *refused* lines.

    Each of *troubles* is a line's number, the kind of what is wrong with it, and its words.
    """
    if not (added or there or refused):
        return f"القائمة في هذا الملف فارغة، ليس فيها أي مصدر. {_HOW}"
    lines = [f"✅ أُضيف من القائمة: {count(added, SOURCES)}." if added else "لم يُضف من القائمة مصدر جديد."]
    if there:
        lines.append(f"كان مضافًا من قبل: {count(there, SOURCES)}.")
    if refused:
        lines += ["", f"⚠️ لم يُقبل: {count(refused, LINES)}"]
        lines += [_trouble(*trouble) for trouble in troubles[:MOST_TROUBLES]]
        if refused > len(troubles[:MOST_TROUBLES]):
            lines.append(f"… و{count(refused - len(troubles[:MOST_TROUBLES]), LINES)} غيرها.")
        lines.append("صحّح هذه الأسطر وأرسل الملف ثانية؛ ما أُضيف لا يُكرر.")
    return "\n".join(lines)


def _trouble(line: int, kind: str, words: str) -> str:
    what = f"• السطر {digits(line)}: {_TROUBLES.get(kind, _TROUBLES['broken'])}"
    return f"{what} — {escape(words, 100)}" if words else what


def exported(number: int) -> str:
    """Return what stands under the file."""
    return f"مصادر البوت كلها: {count(number, SOURCES)}. يُفتح الملف في أي قارئ خلاصات، ويمكن إرساله هنا لاستعادتها."
