"""Say what went wrong and what to do: an Arabic sentence or two for each kind of error. Pure.

Each first says what happened, then what the reader can do. What passes by itself is said twice over: to someone who
is adding a source, to try again; beside a source that is polled anyway, that nothing has to be done.
The kinds are those of ``feeds.failures``, of ``domain.errors`` and of the workers that read.
"""

from dataclasses import dataclass

from alerts.texts.counting import LETTERS, SUBSCRIPTIONS, count
from domain.errors import FeedError, QueryError

MOST_LETTERS = 60  # of a query; news.matching refuses more

_TRY_AGAIN = "جرّب مرة أخرى بعد قليل."
_BY_ITSELF = "ستُعاد المحاولة تلقائيًا، ولا يلزم فعل شيء."


@dataclass(frozen=True, slots=True)
class _Problem:
    """What happened, and what to do; nothing to do where it passes by itself."""

    what: str
    remedy: str = ""


_COPY_ADDRESS = "انسخ العنوان كاملًا من المتصفح، ويبدأ بـ https://."
_FIND_RSS = "ابحث في الموقع عن رابط RSS وأرسله."

_FEEDS = {
    "bad_url": _Problem("هذا ليس عنوانًا صالحًا.", _COPY_ADDRESS),
    "private_address": _Problem("هذا عنوان داخلي لا يُسمح بقراءته.", "أرسل عنوان موقع منشور على الإنترنت."),
    "dns": _Problem("لم يُعثر على موقع بهذا الاسم.", "تحقّق من كتابة العنوان حرفًا حرفًا."),
    "connection": _Problem("تعذّر الاتصال بالموقع."),
    "timeout": _Problem("لم يُجب الموقع في الوقت المحدد."),
    "offline": _Problem("تعذّر اتصال هذا الخادم بالإنترنت."),
    "certificate": _Problem("شهادة أمان الموقع غير صالحة.", "جرّب عنوانًا آخر للمصدر، أو أبلغ أصحاب الموقع."),
    "tls": _Problem("تعذّر الاتصال الآمن بالموقع.", "جرّب عنوانًا آخر للمصدر."),
    "proxy": _Problem("تعذّر الاتصال عبر الخادم الوسيط.", "راجع إعداد الوسيط الخاص بالمصادر."),
    "protocol": _Problem("لا يجيب هذا العنوان كما تجيب مواقع الويب.", _COPY_ADDRESS),
    "redirects": _Problem("يحيل الموقع من عنوان إلى آخر بلا نهاية.", "افتحه في المتصفح وأرسل العنوان الذي ينتهي إليه."),
    "too_large": _Problem("الخلاصة أكبر من الحد المسموح.", "جرّب خلاصة قسم واحد من الموقع بدل الموقع كله."),
    "broken_body": _Problem("انقطع جواب الموقع قبل نهايته."),
    "not_found": _Problem("لا توجد صفحة في هذا العنوان.", _FIND_RSS),
    "gone": _Problem("أزال الموقع هذه الخلاصة نهائيًا.", _FIND_RSS),
    "forbidden": _Problem("يمنع الموقع قراءة هذا العنوان.", "جرّب عنوانًا آخر للمصدر، أو اطلب الإذن من أصحابه."),
    "too_many_requests": _Problem("يطلب الموقع التمهّل في القراءة."),
    "server_error": _Problem("في الموقع عطل."),
    "status": _Problem("أجاب الموقع برسالة خطأ."),
    "not_a_feed": _Problem("لا توجد خلاصة أخبار في هذا العنوان.", _FIND_RSS),
    "too_slow": _Problem("استغرق فهم الخلاصة وقتًا أطول من المسموح."),
    "broken": _Problem("تعذّر فهم ما في الخلاصة."),
    "worker_died": _Problem("توقّف البرنامج وهو يقرأ الخلاصة."),
    "not_stored": _Problem("تعذّر حفظ أخبار المصدر."),
}
_FEED = _Problem("تعذّرت قراءة المصدر.")

_QUERIES = {
    "empty": "لم يبقَ ما يُتابَع بعد حذف الرموز. اكتب اسم مكان أو كلمة، مثل: «درعا البلد».",
    "too_long": f"هذا أطول من أن يُتابَع. اكتب ما لا يزيد على {count(MOST_LETTERS, LETTERS)}.",
    "too_short": "هذا أقصر من أن يُتابَع. اكتب كلمة كاملة، مثل: «زلزال».",
    "too_broad": "هذه كلمة شائعة ترد في معظم الأخبار. أضف إليها ما يحددها، مثل: «أسعار الخبز».",
    "unreadable": "لم أفهم هذه الرموز. اكتب اسم مكان أو كلمة، وبين الاثنين علامة، مثل: زلزال + حلب.",
    "incomplete": "بجانب هذه العلامة كلمة ناقصة. اكتب كلمة قبلها وكلمة بعدها، مثل: زلزال + حلب.",
    "only_without": "هذا ما لا تريده. اكتب قبله ما تريد متابعته، مثل: زلزال بدون رياضة.",
    "contradiction": "تطلب هذا وتستثنيه معًا. احذفه من أحد الموضعين، مثل: زلزال بدون رياضة.",
    "too_many_terms": "هذا كثير على متابعة واحدة. قسّمها إلى متابعتين أو أكثر، مثل: زلزال + حلب.",
    "ambiguous": "لهذا الاسم ولما معه معان كثيرة. حدّد المكان، مثل: مدينة درعا: قصف.",
    "no_forms": "تُتابَع صيغ كلمة واحدة من أربعة أحرف أو أكثر، مثل: لاجئ*.",
    "no_people": "لا أعرف ما يُنسب إلى هذا الاسم. جرّب اسم بلد أو محافظة، مثل: سوريا وأهلها.",
}

NETWORK = f"تعذّر الاتصال بالإنترنت الآن. {_BY_ITSELF}"
UNEXPECTED = f"حدث خطأ من جهتنا وسُجّل. {_TRY_AGAIN}"
TOO_OLD = "هذا الزر قديم. اكتب «اشتراكاتي» لعرض ما تتابعه الآن."


def feed(error: FeedError) -> str:
    """Return why a source that someone wants to add cannot be read, and what to do."""
    problem = _FEEDS.get(error.kind, _FEED)
    return f"{problem.what} {problem.remedy or _TRY_AGAIN}"


def stored(error: str) -> str:
    """Return why the last poll of a source failed, from ``kind: detail`` as stored; empty for no error."""
    if not error:
        return ""
    problem = _FEEDS.get(error.partition(":")[0].strip(), _FEED)
    return f"{problem.what} {problem.remedy or _BY_ITSELF}"


def query(error: QueryError) -> str:
    """Return why what a person typed cannot be followed, and what to type instead."""
    sentence = _QUERIES.get(error.kind, _QUERIES["unreadable"])
    return f"«{error.part}»: {sentence}" if error.part else sentence


def too_many(most: int) -> str:
    """Return that no more than *most* subscriptions fit in a chat."""
    return f"بلغت الحد الأقصى وهو {count(most, SUBSCRIPTIONS)}. أوقف واحدًا من «اشتراكاتي» ثم أضف الجديد."
