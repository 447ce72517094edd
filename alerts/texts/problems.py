"""Say what went wrong and what to do: an Arabic sentence or two for each kind of error. Pure.

Each first says what happened, then what the reader can do; where nothing has to be done, it says that.
"""

from alerts.texts.counting import LETTERS, SUBSCRIPTIONS, count
from domain.errors import FeedError, FetchError, QueryError

MOST_LETTERS = 60  # of a query, as news.matching refuses more

_AGAIN = "ستُعاد المحاولة تلقائيًا، ولا يلزم فعل شيء."

_FEEDS = {
    "timeout": f"لم يُجب الموقع في الوقت المحدد. {_AGAIN}",
    "dns": "لا وجود لموقع بهذا الاسم. تحقّق من كتابة العنوان حرفًا حرفًا.",
    "connect": f"تعذّر الاتصال بالموقع. {_AGAIN}",
    "connection": f"تعذّر الاتصال بالموقع. {_AGAIN}",
    "tls": "شهادة الموقع غير صالحة، فلا يمكن الوثوق به. جرّب عنوانًا آخر للمصدر.",
    "status": f"أجاب الموقع برسالة خطأ. {_AGAIN}",
    "too_large": "الخلاصة أكبر من الحد المسموح. اطلب من المصدر خلاصة أقصر، أو أضف خلاصة قسم واحد منه.",
    "redirects": "يحيل الموقع من عنوان إلى آخر بلا نهاية. افتحه في المتصفح وأرسل العنوان الذي ينتهي إليه.",
    "redirect": "يحيل الموقع إلى عنوان لا يمكن فتحه. افتحه في المتصفح وأرسل العنوان الذي ينتهي إليه.",
    "scheme": "يجب أن يبدأ العنوان بـ http:// أو https://. أرسله كاملًا كما يظهر في المتصفح.",
    "bad_url": "هذا ليس عنوانًا صالحًا. أرسله كاملًا كما يظهر في المتصفح، ويبدأ بـ https://.",
    "url": "هذا ليس عنوانًا صالحًا. أرسله كاملًا كما يظهر في المتصفح، ويبدأ بـ https://.",
    "private_address": "هذا عنوان داخلي لا يُسمح بقراءته. أرسل عنوان موقع منشور على الإنترنت.",
    "proxy": "تعذّر الاتصال عبر الوسيط. راجع إعداد الوسيط الخاص بالمصادر.",
    "not_a_feed": "لا توجد خلاصة أخبار في هذا العنوان. ابحث في الموقع عن رابط RSS وأرسله.",
    "reading": f"تعذّر فهم ما في الخلاصة. {_AGAIN}",
}
_FEED = f"تعذّرت قراءة المصدر. {_AGAIN}"

_STATUSES = {
    401: "يطلب الموقع كلمة مرور لهذا العنوان. أرسل عنوانًا مفتوحًا للجميع.",
    403: f"يمنع الموقع قراءة هذا العنوان آليًا. {_AGAIN} إن تكرّر ذلك فجرّب عنوانًا آخر للمصدر.",
    404: "لا توجد صفحة في هذا العنوان. تحقّق منه أو ابحث في الموقع عن رابط RSS الجديد.",
    410: "أزال الموقع هذه الخلاصة نهائيًا. ابحث فيه عن رابط RSS الجديد.",
    429: f"يطلب الموقع التمهّل في القراءة. {_AGAIN}",
}

_QUERIES = {
    "empty": "لم يبق ما يُتابَع بعد حذف الرموز. اكتب اسم مكان أو كلمة، مثل: «درعا البلد».",
    "too_long": f"هذا أطول من أن يُتابَع. اكتب ما لا يزيد على {count(MOST_LETTERS, LETTERS)}.",
    "too_short": "هذا أقصر من أن يُتابَع، فسيطابق كل خبر تقريبًا. اكتب كلمة كاملة، مثل: «زلزال».",
    "too_broad": "هذه كلمة شائعة ترد في معظم الأخبار. أضف إليها ما يحددها، مثل: «أسعار الخبز».",
    "unreadable": "لم أفهم المكتوب. اكتب اسم مكان أو كلمة بلا رموز، مثل: «درعا البلد».",
}

NETWORK = f"تعذّر الاتصال بالإنترنت الآن. {_AGAIN}"
UNEXPECTED = "حدث خطأ من جهتنا وسُجّل. جرّب مرة أخرى بعد قليل."
TOO_OLD = "هذا الزر قديم. اكتب /list لعرض اشتراكاتك الحالية."


def feed(error: FeedError) -> str:
    """Return why a source could not be read, and what its admin can do."""
    if isinstance(error, FetchError) and error.status in _STATUSES:
        return _STATUSES[error.status]
    return _FEEDS.get(error.kind, _FEED)


def stored(error: str) -> str:
    """Return the same for an error as it is stored with its feed: ``kind: detail``, empty for none."""
    if not error:
        return ""
    kind, _, detail = error.partition(":")
    status = next((int(word) for word in detail.split() if word.isdecimal() and len(word) == 3), None)
    return feed(FetchError(kind.strip(), detail.strip(), status=status if kind.strip() == "status" else None))


def query(error: QueryError) -> str:
    """Return why what a person typed cannot be followed, and what to type instead."""
    sentence = _QUERIES.get(error.kind, _QUERIES["unreadable"])
    return f"«{error.part}»: {sentence}" if error.part else sentence


def too_many(most: int) -> str:
    """Return that no more than *most* subscriptions fit in a chat."""
    return f"بلغت الحد الأقصى وهو {count(most, SUBSCRIPTIONS)}. أوقف اشتراكًا من /list ثم أضف الجديد."
