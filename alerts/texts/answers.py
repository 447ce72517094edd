"""What the bot answers to everyone: greeting, help, privacy, pauses, errors of use. HTML. Pure.

The answers about following are in ``answers_follow``, the lists in ``answers_lists``, those to admins in
``answers_admin``. Every text is escaped here and nowhere else; a person's own words are cut before that.
"""

from collections.abc import Iterable

from alerts import markup
from news.arabic.marks import isolate

MY_LIST = "اشتراكاتي"
LATEST = "آخر الأخبار"
HELP = "مساعدة"
PAUSE = "إيقاف مؤقت"
RESUME_BUTTON = "▶️ استأنف"
SHOW_MISSED = "📨 اعرض ما فات"
SKIP_MISSED = "تجاوز ما فات"
FORGET_YES = "🗑 نعم، احذف كل شيء"
FORGET_NO = "لا، أبقِ كل شيء"

EXAMPLES = ("درعا", "حلب", "زلزال")


def escape(text: str, most: int = 200) -> str:
    """Return someone's *text* on one line, cut to *most* UTF-16 units and safe inside HTML."""
    return markup.escape(markup.clip(markup.one_line(text), most))


def bold_names(labels: Iterable[str]) -> str:
    """Return what is followed, each name in bold."""
    return "، ".join(f"<b>{escape(label, 80)}</b>" for label in labels)


def quoted(text: str, most: int = 80) -> str:
    """Return a person's own words in Arabic quotation marks."""
    return f"«{escape(text, most)}»"


def code(text: str, most: int = 300) -> str:
    """Return a command or an address to copy, in its own order.

    Between Arabic words its slash would be drawn at its wrong end. The marks stand outside: they are not copied.
    """
    return isolate(f"<code>{escape(text, most)}</code>")


def greeting() -> str:
    """Return the two sentences of /start."""
    return (
        "أهلًا بك في <b>مرسال</b>: يراقب مواقع الأخبار ويرسل إليك تنبيهًا قصيرًا بالعربية كلما ذُكر مكان أو كلمة تتابعها.\n"
        "للبدء اكتب اسم مدينة أو حي أو أي كلمة، مثل: درعا البلد، أو اختر مثالًا من الأزرار."
    )


def greeting_group() -> str:
    """Return what a group reads when the bot is started in it."""
    return (
        "أهلًا بكم، هذا <b>مرسال</b>: يرسل إلى هذه المجموعة تنبيهًا قصيرًا كلما ذُكر في الأخبار مكان أو كلمة تتابعها.\n"
        f"يضيف المشرفون ما تتابعه المجموعة هكذا: {code('/add درعا')}، أو بالرد على رسالة من البوت باسم المكان."
    )


def help_text(*, admin: bool, group: bool) -> str:
    """Return /help: what to write, in words first; the commands stand beside them for those who like them."""
    lines = [
        "<b>ماذا تكتب؟</b>",
        "• اسم مكان أو كلمة للمتابعة: درعا، تابع حلب، اشترك زلزال",
        "• «اشتراكاتي» لعرض ما تتابعه، ومعه زر لإيقاف كل اشتراك — /list",
        "• «آخر الأخبار» لعرض أحدث ما ورد عمّا تتابعه — /latest",
        "• «أوقف حلب» لإيقاف اشتراك واحد",
        "• «الإعدادات» لساعات الهدوء والملخص والحد والتوقيت — /settings",
        "• أو مباشرة: صامت من ١١ إلى ٦، ملخص يومي ٨ صباحًا، اكتم حلب يومًا، اكتم ساعة، فوري",
        "• «إيقاف مؤقت» لإيقاف كل التنبيهات مع بقاء الاشتراكات — /stop",
        "• «استأنف» لعودة التنبيهات — /resume",
        "• «حالة البوت» لمعرفة المصادر وآخر فحص لها — /status",
        "• «اربط قناة» لإرسال التنبيهات إلى قناة تديرها — /channel",
        "• «الخصوصية» لمعرفة ما نحفظه — /privacy",
        "• «احذف بياناتي» لحذف كل ما يخص هذه المحادثة — /forget",
        "",
        "لمتابعة عبارة كما هي ضعها بين علامتي اقتباس: «الفيلق الخامس».",
        "",
        "<b>ولمتابعة أدق</b>",
        "• زلزال + حلب: الاثنان في خبر واحد",
        "• زلزال أو فيضان: أيهما ورد",
        "• درعا: قصف أو غارة: المكان ومعه إحدى الكلمتين",
        "• قصف بدون رياضة (أو: قصف -رياضة): لا خبر فيه رياضة في عنوانه أو فقرته الأولى",
        "• قصف بدون رياضة في النص: ولا في أي موضع منه",
        "• لاجئ*: الكلمة وصيغها، لاجئون ولاجئين ولاجئات",
        "• حدث: زلزال: كل خبر من هذا النوع ولو بكلمات أخرى. الأنواع كلها: /events",
        "• سوريا وأهلها: المكان وما يُنسب إليه، السوري والسوريون",
    ]
    if group:
        lines += ["", f"في المجموعات: خاطب البوت بالرد على رسالته أو بذكر اسمه أو بأمر مثل {code('/add درعا')}."]
        lines += ["المشرفون وحدهم يغيّرون الاشتراكات، والقراءة متاحة للجميع."]
    if admin:
        lines += ["", "<b>لإدارة البوت</b>"]
        lines += ["• /feeds المصادر وحالها", f"• {code('/feed_add')} ثم رابط، لإضافة مصدر"]
        lines += [f"• {code('/feed_remove')} ثم رقم أو رابط، لإزالة مصدر"]
        lines += [f"• {code('/feed_full')} ثم رقم أو رابط، لقراءة أخباره من صفحاتها"]
        lines += [f"• /feeds_export المصادر كلها في ملف {isolate('OPML')}، وإرسال ملف كهذا يضيف ما فيه"]
        lines += [f"• /invite رابط دعوة لشخص، و{code('/invite group')} لمجموعة"]
    return "\n".join(lines)


def privacy() -> str:
    """Return /privacy: what is stored, and how to have it deleted."""
    return (
        "<b>الخصوصية</b>\n"
        "نحفظ رقم هذه المحادثة في تيليغرام، وما تتابعه، وإعداداتك، وما أُرسل إليك من تنبيهات، وهذا لازم للخدمة.\n"
        "وإن ربطت قناة حفظنا رقمها وعنوانها.\n"
        "لا نحفظ اسمك ولا رقم هاتفك، ولا نعطي أحدًا شيئًا مما نحفظه، وتُحذف الرسائل الواردة بعد يومين.\n"
        "لحذف كل شيء اكتب: احذف بياناتي، أو أرسل /forget."
    )


def welcome_word() -> str:
    """Return the answer to a greeting or thanks."""
    return "أهلًا بك. اكتب اسم مكان أو كلمة لمتابعتها، أو «مساعدة» لمعرفة ما يمكن فعله."


def paused(subscriptions: str) -> str:
    """Return the answer to /stop; *subscriptions* is their number in words, empty where there are none."""
    if not subscriptions:
        return "⏸ توقفت التنبيهات. لا اشتراكات هنا الآن، ويمكن استئناف التنبيهات في أي وقت."
    return (
        f"⏸ توقفت كل التنبيهات، وبقيت الاشتراكات محفوظة: {subscriptions}.\n"
        "للعودة اضغط الزر أو اكتب: استأنف. وعندها نخبرك كم خبرًا فاتك، ولا نرسله إلا إن أردت."
    )


def already_paused() -> str:
    """Return the answer to /stop where alerts are paused."""
    return "التنبيهات متوقفة من قبل. للعودة اضغط الزر أو اكتب: استأنف."


def resumed(missed: str) -> str:
    """Return the answer to /resume; *missed* is the number held in words, or empty."""
    if not missed:
        return "▶️ عادت التنبيهات، ولم يفتك شيء أثناء التوقف."
    return f"▶️ عادت التنبيهات. فاتك أثناء التوقف {missed}. هل نعرض ما فات الآن؟"


def not_paused() -> str:
    """Return the answer to /resume where alerts flow."""
    return "التنبيهات تعمل، ولا حاجة إلى استئناف."


def missed_coming(missed: str, left: str) -> str:
    """Return the answer to «show»; *left* is how many stay behind for now, in words, empty if none do."""
    return f"📨 يصلك الآن مما فاتك: {missed}." + (f" بقي {left}." if left else "")


def missed_skipped() -> str:
    """Return the answer to «skip»."""
    return "تجاوزنا ما فات، وتصلك الأخبار الجديدة أولًا بأول."


def nothing_missed() -> str:
    """Return the answer to an old «show» or «skip» button."""
    return "لم يبقَ شيء من الأخبار الفائتة."


def forget_question(subscriptions: str, *, group: bool) -> str:
    """Return the question of /forget; *subscriptions* is their number in words, or empty."""
    whose = "هذه المجموعة" if group else "هذه المحادثة"
    kept = f" ({subscriptions})" if subscriptions else ""
    return f"سيُحذف كل ما نحفظه عن {whose}: الاشتراكات{kept} والتنبيهات المرسلة والمؤجلة. لا رجعة في ذلك. هل تريد الحذف؟"


def forgotten() -> str:
    """Return the last word after /forget."""
    return "🗑 حُذف كل ما كنا نحفظه عن هذه المحادثة. لن يصل أي تنبيه بعد الآن. إن أردت العودة فاكتب اسم مكان أو كلمة."


def kept() -> str:
    """Return the answer when /forget was not meant."""
    return "لم يُحذف شيء، وبقيت اشتراكاتك كما هي."


def admins_only() -> str:
    """Return the polite refusal of what an operator may: a command, a button, a list of feeds."""
    return "هذا لمشرفي البوت فقط. لمعرفة ما يمكنك فعله اكتب: مساعدة."


def group_admins_only() -> str:
    """Return the polite refusal to a member of a group who may only read."""
    return (
        "تغيير اشتراكات المجموعة متاح لمشرفيها فقط. "
        "يمكنك عرضها بالضغط على /list، أو متابعة ما تريد في محادثة خاصة مع البوت."
    )


def rights_unknown() -> str:
    """Return the answer when Telegram did not tell whether someone is an admin."""
    return "تعذّر التأكد من صلاحياتك الآن. أعد المحاولة بعد قليل."


def closed() -> str:
    """Return the one sentence for those who were not invited."""
    return "هذا البوت متاح بدعوة فقط حاليًا؛ اطلب رابط دعوة ممن عرّفك به ثم افتحه للبدء."


def invitation_over() -> str:
    """Return the answer to a link that was used, is over, or never was."""
    return "رابط الدعوة هذا استُعمل من قبل أو انتهت مدته. اطلب رابطًا جديدًا ممن أرسله إليك."


def unknown_command() -> str:
    """Return the answer to a command we do not have."""
    return "لا أعرف هذا الأمر. اكتب اسم مكان أو كلمة لمتابعتها، أو «مساعدة» لعرض ما يمكن فعله."


def only_text() -> str:
    """Return the answer to stickers, photos, voice and the like."""
    return "أفهم الكلام المكتوب فقط. اكتب اسم مكان أو كلمة لمتابعتها، مثل: درعا البلد."


def old_button() -> str:
    """Return the answer to a button that means nothing any more."""
    return "هذا الزر قديم ولم يعد يعمل. اكتب «اشتراكاتي» لعرض ما تتابعه."


def failed() -> str:
    """Return what is said when a request failed for good and was set aside."""
    return "تعذّر تنفيذ طلبك بسبب خلل عندنا، وقد سُجّل لإصلاحه. أعد المحاولة بعد قليل."
