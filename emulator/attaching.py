"""Let people send files: what Telegram's apps refuse is refused, the rest is kept for the bot to fetch."""

from collections.abc import Sequence

from emulator.methods.api import Api
from emulator.params import File
from emulator.people import Person
from emulator.wire import Json

MOST = 10  # of an album (td/telegram, MAX_GROUPED_MESSAGES)


def send(
    api: Api, person: Person, files: Sequence[File], *, chat: int = 0, thread: int = 0, caption: str = ""
) -> list[Json]:
    """Send *files* as *person*, several as one album; return the messages.

    Raises:
        ValueError: no file, too many, or an empty one.
    """
    if not 1 <= len(files) <= MOST:
        raise ValueError(f"a message has 1 to {MOST} files")
    if not all(file.content for file in files):
        raise ValueError("file must be non-empty")
    documents = [document(api.keep_file(file), file) for file in files]
    return api.world.send_files(person, documents, chat=chat, thread=thread, caption=caption)


def document(file_id: str, file: File) -> Json:
    """Return the Bot API's Document of a stored *file*."""
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-16:],
        "file_name": file.name,
        "mime_type": file.kind,
        "file_size": len(file.content),
    }
