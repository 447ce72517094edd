"""What Telegram shows about the bot: its commands and its description. Plain text. Pure."""

# At most 256 characters each (Bot API, BotCommand).
DESCRIPTIONS = {
    "start": "البداية",
    "add": "متابعة مكان أو كلمة، مثل: درعا البلد",
    "list": "اشتراكاتي، ومعها أزرار الإيقاف",
    "latest": "آخر الأخبار عمّا أتابعه",
    "events": "متابعة نوع من الأحداث، مثل: زلزال أو معبر",
    "settings": "الإعدادات: الهدوء والملخص والكتم والتوقيت",
    "stop": "إيقاف كل التنبيهات مع بقاء الاشتراكات",
    "resume": "استئناف التنبيهات",
    "status": "حال البوت والمصادر التي يتابعها",
    "channel": "إرسال التنبيهات إلى قناة لك",
    "help": "مساعدة",
    "privacy": "ما الذي نحفظه؟",
    "forget": "حذف كل ما يخص هذه المحادثة",
}
# At most 512 and 120 characters (Bot API, setMyDescription, setMyShortDescription).
DESCRIPTION = (
    "مرسال يراقب مواقع الأخبار ويرسل إليك تنبيهًا قصيرًا بالعربية كلما ذُكر مكان أو كلمة تتابعها: "
    "مدينة، أو حي، أو محافظة، أو أي كلمة. اضغط «ابدأ» ثم اكتب ما تريد متابعته، مثل: درعا البلد."
)
SHORT_DESCRIPTION = "تنبيهات إخبارية قصيرة بالعربية عن الأماكن والكلمات التي تتابعها."
