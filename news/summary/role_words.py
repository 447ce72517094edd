"""Hold the words that show who did what in a clause of Arabic news: verbs, prepositions, who is quoted. Pure.

Folded, written by hand for Mirsal. A verb that is missing costs no truth: what hangs on it is then held more strictly.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from news.arabic.lexicon import words
from news.summary.stems import stem

_ACTS = words(
    """
    قتل جرح اصيب اصاب اصيبت استشهد توفي لقي لقيت خطف اختطف اغتال اغتيل اعتقل احتجز اوقف افرج اطلق قصف استهدف ضرب هاجم
    اقتحم سيطر انسحب دخل خرج غادر وصل عاد نزح هجر فر هرب لاذ حاصر دمر هدم احرق اسقط فجر حرر سلم تسلم استعاد خسر
    اتهم هدد حذر دان ادان ندد نفي انكر طالب دعا رفض وافق قبل هبط ارتفع انخفض بلغ سجل ضم ارسل نقل اخلي
    شيع شيعت دفن فتح اغلق افتتح منع سمح قطع اعاد بقي اقام التقي زار استقبل بحث وقع ابرم الغي اجل حكم قاتل رد
    انفجر اشتبك تصدي صد اعترض نصب زرع ازال عطل سرق نهب حظر فرض رفع عين اقال استقال انتخب فاز هزم واجه حارب ساعد دعم
    مول درب سلح وزع تلقي استلم تعرض اندلع شب غرق انهار تضرر توقف استمر اصدر اقترح حمل واصل انقذ اجلي ازاح
    بدا انتهي علق اكتشف عثر ضبط صادر
    اجتاح توغل تسلل طعن دهس عذب اعدم شنق ذبح
    """
)
_EVENTS = words("مقتل مصرع اصابه اصابات وفاه استشهاد اعتقال اغتيال اختطاف تدمير سقوط انفجار نزوح فقدان جرحي قتلي")
_LIGHT = words(
    """
    ادي اسفر تسبب كان كانت تم جري جرت شن شنت نفذ خلف طال طالت شهد شهدت بات ظل ظلت اصبح جاء جاءت وقع حدث حصل قد فقد
    """
)
_SPEECH = words("قال اعلن اكد افاد ذكر اوضح زعم صرح اضاف اشار كشف اعتبر راي قالوا تابع بين")
_NOT_BETWEEN = frozenset({"بين", "وقع"})

ATTRIBUTING = words("بحسب حسب حسبما وفق وفقا نقلا")
ASIDE = words("افاد قال ذكر اعلن اكد اوضح قول لسان ما عن حد وصف")  # between «بحسب» and whoever it is
BREAKS = words(
    """
    حيث فيما بينما مما كما لكن ولكن ثم اذ ان انه انها انهم بان بانه بانها ما بعدما قبلما حين حينما عندما لما كي حتي
    انهما اني اننا اذا لو
    """
)
THAT = words("ان انه انها انهم بان بانه بانها انهما")
PREPOSITIONS: Mapping[str, str] = {
    "من": "from",
    "الي": "to",
    "نحو": "to",
    "باتجاه": "to",
    "صوب": "to",
    "علي": "on",
    "ضد": "on",
    "عن": "off",
    "مع": "with",
    "في": "in",
    "داخل": "in",
    "قرب": "in",
    "امام": "in",
    "فوق": "in",
    "قباله": "in",
    "ضمن": "in",
    "خارج": "in",
    "عبر": "in",
    "وسط": "in",
    "شمال": "in",
    "جنوب": "in",
    "شرق": "in",
    "غرب": "in",
    "لدي": "in",
    "عند": "in",
    "بين": "among",
    "بينهم": "among",
    "بينهما": "among",
    "بسبب": "for",
    "منذ": "after",
    "بعد": "after",
    "قبل": "before",
    "خلال": "after",
    "عقب": "after",
}
OPPOSED = {"from": "to", "to": "from", "with": "on", "on": "with", "before": "after", "after": "before"}
STRONG = frozenset({"from", "to", "on", "off", "with", "for"})  # to change these seats is to change what happened
BY = {("من", "قبل"), ("من", "جانب"), ("علي", "يد"), ("علي", "ايدي"), ("علي", "يدي")}
BOUND = {("علي", "الاقل"), ("علي", "حد"), ("علي", "لسان")}
TIMES = words(
    """
    فجر صباح مساء ظهر عصر ليل ليله ليلا صباحا مساء يوم اليوم امس غدا الفجر الصباح المساء الظهر الماضي الماضيه
    المقبل المقبله الجاري ايام ساعات ساعتين يومين اسبوع الان حاليا
    """
)
OWN_WAW = words(
    """
    وزير وزيره وزاره وزراء وسط وسطاء وصل وصلت وصول وقع وقعت وقوع وقف وقفت وقود وكاله وكالات وكلاء وفد وفود وحده وحدات
    ولايه ولايات وثيقه وثايق وطن وطني وطنيه وجهاء واشنطن وفاه وفيات وضع وضعت اوضاع وعد وعدت وادي وسايل وفق وفقا واقع
    واقعه وقت والد والده واحد واحده واحدا وساطه ورشه ورد وردت وجود وجد وجدت وحيد وزع وزعت وباء وصف وصفت واجه واجهت
    واصل واصلت ولد ولدت وافق وافقت
    """
)
_NOUNS_IN_Y = words(
    "يوم يومين يومان يوميا يوميه يونيو يوليو يناير يمين يسار يهود يهوديه يمني يمنيه يوسف يحيي ياسر يونس"
)
_NOUNS_IN_T = words("بيت وقت تحت بنت اخت موت صوت زيت تفاوت ثابت كويت")
DENIALS = words("لم لن لا ليس ليست ليسوا غير دون بدون بلا عدم نفي نفت ينفي تنفي")
VAGUE = words("اخر اخري اخرون اخرين اخران بعض عدد عدد عدة كل جميع جمعيا ايضا حوالي قرابه زهاء اكثر اقل ازيد الاقل")


def _forms(bases: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each form of each verb, and the stem that all of them share with its noun."""
    for base in bases:
        root = base.removeprefix("ا") if len(base) > len("قتل") else base
        for form in (base, base + "ت", base + "وا", base + "ا", base + "تا", "ي" + root, "ت" + root):
            yield form, stem(base)


ACTS: Mapping[str, str] = {**dict(_forms(_ACTS)), **{event: stem(event) for event in _EVENTS}}
LIGHT = frozenset(form for form, _ in _forms(_LIGHT))
SPEECH = frozenset(form for form, _ in _forms(_SPEECH - _NOT_BETWEEN))


@lru_cache(maxsize=20_000)  # articles repeat their words
def act(word: str) -> str | None:
    """Return the stem of folded *word*, without an «و», if it is a verb or an event that a clause can turn on."""
    if word in PREPOSITIONS:
        return None
    if word in ACTS:
        return ACTS[word]
    is_present = word.startswith("ي") and len(word) > len("قتل") and word not in _NOUNS_IN_Y
    is_past = word.endswith("ت") and not word.endswith("ات") and len(word) > len("قتل") and word not in _NOUNS_IN_T
    return stem(word) if is_present or (is_past and not word.startswith("ال")) else None
