"""The lists the bot shows: subscriptions, the latest articles, and why an alert came. HTML. Pure."""

from collections.abc import Sequence

from alerts import markup
from alerts.texts.answers import escape, quoted
from alerts.texts.counting import digits

PREVIOUS = "→ السابق"
NEXT = "التالي ←"


def no_subscriptions() -> str:
    """Return the answer to /list where nothing is followed."""
    return "لا اشتراكات هنا بعد. اكتب اسم مكان أو كلمة لمتابعتها، مثل: درعا البلد، أو زلزال."


def subscriptions(labels: Sequence[str], *, first: int, count: str, page: str, paused: bool) -> str:
    """Return the page of /list that opens with number *first*; *count* is how many there are in words.

    *page* is «١ من ٣», or empty where one page holds them all.
    """
    head = f"<b>الاشتراكات</b>: {count}" + (f" — صفحة {page}" if page else "")
    lines = [head, ""]
    lines += [f"{digits(number)}. {escape(label, 80)}" for number, label in enumerate(labels, first)]
    lines += ["", "لإيقاف اشتراك اضغط زره."]
    if paused:
        lines += ["⏸ التنبيهات متوقفة الآن. للعودة اكتب: استأنف."]
    return "\n".join(lines)


def page_of(page: int, pages: int) -> str:
    """Return «page of pages», or nothing where there is one."""
    return f"{digits(page)} من {digits(pages)}" if pages > 1 else ""


def latest(items: Sequence[str]) -> str:
    """Return the answer to /latest."""
    return "\n\n".join(["<b>أحدث ما ورد عن الاشتراكات</b>", *items])


def latest_item(title: str, url: str, source: str, when: str, labels: Sequence[str]) -> str:
    """Return one article of /latest: its headline as a link, its source and time, and what made it match.

    *labels* say what is followed as the list does: «كلمة «زلزال»» needs no further quotation marks.
    """
    linked = markup.link(markup.clip(markup.one_line(title), 160), url)
    told = " · ".join(
        part for part in (escape(source, 60), when, "، ".join(escape(label, 80) for label in labels)) if part
    )
    return f"▪️ {linked}\n{told}"


def nothing_latest() -> str:
    """Return the answer to /latest where nothing matched yet."""
    return "لم يرد شيء عن الاشتراكات في الأيام الماضية. يصل التنبيه عند أول خبر جديد."


def why(title: str, source: str, reasons: Sequence[str], haste: str = "") -> str:
    """Return the answer to «لماذا؟»: which words of which source made the alert, and why in *haste*."""
    told = quoted(title, 160) if title.strip() else "بلا عنوان"
    by = f" من {quoted(source, 60)}" if source else ""
    head = f"<b>لماذا وصل هذا التنبيه؟</b>\nلأن ما تتابعه ورد في خبر {told}{by}:"
    return "\n".join([head, *reasons, *([haste] if haste else [])])


def haste_of_source() -> str:
    """Return why an alert was urgent: its source wrote «عاجل»."""
    return "وصل على عجل لأن المصدر وصفه بأنه عاجل."


def haste_of_event(event: str, words: str) -> str:
    """Return why an alert was urgent: the label of its event, and the article's *words* for its dead or injured."""
    return f"وصل على عجل لأن الخبر عن حدث من نوع «{escape(event, 40)}»، وفيه: {quoted(words, 80)}."


def why_reason(label: str, words: Sequence[str]) -> str:
    """Return one subscription of «لماذا؟» and the words of the article that made it hold."""
    found = "، ".join(quoted(word, 60) for word in dict.fromkeys(words))
    return f"• <b>{escape(label, 80)}</b>: {found}" if found else f"• <b>{escape(label, 80)}</b>"


def why_unknown() -> str:
    """Return the answer to «لماذا؟» under an alert that is no longer stored."""
    return "لم يعد سبب هذا التنبيه محفوظًا لقِدمه. لعرض ما تتابعه الآن اكتب: اشتراكاتي."
