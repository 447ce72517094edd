"""Weigh whether a name in a text is meant as a place. Pure.

The name alone counts by its tier; each sign beside it or in the article adds or takes away. Enough is 1.0. The
weights are those of the trial on 10,215 labelled sentences (research: precision .76 to .87, recall .97), rounded,
with the changes noted at their line.
"""

from collections.abc import Sequence

from domain.news import PlaceKind, Tier, Token
from news.arabic.lexicon import common_word
from news.places import cues, hits, teams
from news.places.casing import Small
from news.places.gazetteer import Gazetteer
from news.places.hits import Hit
from news.places.senses import SIGNS, About

ALONE = {Tier.UNIQUE: 1.5, Tier.MILD: 0.8, Tier.AMBIGUOUS: 0.1, Tier.NEVER: -0.8}
MISSPELT = 0.4  # with a head noun, or in a list with accepted names, it is enough; with «في» it is not
WEIGHTS = {
    "cue": 1.2,  # a head noun before: أهالي، ريف، مطار
    "strong cue": 2.1,  # a head noun that wants a name, before a name that alone says little: مدينة الباب
    "institution": 0.5,  # مجلس، محكمة، انفجار: of a place mostly, but «مستشفى الجلاء» is not in الجلاء
    "direction": 0.9,  # شرقي، قرب
    "where": 0.3,  # في، ب
    "towards": 0.25,  # إلى، نحو
    "hashtag": 0.3,  # #معان by itself; not for names that are never alone: #صور
    "preposition": 0.25,  # إلى، من; not for names that are never alone: «من الباب» is a door
    "follower": 0.5,  # الشرقي، القديمة
    "its adjective": 1.2,  # مشهد الإيرانية، العاصمة الكورية سيول
    "its adjective, of a man": 1.2,  # معبر نصيب السوري; but of a team: ميلان الإيطالي
    "same governorate": 1.6,
    "same country": 0.7,
    "feed's region": 0.5,
    "feed's country": 0.2,
    "perhaps far from home": -0.6,  # the same of a name that few cities have
    "far from home": -1.0,  # a quarter whose governorate the article does not name: every city has a القصور
    "elsewhere": -0.8,  # a name that says little, in an article that names other countries only
    "listed": 0.6,  # beside an accepted name: حلب وإدلب
    "listed under a cue": 1.6,  # مدينتي البوكمال والميادين
    "no capital": -2.0,  # tissu damas
    "as, not in": -0.4,  # كمصر: «like» is rarer than a word that begins so
    "an adjective here": -1.2,  # الصحف السعودية
    "tanween": -2.0,  # ليس سورياً
    "title before": -1.0,  # أبو جاسم
    "person beside": -0.6,  # جاسم محمد
    "not before a place": -0.9,  # قناة، نادي، التي، هذا
    "described": -1.0,  # the noun it also is, with its adjective: الطبقة الوسطى
    "a quoted title": -0.9,  # قال لـ«الشرق الأوسط»، صحيفة «القدس»
    teams.SIGN: -0.8,  # فازت فرنسا: for names that alone are enough, 0.7 with nothing beside them
    "a club of its country": -2.0,  # a city is a woman: برشلونة الإسباني is none, where the talk is of sport
    "a word of its own": -1.6,  # بحر is not ب + حر
}
_LONGEST_LIST = 12  # words from a plural head noun to the last name that it governs
_LONGEST_ITEM = 2  # words of a name in such a list
_LOCAL = {PlaceKind.QUARTER, PlaceKind.CAMP}
_FINAL = {
    "no capital",
    "not before a place",
    "a quoted title",
    "an adjective here",
}  # a name's country does not undo these
_AT_HOME = {"same governorate", "feed's region"}
_SHORTEST_PREPOSITION = 2
_SAYS_LITTLE = {Tier.AMBIGUOUS, Tier.NEVER}


def local(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer, small: Small = frozenset()) -> None:
    """Weigh the name by itself and by the words beside it; *small* are the Latin words that begin so (casing.py)."""
    tier = best_tier(hit)
    hit.score = ALONE[tier] if hit.start.sure else MISSPELT
    hit.reasons = [f"tier {tier.value}" if hit.start.sure else "misspelt"]
    _before(hit, tokens, tier, gazetteer)
    _after(hit, tokens, tier, gazetteer)
    if _has_tanween(tokens[hit.last - 1]):
        _count(hit, "tanween")
    if small and _is_small(hit, tokens, small):
        _count(hit, "no capital")
    whole = tokens[hit.first].text
    if hit.start.proclitic and hit.last == hit.first + 1 and (common_word(whole) or whole in cues.NAMES):
        _count(hit, "a word of its own")


def in_hashtag(hit: Hit) -> None:
    """Weigh that the name is a hashtag by itself."""
    if best_tier(hit) is not Tier.NEVER:
        _count(hit, "hashtag")


def context(hit: Hit, about: About, gazetteer: Gazetteer) -> None:
    """Weigh the name by what else the article is about; a name that is certain needs none of it."""
    if hit.team:
        _count(hit, "a club of its country" if "its adjective, of a man" in hit.reasons else teams.SIGN)
        return
    if best_tier(hit) is Tier.UNIQUE and (hit.accepted or not _FINAL.isdisjoint(hit.reasons)):
        return
    signs = [sign for sense in hit.senses for sign in about.signs(sense.place, hit, gazetteer)]
    for sign in SIGNS:
        if sign in signs:
            _count(hit, sign)
            break
    if all(gazetteer.place(sense.place).kind in _LOCAL for sense in hit.senses) and not _AT_HOME.intersection(signs):
        _count(hit, "far from home" if best_tier(hit) in _SAYS_LITTLE else "perhaps far from home")
    elif not signs and about.is_about_others(hit) and best_tier(hit) in _SAYS_LITTLE:
        _count(hit, "elsewhere")


def listed(found: Sequence[Hit], tokens: Sequence[Token]) -> None:
    """Weigh names that stand in a list with accepted ones: «نوى وجاسم والحراك», «مدينتي الباب ومنبج»."""
    for order in (range(len(found)), reversed(range(len(found)))):
        for here in order:
            hit = found[here]
            if hit.accepted or hit.team or "listed" in hit.reasons or "listed under a cue" in hit.reasons:
                continue
            neighbours = [found[there] for there in _near(found, here) if _joined(found[there], hit, tokens)]
            accepted = [one for one in neighbours if one.accepted and one is not hit]
            if any(_under_cue(one, hit) for one in accepted) or _is_governed(hit, tokens):
                _count(hit, "listed under a cue")
            elif accepted:
                _count(hit, "listed")


def best_tier(hit: Hit) -> Tier:
    """Return the tier of the sense of which the name tells most."""
    return max((sense.tier for sense in hit.senses), key=lambda tier: ALONE[tier])


def _before(hit: Hit, tokens: Sequence[Token], tier: Tier, gazetteer: Gazetteer) -> None:
    if hit.start.proclitic.endswith("ب"):
        _count(hit, "where")
    elif hit.start.proclitic.endswith("ك"):
        _count(hit, "as, not in")
    elif hit.cut and (case := _case(hit, tokens)):
        _count(hit, case)
    if hit.first == 0 or hit.parted_before:
        return
    word = tokens[hit.first - 1].text
    if tokens[hit.first].gap:
        if _is_quoted_title(word, hit, tokens):
            _count(hit, "a quoted title")
        return
    for sign in (_for_it(word, hit, tier, gazetteer), _against_it(word, hit, tier, tokens, gazetteer)):
        if sign:
            _count(hit, sign)


def _is_small(hit: Hit, tokens: Sequence[Token], small: Small) -> bool:
    """Say whether each word of the name begins small: al-Hasakah does not."""
    starts = [tokens[index].span.start for index in range(hit.first, hit.last)]
    starts[0] += hit.start.skip
    return all((tokens[hit.first].span.field, start) in small for start in starts)


def _case(hit: Hit, tokens: Sequence[Token]) -> str:
    """Return what the Turkish ending of the name says: Halep'te is in Aleppo, Şam'a to Damascus; none of it is 's."""
    ending = tokens[hit.last - 1].text[-hit.cut :].removeprefix("'")
    return "where" if ending in hits.LOCATIVES else "towards" if ending in hits.CASES else ""


def _for_it(word: str, hit: Hit, tier: Tier, gazetteer: Gazetteer) -> str | None:
    """Return what the *word* before says for the name."""
    if _of_its_country(word, hit, gazetteer):
        return _adjective(word)
    if not hit.start.proclitic and cues.cue(word):
        return "strong cue" if tier in _SAYS_LITTLE and cues.is_one_of(word, cues.STRONG) else "cue"
    if cues.is_one_of(word, cues.DIRECTIONS):
        return "direction"
    if _bare(word) in cues.WHERE:
        return "where"
    if _bare(word) in cues.TOWARDS and tier is not Tier.NEVER:
        return "towards"
    if tier is not Tier.NEVER and not hit.start.proclitic and cues.is_one_of(word, cues.INSTITUTIONS):
        return "institution"
    return "preposition" if _bare(word) in cues.PREPOSITIONS and tier is not Tier.NEVER else None


def _bare(word: str) -> str:
    """Return a preposition without the و or ف before it: وفي, ففي."""
    return word[1:] if word[0] in "وف" and len(word) > _SHORTEST_PREPOSITION else word


def _adjective(word: str) -> str:
    return "its adjective" if word.endswith("ه") else "its adjective, of a man"


def _is_quoted_title(word: str, hit: Hit, tokens: Sequence[Token]) -> bool:
    """Say whether signs stand before and after the name and *word* says that a title follows: قال لـ«الشرق الأوسط»."""
    ends = hit.last == len(tokens) or tokens[hit.last].gap
    return ends and (word == "ل" or cues.is_one_of(word, cues.TITLED))


def _against_it(word: str, hit: Hit, tier: Tier, tokens: Sequence[Token], gazetteer: Gazetteer) -> str | None:
    """Return what the *word* before says against the name; of a name that alone is enough, little can."""
    if hit.start.proclitic:
        return None
    if _is_adjective_of(word, hit, tokens, gazetteer):
        return "an adjective here"
    if cues.is_one_of(word, cues.TITLES):
        return "title before"
    if word in cues.NAMES:
        return "person beside"
    against = cues.CLUBS if tier is Tier.UNIQUE else cues.NOT_BEFORE
    return "not before a place" if cues.is_one_of(word, against) else None


def _is_adjective_of(word: str, hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Say whether a name that is an adjective too follows a definite noun: الصحف السعودية, not إلى السعودية."""
    definite = word.startswith("ال") and word not in cues.PREPOSITIONS
    return definite and hit.last == hit.first + 1 and tokens[hit.first].text in gazetteer.adjectives


def _has_tanween(token: Token) -> bool:
    """Say whether the only mark of a word in ا is at its end: «سورياً» is a Syrian, سوريا the country."""
    marks = token.span.end - token.span.start - len(token.text)
    if marks != 1 or not token.text.endswith("ا"):
        return False
    return not token.offsets or token.offsets[-2] - token.span.start == len(token.text) - 2


def _after(hit: Hit, tokens: Sequence[Token], tier: Tier, gazetteer: Gazetteer) -> None:
    if hit.last == len(tokens) or tokens[hit.last].gap or hit.parted_after:
        return
    word = tokens[hit.last].text
    if _of_its_country(word, hit, gazetteer):
        _count(hit, _adjective(word))
    elif word in cues.FOLLOWERS:
        _count(hit, "follower")
    elif word in cues.NAMES and tier is not Tier.UNIQUE:
        _count(hit, "person beside")
    elif tier in _SAYS_LITTLE and _is_described(hit, tokens, word):
        _count(hit, "described")


def _of_its_country(word: str, hit: Hit, gazetteer: Gazetteer) -> bool:
    country = gazetteer.adjectives.get(word)
    return country is not None and any(gazetteer.country(sense.place) == country for sense in hit.senses)


def _is_described(hit: Hit, tokens: Sequence[Token], word: str) -> bool:
    """Say whether *word* is the adjective of the noun that the name also is; after a cue it belongs to the cue."""
    after_cue = {"cue", "strong cue"}.intersection(hit.reasons)
    return not after_cue and tokens[hit.last - 1].text.startswith("ال") and _is_adjective(word)


def _is_adjective(word: str) -> bool:
    return word.startswith("ال") and word.endswith(("ي", "يه", "يين", "يون"))


def _count(hit: Hit, sign: str) -> None:
    hit.score += WEIGHTS[sign]
    hit.reasons.append(sign)


def _near(found: Sequence[Hit], here: int) -> range:
    return range(max(0, here - 3), min(len(found), here + 4))


def _joined(one: Hit, other: Hit, tokens: Sequence[Token]) -> bool:
    first, second = (one, other) if one.first < other.first else (other, one)
    if first.last != second.first:
        return False
    return second.start.proclitic.startswith("و") or tokens[second.first].gap


def _is_governed(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Say whether a plural head noun governs the list that the name stands in: بلدات قباسين وبزاعة والباب."""
    if not (tokens[hit.first].gap or hit.start.proclitic.startswith("و")):
        return False
    words = 0
    for index in range(hit.first - 1, max(-1, hit.first - _LONGEST_LIST), -1):
        token = tokens[index]
        cue = cues.cue(token.text)
        if cue and cue.many:
            return True
        words = 0 if token.gap or token.text[0] == "و" else words + 1
        if words > _LONGEST_ITEM or common_word(token.text):
            return False
    return False


def _under_cue(leader: Hit, hit: Hit) -> bool:
    return leader.first < hit.first and bool({"cue", "strong cue", "listed under a cue"}.intersection(leader.reasons))
