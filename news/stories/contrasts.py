"""Words by which headlines tell different events however much else they share. Pure.

Templates of news differ in one word: the road is cut, the road is opened; a woman is killed, a man is. Likeness counts
that word as one of six. Each line is one choice, its sides parted by a bar; a headline that has both sides («فتح المعبر
بعد إغلاقه») chooses neither. General words (شخص، مدني) are no choice. Other words change what a headline tells wherever
the other article has none such: a denial, an anniversary, a condemnation, an arrest, a funeral.
"""

from collections.abc import Iterable

from news.arabic.fold import fold
from news.stories.stems import term

_CHOICES = """
    فتح افتتاح يفتح تفتح فتحت يفتتح | قطع يقطع تقطع إغلاق أغلق أغلقت يغلق تغلق إقفال
    فرض يفرض تفرض فرضت | رفع يرفع ترفع رفعت إلغاء
    توصل التوصل سريان توقيع | انهيار ينهار خرق يخرق فشل تعثر
    إزالة تفكيك نزع | تحذير تحذر انفجار
    خطف اختطاف يختطف اعتقال تعتقل توقيف توقف أسر | إفراج الإفراج سراح تحرير
    وصول يصل تصل دخول تدخل يدخل | مغادرة يغادر تغادر خروج انسحاب
    عودة تعود يعود إعادة استئناف يستأنف تستأنف | انقطاع تنقطع ينقطع توقف تعليق تعلق
    قتلت تقتل مقتل انفجار | تفكيك
    سيطرة تسيطر يسيطر تقدم | انسحاب تنسحب ينسحب تراجع
    ارتفاع يرتفع ترتفع زيادة | انخفاض ينخفض تنخفض هبوط تراجع
    نزوح ينزح | عودة يعود
    شاب شبان رجل رجال مسن | امرأة سيدة نساء فتاة | طفل طفلة أطفال طفلين رضيع فتاة
    جندي جنود عنصر ضابط شرطي عسكري | طبيب ممرض مسعف | صحفي صحافي إعلامي | تاجر صائغ | مزارع راعي | طالب طلاب معلم
    مطار | ثكنة | مشفى مستشفى مستوصف | مدرسة مدارس | سوق | مخيم | مسجد جامع | معبر | جسر | محطة | مخفر | فرن مخبز
"""
_TURNS = """
    نفي ينفي تنفي نفى نفت تكذب يكذب كذب فند فندت يفند تفند دحض شائعة شائعات
    ذكرى سنوية
    تدين يدين إدانة إدانات أدان أدانت استنكار تستنكر يستنكر استنكر تندد يندد تنديد تعزي يعزي
    القبض محاكمة إعدام
    دفن تشييع شيع شيعت جنازة رفات تأبين
    وهمي مفبرك فيلم مسلسل رواية
"""
_SIDES: dict[int, list[tuple[int, int]]] = {}
for _choice, _line in enumerate(_CHOICES.strip().splitlines()):
    for _side, _words in enumerate(_line.split("|")):
        for _word in fold(_words).split():
            _SIDES.setdefault(term(_word), []).append((_choice, _side))
_TURN = {term(word): turn for turn, line in enumerate(fold(_TURNS).strip().splitlines()) for word in line.split()}


def turns(terms: Iterable[int]) -> frozenset[int]:
    """Return in which ways stems of a headline turn what it tells."""
    return frozenset(_TURN[each] for each in terms if each in _TURN)


def choices(terms: Iterable[int]) -> dict[int, set[int]]:
    """Return which sides stems of a headline choose, by the choice."""
    found: dict[int, set[int]] = {}
    for each in terms:
        for choice, side in _SIDES.get(each, ()):
            found.setdefault(choice, set()).add(side)
    return found


def differ(one: dict[int, set[int]], other: dict[int, set[int]]) -> bool:
    """Say whether two headlines choose differently somewhere."""
    return any(one[choice].isdisjoint(other[choice]) for choice in one.keys() & other.keys())
