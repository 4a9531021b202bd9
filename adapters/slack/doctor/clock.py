"""Whether this machine and Slack agree on the time: requests whose time is off by five minutes are refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from adapters.slack.doctor.asking import Slack
from bot.finding import Finding, look, mend, ok

WHAT: Final = "Clock"
OFF: Final = 60.0
REFUSED: Final = 300.0
"""Seconds. Beyond these slack_sdk refuses a request’s signature, so nothing that anybody does arrives."""


async def clock_skew(slack: Slack, clock: Callable[[], datetime]) -> Finding:
    """Compare the clock with the date of Slack’s answer, which counts in whole seconds."""
    before = clock()
    answer = await slack.ask("api.test")
    if isinstance(answer, str):
        return mend("Slack", answer)
    after = clock()
    try:
        theirs = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return look(WHAT, "Slack’s answer has no date, so this machine’s clock was not compared.")
    ours = before + (after - before) / 2
    skew = (ours - theirs).total_seconds()
    said = f"{abs(skew):.0f} seconds {'ahead of' if skew > 0 else 'behind'} Slack’s"
    if abs(skew) > REFUSED:
        return mend(WHAT, f"This machine’s is {said}: every request of Slack’s is refused; set it by NTP.")
    if abs(skew) > OFF:
        return look(WHAT, f"This machine’s is {said}; beyond {REFUSED:.0f} requests are refused; set it by NTP.")
    return ok(WHAT, f"It agrees with Slack’s to {max(abs(skew), 1):.0f} s.")
