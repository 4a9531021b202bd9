"""Whether this machine and a platform agree on the time: beyond five minutes each refuses what the other signed."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.finding import Finding, look, mend, ok

WHAT: Final = "Clock"
OFF: Final = 60.0
REFUSED: Final = 300.0
"""Seconds. Beyond these nothing that anybody does arrives."""


def skew(whose: str, date: str, before: datetime, after: datetime) -> Finding:
    """Compare the clock with the date of an answer, which counts in whole seconds; it was asked for between the two."""
    try:
        theirs = parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return look(WHAT, f"{whose} answer has no date, so this machine’s clock was not compared.")
    seconds = (before + (after - before) / 2 - theirs).total_seconds()
    said = f"{abs(seconds):.0f} seconds {'ahead of' if seconds > 0 else 'behind'} {whose}"
    if abs(seconds) > REFUSED:
        return mend(WHAT, f"This machine’s is {said}: every request of {whose} is refused; set it by NTP.")
    if abs(seconds) > OFF:
        return look(WHAT, f"This machine’s is {said}; beyond {REFUSED:.0f} requests are refused; set it by NTP.")
    return ok(WHAT, f"It agrees with {whose} to {max(abs(seconds), 1):.0f} s.")
