"""Where the opponent's people answer: through the bot, or in front of an adapter; and turns with one thing broken."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

import pytest
import structlog
from sqlalchemy import delete

from bot.answering import Answering
from bot.events import Pressed, Submitted
from bot.flow import State
from bot.messages import Ask, FieldErrors, Form, Message, Quote, Ref
from bot.outgoing import Outgoing
from bot.service import Bot
from bot.store import Store
from bot.store.tables import TABLES
from tests.anonymity import team
from tests.anonymity.front import PROMPTED, START, Front
from tests.ballot.samples import CLOSES, OPENED, closes

log = structlog.get_logger()

LEADER: Final = "U0NORA"
Breaking = Callable[[pytest.MonkeyPatch], None]


def begins(store: Store, round_: str, leader: str, people: Sequence[str]) -> None:
    """A round of theirs, and none before it."""
    with store.begin() as unit:
        unit.connection.execute(delete(TABLES["round"]))
    made = team.opens(store, OPENED, round_, leader, people)
    assert made.closes_at == CLOSES


class ThroughTheBot:
    """Everybody presses the button, and sends the form that opens."""

    def __init__(self, runner: asyncio.Runner, bot: Bot) -> None:
        self.runner, self.bot = runner, bot
        self.number = 0

    def opens(self, store: Store, round_: str, people: Sequence[str]) -> None:
        if not self.number:
            team.gathers(store, LEADER, people)
        begins(store, round_, LEADER, people)

    def casts(self, store: Store, round_: str, person: str, words: str) -> None:
        self.number += 1
        ref, fields = Ref("answer", round_, "asked"), {"next": words, "say": "3", "as_it_stands": "yes"}
        form = self._does(Pressed(f"{person}.press{self.number}", person, OPENED, ref, "open"))
        assert form.send
        sent = self._does(Submitted(f"{person}.send{self.number}", person, OPENED, form.ref, fields))
        assert not sent.send, "it is still open"
        assert sent.title == "Sealed"

    def closes(self, store: Store, round_: str) -> None:
        closes(store, round_)

    def _does(self, event: Pressed | Submitted) -> Form:
        reply = self.runner.run(self.bot.receive(event))
        assert isinstance(reply, Form), reply
        return reply


class ThroughAFront:
    """The same in front of an adapter; the buttons are those of one prompt, each with the round that is open."""

    def __init__(self, runner: asyncio.Runner, front: Front) -> None:
        self.runner, self.front = runner, front

    def learns(self) -> None:
        """Everybody has a prompt before them."""
        team.opens(self.front.bot.store, START, team.ROUND, self.front.leader, self.front.people)
        team.tells(self.front.bot, START, "opened", team.ROUND, self.front.people)
        self.runner.run(self.front.goes_to(PROMPTED))

    def opens(self, store: Store, round_: str, people: Sequence[str]) -> None:
        begins(store, round_, self.front.leader, people)

    def casts(self, store: Store, round_: str, person: str, words: str) -> None:
        self.runner.run(self._answers(round_, self.front.people.index(person), words))

    def closes(self, store: Store, round_: str) -> None:
        closes(store, round_)

    async def _answers(self, round_: str, place: int, words: str) -> None:
        await self.front.opens(place, round_)
        assert "Sealed." in await self.front.sends(place, words)


def after(patch: pytest.MonkeyPatch, does: Callable[[Answering, Submitted, str], object]) -> None:
    """Something more is done once an answer was taken."""
    taken: Any = Answering._taken

    async def more(self: Answering, event: Submitted, asked: Any) -> Form | FieldErrors:
        reply: Form | FieldErrors = await taken(self, event, asked)
        does(self, event, event.fields["next"])
        return reply

    patch.setattr(Answering, "_taken", more)


def told_in_the_log(patch: pytest.MonkeyPatch) -> None:
    """What was written is logged, without a name."""
    after(patch, lambda self, event, words: log.debug("an answer came", words=words))


def kept_in_the_conversation(patch: pytest.MonkeyPatch) -> None:
    """The state of the conversation keeps the answer, sealed as all states are."""

    def keeps(self: Answering, event: Submitted, words: str) -> None:
        with self.work.store.begin() as unit:
            unit.talks.put([State("answer", event.person, event.ref.subject, "asked", {"said": words})])

    after(patch, keeps)


def repeated_in_a_message(patch: pytest.MonkeyPatch) -> None:
    """A message to the person quotes the answer."""

    def repeats(self: Answering, event: Submitted, words: str) -> None:
        message = Message((Ask((Quote(words),)),))
        to = f"x:{event.person}"
        row = Outgoing(event.id, event.person, to, "reply", OPENED.date(), message, OPENED, CLOSES)
        with self.work.store.begin() as unit:
            unit.outbox.put([row])

    after(patch, repeats)


BROKEN_TURNS: Final[tuple[Breaking, ...]] = (told_in_the_log, kept_in_the_conversation, repeated_in_a_message)
