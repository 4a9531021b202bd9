"""What every process of ours does when it starts: its log, its end, and its memory."""

import asyncio
import gc
import signal
import sys

import structlog


def log_to_stderr(level: str) -> None:
    """One line for each thing that happens, without what people said: no values of variables in a traceback."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=("timestamp", "level", "event")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


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
