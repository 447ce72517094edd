"""Begin a summary without the «و» that only tied its first sentence to the one before. Pure."""

import re

from news.arabic.fold import fold
from news.arabic.lexicon import common_word

# Words whose و is their own; the rest of some is a word too: وزير / زير, وصل / صل, وعد / عد.
_OWN_WAW = re.compile(
    "(?:وزير|وزار|وزراء|وصل|وصول|واصل|وعد|وعود|وفد|وفود|وفاه|وفاة|وفق|وقع|وقوع|وقف|وقفه|وقت|وكال|وكيل|وكاله|ولد|ولي|ولايه|ولاده|والد|والي"
    "|وضع|وضعيه|ورد|ورود|ورق|ورش|ورشه|وسط|وسيط|وسايل|وسيله|وسام|وجد|وجود|وجه|وجهاء|وجبه|وحد|وحده|وحدات|وثيق|وثاي|وحش|وباء|وهم|وسم"
    "|واحد|واقع|واجب|واجه|واشنطن|واضح|وادي|وطن|وظيف|ودع|ودايع|وديع|ورث|وزع|وزن|وصف|وصيه|وليد|وسع|وشك|وحيد|ويل|ويب|وارسو|وان|وافق|وفر|وفيات|وفاق|وداع|وضوح"
    "|(?:وعيد|وحي|وضوء|وخيمه|وحل|وبر|وبال|وارث|واسم|واعد|واهم|وفيه)$)"
)
_FIRST_WORD = re.compile("و[^\\W\\d_\u064b-\u0652]*[\u064b-\u0652\\w]*")


def without_and(sentence: str) -> int:
    """Return how many characters of the leading «و» of *sentence* can go: 0 or 1, or 2 with its vowel mark."""
    found = _FIRST_WORD.match(sentence)
    if not found:
        return 0
    word = fold(found.group())
    if _OWN_WAW.match(word) or not common_word(word[1:]):
        return 0
    return 2 if "\u064b" <= sentence[1:2] <= "\u0652" else 1
