"""Know the words for people that a count of dead and injured uses, and how many each means. Pure.

A dual in ـين is two only where the plural is broken: «طفلين» (أطفال) is two children, «مدنيين» (مدنيون)
is civilians. The dual in ـان is two for all.
"""

from collections.abc import Iterator, Mapping

from news.arabic.lexicon import words

_BROKEN = words(
    """
    شخص طفل جندي عنصر شاب رجل ضابط قايد طبيب طالب تلميذ شقيق رضيع حارس صديق اسير سجين عقيد عميد نقيب رايد زعيم
    شيخ نايب راعي فتي مجرم زوج اخ
    """
)
_SOUND = words(
    """
    مدني مسلح مقاتل لاجي نازح مهاجر مواطن صحفي صحافي مراسل مصور قيادي مسوول متظاهر محتج سايح سايق مسعف ممرض معلم
    مدرس مهندس مزارع صياد شرطي عسكري ناشط موظف متطوع عامل راكب مستوطن مسن مجند معتقل مسافر  مشيع متسوق بحار
    دركي اطفايي سوري لبناني عراقي مصري فلسطيني اردني يمني ليبي تونسي جزايري مغربي سوداني تركي ايراني اسراييلي
    روسي امريكي اميركي سعودي كويتي افغاني باكستاني هندي كردي
    """
)
_FEMININE = words(
    """
    طفله فتاه سيده شابه طالبه معلمه ممرضه صحفيه صحافيه مواطنه لاجيه نازحه مدنيه مسنه شقيقه عامله رضيعه طبيبه
    موظفه مراه امراه فلسطينيه سوريه لبنانيه عراقيه مصريه
    """
)
PLURALS = words(
    """
    اشخاص اطفال جنود عناصر شبان شباب رجال نساء نسوه ضباط قاده اطباء طلاب طلبه تلاميذ اشقاء رضع حراس اصدقاء اسري
    سجناء عمال ركاب سياح افراد فتيان فتيات سيدات طفلات طالبات معلمات ممرضات مواطنات لاجيات نازحات موظفات عاملات
    مهاجرات صحفيات رعاه شيوخ نواب اخوه اخوات ابناء بحاره حجاج زوار اتراك اكراد افغان مدرسين متسوقين ن مصلون
    روس هنود نفر
    """
)
_OTHER = {"اخران": 2, "اخرين": 0, "اخرون": 0, "نسمه": 0, "انسانا": 0, "رجلي": 2, "عنصري": 2, "زوجين": 2}
_RELATIVES = frozenset(
    base + ending
    for base in (
        "زوجت",
        "زوج",
        "ابن",
        "ابنت",
        "والد",
        "والدت",
        "شقيق",
        "شقيقت",
        "طفل",
        "طفلت",
        "رضيع",
        "رضيعت",
        "اخو",
        "اخت",
        "ام",
        "صديق",
    )
    for ending in ("ه", "ها")
)


_HIS = ("ه", "ها", "هم", "هن", "هما")
_KIN = words(
    """
    اولاد ابناي بناي ابنا بنات اطفال زوجات احفاد اخوان اخوت اخوات اقارب اهل اسرت عايلت رفاق زملاي مرافق مرافقي طفلي
    طفلتي ابني ابنتي ولدي والدي شقيقي شقيقتي ولد بنت حفيد حفيدت جد جدت عم عمت خال خالت خطيب خطيبت جنين رفيق زميل جيران
    """
)


def _forms() -> Iterator[tuple[str, int]]:
    for base in (*_BROKEN, *_SOUND):
        yield from ((base, 1), (base + "ا", 1), (base + "ان", 2))
    for base in _SOUND:
        yield from ((base + "ين", 0), (base + "ون", 0))
    yield from ((base + "ين", 2) for base in _BROKEN)
    for base in _FEMININE:
        yield from ((base, 1), (base[:-1] + "تان", 2), (base[:-1] + "تين", 2))
    yield from ((word, 0) for word in PLURALS)
    yield from _OTHER.items()


_PEOPLE: Mapping[str, int] = dict(_forms())


def people(word: str) -> int | None:
    """Return how many people folded *word* means: 1, 2, 0 for an unknown number, None if it means none."""
    count = _PEOPLE.get(word)
    return _PEOPLE.get(word[2:]) if count is None and word.startswith("ال") else count


def joined(word: str) -> int | None:
    """Return how many people «و» and a noun add to those before: «رجل وامرأة», «شاب ووالدته»; None if unknown.

    0 means that *word* adds none: it begins with no «و».
    """
    if not word.startswith("و") or people(word) is not None:
        return 0
    rest = word[1:]
    return 1 if rest in _RELATIVES else people(rest) or None


def is_kin(word: str) -> bool:
    """Say whether «و» and a possessed noun add people, several or so many as is not told: «وأطفالهما»."""
    if not word.startswith("و"):
        return False
    return any(word[1:].removesuffix(his) in _KIN for his in _HIS if word.endswith(his))
