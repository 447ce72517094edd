"""What is said to a chat that comes back. HTML. Pure."""

from alerts.texts.counting import Noun, count

FOLLOWED = Noun("لا متابعات", "متابعة واحدة", "متابعتين", "متابعتين", "متابعات", "متابعة", "متابعة")


def restored(number: int, left: int) -> str:
    """Return how many subscriptions are back, and how many could not be brought back."""
    words = f"✅ أعدنا لك {count(number, FOLLOWED)}." if number else "ما كنت تتابعه موجود هنا من قبل."
    if left:
        words += f"\nوتعذّرت إعادة {count(left, FOLLOWED)}: تجاوزت الحد الأقصى أو لم يعد المكان معروفًا."
    return f"{words}\nلعرض القائمة اكتب: اشتراكاتي."


def group_again(subscriptions: str) -> str:
    """Return what a group reads when the bot is back; *subscriptions* is the number of them, in words."""
    return f"عاد <b>مرسال</b> إلى المجموعة، ومعه ما كانت تتابعه: {subscriptions}. تصل التنبيهات من الآن."


def still_followed(subscriptions: str) -> str:
    """Return what stands under the greeting of a person who came before; *subscriptions* is their number, in words."""
    return f"ما كنت تتابعه محفوظ، وتصلك تنبيهاته: {subscriptions}. لعرضه اكتب: اشتراكاتي."


def still_kept(subscriptions: str) -> str:
    """Return the same where alerts are paused."""
    return f"ما كنت تتابعه محفوظ: {subscriptions}. لعرضه اكتب: اشتراكاتي."
