"""Tell the language of a text by its script, its letters and a few very frequent words. Pure.

Small on purpose: it decides how an alert is framed, not whether an article matches. It knows Arabic, Persian, Urdu,
Kurdish of both scripts, English, French and Turkish, and the neighbours that would be taken for these: German, Spanish,
Italian, Dutch, Portuguese. The rest is ``und``, as is a text without letters.
"""

import re
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000  # characters: a language shows itself early
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_SCRIPT = re.compile(r"[A-Za-z\u00c0-\u024f]")

# Letters that one language of the script has and the others have not, or hardly.
_LETTERS = {
    "ur": re.compile("[ٹڈڑںےھہ]"),
    "ku": re.compile("[ڕڵێۆەڤ]"),
    "fa": re.compile("[پچژگکی]"),
    "ar": re.compile("[ةىأإؤءيك]"),
}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS = {
    "ar": _set("في من على إلى عن أن التي الذي هذا هذه ما مع بعد بين قال خلال كما"),
    "fa": _set("در به از که این را با است برای آن یک خود تا شد می های بر او"),
    "ur": _set("کے میں کی ہے اور سے کا کو نے پر یہ ہیں بھی کہ اس ایک نہیں"),
    "ku": _set("لە بە و بۆ کە ئەم لەگەڵ دەکات بوو هەر ئەو سەر لەو هەروەها"),
    "en": _set("the of and in to a is that for on was with as by at from it are said"),
    "fr": _set("le la les de des du et en un une est que pour dans sur par au aux qui pas"),
    "tr": _set("ve bir bu da de için ile olan olarak çok daha en gibi kadar ne olduğu sonra"),
    "de": _set("der die das und ist nicht ein eine den dem zu auf für mit sich des im nach sind werden wurde von"),
    "es": _set("el la los las de del y en que un una es por con para se no su al lo fue más"),
    "it": _set("il lo la gli le di e che un una è per con non del della nel alla dei sono ha si"),
    "nl": _set("de het een en van is dat op te in voor met niet zijn aan er bij werd door"),
    "pt": _set("o a os as de do da dos e que em um uma é por com para não no na se foi ao"),
    "kmr": _set("û di de ji bo ku ya yê li bi ev ew jî hate dike kir hatin dibe"),
}
_LATIN = ("en", "fr", "tr", "de", "es", "it", "nl", "pt", "kmr")
_CODES = {"kmr": "ku"}  # ISO 639-1 has one code for Kurdish
_TURKISH = re.compile("[ığşİ]")
_FRENCH = re.compile("[éèàêçœ]")
_RARE = 2  # points that a language's own letters are worth against one stop word


def identify(text: str) -> str:
    """Return the ISO 639-1 code of the language of *text*, or ``und``."""
    sample = text[:_SAMPLE]
    counts = Counter(sample)  # one pass over the letters; what follows looks at each different one once
    arabic, latin = _number(counts, _ARABIC_SCRIPT), _number(counts, _LATIN_SCRIPT)
    others = sum(number for letter, number in counts.items() if letter.isalpha()) - arabic - latin
    if arabic >= latin and arabic >= max(others, 1):
        return _of_arabic_script(sample, counts)
    if latin >= max(others, 1):
        return _of_latin_script(sample, counts)
    return "und"


def _number(counts: Mapping[str, int], letters: re.Pattern[str]) -> int:
    return sum(counts[letter] for letter in letters.findall("".join(counts)))


def _of_arabic_script(sample: str, counts: Mapping[str, int]) -> str:
    words = Counter(_WORD.findall(sample))
    scores = {code: _stops(words, code) + _number(counts, letters) / 10 for code, letters in _LETTERS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else "ar"


def _of_latin_script(sample: str, counts: Mapping[str, int]) -> str:
    words = Counter(word.lower() for word in _WORD.findall(sample))
    scores: dict[str, float] = {code: _stops(words, code) for code in _LATIN}
    scores["tr"] += _RARE * _number(counts, _TURKISH)
    scores["fr"] += _number(counts, _FRENCH)
    best = max(scores, key=lambda code: scores[code])
    return _CODES.get(best, best) if scores[best] else "und"


def _stops(words: Mapping[str, int], code: str) -> int:
    return sum(words[word] for word in _STOP_WORDS[code] if word in words)
