"""A moment as an operator types it: ISO 8601, and never without its offset."""

from datetime import UTC, datetime

from bot.errors import SettingError

EXAMPLE = "write it like 2026-11-23T17:00:00+00:00"


def read_moment(text: str, option: str) -> datetime:
    """The moment, aware UTC; `option` is what the operator gave it to.

    Raises:
        SettingError: it cannot be read, or does not say which zone it means.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SettingError(f"{option} is {text!r}, which is no moment; {EXAMPLE}.") from error
    raise SettingError(f"{option} is {text!r}, which could be anywhere: it needs its offset; {EXAMPLE}.")
