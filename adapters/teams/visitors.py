"""Who did something on Teams, where, and how they can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from adapters.register import Named
from adapters.teams.whom import address_of, person_of
from bot.messages import Form

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request of Teams'."""

    status: int = 200
    body: Json | None = None


YES: Final = Answer()
"""Heard. To somebody whose dialog is open it means that the dialog closes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was done: the conversation, the bot's id there, and the URL it is answered at. `address` is whose
    limits hold there: the person's own, or a channel's."""

    service_url: str
    conversation: str
    bot: str
    personal: bool = True  # nobody but them and the bot
    tenant: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What stood in a dialog that was sent: the form, where it is known, and what was typed; `opened` is the id of
    the request that had opened it, `channels` are those that it offered, and `named` the people and channels in it."""

    opened: str
    form: Form | None
    typed: Mapping[str, str]
    message: str
    channels: tuple[tuple[str, str], ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog that was asked for, or one that was `sent`. `id` is that of the request, and of the first one when
    another form follows."""

    id: str
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A user of a tenant, by the directory's own ids; "" is what Teams does not say. `account` is the id that begins
    with 29:, and is the bot's alone. `at` is when Teams sent what they did."""

    tenant: str
    user: str
    place: Place
    account: str = ""
    name: str = ""
    zone: str = ""
    locale: str = ""
    dialog: Dialog | None = None
    at: datetime | None = None
    chat: bool = True  # they have one with the bot

    @property
    def person(self) -> str:
        """The bot's id of them."""
        return person_of(self.tenant, self.user)

    @property
    def address(self) -> str:
        """Where they are written to."""
        return address_of(self.tenant, self.user)

    def elsewhere(self) -> "Visitor":
        """The same, where nothing of the place says how they are written to."""
        return replace(self, place=replace(self.place, personal=False))
