"""Who is there on every platform: Ana, whom her coach Nora has invited, and Omar; all in Berlin.

Some scripts need a team. Eight people are in the workspace then, and a second leader; none of them has ever spoken with
the bot, and all are in one channel, which the bot is in. In another, a private one, are Nora and Omar.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

NAMES: Final = ("Ana", "Nora", "Omar")
TEAM: Final = ("Eva", "Jon", "Kim", "Mia", "Raj", "Sam", "Tom", "Zoe")
LEADER: Final = "Ida"
"""The second one."""
EVERYBODY: Final = (*NAMES, LEADER, *TEAM)
CHANNEL: Final = "#team"
QUIET: Final = "#coaching"
READERS: Final = ("Nora", "Omar")
"""Who is in a private channel, with the bot."""
INVITED: Final = "Ana"
INVITER: Final = "Nora"
ZONE: Final = "Europe/Berlin"
START: Final = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, 09:00 in Berlin."""
KEY: Final = b"A" * 43 + b"="
A_MINUTE: Final = timedelta(minutes=1)
"""After each act: nobody does two things at the same moment, and by then the worker has come by."""
