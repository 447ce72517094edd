"""A reading process: answer one job after another until the input ends. See ``bot/workers.py``."""

import os
import pickle
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

from domain.errors import FeedError
from news.places.gazetteer import shipped

HEADER = struct.Struct(">Q")


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer the jobs of *questions* in order, until they end; an exception is an answer too."""
    while header := questions.read(HEADER.size):
        (length,) = HEADER.unpack(header)
        frame = pickle.dumps(_answer(questions.read(length)), pickle.HIGHEST_PROTOCOL)
        answers.write(HEADER.pack(len(frame)) + frame)
        answers.flush()


def _answer(question: bytes) -> tuple[bool, Any]:
    try:
        job, arguments = pickle.loads(question)  # noqa: S301  written by our own parent
        return True, job(*arguments)
    except FeedError as error:
        return False, error
    except Exception:  # noqa: BLE001  a job's fault boundary: the parent is told and the next job goes on
        return False, traceback.format_exc(limit=-3)


def main() -> None:
    """Take over the standard streams and serve; what a library prints goes to standard error."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            stop, signal.SIG_IGN
        )  # both reach the whole group on a terminal or a platform; the parent ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    shipped()
    answers.write(HEADER.pack(0))  # ready
    answers.flush()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
