"""A transport that speaks with the stand-in, and the messages that it is given to send."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp

from adapters.pace import Pace
from adapters.slack.calls import Calls
from adapters.slack.tokens import OneWorkspace, Tokens
from adapters.slack.transport import SlackTransport
from adapters.slack.whom import address_of, person_of
from adapters.slack.workspaces import Many
from bot.messages import Ask, Message, Plain, Text, Typed
from bot.outgoing import Outgoing
from tests.slack.standin import StandIn

SECRET = "Rosebud is what I never told anybody"
"""What somebody typed: it stands in every message here, and may stand in no log and no exception."""
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def words(text: str = "Well done.") -> Message:
    """Words of the bot's, and of a person's."""
    return Message((Ask((Text((Plain(text), Typed(SECRET))),)),))


def row(user: str = "U1", place: str = "T1", key: str = "k1", message: Message | None = None, **more: Any) -> Outgoing:
    """A message to somebody, in the outbox."""
    given: dict[str, Any] = {
        "key": key,
        "person": person_of(place, user),
        "address": address_of(place, user),
        "cls": "nudge",
        "day": date(2026, 11, 23),
        "message": message or words(),
        "not_before": NOW,
        "expires_at": NOW + timedelta(hours=2),
        **more,
    }
    return Outgoing(**given)


@dataclass(slots=True)
class Several:
    """A token for each place."""

    tokens: dict[str, str]

    async def of(self, place: str) -> str:
        return self.tokens[place]


@dataclass(slots=True)
class Desk:
    """The transport, and what it told about stopped places. `now` is the real time that it sees."""

    slack: StandIn
    session: aiohttp.ClientSession
    tokens: Tokens = field(default_factory=lambda: OneWorkspace("T1", "xoxb-1"))
    workspaces: Many | None = None
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic, None))
    patience: float = 5.0
    now: datetime = NOW
    stopped: list[str] = field(default_factory=list)

    def calls(self) -> Calls:
        return Calls(
            self.session,
            self.tokens,
            self.pace,
            api_url=self.slack.url,
            on_stopped=self._refused,
            patience=self.patience,
        )

    def transport(self) -> SlackTransport:
        return SlackTransport(self.calls(), lambda: self.now)

    async def _refused(self, place: str, token: str) -> bool:
        ended = self.workspaces is None or await self.workspaces.refused(place, token)
        if isinstance(self.tokens, OneWorkspace):
            self.tokens.stop()
        if ended:
            self.stopped.append(place)
        return ended
