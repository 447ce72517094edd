"""Draw alerts as the emulator's page shows them: python tools/draw_alerts.py [--into docs/images/alerts].

Twelve typical articles and what can follow an alert, each understood, matched, composed and sent as the service does
it, and one picture of each bubble. The articles are invented. Needs Chromium. Look at each picture after a change of
the layout: no test sees whether a line runs the wrong way.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import telegram
from playwright.async_api import Page, async_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from alerts import sequels
from alerts.send import send
from domain.alerts import AlertId, Delivery, DeliveryId, Followed, Kind, Lane, Material, Sent
from domain.chats import GENERAL, ChatId, ChatKind, TargetId, TelegramId
from domain.feeds import FeedId
from domain.news import Article, ArticleId, PlaceId, StoryId
from domain.queries import KeywordQuery, PlaceQuery, Query, QueryId
from emulator import LAYLA, Emulator
from news.matching.index import Index
from news.places.gazetteer import Gazetteer, shipped
from news.understand import understand

ZONE = ZoneInfo("Asia/Damascus")
VIEWPORT = {"width": 460, "height": 1200}
BALAD = (PlaceQuery(PlaceId("sy.daraa.daraa.balad")), "درعا البلد")
ALEPPO = (PlaceQuery(PlaceId("sy.aleppo")), "حلب")
IDLIB = (PlaceQuery(PlaceId("sy.idlib")), "إدلب")


@dataclass(frozen=True, slots=True)
class Sketch:
    """An article to draw: who published it, what its reader follows, and what became of it afterwards.

    *now* is its title and text after the source changed them, or those of the update; *kind* what is drawn.
    """

    title: str
    text: str = ""
    source: str = "صوت الجنوب"
    follows: tuple[tuple[Query, str], ...] = (BALAD,)
    others: tuple[str, ...] = ()
    now: tuple[str, str] | None = None
    kind: Kind = Kind.FIRST


SHELLING = Sketch(
    "قصف مدفعي على درعا البلد يوقع 3 قتلى",
    "قُتل ثلاثة أشخاص وأصيب خمسة آخرون صباح اليوم بقصف مدفعي استهدف أحياء سكنية في درعا البلد، بحسب مصدر طبي. "
    "وقال شهود إن القذائف سقطت قرب سوق الخضار في ساعة الذروة. ونُقل المصابون إلى المشفى الوطني.",
)

SKETCHES = {
    "01-long-title": Sketch(
        "بعد ثلاثة أسابيع من الانقطاع المتواصل وعشرات الشكاوى من الأهالي، عودة مياه الشرب إلى أحياء درعا البلد وطريق "
        "السد والمخيم إثر إصلاح الخط الرئيسي القادم من محطة الأشعري وتزويدها بمولدة جديدة تعمل على مدار الساعة",
        "عادت مياه الشرب مساء الثلاثاء إلى أحياء درعا البلد بعد انقطاع دام ثلاثة أسابيع. وقال مدير الوحدة إن ورشات "
        "الصيانة استبدلت أربعمئة متر من الأنابيب التالفة. وأضاف أن الضخ سيكون يومًا بعد يوم حتى نهاية الشهر.",
    ),
    "02-latin-names": Sketch(
        "منظمة UNICEF وشركاؤها في Syria Relief يوزعون سلالًا صحية في درعا البلد",
        "وزعت فرق UNICEF بالتعاون مع Syria Relief سلالًا صحية على عائلات درعا البلد، وفق بيان على حساب @unicefmena. "
        "وقال منسق البرنامج John O'Neill إن التوزيع يشمل أيضًا أجهزة AquaTab-33 لتعقيم المياه.",
        source="BBC News عربي",
    ),
    "03-numbers": Sketch(
        "الليرة عند 11,250 للدولار وسعر ربطة الخبز في حلب يرتفع 15.5%",
        "سجلت الليرة في أسواق حلب 11,250 للدولار الواحد في تعاملات 2026-11-24، بتراجع نسبته -2.5% عن الأسبوع الماضي. "
        "وارتفع سعر ربطة الخبز من 4000 إلى 4620 ليرة، في حين بقي سعر ليتر المازوت بين 10-12 ألف ليرة.",
        source="سوق الشمال",
        follows=(ALEPPO,),
    ),
    "04-no-summary": Sketch("عاجل | انفجار يهز درعا البلد", source="مراسل الحي"),
    "05-quotes": Sketch(
        'وجهاء درعا البلد: «لن نقبل بـ"تسويات" جديدة»',
        'قال وجهاء من درعا البلد في بيان مشترك إنهم «لن يقبلوا بأي "تسوية" لا تضمن عودة المهجّرين»، مؤكدين أن الحوار '
        '"هو السبيل الوحيد". ونقل أحدهم عن مسؤول محلي قوله: «سنفتح المعبر خلال أيام».',
    ),
    "06-emoji": Sketch(
        "🎉🌳 حديقة جديدة للأطفال في درعا البلد ⚽",
        "👏 افتُتحت في حي درعا البلد حديقة للأطفال فيها ملعب و3 ألعاب مائية. 🕓 وتفتح أبوابها من 4 إلى 9 مساءً، والدخول "
        "إليها بالمجان حتى نهاية الشهر 🎶.",
        source="ناس 24",
    ),
    "07-urgent": Sketch(
        "عاجل: غارة جوية تستهدف أطراف درعا البلد",
        "استهدفت غارة جوية أطراف درعا البلد ظهر اليوم، وفق ما أفادت مصادر محلية. ولم ترد معلومات عن ضحايا حتى الآن.",
    ),
    "08-keyword": Sketch(
        "هزة أرضية بقوة 4.6 درجات تضرب الساحل",
        "شعر سكان اللاذقية وطرطوس بهزة أرضية بلغت قوتها 4.6 درجات على مقياس ريختر فجر اليوم. ولم تُسجل أضرار مادية، "
        "بحسب المركز الوطني للزلازل.",
        source="المرصد المحلي",
        follows=((KeywordQuery(("هزه",)), "هزة"),),
    ),
    "09-english": Sketch(
        "Water returns to Daraa al-Balad after three weeks",
        "Drinking water returned to Daraa al-Balad on Tuesday after an outage of three weeks, the local utility said. "
        "Pumping will take place every other day until the end of the month.",
        source="Southern Voice",
    ),
    "10-two-places": Sketch(
        "اتفاق على تبادل المحاصيل بين مزارعي درعا البلد وإدلب",
        "وقّع مزارعون من درعا البلد ونظراء لهم من إدلب اتفاقًا لتبادل المحاصيل خلال موسم الشتاء. ويشمل الاتفاق 300 طن من "
        "الخضار و120 طنًا من زيت الزيتون.",
        follows=(BALAD, IDLIB),
    ),
    "11-place-far-below": Sketch(
        "تقرير: موجة البرد تفاقم أوضاع النازحين",
        "تفاقمت أوضاع النازحين في المخيمات مع موجة البرد التي تضرب البلاد منذ يومين، بحسب تقرير لمنظمات محلية.\n"
        "وسُجل نقص في مواد التدفئة والبطانيات في معظم المراكز. ودعت المنظمات إلى استجابة عاجلة قبل وصول العاصفة.\n"
        "وأشار التقرير إلى أن 40 عائلة في درعا البلد تعيش في مدارس غير مجهزة، وأن الأطفال هم الأكثر تضررًا.\n"
        "وتتوقع الأرصاد أن تنخفض الحرارة إلى أربع درجات تحت الصفر ليل الخميس في المناطق المرتفعة.\n"
        "وقالت متطوعة في أحد المراكز إن الناس يحرقون ما تيسر من أغصان وبلاستيك للتدفئة رغم مخاطر الدخان.",
    ),
    "12-no-title": Sketch(
        "",
        "أُغلق الطريق بين درعا البلد والمحطة بسبب السيول منذ الفجر، ودعت فرق الطوارئ السائقين إلى سلوك الطريق القديم.",
        source="قناة الطرق",
    ),
    "13-confirmed": replace(SHELLING, others=("BBC News عربي", "شبكة البلد"), kind=Kind.EDIT),
    "14-updated": replace(
        SHELLING,
        now=(
            "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى",
            "ارتفعت حصيلة القصف الذي استهدف درعا البلد صباح اليوم إلى سبعة قتلى بعد وفاة أربعة مصابين، بحسب مصدر طبي.",
        ),
        kind=Kind.UPDATE,
    ),
    "15-corrected": replace(
        SHELLING,
        now=("قصف مدفعي على درعا البلد يوقع 4 قتلى", SHELLING.text.replace("ثلاثة", "أربعة")),
        kind=Kind.EDIT,
    ),
    "16-taken-back": replace(
        SHELLING,
        now=(
            "قصف مدفعي على درعا البلد يوقع قتيلين",
            "قُتل شخصان وأصيب خمسة آخرون صباح اليوم بقصف مدفعي استهدف أحياء سكنية في درعا البلد، بحسب مصدر طبي.",
        ),
        kind=Kind.CORRECTION,
    ),
}


def material(sketch: Sketch, gazetteer: Gazetteer, at: datetime, words: tuple[str, str]) -> Material:
    """Return what the service would make the alert of."""
    index = Index(gazetteer)
    for number, (query, _) in enumerate(sketch.follows):
        index.add(QueryId(number), query)
    article = Article(FeedId(1), "i", *words, "https://news.example/1", at - timedelta(minutes=8), at)
    one = understand(article, gazetteer)
    found = index.match(one)
    if not found:
        raise SystemExit(f"nobody would be told of {article.title!r}")
    return Material(
        alert=AlertId(1),
        article_id=ArticleId(1),
        article=article,
        story=StoryId(1),
        source=sketch.source,
        language=one.language,
        events=one.events,
        urgent=one.urgent,
        followed=tuple(Followed(*sketch.follows[match.query], match) for match in found),
        sources=(sketch.source, *sketch.others),
    )


def delivery(kind: Kind, at: datetime) -> Delivery:
    """Return a delivery of *kind* to Layla."""
    beneath = ":1" if kind in {Kind.UPDATE, Kind.CORRECTION} else ""
    return Delivery(
        id=DeliveryId(1),
        key=f"{kind}:1{beneath}",
        chat=ChatId(1),
        chat_key="k",
        telegram_id=TelegramId(LAYLA.id),
        chat_kind=ChatKind.PRIVATE,
        thread=GENERAL,
        target=TargetId(1),
        lane=Lane.NORMAL,
        alert=AlertId(1),
        call=None,
        fence=1,
        failures=0,
        unknowns=0,
        revision=0,
        degraded=(),
        created_at=at,
        expires_at=at + timedelta(hours=12),
        lease_until=at + timedelta(seconds=90),
    )


async def tell(bot: telegram.Bot, kind: Kind, made_of: Material, at: datetime) -> int:
    """Send the message of *kind* and return its number."""
    own = delivery(kind, at)
    call = sequels.write(own, made_of, shipped(), now=at, zone=ZONE)
    if call is None:
        raise SystemExit(f"nothing is written of {made_of.article.title!r}")
    outcome = await send(bot, own, call)
    if not isinstance(outcome, Sent):
        raise SystemExit(f"Telegram would refuse {made_of.article.title!r}: {outcome}")
    return outcome.message_id


async def show(bot: telegram.Bot, sketch: Sketch, at: datetime) -> int:
    """Send what *sketch* is about and return the number of the message to draw."""
    first = material(replace(sketch, others=()), shipped(), at, (sketch.title, sketch.text))
    message = await tell(bot, Kind.FIRST, first, at)
    if sketch.kind is Kind.FIRST:
        return message
    later = material(sketch, shipped(), at, sketch.now or (sketch.title, sketch.text))
    later = replace(later, message_id=message, corrected=sketch.kind is Kind.EDIT and sketch.now is not None)
    return await tell(bot, sketch.kind, later, at)


async def draw(page: Page, bot: telegram.Bot, folder: Path, names: Sequence[str]) -> None:
    """Draw the sketches of these *names*."""
    for name in names:
        message = await show(bot, SKETCHES[name], datetime.now(UTC))
        bubble = page.locator(f'#messages [data-message-id="{message}"]')
        await bubble.scroll_into_view_if_needed()
        file = folder / f"{name}.png"
        await bubble.screenshot(path=file, animations="disabled")
        print(f"{file} {file.stat().st_size:,} bytes")


async def main(folder: Path, names: Sequence[str], scale: float) -> None:
    """Open the emulator's page in Chromium and draw."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    async with Emulator() as emulator, async_playwright() as playwright:
        emulator.world.say(LAYLA, "/start")
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport=VIEWPORT, locale="ar", device_scale_factor=scale)  # type: ignore[arg-type]  # a plain dict does
        await page.goto(emulator.url)
        await page.click(f'[data-chat="{LAYLA.id}"]')
        async with telegram.Bot(emulator.token, base_url=emulator.api) as bot:
            await draw(page, bot, folder, names)
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw alerts as the emulator's page shows them.")
    parser.add_argument("--into", type=Path, default=Path("docs/images/alerts"))
    parser.add_argument("--scale", type=float, default=1, help="pixels of the picture for one of the page")
    parser.add_argument("names", nargs="*", help="which of them; all without one")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(given.into, given.names or list(SKETCHES), given.scale))
