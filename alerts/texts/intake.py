"""What admins are told when people's messages do not reach the bot. Pure."""

from alerts.texts.answers import escape


def conflict() -> str:
    """Return the notice that another program asks for the bot's updates."""
    return (
        "⚠️ برنامج آخر يستعمل رمز هذا البوت ويأخذ رسائل الناس قبلنا، فقد لا يُجاب بعضها.\n"
        "أوقف البرنامج الآخر. إن لم تعرفه فاطلب من @BotFather رمزًا جديدًا وضعه في MIRSAL_BOT_TOKEN."
    )


def conflict_over() -> str:
    """Return the notice that no other program asks any more."""
    return "✅ لم يعد برنامج آخر يأخذ رسائل البوت، وتصلنا كالمعتاد."


def refused_over() -> str:
    """Return the notice that the token was refused for a while; it could not be told before."""
    return (
        "⚠️ رفض تيليغرام رمز البوت مدةً ثم عاد يقبله. لم يضع شيء مما كُتب في تلك المدة.\n"
        "إن تكرر هذا فتحقّق من الرمز عند @BotFather."
    )


def deaf() -> str:
    """Return the notice that nothing is heard of Telegram."""
    return (
        "⚠️ لا تصلنا رسائل الناس من تيليغرام منذ دقائق.\n"
        "تحقّق من الشبكة ومن إعداد الوسيط؛ تُعاد المحاولة تلقائيًا ولا يضيع ما يُكتب."
    )


def deaf_over() -> str:
    """Return the notice that Telegram is heard again."""
    return "✅ عادت رسائل الناس تصلنا من تيليغرام."


def webhook_taken() -> str:
    """Return the notice that another program has changed the webhook."""
    return (
        "⚠️ غيّر برنامج آخر عنوان استلام رسائل البوت (webhook)، فأعدناه إلى عنواننا.\n"
        "أوقف البرنامج الآخر. إن لم تعرفه فاطلب من @BotFather رمزًا جديدًا وضعه في MIRSAL_BOT_TOKEN."
    )


def webhook_failing(reason: str) -> str:
    """Return the notice that Telegram cannot push, for *reason* in its own words."""
    return (
        "⚠️ لا يستطيع تيليغرام تسليمنا رسائل الناس. يقول:\n"
        f"{escape(reason, 200)}\n"
        "تحقّق من أن MIRSAL_PUBLIC_URL يصل من الإنترنت إلى هذا الخادم، ومن شهادته؛ يعيد تيليغرام المحاولة يومًا كاملًا."
    )


def webhook_works() -> str:
    """Return the notice that Telegram pushes again."""
    return "✅ عاد تيليغرام يسلّمنا رسائل الناس."
