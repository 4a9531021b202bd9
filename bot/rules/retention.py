"""How long what is stored stays: one table of spans. Housekeeping keeps to it (`bot.store.retention`)."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Literal

Until = Literal[
    "erased", "closed", "tallies", "rounds", "comments", "items", "planned", "energy", "messages", "digests", "exports",
    "talks", "events", "codes",
]  # fmt: skip
"""What ends the keeping of something: somebody erases it, its round closes, or the span of this name is over."""

YEAR: Final = timedelta(days=365)
HALF: Final = timedelta(days=182)
QUARTER: Final = timedelta(weeks=13)
WEEK: Final = timedelta(weeks=1)

SPANS: Final[Mapping[Until, timedelta]] = MappingProxyType(
    {
        "tallies": YEAR,  # since the day they are about
        "rounds": YEAR,  # since they closed
        "comments": HALF,  # since their round closed
        "items": YEAR,  # since they were answered, or else since they were made
        "planned": YEAR,  # since it was asked, or would have been
        "energy": timedelta(weeks=3),  # since the end of its week
        "digests": YEAR,  # since the end of their week
        "messages": QUARTER,  # since they were sent
        "exports": WEEK,  # since they were sent
        "talks": QUARTER,  # since they were over
        "events": WEEK,  # since they were handled
        "codes": timedelta(hours=1),  # since they were made
    }
)
"""Every span there is."""
