"""A moment as an operator types it: ISO 8601, and never without its offset."""

from datetime import UTC, datetime
from typing import Final

from bot.errors import SettingError

FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""Between these a clock can stand: the bot looks years around itself, and the calendar ends with the year 9999."""
EXAMPLE = "write it like 2026-11-23T17:00:00+00:00"


def read_moment(text: str, option: str) -> datetime:
    """The moment, aware UTC; `option` is what the operator gave it to.

    Raises:
        SettingError: it cannot be read, does not say which zone it means, or is before `FIRST` or after `LAST`.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None and FIRST <= moment <= LAST:
            return moment.astimezone(UTC)
    except ValueError as error:
        raise SettingError(f"{option} is {text!r}, which is no moment; {EXAMPLE}.") from error
    if moment.tzinfo is not None:
        raise SettingError(f"{option} is {text!r}, which is not between {FIRST:%Y} and {LAST:%Y}; {EXAMPLE}.")
    raise SettingError(f"{option} is {text!r}, which could be anywhere: it needs its offset; {EXAMPLE}.")
