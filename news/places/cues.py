"""Know the words that stand beside place names, and beside names that are not places. Pure.

Written by hand for news in Arabic, with the few English, French and Turkish words that do the same work. All words
are compared folded; a prefix و ف ب ل ك before an Arabic one does not matter (ومدينة, بمدينة, للمدينة).
"""

from dataclasses import dataclass
from functools import lru_cache

from domain.news import PlaceKind
from news.arabic.clitics import place_readings
from news.arabic.fold import fold
from news.places.naming import HEADS


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A head noun: the kinds it asks for (None: any), and whether it governs the names that follow in a list."""

    kinds: frozenset[PlaceKind] | None = None
    many: bool = False


_SETTLED = HEADS["مدينه"]
_CUES = {
    **{
        word: Cue(kinds, many)
        for kinds, many, text in (
            (HEADS["محافظه"], False, "محافظة ولاية محافظ"),
            (HEADS["محافظه"], True, "محافظتي محافظتا محافظات ولايتي ولايتا ولايات"),
            (HEADS["ريف"], False, "ريف بريف أرياف بادية"),
            (HEADS["ريف"], True, "ريفي ريفا"),
            (_SETTLED, False, "مدينة بلدة قرية بلدية ناحية أحياء وسط"),
            (_SETTLED, True, "مدينتي مدينتا مدن بلدتي بلدتا بلدات قريتي قريتا قرى"),
            (HEADS["حي"], False, "حي"),
            (HEADS["حي"], True, "حيي حيا"),
            (HEADS["مخيم"], False, "مخيم"),
            (HEADS["معبر"], False, "معبر"),
            (HEADS["دوله"], False, "دولة جمهورية سلطنة مملكة إمارة"),
        )
        for word in _folded(text)
    },
    **{
        word: Cue()
        for word in _folded(
            "منطقة ناحية قضاء إقليم مطار ميناء مرفأ قاعدة سد جسر حاجز محور مزارع مزرعة سهل جبل جبال هضبة وادي "
            "بحيرة نهر جزيرة صحراء سواحل ساحل ضاحية ضواحي شارع ساحة دوار طريق أوتوستراد مدخل مداخل مدخلي مشارف أطراف "
            "محيط حدود أهالي أهل سكان أبناء وجهاء نازحي لاجئي عاصمة العاصمة جبهة جبهات سماء أجواء أراضي "
            "حقل مصفاة بوابة منفذ تلة تل حوض بيوت مياه ضفاف ضفة مواليد قائمقام مفتي "
            "city town village province governorate district ville ili ilçesi"
        )
    },
    **{
        word: Cue(many=True)
        for word in _folded("منطقتي مناطق مخيمي مخيمات معبري معابر محوري محاور حاجزي حواجز طريقي مطاري جبهتي أحياء")
    },
}
_CUES[fold("أحياء")] = Cue(_SETTLED)
# A head noun that a town's name wants so much that even a name never alone becomes the town: «مدينة الباب».
STRONG = _folded(
    "مدينة مدينتي مدينتا مدن بلدة بلدتي بلدتا بلدات قرية قريتي قريتا قرى ناحية قضاء محافظة محافظتي محافظات ولاية حي "
    "حيي مخيم معبر ريف ريفي بادية محوري مزارع مطار قاعدة أهالي نازحي"
)
DIRECTIONS = _folded(
    "شمال جنوب شرق غرب شمالي جنوبي شرقي غربي قرب قربي بالقرب جوار غربا شرقا near north south east west"
)
PREPOSITIONS = _folded("في إلى من نحو باتجاه عبر بين داخل خارج صوب على حول in at from to near à en dans")
TOWARDS = _folded("إلى نحو باتجاه صوب داخل خارج")
# What stands in a place or happens there, and is also named after anything: مستشفى الجلاء is not in الجلاء.
INSTITUTIONS = _folded(
    "جامعة مستشفى مشفى كلية معهد مدرسة مدارس محكمة نيابة بلدية مجلس مديرية شرطة أمن سجن ملعب ستاد استاد كنيسة "
    "كاتدرائية أبرشية مطران مسجد جامع متحف آثار قلعة سوق أسواق محطة مركز غرفة تجار مزارعي أمير قاضي "
    "قصف معركة معارك مجزرة حصار انفجار انفجارات تفجير تفجيرات زلزال سيول فيضانات هجوم هجمات اشتباكات مظاهرات احتجاجات "
    "أحداث مقاتلي ثوار شهداء ضحايا مهجري معتقلي قطار قطاري حافلات"
)
TITLED = _folded(
    "صحيفة جريدة مجلة قناة وكالة موقع شبكة تلفزيون إذاعة راديو فيلم مسلسل كتاب رواية مسرحية أغنية ديوان شركة"
)
WHERE = _folded("في داخل باتجاه in at near")
FOLLOWERS = _folded(
    "الشرقي الغربي الشمالي الجنوبي الشرقية الغربية الشمالية الجنوبية القديمة المحتلة المحاصرة المحررة المنكوبة"
)
TITLES = _folded(
    "أبو أبي أبا ابن بن بنت آل السيد السيدة الشيخ الحاج الدكتور الأستاذ المهندس النقيب العقيد العميد اللواء الرائد "
    "الملازم القائد الفنان الفنانة اللاعب المدرب الناشط الصحفي الصحافي الكاتب الشاعر المطرب المخرج النجم الكابتن "
    "mr mrs ms mme monsieur madame bay bayan coach captain"
)
# Given names. علي is not among them: folded it is على.
NAMES = _folded(
    "محمد أحمد محمود مصطفى حسن حسين عمر عثمان خالد يوسف إبراهيم إسماعيل عبدالله عبد سعيد سعد كمال جمال سامي سمير "
    "نبيل ناصر فيصل فهد سلمان سلطان طارق زياد وليد هاني رامي ماهر باسل بشار أنس عمار ياسر فادي غسان مروان عدنان "
    "نزار هيثم بسام فاطمة عائشة زينب مريم ليلى سارة رنا ريم هند نور سلمى جورج ميشال إيلي "
    "mohammed mohammad muhammad mohamed mohamad mehmet ahmed ahmad ahmet mahmoud mustafa mustapha hassan hasan "
    "hussein huseyin omar ömer khaled khalid halit yusuf youssef ibrahim ismail ali abdullah said kamal kemal jamal "
    "cemal nasser peter john james michael robert david paul thomas george mark daniel steven stephen andrew "
    "richard william charles mary anna maria sarah laura emma jean pierre jacques michel louis philippe françois "
    "marie claire sophie"
)
CLUBS = _folded("نادي فريق فريقي منتخب منتخبي منتخبا لاعبي لاعبو بورصة أولمبيك")
NOT_BEFORE = CLUBS | _folded(
    "قناة صحيفة جريدة مجلة وكالة شركة مطعم فيلم مسلسل رواية أغنية التي الذي الذين كانت كان كانوا وهي وهو قد لم لن "
    "سوف هذا هذه ذلك تلك كل بعض أي إنها أنها إنه أنه هي هو دولار عبارة كلمة اسم لقب"
)


def cue(word: str) -> Cue | None:
    """Return the head noun that *word*, folded and perhaps with a prefix, is."""
    return next((_CUES[stem] for stem in _stems(word) if stem in _CUES), None)


def is_one_of(word: str, words: frozenset[str]) -> bool:
    """Say whether *word*, folded and perhaps with a prefix, is one of *words*."""
    return any(stem in words for stem in _stems(word))


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    stems = []
    for reading in place_readings(word):
        stems.append(reading.stem)
        if reading.proclitic.endswith("لل"):
            stems.append(reading.stem[2:])  # للمدينة hides the article of المدينة; the cue is the noun without it
    return tuple(stems)
