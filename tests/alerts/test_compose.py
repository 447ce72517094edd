"""An alert reads as summaries.md §7 lays it out, and Telegram takes it whatever the feed says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.compose import compose
from alerts.markup import utf16_length, visible
from alerts.texts.alert import FULL_STORY
from domain.alerts import AlertId, Followed, Material
from domain.feeds import FeedId
from domain.news import Article, ArticleId, Field, PlaceId, Span, StoryId
from domain.preferences import Picture
from domain.queries import KeywordQuery, Match, PlaceQuery, Query, QueryId, from_canonical
from domain.retellings import Retelling, RetellingKind
from news.arabic.marks import FIRST_STRONG_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT
from news.places.gazetteer import shipped

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"

TITLE = "قصف مدفعي يطال درعا البلد"
TEXT = (
    "قُتل مدنيان على الأقل وأصيب خمسة آخرون بقصف مدفعي استهدف أحياء سكنية في مدينة درعا صباح اليوم. "
    "وقالت وكالة محلية إن القصف أصاب مدرسة في حي درعا البلد كانت خالية من التلاميذ.\n"
    "وأضافت الوكالة أن عشرات العائلات نزحت نحو الريف الشرقي، وأن الطريق إلى المشفى ما زال مقطوعًا. "
    "وطالب وجهاء المدينة بفتح المعابر أمام المساعدات.\n"
    "وكانت المدينة شهدت هدوءًا نسبيًا طوال الأسبوع الماضي. "
    "ولم يصدر تعليق رسمي حتى ساعة نشر الخبر."
)
FIGURE = "قُتل مدنيان على الأقل وأصيب خمسة آخرون"
BALAD = PlaceQuery(PlaceId("sy.daraa.daraa.balad"))
DARAA = PlaceQuery(PlaceId("sy.daraa"))
IDLIB = PlaceQuery(PlaceId("sy.idlib"))


def following(query: Query, label: str = "", *, text: str = "") -> Followed:
    """Return a followed query that matched where its label stands in *text*."""
    at = text.find(label) if label else -1
    spans = (Span(Field.TEXT, at, at + len(label)),) if at >= 0 else ()
    return Followed(query, label, Match(QueryId(1), spans))


def material(
    title: str = TITLE,
    text: str = TEXT,
    *,
    url: str = "https://example.org/news/1?a=1&b=2",
    source: str = "صوت الجنوب",
    language: str = "ar",
    events: Sequence[str] = ("shelling",),
    urgent: bool = False,
    followed: Sequence[Followed] = (following(BALAD, "درعا البلد", text=TEXT),),
    published_at: datetime | None = NOW - timedelta(minutes=8),
    sources: Sequence[str] | None = None,
    corrected: bool = False,
) -> Material:
    article = Article(FeedId(1), "i", title, text, url, published_at, NOW)
    return Material(
        alert=AlertId(7),
        article_id=ArticleId(2),
        article=article,
        story=StoryId(3),
        source=source,
        language=language,
        events=tuple(events),
        urgent=urgent,
        followed=tuple(followed),
        sources=tuple([source] if sources is None else sources),
        message_id=77,
        corrected=corrected,
    )


def composed(alert: Material) -> str:
    text = compose(alert, shipped(), now=NOW).params["text"]
    assert isinstance(text, str)
    return text


class TelegramsParser(HTMLParser):
    """Refuse what Telegram refuses, and count the entities."""

    TAGS = frozenset({"b", "a", "blockquote", "tg-time"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.entities = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.TAGS, f"Unsupported start tag {tag!r}"
        assert tag not in self.open, f"{tag!r} within itself"
        if tag == "a":
            assert re.match(r"https?://", dict(attrs)["href"] or "", re.IGNORECASE)
        self.open.append(tag)
        self.entities += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"Unexpected end tag {tag!r}"
        self.open.pop()

    def handle_entityref(self, name: str) -> None:
        assert name in {"lt", "gt", "amp", "quot"}, f"&{name}; stays as it is"

    def handle_data(self, data: str) -> None:
        assert not {"<", ">", "&"} & set(data), f"not escaped: {data!r}"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"Unsupported start tag: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"Unsupported start tag: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"Unsupported start tag: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"Unsupported start tag: {data}")


@pytest.mark.parametrize(
    ("canonical", "label", "named"),
    [
        ("place:sy.daraa&word:قصف!word:رياضه", "محافظة درعا: قصف بدون رياضة", "محافظة درعا: قصف بدون رياضة"),
        ("forms:لاجي", "لاجئ وصيغها", "لاجئ وصيغها"),
        ("people:sy", "أهل سوريا", "أهل سوريا"),
        ("event:shelling", "قصف", "💥 قصف"),
    ],
)
def test_the_first_line_names_every_kind_of_query(canonical: str, label: str, named: str) -> None:
    alert = material(followed=[following(from_canonical(canonical), label)])

    first = visible(str(compose(alert, shipped(), now=NOW).params["text"])).splitlines()[0]

    assert named in first
    assert first.count("قصف") == (2 if "word:" in canonical else 1)


def check(text: str) -> None:
    """Assert that Telegram takes *text*, and shows it in at most 4,096 units with at most 100 entities."""
    parser = TelegramsParser()
    parser.feed(text)
    parser.close()
    assert not parser.open, f"Can't find end tag of {parser.open}"
    shown = visible(text)
    assert 0 < utf16_length(shown) <= 4096
    assert len(text.encode()) < 35_000  # more is cut without a word
    assert parser.entities + len(re.findall(r"[#@/$]\w|[^\W\d_]\.[^\W\d_]", shown)) <= 100  # clients link these
    assert shown.count(FIRST_STRONG_ISOLATE) == shown.count(POP_ISOLATE)
    assert not re.search("[\u202a-\u202e\u2066\u2067]", shown)
    shown.encode()


def readable(text: str) -> str:
    """Return *text* with its invisible marks to be seen."""
    return text.replace(RIGHT_TO_LEFT, "⟵").replace(FIRST_STRONG_ISOLATE, "⟦").replace(POP_ISOLATE, "⟧") + "\n"


GOLDEN_ALERTS = {
    "place": material(),
    "urgent": material(f"عاجل | {TITLE}", urgent=True),
    "two_places": material(followed=[following(IDLIB, "إدلب"), following(BALAD, "درعا البلد", text=TEXT)]),
    "many": material(
        followed=[
            following(KeywordQuery(("نزوح",)), "نزوح"),
            following(DARAA, "درعا", text=TEXT),
            following(BALAD, "درعا البلد", text=TEXT),
            following(KeywordQuery(("مدرسه",)), "مدرسة", text=TEXT),
            following(KeywordQuery(("unicef",)), "UNICEF"),
        ]
    ),
    "keyword": material(
        "هزة أرضية تضرب الساحل",
        "شعر السكان بهزة أرضية خفيفة فجر اليوم.",
        events=(),
        followed=[following(KeywordQuery(("هزه",)), "هزة", text="شعر السكان بهزة أرضية خفيفة فجر اليوم.")],
    ),
    "keyword_is_the_event": material(followed=[following(KeywordQuery(("قصف",)), "قصف", text=TEXT)]),
    "no_text": material(text="", events=()),
    "title_repeated": material(text=f"{TITLE}.\n{TEXT}"),
    "latin_names": material(
        "منظمة UNICEF توزع 3,500 سلة في درعا البلد",
        "قالت منظمة UNICEF إن فرقها وزعت 3,500 سلة غذائية في درعا البلد بالتعاون مع Syria Relief. "
        "ويستمر التوزيع حتى 2026-12-01 بحسب البيان.",
        source="BBC News عربي",
        events=(),
        followed=[following(BALAD, "درعا البلد")],
    ),
    "english": material(
        "Shelling hits Daraa al-Balad, two killed",
        "Artillery fire hit a school in Daraa al-Balad on Tuesday, a local agency said. Nobody was inside.",
        source="Southern Voice",
        language="en",
        followed=[following(BALAD, "درعا البلد")],
    ),
    "confirmed": material(sources=["صوت الجنوب", "BBC News عربي", "شبكة البلد"]),
    "corrected": material(sources=["صوت الجنوب", "شبكة البلد"], corrected=True),
    "no_date_no_link": material(url="javascript:alert(1)", published_at=None, source=""),
    "hostile_title": material("<3 & </b> <script>alert('x')</script> \u202eدرعا\u202c 💥 a < b"),
}


@pytest.mark.parametrize("name", GOLDEN_ALERTS)
def test_an_alert_reads_as_it_did(name: str) -> None:
    """To accept a change, delete the file and run twice; then read what was written."""
    text = composed(GOLDEN_ALERTS[name])
    file = GOLDEN / f"{name}.html"
    if not file.exists():
        file.write_text(readable(text), "utf-8")
        pytest.fail(f"{file.name} was not there and is written: read it")

    check(text)
    assert readable(text) == file.read_text("utf-8")


def lines(text: str) -> list[str]:
    return visible(text).split("\n")


def test_a_notification_shows_the_event_what_is_followed_and_the_dead() -> None:
    assert lines(composed(material()))[0] == f"{RIGHT_TO_LEFT}💥 قصف · درعا البلد · {FIGURE}"


SOLIDARITY = (
    "خرج سكان مدينة إدلب في وقفة تضامن مع أهالي درعا، ورفعوا لافتات تطالب بوقف الهجوم على أحيائها منذ صباح اليوم.\n"
    "وعبرت مساجد المدينة عن تضامنها مع أهالي الجنوب.\n"
    "وطالب عضو في المجلس بفتح الطرق أمام القوافل، بحسب وصفه.\n"
    "وقصفت القوات أحياء درعا البلد وطريق السد بقذائف الهاون، ما أدى لمقتل شخصين على الأقل وإصابة آخرين بجروح، "
    "بحسب ما نقلت وكالة محلية."
)


def test_the_dead_deep_in_an_article_are_told_with_who_says_so_and_not_as_of_the_event_at_its_head() -> None:
    alert = composed(
        material(
            "وقفة تضامن في إدلب مع درعا",
            SOLIDARITY,
            events=["protest"],
            followed=[following(BALAD, "درعا البلد", text=SOLIDARITY)],
        )
    )

    assert lines(alert)[0] == f"{RIGHT_TO_LEFT}📍 درعا البلد · مقتل شخصين على الأقل"
    assert "بحسب ما نقلت وكالة محلية." in alert.split("<blockquote")[0]


def test_the_dead_of_one_place_are_not_told_under_another() -> None:
    alert = composed(
        material(
            "وقفة تضامن في إدلب مع درعا",
            SOLIDARITY,
            events=["protest"],
            followed=[following(IDLIB, "إدلب", text=SOLIDARITY)],
        )
    )

    assert lines(alert)[0] == f"{RIGHT_TO_LEFT}📢 احتجاج · إدلب"


@pytest.mark.parametrize("event", ["denial", "trial", "anniversary"])
def test_what_is_denied_or_remembered_tells_no_dead_on_line_one(event: str) -> None:
    assert "قُتل" not in lines(composed(material(events=[event, "shelling"])))[0]


def test_the_summary_names_what_is_followed() -> None:
    late = f"{TEXT}\nوفي إدلب خرج الأهالي في وقفة تضامن مع سكان المدينة المحاصرة."
    text = composed(material(text=late, followed=[following(IDLIB, "إدلب", text=late)]))

    summary = text.split("\n\n")[1].split("<blockquote")[0]
    assert "إدلب" in summary


def test_what_is_followed_is_named_however_deep_it_stands() -> None:
    late = f"{TEXT}\n" * 60 + "وفي إدلب خرج الأهالي في وقفة تضامن مع سكان المدينة المحاصرة."
    text = composed(material(text=late, followed=[following(IDLIB, "إدلب", text=late)]))

    assert len(late) > 20_000
    assert "إدلب" in text.split("\n\n")[1].split("<blockquote")[0]


def test_the_quotation_repeats_nothing_of_the_summary() -> None:
    summary, quotation = composed(material()).split("<blockquote expandable>")

    for sentence in quotation.split("</blockquote>")[0].replace("\n", " ").split(". "):
        assert sentence.strip(".") not in summary


def test_a_long_text_fills_the_quotation_with_whole_sentences() -> None:
    text = composed(material(text=TEXT + "\nوتابع الأهالي حياتهم في ظروف صعبة رغم كل شيء." * 60))
    quotation = text.split("<blockquote expandable>")[1].split("</blockquote>")[0]

    assert 400 < len(quotation) <= 700
    assert quotation.endswith(".")


def test_one_endless_sentence_is_cut_in_the_quotation() -> None:
    opening = TEXT[: TEXT.index("وطالب")]
    text = composed(material(text=opening + "\n" + "يروي سكان الحي ما جرى لهم ساعة بساعة " * 60))
    quotation = text.split("<blockquote expandable>")[1].split("</blockquote>")[0]

    assert 400 < len(quotation) <= 700
    assert quotation.endswith("…")


def test_a_short_rest_is_not_worth_a_quotation() -> None:
    assert "blockquote" not in composed(material(text="قُتل مدنيان بقصف في مدينة درعا صباح اليوم. والخبر قيد التحديث."))


def test_urgent_is_said_only_where_the_source_says_so() -> None:
    assert "عاجل" not in composed(material())
    assert lines(composed(material(urgent=True)))[0].startswith(f"{RIGHT_TO_LEFT}🚨 عاجل · قصف · درعا البلد")


@pytest.mark.parametrize("opening", ["عاجل | ", "عاجل: ", "#عاجل ", "خبر عاجل - ", "🔴 عاجل.. "])
def test_urgent_is_not_said_twice(opening: str) -> None:
    assert lines(composed(material(opening + TITLE, urgent=True)))[1] == TITLE


def test_a_title_that_says_urgent_alone_stays() -> None:
    assert lines(composed(material("عاجل", urgent=True)))[1] == "عاجل"


def test_an_article_without_title_has_its_summary_under_line_one() -> None:
    assert composed(material("")).split("\n\n")[1].startswith("قُتل مدنيان")


def test_an_article_without_title_and_text_says_so() -> None:
    assert lines(composed(material("", "")))[1] == "خبر بلا عنوان"


def test_a_place_that_the_gazetteer_lost_goes_by_its_label() -> None:
    lost = following(PlaceQuery(PlaceId("sy.nowhere")), "تل النسيان")

    assert lines(composed(material(events=(), followed=[lost])))[0].startswith(f"{RIGHT_TO_LEFT}🔎 تل النسيان ·")


def test_an_unknown_event_is_no_event() -> None:
    assert lines(composed(material(events=("carnival",))))[0] == f"{RIGHT_TO_LEFT}📍 درعا البلد · {FIGURE}"


def test_the_governorate_and_its_city_are_named_once() -> None:
    both = [following(DARAA, "درعا"), following(PlaceQuery(PlaceId("sy.daraa.daraa")), "درعا")]

    assert lines(composed(material(followed=both)))[0] == f"{RIGHT_TO_LEFT}💥 قصف · درعا · {FIGURE}"
    assert composed(material(followed=both)).endswith("#درعا")


def test_an_event_is_not_told_of_a_place_that_stands_far_below_it() -> None:
    text = "شنت طائرات غارات على ضاحية المدينة الساحلية مساء أمس وأصابت مبنى من أربع طبقات "
    text += "في شارع رئيسي، وفق مصدر رسمي هناك.\nومن بين القتلى عامل من درعا البلد."
    far = material("غارات على ضاحية", text, events=["airstrike"], followed=[following(BALAD, "درعا البلد", text=text)])

    assert lines(composed(far))[0] == f"{RIGHT_TO_LEFT}📍 درعا البلد"


def test_what_the_head_names_stands_before_what_is_narrower_and_named_below() -> None:
    text = (
        "قُتل شاب في ريف إدلب برصاص مجهولين كانوا على دراجة نارية عند مدخل البلدة الشمالي، بحسب مصدر محلي تحدث إلينا.\n"
    )
    text += "وأصيب رجل في درعا البلد خلال شجار."
    both = [following(BALAD, "درعا البلد", text=text), following(IDLIB, "إدلب", text=text)]
    alert = composed(material("مقتل شاب", text, events=["shooting"], followed=both))

    assert lines(alert)[0] == f"{RIGHT_TO_LEFT}🔫 إطلاق نار · إدلب ودرعا البلد"
    assert "وأصيب رجل في درعا البلد خلال شجار." in alert


@pytest.mark.parametrize(
    ("picture", "where", "preview"),
    [
        ("https://example.org/1.jpg", Picture.NONE, {"is_disabled": True}),
        ("", Picture.ABOVE, {"is_disabled": True}),
        ("javascript:alert(1)", Picture.ABOVE, {"is_disabled": True}),
        (
            "https://example.org/1.jpg",
            Picture.ABOVE,
            {"url": "https://example.org/1.jpg", "prefer_large_media": True, "show_above_text": True},
        ),
        (
            "https://example.org/1.jpg",
            Picture.BELOW,
            {"url": "https://example.org/1.jpg", "prefer_large_media": True, "show_above_text": False},
        ),
    ],
)
def test_the_picture_stands_where_the_chat_wants_it(picture: str, where: Picture, preview: dict[str, object]) -> None:
    alert = material()
    alert = replace(alert, article=replace(alert.article, picture=picture))

    assert compose(alert, shipped(), now=NOW, picture=where).params["link_preview_options"] == preview


def test_times_are_those_of_the_zone() -> None:
    text = compose(material(), shipped(), now=NOW, zone=ZoneInfo("Europe/Berlin")).params["text"]

    assert "٩:٥٢ ص، ٢٤ تشرين الثاني" in text


def test_an_alert_asks_for_html_and_no_preview_and_offers_why() -> None:
    call = compose(material(), shipped(), now=NOW)

    assert call.method == "sendMessage"
    assert {name: value for name, value in call.params.items() if name != "text"} == {
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[{"text": "لماذا؟", "callback_data": "w:7"}]]},
    }


def test_composing_twice_gives_the_same_bytes() -> None:
    assert compose(material(), shipped(), now=NOW) == compose(material(), shipped(), now=NOW)


def test_where_the_marks_make_it_too_long_the_quotation_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = composed(material())
    monkeypatch.setattr("alerts.compose.TEXT_LIMIT", utf16_length(visible(whole)) - 1)

    text = composed(material())

    assert "blockquote" not in text
    assert FULL_STORY in text


HOSTILE = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="<>&\"'/#@.درعا ab1💥\n\u202e\u2066\u200f\u0000\ud800", max_size=1500),
    st.sampled_from(
        [
            "<3",
            "&",
            "</b>",
            "&amp;lt;",
            "<b>" * 500,
            "💥" * 1000,
            "\u202e" * 500,
            "a ب " * 1000,
            "#وسم " * 500,
            "x.y/z@w " * 500,
            "ا" * 100_000,
            "كلمة " * 20_000,
            "<a href='javascript:x'>" * 300,
            RIGHT_TO_LEFT * 400 + "نص",
            "1\n" * 2000,
        ]
    ),
)


@settings(deadline=None)  # texts of 100,000 letters, on machines of any speed
@given(
    title=HOSTILE, text=HOSTILE, source=HOSTILE, label=HOSTILE, url=HOSTILE.map(lambda text: "https://e.org/" + text)
)
def test_telegram_takes_whatever_the_feed_says(title: str, text: str, source: str, label: str, url: str) -> None:
    followed = [following(KeywordQuery(("x",)), label, text=text), following(DARAA, "درعا", text=text)]

    check(composed(material(title, text, url=url, source=source, followed=followed)))


def test_a_hundred_thousand_letters_of_title_are_cut_to_one_headline() -> None:
    text = composed(material("كلمة " * 20_000))

    check(text)
    assert utf16_length(lines(text)[1]) <= 300


def test_an_alert_of_another_language_keeps_its_own_words() -> None:
    alert = replace(GOLDEN_ALERTS["english"], language="xx")

    assert "بالإنكليزية" not in composed(alert)
    assert "<b>Shelling hits Daraa al-Balad, two killed</b>" in composed(alert)


SUMMARY = Retelling(RetellingKind.SUMMARY, "", "قُتل مدنيان على الأقل في درعا.")


def test_a_models_summary_is_called_so_and_the_articles_own_words_stand_beneath() -> None:
    text = composed(replace(material(), retelling=SUMMARY))

    assert f"{SUMMARY.summary}\n{RIGHT_TO_LEFT}🤖 ملخص آلي\n<blockquote expandable>قُتل مدنيان" in text
    assert TITLE in text


def test_a_models_summary_is_not_for_who_follows_what_stands_further_down() -> None:
    """It may have left out that very sentence; the extract has a place kept for it."""
    deep = following(BALAD, "بفتح المعابر", text=TEXT)

    assert "آلي" not in composed(replace(material(followed=[deep]), retelling=SUMMARY))


@pytest.mark.parametrize("text", ["", "Artillery fire hit a school."])
def test_a_translation_stands_over_the_original_headline(text: str) -> None:
    told = Retelling(RetellingKind.TRANSLATION, "قصف على درعا & ريفها", "أصاب القصف مدرسة في درعا البلد.")
    alert = material("Shelling <hits> Daraa", text, language="en", followed=[following(BALAD)])

    shown = composed(replace(alert, retelling=told))

    assert "<b>قصف على درعا &amp; ريفها</b>\n" in shown
    assert visible(shown).index("قصف على درعا & ريفها") < visible(shown).index("Shelling <hits> Daraa")
    assert "🤖 ترجمة آلية" in shown
    assert ("<blockquote" in shown) is bool(text)


def test_a_retold_alert_too_long_for_telegram_loses_what_is_folded_away() -> None:
    words = " ".join(f"word{number}" for number in range(90))
    told = Retelling(RetellingKind.TRANSLATION, "عنوان " * 30, "جملة a " * 60)

    shown = composed(replace(material(words, f"{words}. {words}.", language="en"), retelling=told))

    assert utf16_length(visible(shown)) <= 4096
