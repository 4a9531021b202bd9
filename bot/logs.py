"""How a process of ours writes its log: to stderr, one line for each thing that happened."""

import sys

import structlog


def log_to_stderr(level: str) -> None:
    """From now on. Without what people said: no values of variables in a traceback."""
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
