"""A message in the outbox."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.messages import Message

DOUBT: Final = timedelta(seconds=60)
"""How long after it may have left, in real time, a doubtful message is looked for."""
PUBLISHED: Final = "channel/"
"""How the key begins of whatever is for a channel."""
NEVER_SHOWN: Final = ("expired", "failed", "aside")
"""States in which a message is out of the outbox without having arrived."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to one address.

    `key` is unique for ever. `day` is the person's local date, for their budget. `replaces` is the key of the
    message in whose place it is drawn, or "", and `replaced_id` the platform's id of that one. `id` is the
    store's own and gives the order; 0 before storing. `attempts` are those that the platform answered.
    `doubtful`: a process took it before and was not heard of again, so it may be there already; then `last_id`
    is the platform's id of the last message that did arrive at this address. `state` is what has become of it.
    """

    key: str
    person: str
    address: str
    cls: str
    day: date
    message: Message
    not_before: datetime
    expires_at: datetime
    replaces: str = ""
    attempts: int = 0
    id: int = 0
    state: str = "waiting"
    replaced_id: str = ""
    doubtful: bool = False
    last_id: str = ""

    @property
    def published(self) -> bool:
        """Whether it is for a channel, in the person's name."""
        return self.key.startswith(PUBLISHED)
