"""Say what went wrong and what to do, one Arabic sentence or two for each kind of error. Pure."""


_FEEDS = {
    "timeout": "لم يُجب المصدر في الوقت المتاح. سيُعاد المحاولة وحدها؛ لا يلزم شيء.",
    "not_a_feed": "لا توجد خلاصة أخبار في هذا العنوان. افتح الموقع وابحث عن رابط RSS ثم أرسله.",
}
_FEED = "تعذّرت قراءة المصدر. ستُعاد المحاولة تلقائيًا."


def feed(error: FeedError | str) -> str:
    """Return why a source could not be read: from the error itself, or as it is stored (``kind: detail``)."""
    kind = error.kind if isinstance(error, FeedError) else error.partition(":")[0].strip()
    return _FEEDS.get(kind, _FEED)


def query(error: QueryError) -> str:
    """Return why what a person typed cannot be followed, and what to type instead."""
    return "لم أفهم المطلوب. اكتب اسم مكان أو كلمة، مثل: درعا البلد."
