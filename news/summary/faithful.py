"""Decide whether an answer of a language model says nothing but its article. Pure.

The extract is always there, so whatever is doubtful is refused: a number, date, dual, place or quotation that does not
stand in the source, a toll that counts another harm or without its «على الأقل», an attribution or a negation lost or
won, numbers, places, actors or speakers in one another's seats, words that no sentence of the source has, links,
markup, talk about itself. In an article of the same language words are compared; in a translation what crosses
languages: values, the ids of places, names in Latin letters.

An article that addresses a language model is never sent to one: what follows its orders may be made of its own words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from domain.news import Article, Field, Mention
from domain.retellings import Retelling, RetellingKind
from news.arabic.clitics import keyword_readings
from news.arabic.fold import fold
from news.arabic.sentences import split
from news.arabic.tokens import tokenise
from news.language import identify
from news.places.gazetteer import Gazetteer
from news.places.mentions import explained
from news.summary.claims import claims, is_attributed, is_negated
from news.summary.quantities import ARABIC
from news.summary.seats import are_kept
from news.summary.stems import plain, stem, stems
from news.summary.together import Named, are_together

SEEN = 5_000  # characters of a text that a model is shown: news has its news at its head, and the question its cost
SUMMARY_LIMIT = 400  # characters
TITLE_LIMIT = 200
SENTENCES = 3
LEAST_SUMMARY = 40  # characters: «تم» is no summary
LEAST_TITLE = 10
FAMILIAR = 0.6  # of the words of a sentence that its source must have
LEAD = 2  # sentences of an article that tell whom it has its news from

_ARABIC_SHARE = 0.75  # of the letters

_ADDRESSED = re.compile(
    r"(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:instruction|prompt|previous|above|rule)"
    r"|\b(?:system|developer) ?(?:prompt|message|:)|\byou are (?:now|an? (?:ai|assistant|language))|\bas an ai\b"
    r"|</?(?:article|system|user|assistant|instructions?)>|<\|\w+\|>|\[/?inst\]"
    r"|(?:تجاهلوا?|تجاهلي|انس|اهمل) (?:كل |جميع |كافه )?(?:ال)?(?:تعليمات|اوامر|ما سبق|ما ورد|نص)"
    r"|(?:التعليمات|الاوامر) السابقه|انت الان |بصفتك (?:نموذج|مساعد|ذكاء)|ايها (?:النموذج|المساعد|الذكاء)"
    r"|(?:اكتب|اجب|رد|اضف)(?:وا)? (?:فقط|في (?:الملخص|الترجمه|اجابتك|ردك)|بكلمه|بالتالي|الاتي|ما يلي)"
    r"|(?:respond|reply|answer) (?:only )?with\b|\bin your (?:summary|answer|translation|reply)\b"
)
_ITSELF = re.compile(
    r"\b[وف]?[بكل]?(?:ذكاء اصطناعي|نموذج لغ\w+|مساعد (?:ذكي|رقمي|افتراضي))\b"
    r"|\b(?:بصفتي|لا استطيع|لا يمكنني|اعتذر|عذرا|بالتاكيد|بكل سرور|اليك|اليكم)\b|\b(?:هذا|هنا) (?:هو )?(?:ال)?ملخص\b"
    r"|^\W*(?:ال)?(?:ملخص|ترجمه|خلاصه|عنوان)\s*:|\bثلاث جمل\b|\b400 حرف"
    r"|\b(?:النص|المقال) (?:المقدم|الاصلي|المعطي|اعلاه)\b|\bالتعليمات (?:السابقه|المعطاه|المقدمه)\b"
)
_LINK = re.compile(
    r"https?:|www\.|://|t\.me\b|@\w|#|\b[\w-]+\.(?:com|net|org|info|io|me|ru|tv|sy|news|link|xyz)\b", re.I
)
_MARKUP = re.compile(r"[<>{}\[\]|`*_\\~^=]|^\s*(?:[-–•▪]|\d+[.)-])\s", re.M)
# Controls, what has no width or turns lines round, and all beyond the first plane: emoji are not asked for.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U00010000-\U0010ffff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"|‘([^‘’]*)’")
_QUOTES = re.compile('[«»“”"‘’„]')
_DUAL = re.compile(r"\w{3,}(?:ان|ين)\b")
_PLACE_HEADS = re.compile(
    r"\b[وف]?[بكل]?(?:ال)?(?:مدين[هت]|بلد[هت]|قري[هت]|حي|مخيم|ريف|محافظ[هت]|ناحي[هت]|معبر|جزير[هت]|ولاي[هت])\s+(\w{3,})"
)


def seen(article: Article) -> Article:
    """Return what of *article* a model is shown, cut after a word; nothing else may stand in its answer."""
    if len(article.text) <= SEEN:
        return article
    return replace(article, text=article.text[:SEEN].rpartition(" ")[0])


def is_addressed_to_a_model(article: Article) -> bool:
    """Say whether *article* gives orders to whoever reads it by machine."""
    return _ADDRESSED.search(fold(f"{article.title}\n{article.text}")) is not None


def doubt(told: Retelling, article: Article, language: str, gazetteer: Gazetteer) -> str:
    """Return why *told*, made of *article* in *language*, may not be sent, in a short word; empty if it may."""
    article = seen(article)
    source = f"{article.title}\n{article.text}"
    return next(filter(None, _doubts(told, article, source, language, gazetteer)), "")


def _doubts(told: Retelling, article: Article, source: str, language: str, gazetteer: Gazetteer) -> Iterator[str]:
    answer = f"{told.title}\n{told.summary}" if told.title else told.summary
    is_translation = told.kind is RetellingKind.TRANSLATION
    yield "injection" if is_addressed_to_a_model(article) else ""
    yield _form(told, is_translation=is_translation)
    yield _language(answer, source)
    yield _numbers(fold(answer), fold(source), language)
    yield _quotations(answer, source, is_translation=is_translation)
    names = _names(answer, article, gazetteer)
    yield _places(answer, article, names, is_translation=is_translation)
    yield from _translated(answer, article, language) if is_translation else _retold(told.summary, source)
    yield _together(answer, article, names, language)
    yield "" if is_translation else _roles(told, article, names)


def _form(told: Retelling, *, is_translation: bool) -> str:
    if bool(told.title) is not is_translation:
        return "form"
    if not LEAST_SUMMARY <= len(told.summary) <= SUMMARY_LIMIT or len(split(told.summary)) > SENTENCES:
        return "length"
    if is_translation and (not LEAST_TITLE <= len(told.title) <= TITLE_LIMIT or "\n" in told.title):
        return "length"
    for text in (told.title, told.summary):
        if _LINK.search(text):
            return "link"
        if _MARKUP.search(text) or _UNSEEN.search(text):
            return "markup"
        if _ITSELF.search(fold(text)):
            return "itself"
    return ""


def _language(answer: str, source: str) -> str:
    letters = _LETTER.findall(answer)
    latin = _LATIN.findall(answer)
    if identify(answer) != ARABIC or sum(map(len, latin)) > (1 - _ARABIC_SHARE) * len(letters):
        return "language"
    known = set(_LATIN.findall(fold(source)))
    return "" if all(fold(word) in known for word in latin) else "name"


def _numbers(answer: str, source: str, language: str) -> str:
    """Say "number" where a value, or the harm or the bound that belongs to it, stands nowhere in *source*."""
    told = claims(source, language)
    for one in set(claims(answer, ARABIC)):
        same = (each for each in told if each.bounds == one.bounds and not each.values.isdisjoint(one.values))
        if not any(not one.harms or not one.harms.isdisjoint(each.harms) for each in same):
            return "number"
    return _duals(answer, source)


def _duals(answer: str, source: str) -> str:
    """Say "number" where *answer* has a dual of a word that *source* has in the singular alone."""
    known = {reading.stem for word in re.findall(r"\w+", source) for reading in keyword_readings(word)}
    for found in _DUAL.finditer(answer):
        readings = {reading.stem for reading in keyword_readings(found.group())}
        singulars = {one[:-2] for one in readings} | {one[:-3] + "ه" for one in readings if one[-3:-2] == "ت"}
        plurals = {single + ending for single in singulars for ending in ("ان", "ين", "ون", "ات")}
        if readings.isdisjoint(known) and plurals.isdisjoint(known) and not singulars.isdisjoint(known):
            return "number"
    return ""


def _quotations(answer: str, source: str, *, is_translation: bool) -> str:
    """Say "quotation" where quoted words do not stand in *source*; those of a translation cannot, but names."""
    if _QUOTES.search(_QUOTED.sub("", answer)):
        return "quotation"
    known = f" {plain(source)} "
    for match in _QUOTED.finditer(answer):
        words = next(filter(None, match.groups()), "")
        if f" {plain(words)} " not in known or (is_translation and not _LATIN.search(words)):
            return "quotation"
    return ""


def _places(answer: str, article: Article, names: "_Names", *, is_translation: bool) -> str:
    """Say "place" where *answer* names one that the article does not, or what may be one."""
    known = {place for mention in (*names.sure, *names.unsure) for place in mention.places}
    words = f" {plain(article.title)}\n{plain(article.text)} "
    for mention in (*names.mine, *(() if is_translation else names.maybe)):
        spelled = f" {plain(answer[mention.span.start : mention.span.end])} "
        if known.isdisjoint(mention.places) and (is_translation or spelled not in words):
            return "place"
    folded = fold(answer)
    named = {stem(word) for each in names.mine for word in fold(answer[each.span.start : each.span.end]).split()}
    heads = named if is_translation else named | stems(words)
    return "" if all(stem(each[1]) in heads for each in _PLACE_HEADS.finditer(folded)) else "place"


def _together(answer: str, article: Article, names: "_Names", language: str) -> str:
    """Say "seats" where a number of *answer* stands with a place with which the article does not tell it."""
    mine = [Named(each.span.start, frozenset(each.places)) for each in names.mine]
    asked = frozenset(place for each in mine for place in each.places)
    shift = {Field.TITLE: 0, Field.TEXT: len(article.title) + 1}
    told = (*names.sure, *(each for each in names.unsure if not asked.isdisjoint(each.places)))
    known = [Named(each.span.start + shift[each.span.field], frozenset(each.places)) for each in told]
    return "" if are_together(answer, mine, f"{article.title}\n{article.text}", known, language) else "seats"


def _roles(told: Retelling, article: Article, names: "_Names") -> str:
    """Say "seats" where two words of a summary have changed what they do in their clause."""
    fields = {Field.TITLE: article.title, Field.TEXT: article.text}
    spelled = [told.summary[each.span.start : each.span.end] for each in names.mine]
    spelled += [fields[each.span.field][each.span.start : each.span.end] for each in names.sure]
    places = frozenset(word for name in spelled for word in stems(name))
    return "" if are_kept(told.summary, f"{article.title}\n{article.text}", places) else "seats"


class _Names(NamedTuple):
    """The places that an answer names or may name, and those of its article."""

    mine: Sequence[Mention]
    maybe: Sequence[Mention]
    sure: Sequence[Mention]
    unsure: Sequence[Mention]


def _names(answer: str, article: Article, gazetteer: Gazetteer) -> _Names:
    return _Names(*_named(gazetteer, text=answer), *_named(gazetteer, title=article.title, text=article.text))


def _named(gazetteer: Gazetteer, *, title: str = "", text: str) -> tuple[Sequence[Mention], Sequence[Mention]]:
    tokens = (*tokenise(title, Field.TITLE), *tokenise(text, Field.TEXT))
    found = explained(tokens, gazetteer)
    return found.accepted, found.refused


def _translated(answer: str, article: Article, language: str) -> Iterator[str]:
    """Yield doubts about who says it, and about what is denied: by the head of the article, and by all of it."""
    folded, title = fold(answer), fold(article.title)
    head = fold("\n".join([article.title, *(article.text[slice(*span)] for span in split(article.text)[:LEAD])]))
    if is_attributed(head, language) and not is_attributed(folded, ARABIC):
        yield "attribution"
    is_denied, whole = is_negated(folded, ARABIC), fold(f"{article.title}\n{article.text}")
    if (is_negated(title, language) and not is_denied) or (is_denied and not is_negated(whole, language)):
        yield "negation"


def _retold(summary: str, source: str) -> Iterator[str]:
    """Yield doubts about each sentence of *summary*, held against the sentence of *source* that it is most like."""
    known = stems(source)
    sentences = [(sentence, stems(sentence)) for span in split(source) if (sentence := fold(source[slice(*span)]))]
    for span in split(summary):
        told = fold(summary[slice(*span)])
        said = stems(told)
        if len(said & known) < FAMILIAR * len(said):
            yield "words"
        like, _ = max(sentences, key=lambda each: (len(said & each[1]), -len(each[0])), default=("", known))
        if is_attributed(like, ARABIC) and not is_attributed(told, ARABIC):
            yield "attribution"
        if is_negated(like, ARABIC) is not is_negated(told, ARABIC):
            yield "negation"
