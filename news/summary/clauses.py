"""Shorten a long sentence without breaking it: cut where a clause ends. Pure.

A cut leaves quotations and parentheses whole, does not part a verb of saying from what was said, and does not end on
a preposition. News sentences are long (half over 147 characters, one in twenty over 414), so this matters.
"""

import re
from dataclasses import dataclass

SHORTEST_SHARE = 0.45  # of the room that a cut at a clause must fill, else it is made at a word

_SUBORDINATE = (
    r"حيث|فيما|بينما|(?:ما|مما|الأمر الذي) (?:أدى|أسفر|تسبب|دفع|يعني|جعل|أجبر)|وأضافت?|وأكدت?|وأوضحت?|وأشارت?"
    r"|(?:مشير|مؤكد|موضح|مضيف|لافت|معتبر|مطالب)[اةً]|داعي[اةً]|بعد أن|قبل أن|في حين|وذلك|إذ|لكن|وسط|على خلفية|بالتزامن مع"
)
_BOUNDARY = re.compile(rf"\s*[،؛]\s+(?=\S)|(?<=[^\W\d_])[,;]\s+(?=[^\W_])|\s+[-–—]\s+|\s+(?=(?:{_SUBORDINATE})\b)")
_BREAKS = re.compile(r"\s{2,}|[\r\n\t]")
_SAID = re.compile(r"^[وف]?(?:قال|أضاف|ذكر|أوضح|أفاد|صرح|زعم|أكد|أعلن|أشار|كشف|اعتبر|رأى|نقل)(?:ت|وا)?\b")
_WHAT_WAS_SAID = re.compile(r"\s(?:ب|إلى )?(?:[إأا]ن(?:ه|ها|هم|ّ)?|عن|ضرورة|على)\s|[:«“\"]")
_GOES_ON = re.compile(r"(?:ب?[إأا]ن|[إأا]نه|[إأا]نها|[إأا]نهم|التي|الذي|الذين|قوله|قولها|و?ذلك ب)\b")
# A clause that opens the next one: «…، ووفقًا لبيانات جمعتها الوكالة»، «…، فمنذ حزيران».
_OPENING = re.compile(
    r"[،؛]\s*[وف](?:وفق|منذ|بحسب|حسب|بعد|قبل|خلال|في|من|لدى|عند|بينما|رغم|مع|إذا|لو|كلما|على|إلى|عن|بسبب|نتيجة)[^،؛]*$"
)
_DANGLING = re.compile(
    r"(?:^|\s)(?:في|من|إلى|الى|على|عن|مع|أن|إن|التي|الذي|الذين|أو|و|ثم|بين|بعد|قبل|خلال|منذ|حول|ضد|كما|لا|لم|لن|ما|كان|كانت|قد"
    r"|هذا|هذه|تلك|ذلك|كل|غير|أي|بـ|لـ|وفي|ومن|وعلى|حتى|عند|نحو"
    r"|the|a|an|of|in|on|at|to|for|by|with|from|and|or|that|which|who|as|his|her|its|their|was|were|is|are"
    r"|le|la|les|l'|un|une|des|de|du|d'|au|aux|en|dans|sur|par|pour|avec|et|ou|que|qui|sa|son|ses|ve|ile|bir|için|bu)$"
)
_ATTRIBUTED = re.compile(
    r"(?:حسب|وفق|نقلا|نقلًا|على حد|قال|قالت|أكد|ذكر|أوضح|أشار|مصدر|مصادر"
    r"|\b(?:according to|said|says|told|selon|d['’]après|a (?:déclaré|annoncé|indiqué|affirmé)|göre|dedi|söyledi)\b)"
)
# The last clause of a sentence where it only says who told it: «…، بحسب ما أفاد مصدر طبي».
_SOURCE = re.compile(
    r"[،,]?\s+(?P<source>(?:بحسب|حسب|حسبما|وفق|وفقا|وفقًا|نقلا عن|نقلًا عن|على حد"
    r"|كما (?:أفاد|قال|ذكر|أعلن|أكد|أوضح)ت?)\s[^،؛:«]{3,120})$"
)
_UNFINISHED = " \r\n\t،؛:-–—\u00a0\u200e\u200f"
_ENDS = tuple(".!?؟…۔")
_OPENERS, _CLOSERS = "«([", "»)]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the text, and what is set before and after it where it was cut."""

    start: int
    end: int
    before: str = ""
    after: str = ""

    def __len__(self) -> int:
        return len(self.before) + self.end - self.start + len(self.after)

    def of(self, text: str) -> str:
        """Return the piece as it is read, with single spaces where the source has line breaks or more."""
        return self.before + _BREAKS.sub(" ", text[self.start : self.end]) + self.after


def whole(text: str, start: int, end: int) -> Piece:
    """Return the sentence ``text[start:end]``, ended with a full stop where the writer forgot one."""
    end = start + len(text[start:end].rstrip(_UNFINISHED))
    return Piece(start, end, after="" if text[end - 1 : end] in _ENDS else ".")


def clip(text: str, start: int, end: int, room: int, *, until: int = 0) -> Piece | None:
    """Return the head of the sentence ``text[start:end]`` in at most *room* characters, the whole if it fits.

    It ends at the last clause that fits, else at a word, with «…»; it holds *until*. None if that is impossible.
    """
    piece = whole(text, start, end)
    if len(piece) <= room:
        return piece
    least = max(until - start, 1)
    if least >= room:
        return None
    sentence = text[start : start + room - 1]  # one for the mark at the end
    for at in reversed(_ends(sentence)):
        if at >= max(least, SHORTEST_SHARE * room) and _is_whole(sentence[:at], text[start + at : end]):
            return Piece(
                start, start + at, after="." if sentence[at - 1].isalnum() or sentence[at - 1] in '»”)"' else ""
            )
    words = [gap.start() for gap in re.finditer(r"\s+", sentence) if gap.start() >= least]
    fitting = [at for at in words if not _DANGLING.search(sentence[:at])]
    balanced = [at for at in fitting if is_balanced(sentence[:at]) and at >= SHORTEST_SHARE * room]
    at = max(balanced or fitting or words, default=0)  # a quotation that is all of the sentence is cut within
    return Piece(start, start + at, after="…") if at else None


def window(text: str, start: int, end: int, room: int, focus: tuple[int, int]) -> Piece | None:
    """Return a part of the sentence ``text[start:end]`` that holds *focus*, in at most *room* characters.

    It begins where a clause begins, as early as possible. None if *focus* alone is longer.
    """
    if piece := clip(text, start, end, room, until=focus[1]):
        return piece
    sentence = text[start : focus[0]]
    clauses = [found.end() for found in _BOUNDARY.finditer(sentence) if is_balanced(sentence[: found.start()])]
    words = [found.end() for found in re.finditer(r"\s+", sentence)]
    for at in (*clauses, *words):
        rest = clip(text, start + at, end, room - 1, until=focus[1])
        if rest:
            return Piece(rest.start, rest.end, before="…", after=rest.after)
    return None


def source_at_end(text: str, start: int, end: int) -> int | None:
    """Return where the sentence ``text[start:end]`` begins to say whom it has its news from, if that is its end."""
    found = _SOURCE.search(text, start, end)
    return found.start("source") if found else None


def is_faithful(text: str, piece: Piece, end: int) -> bool:
    """Say whether *piece* of a sentence that goes on to *end* is whole clauses and keeps who is quoted for them."""
    if piece.after == "…" or _ATTRIBUTED.search(text, piece.end, end):
        return False
    return is_balanced(text[piece.start : piece.end])


def _ends(sentence: str) -> list[int]:
    return [found.start() for found in _BOUNDARY.finditer(sentence)]


def _is_whole(head: str, rest: str) -> bool:
    """Say whether *head* can stand without *rest*."""
    rest = rest.lstrip(" ،؛-–—\u00a0")
    if not is_balanced(head) or _DANGLING.search(head) or _OPENING.search(head) or _GOES_ON.match(rest):
        return False
    return not _SAID.match(head) or _WHAT_WAS_SAID.search(head) is not None


def is_balanced(text: str) -> bool:
    """Say whether every quotation and parenthesis of *text* is closed in it."""
    if text.count('"') % 2 or (text.count("“") + text.count("”")) % 2:
        return False
    return all(text.count(opener) == text.count(closer) for opener, closer in zip(_OPENERS, _CLOSERS, strict=True))
