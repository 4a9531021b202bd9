"""Whether this machine and Slack agree on the time: slack_sdk refuses a signature that is five minutes off."""

from collections.abc import Callable
from datetime import datetime

from adapters.skew import skew
from adapters.slack.doctor.asking import Slack
from bot.finding import Finding, mend


async def clock_skew(slack: Slack, clock: Callable[[], datetime]) -> Finding:
    """Compare the clock with the date of Slack’s answer."""
    before = clock()
    answer = await slack.ask("api.test")
    if isinstance(answer, str):
        return mend("Slack", answer)
    return skew("Slack’s", answer.headers.get("Date", ""), before, clock())
