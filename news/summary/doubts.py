"""Say whether dead and injured that a sentence tells of are none of today's news. Pure.

They are denied or called false; of an earlier year, an anniversary, a report or a sum of weeks and months; asked for;
feared, planned, or an old crime before a court; a rate («يوميًا»); or they leave the hospital.

«منذ» and «خلال» make a sum where a long time stands behind them. «منذ الصباح» is today, and an adjective or a rank
before them takes the time for itself: «درعا المحاصرة منذ سنوات», «هو الأعنف منذ سقوط النظام».
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from domain.news import Article
from news.arabic.lexicon import words
from news.arabic.months import MONTHS
from news.summary.events import event_words
from news.summary.harm_words import HARM_WORDS, HIS_END
from news.summary.lines import Line
from news.summary.victims import people

BACK = 4  # words before a word of harm that may take it back
SINCE = 4  # words behind «منذ» that say since when
RANK = 4  # words before «منذ» in which «الأعنف» stands
NEAR = 8  # characters behind a sentence in which its «؟» stands
RATE = 3  # words behind a figure in which its rate stands

# Anywhere in its sentence: «لا صحة لما يتم تداوله عن مقتل …» is told by two words.
_DENIALS = words(
    """
    نفي نفت ينفي تنفي نافيا نافيه ونفي ونفت اشاعه شايعه شايعات كاذب كاذبه الكاذب الكاذبه كذب يكذب تكذب كذبت تكذيب
    مفبرك مفبركه المفبرك المفبركه فبركه مزيف مزيفه المزيف المزيفه مضلل مضلله المضلل المضلله ملفق ملفقه مزعوم مزعومه
    المزعوم المزعومه
    زعم زعمت يزعم تزعم يزعمون مزاعم بزعم توقع توقعت يتوقع تتوقع توقعات متوقعا فيلم مسلسل
    للشفاء تماثل تماثلوا تماثلت تعافي تعافوا تعافت
    """
)
_PERIODS = words(
    """
    عام العام للعام لعام عاما اعوام الاعوام عامين سنه السنه سنوات السنوات سنتين شهر الشهر اشهر الاشهر شهور شهرين عقد
    العقد عقود اسابيع الاسابيع الربع النصف
    """
)
_DENIED_BY_TWO = {
    ("لا", "صحه"),
    ("ما", "حقيقه"),
    ("تمثيل", "جريمه"),
    *(("غير", true) for true in ("صحيح", "صحيحه", "دقيق", "دقيقه")),
    *(("حقيقه", what) for what in ("ما", "الانباء", "انباء", "خبر", "الخبر", "مقتل", "وفاه", "استشهاد", "سقوط")),
}
_LONG_AGO = {
    *((year, last) for year in ("العام", "عام") for last in ("الماضي", "الفايت", "المنصرم")),
    ("السنه", "الماضيه"),
    ("السنه", "الفايته"),
    ("مثل", "هذا"),  # «في مثل هذا اليوم»
    ("مثل", "هذه"),
}
_REPORTS = words("تقرير التقرير احصاييه الاحصاييه احصاءات حصيله الحصيله بحصيله وحصيله")
_OF_A_PERIOD = _PERIODS | words(
    """
    اسبوع الاسبوع اسبوعيه الاسبوعيه اسبوعي الاسبوعي شهريه الشهريه شهري الشهري سنويه السنويه سنوي السنوي
    """
)
_OF_A_BODY = words("اممي الاممي حقوقي الحقوقي حقوقيه دولي الدولي")  # «تقرير أممي», of what was counted
_RECENT = words(
    """
    صباح الصباح فجر الفجر ظهر الظهر عصر العصر مساء المساء ليل الليل ليله الليله اليوم امس البارحه ساعه الساعه ساعات
    الساعات ساعتين دقايق لحظات قليل يوم يومين ايام الايام اسبوع السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه
    """
)
_RANKS = words(
    """
    اول الاول الاولي ثاني الثاني الثانيه ثالث الثالث الثالثه الرابع الرابعه الخامس الخامسه اعنف الاعنف اكبر الاكبر
    اسوا الاسوا اشد الاشد اخطر الاخطر اعلي الاعلي اوسع الاوسع اضخم الاضخم الاكثر ادمي الادمي الاقوي اقوي
    """
)
_PARTICIPLE = re.compile(r"(?:ال)?م\w{3,}|الخاضعه|خاضعه|النازحين|الفارين|نازحا")
_UNITS_AGO = _PERIODS | words("اسبوع اسبوعا اسبوعين يوم ايام يومين")
# Before the word, in its clause: it did not happen, may happen, or is an old crime in court.
_TAKEN_BACK = words(
    """
    لم لن لا ولا ولم بلا دون بدون عدم ليس ليست محاوله بمحاوله حاول حاولت خطه مخطط تهديد تهديدات هدد هددت يهدد
    بالتهديد خطر مخاطر كاد كادت اذا لو ربما قد احتمال خشيه مخاوف منع لمنع تجنب لتجنب ذكري الذكري لذكري احتفال
    تهمه بتهمه بتهم متهم متهما المتهم المتهمين متهمين المتهمون متورط متورطا متورطين المتورط المتورطين المتورطون
    متورطون بالتورط تورط لتورطه بتورطه ضالع ضالعين الضالع الضالعين بالضلوع لضلوعه المدان مدان المدانين ادانه بادانه
    محاكمه اعترف اعترافه الشروع بالشروع شروع نجا نجت نجاه احبط احباط افشال حكم الحكم فيلم مسلسل روايه مرتكب
    مرتكبي مرتكبو هل وهل
    """
)
_RATES = words("يوميا اسبوعيا شهريا سنويا")
_EVERY = words("يوم اسبوع شهر عام سنه ساعه")
_MEANS = words("معدل بمعدل متوسط بمتوسط")
_QUESTION = frozenset("?؟")


def is_doubtful(line: Line, article: Article) -> bool:
    """Say whether all that *line*, a sentence of *article*, tells is denied, of an earlier time, or a sum."""
    said = line.words
    pairs = set(pairwise(said))
    return (
        not _DENIALS.isdisjoint(said)
        or not _DENIED_BY_TWO.isdisjoint(pairs)
        or not _LONG_AGO.isdisjoint(pairs)
        or _names_an_earlier_year(line, article)
        or any(first in _REPORTS and _is_of_a_period(first, then) for first, then in pairs)
        or any(_is_a_sum(line, at) or _is_an_anniversary(line, at) for at in range(len(said)))
    )


def is_taken_back(line: Line, start: int, end: int) -> bool:
    """Say whether the words about a figure, which is *start* to before *end*, take it back, ask for it, or make a rate.

    Behind «أو» holds what is before it: «لم تسجل وفيات أو 3 إصابات».
    """
    reach = _start_of_clause(line, start) if line.words[start - 1] == "او" and start else max(0, start - BACK)
    if not _TAKEN_BACK.isdisjoint(line.words[reach:start]):
        return True
    return _is_asked(line, end) or _is_a_rate(line, start, end)


def _start_of_clause(line: Line, at: int) -> int:
    while at and not line.tokens[at].gap:
        at -= 1
    return at


def _names_an_earlier_year(line: Line, article: Article) -> bool:
    year = (article.published_at or article.seen_at).year
    return any(
        len(word) == len("2026") and word.isdecimal() and 1900 < int(word) < year and not _counts(line, at)
        for at, word in enumerate(line.words)
    )


def _counts(line: Line, at: int) -> bool:
    """Say whether the number at *at*, which may be a year, counts people."""
    return people(line.at(at + 1)) is not None or line.at(at + 1) in HARM_WORDS or line.words[at - 1] in HARM_WORDS


def _is_of_a_period(report: str, then: str) -> bool:
    return then in _OF_A_PERIOD or (then in _OF_A_BODY and report in ("تقرير", "التقرير"))


def _is_a_sum(line: Line, at: int) -> bool:
    """Say whether «منذ» or «خلال» at *at* makes what is told the sum of a long time."""
    word, then = line.words[at].removeprefix("و"), line.at(at + 1)
    if word == "منذ":
        is_long = bool(then) and _RECENT.isdisjoint(line.words[at + 1 : at + 1 + SINCE]) and not _is_vague(line, at + 1)
    else:
        is_long = word == "خلال" and (then in _PERIODS or (then,) in MONTHS)
    return is_long and not _is_of_another(line, at)


def _is_vague(line: Line, at: int) -> bool:
    """Say whether the time at *at* is counted from today, which ``dates`` reads: «منذ سنوات», «منذ 3 أيام»."""
    return (line.words[at] in _PERIODS and not line.words[at].startswith("ال")) or line.number(at) is not None


def _is_of_another(line: Line, at: int) -> bool:
    """Say whether an adjective straight before *at*, or a rank near before, takes the time for itself."""
    before = line.words[at - 1] if at else ""
    is_adjective = (
        _PARTICIPLE.fullmatch(before) and people(before) is None and before not in HARM_WORDS and before not in HIS_END
    )
    return bool(is_adjective) or not _RANKS.isdisjoint(line.words[max(0, at - RANK) : at])


def _is_an_anniversary(line: Line, at: int) -> bool:
    """Say whether a time at *at* lies between now and a harm: «بعد عام على مقتل», «3 سنوات على مجزرة»."""
    what = line.at(at + 2)
    return line.words[at] in _UNITS_AGO and line.at(at + 1) == "علي" and (what in HARM_WORDS or what in event_words())


def _is_asked(line: Line, end: int) -> bool:
    """Say whether the sentence is a question, and nothing parts the figure from its end."""
    after = line.text[(last := line.tokens[-1].span.end) : last + NEAR].lstrip()[:1]
    return after in _QUESTION and not any(token.gap for token in line.tokens[end:])


def _is_a_rate(line: Line, start: int, end: int) -> bool:
    behind = _unparted(line, end)
    every = any(first == "كل" and then in _EVERY for first, then in pairwise(behind))
    return every or not _RATES.isdisjoint(behind) or not _MEANS.isdisjoint(line.words[max(0, start - BACK) : start])


def _unparted(line: Line, at: int) -> Sequence[str]:
    """Return the few words behind *at* that nothing parts from those before."""
    end = next((i for i in range(at, min(at + RATE, len(line.words))) if line.tokens[i].gap), at + RATE)
    return line.words[at:end]
