"""The people, the group and the bot of the emulator's little world, all invented. Pure.

Their ids are fixed: the demo names the admin's id in the bot's settings.
"""

from dataclasses import dataclass

from emulator.wire import Json


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a Telegram account. A private chat has the person's id."""

    id: int
    name: str
    username: str
    about: str = ""
    language: str = "ar"

    def user(self) -> Json:
        """Return the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "username": self.username,
            "language_code": self.language,
        }


LAYLA = Person(710_000_001, "ليلى من درعا", "layla_daraa", "تتابع أخبار حيّها")
ABU_KHALED = Person(710_000_002, "أبو خالد", "abu_khaled", "سائق على خط حلب والباب")
EDITOR = Person(710_000_003, "مديرة الأخبار", "news_editor", "تدير البوت وخلاصاته")
PEOPLE = (LAYLA, ABU_KHALED, EDITOR)

NEIGHBOURS_ID = -4_700_000_001
NEIGHBOURS = "جيران الحارة"

# Telegram's own two users: in whose name anonymous admins and channels speak in groups.
ANONYMOUS: Json = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
SPEAKING_CHANNEL: Json = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}

BOT_ID = 700_000_000
BOT_USERNAME = "mirsal_demo_bot"
BOT_NAME = "مرسال"
TOKEN = f"{BOT_ID}:demo-token-of-the-emulator-and-nothing-else"


def bot_user() -> Json:
    """Return the bot's User."""
    return {"id": BOT_ID, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}
