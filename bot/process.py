"""What every process of ours does when it starts: its log, its end, and its memory."""

import asyncio
import gc
import signal
import sys
import traceback
from pathlib import Path
from typing import Final

import structlog
from structlog.typing import ExcInfo

from bot.errors import FollowthroughError

FRAMES: Final = 8
"""Places that are told of one error, the innermost first."""


def log_to_stderr(level: str) -> None:
    """One line for each thing that happens, without what people said."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(where_it_failed),
            structlog.processors.KeyValueRenderer(key_order=("timestamp", "level", "event")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def where_it_failed(exc_info: ExcInfo) -> str:
    """Kind and places of an error and of those behind it. Not its words, which may quote what somebody wrote; only
    our own errors are sentences made for the log."""
    told: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))
        words = f" ({error})" if isinstance(error, FollowthroughError) else ""
        told.append(f"{type(error).__name__}{words} at {where or 'nowhere'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return ", because of ".join(told)


def enough() -> asyncio.Event:
    """Set by Ctrl-C and by whoever ends processes."""
    said = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, said.set)
    return said


def settle() -> None:
    """Have nobody wait for an answer while others work.

    What was loaded stays anyway: looking through it for garbage takes 100 ms in which nothing else happens. And
    a thread of the store's gives way to the event loop after 1 ms, not after Python's 5.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.001)
