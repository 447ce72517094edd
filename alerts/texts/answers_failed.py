"""What /failed says to the bot's operators: messages that were given up, and why. HTML. Pure."""

from collections.abc import Sequence

from alerts.texts.answers import code
from alerts.texts.counting import MESSAGES, count, digits

AGAIN_ALL = "🔁 أعد إرسال الكل"

_KINDS = {
    "alert": "تنبيه",
    "update": "تحديث لتنبيه",
    "update-edit": "تعديل تحديث",
    "edit": "تعديل تنبيه",
    "correction": "تصحيح لتنبيه",
    "digest": "ملخص",
    "catchup": "ملخص ما فات",
    "answer": "جواب",
    "notice": "إشعار",
    "broadcast": "رسالة إلى الجميع",
}
_CHATS = {"private": "محادثة خاصة", "group": "مجموعة", "supergroup": "مجموعة", "channel": "قناة"}
_REASONS = {
    "markup": "لم يقبل تيليغرام تنسيق النص، ولا النص بلا تنسيق.",
    "length": "قال تيليغرام إن الرسالة أطول من المسموح، حتى بعد اختصارها.",
    "keyboard": "لم يقبل تيليغرام الأزرار.",
    "reply": "الرسالة التي يُرد عليها لم تعد موجودة.",
    "thread": "الموضوع الذي تُرسل إليه الرسائل مغلق أو محذوف.",
    "method not found": "خادم تيليغرام المستعمل لا يعرف هذا الأمر. حدّث الخادم.",
}


def none() -> str:
    """Return the answer where nothing failed."""
    return "لا رسائل فاشلة. كل ما كان يجب إرساله أُرسل أو ينتظر دوره."


def failed(items: Sequence[str], *, total: int, page: str) -> str:
    """Return one page of /failed."""
    head = f"<b>لم يمكن إرسال</b>: {count(total, MESSAGES)}"
    if page:
        head += f" — صفحة {page}"
    return "\n\n".join([head, *items])


def item(number: int, *, kind: str, chat: str, chat_key: str, ago: str, cause: str, reason: str) -> str:
    """Return one line: what it was, for whom, when it was given up, and why."""
    what = f"<b>{digits(number)}. {_KINDS.get(kind, 'رسالة')}</b>"
    where = f"{_CHATS.get(chat, 'محادثة')} {code(chat_key)}"
    return f"{what} · {where} · {ago}\n{why(cause, reason)}"


def why(cause: str, reason: str) -> str:
    """Return why a message was given up."""
    match cause:
        case "unreached":
            return "لم يمكن الاتصال بتيليغرام، رغم تسع محاولات."
        case "unknown":
            return "انقطع الاتصال قبل الجواب خمس مرات. ربما وصلت الرسالة، فإعادة إرسالها قد تكررها."
    return _REASONS.get(reason, f"رفضها تيليغرام: {code(reason, 200)}")


def again(number: int) -> str:
    """Return the label of the button that sends one anew."""
    return f"🔁 {digits(number)}"


def requeued(total: int) -> str:
    """Return the toast when messages wait again."""
    return f"ستُرسل من جديد: {count(total, MESSAGES)}" if total else "لم تعد في القائمة، أو لم تعد المحادثة متاحة."
