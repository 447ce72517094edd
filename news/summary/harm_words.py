"""Know the words that tell of dead and injured, and the words that take it back. Pure.

Folded, as tokens are. Deliberately without «ضحايا» (of a fraud, too; dead and injured together), «جثة» and «عشرات».
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from domain.news import Harm
from news.arabic.lexicon import words


class Kind(Enum):
    """Say how a word tells of harm: before its people (مقتل، قُتل), or as the people themselves (قتيل، قتلى)."""

    NOUN_OF_EVENT = auto()  # مقتل ثلاثة
    VERB = auto()  # قُتل ثلاثة; قتل مسلح ثلاثة
    LIVES = auto()  # أودى بحياة ثلاثة
    FATE = auto()  # لقي ثلاثة … مصرعهم: only with its end
    AFTER = auto()  # ثلاثة أشخاص قُتلوا
    ONE = auto()  # قتيل; 12 قتيلًا
    TWO = auto()  # قتيلان
    MANY = auto()  # خمسة قتلى
    CASE = auto()  # 3 وفيات، 20 إصابة


class Word(NamedTuple):
    """What a word tells. *follows* is true with «و» or «ف» before it, *definite* with an article."""

    harm: Harm
    kind: Kind
    follows: bool = False
    definite: bool = False


_WORDS = {
    (Harm.DEAD, Kind.NOUN_OF_EVENT): "مقتل مصرع وفاه استشهاد اغتيال",
    (Harm.DEAD, Kind.VERB): "قتل قتلت يقتل تقتل توفي توفيت استشهد استشهدت اغتيل اغتيلت مات ماتت",
    (Harm.DEAD, Kind.LIVES): "بحياه",
    (Harm.DEAD, Kind.FATE): "لقي لقيت يلقي قضي قضت",
    (Harm.DEAD, Kind.AFTER): "قتلوا لقوا لقيا توفوا استشهدوا قتلا قضوا",
    (Harm.DEAD, Kind.ONE): "قتيل قتيلا قتيله شهيد شهيدا شهيده",
    (Harm.DEAD, Kind.TWO): "قتيلان قتيلين شهيدان شهيدين قتيلتان قتيلتين",
    (Harm.DEAD, Kind.MANY): "قتلي شهداء",
    (Harm.DEAD, Kind.CASE): "وفيات",
    (Harm.INJURED, Kind.NOUN_OF_EVENT): "اصابه",
    (Harm.INJURED, Kind.VERB): "اصيب اصيبت جرح جرحت اصاب اصابت",
    (Harm.INJURED, Kind.AFTER): "اصيبوا جرحوا",
    (Harm.INJURED, Kind.ONE): "جريح جريحا جريحه مصاب مصابا مصابه",
    (Harm.INJURED, Kind.TWO): "جريحان جريحين مصابان جريحتان جريحتين",
    (Harm.INJURED, Kind.MANY): "جرحي مصابين مصابون",
    (Harm.INJURED, Kind.CASE): "اصابات",
}
_ARTICLED = {Kind.ONE, Kind.TWO, Kind.MANY, Kind.CASE}


def _forms() -> Iterator[tuple[str, Word]]:
    for (harm, kind), listed in _WORDS.items():
        for word in listed.split():
            for joint in ("", "و", "ف"):
                yield joint + word, Word(harm, kind, bool(joint))
                if kind in _ARTICLED:
                    yield f"{joint}ال{word}", Word(harm, kind, bool(joint), definite=True)
            if kind is Kind.NOUN_OF_EVENT or kind in _ARTICLED:
                yield from ((preposition + word, Word(harm, kind)) for preposition in ("ب", "ل"))


HARM_WORDS: Mapping[str, Word] = dict(_forms())

CLAIMED = words("اودي اودت يودي تودي واودي واودت ويودي وتودي اودوا")
# How «لقي ثلاثة … مصرعهم» ends.
HIS_END = frozenset(root + ending for root in ("مصرع", "حتف", "نحب") for ending in ("ه", "ها", "هم", "هما", "هن")) | {
    "غرقا",
    "حرقا",
    "اختناقا",
}
DISEASES = words(
    """
    كورونا الكورونا كورنا فايروس بفايروس الفايروس كوفيد الكوليرا كوليرا بالكوليرا فيروس الفيروس بفيروس مرض المرض
    بمرض الوباء وباء انفلونزا الانفلونزا الحصبه بالحصبه بالحمي حمي عدوي العدوي سرطان السرطان بالسرطان السكري
    بالسكري التهاب الكبد اللقاح لقاح تسمم بكورونا ملاريا الملاريا التوحد الجدري مخالطه المخالطين المتحور متحور
    وبايي الوبايي الايدز السل شلل
    """
)
SPORTS = words(
    """
    مباراه المباراه لاعب اللاعب لاعبين لاعبي اللاعبين الفريق المدرب المنتخب منتخب الدوري المهاجم المدافع الملاعب
    الملعب مونديال
    """
)
# What a number counts where it counts no people; «5 منازل», «12 رأسًا من الغنم».
THINGS = words(
    """
    عام عاما اعوام سنه سنوات سنين شهر شهرا اشهر شهور يوم يوما ايام اسبوع اسابيع ساعه ساعات دقيقه دقايق ثانيه
    ثواني مره مرات منزل منزلا منازل بيت بيوت مبني مباني سياره سيارات سيارتين دبابه دبابات اليه اليات طايره
    طايرات سفينه سفن مركب قارب هدف هدفا اهداف ناقله صاروخ صاروخا صواريخ قذيفه قذايف غاره غارات راس راسا رووس
    بقره ابقار خروف خروفا اغنام حيوان حيوانا حيوانات كلب كلاب كيلومتر كيلومترا كيلومترات كم متر مترا امتار طن
    طنا اطنان دولار دولارا ليره دينار دينارا درهم درهما جنيه جنيها ريال ريالا يورو مليمتر ملم عيار دوله دول
    مدينه مدن بلده بلدات قريه قري حي احياء محافظه محافظات منطقه مناطق مستشفي مستشفيات مركز مراكز موقع مواقع لاعب
    دجاجه دجاج طير طيور غنم خراف نعجه كلبا قط قطط حمار حمير حصان خيول جمل جمال ماشيه مواشي سمك اسماك قطاع قطاعا قطاعات
    لاعبا لاعبين نقطه نقاط درجه درجات حاله حالات ضربه ضربات رصاصه رصاصات طعنه طعنات حزيران تموز
    """
)
