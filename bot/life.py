"""One person's life with the bot, apart from everybody else's: time passes, and a script is acted out."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.content.words import fold
from bot.errors import ScriptProblem, StandsStill
from bot.events import Act, Moved, Pressed, Said
from bot.facts import Person
from bot.messages import Choices, Form, Message
from bot.outgoing import Outgoing
from bot.rules import calendar
from bot.script import Line
from bot.service import Bot
from bot.settings import Settings
from bot.work import Work

STEP: Final = timedelta(minutes=1)
OF_ROUNDS: Final = (("pulse", "introduce"), ("pulse", "open"), ("pulse", "close"))
"""Follow-ups that open and close rounds; they say nothing to the leader."""
STEPS: Final = 3
"""How many minutes something that stays due after its work was done is given."""


@dataclass
class Recorder:
    """Stands in the place of every platform: keeps what is sent, but not what is only drawn anew."""

    sent: list[tuple[str, Message]] = field(default_factory=list)

    async def send(self, row: Outgoing) -> str:
        """Keep a new message."""
        if not row.replaces:
            self.sent.append((row.key, row.message))
        return row.key


class Life:
    """A person in a store of their own. `now` moves from one thing that happens to the next."""

    def __init__(self, work: Work, settings: Settings, person: Person, now: datetime):
        self.store, self.person, self.now = work.store, person, now
        self.script: list[Line] = []
        self.recorder = Recorder()
        with work.store.look() as unit:
            homes = [home for one in unit.people.all() for home in one.homes]
        transports = {home.partition(":")[0]: self.recorder for home in homes}
        self.bot = Bot(work, transports, lambda: self.now, lambda: self.now, settings)
        self.again = 0

    async def next(self) -> tuple[datetime | None, Line | None]:
        """The moment of what happens next, and the line of the script if it is one.

        Raises:
            ScriptProblem: the line's time has gone by.
            StandsStill: what was done is due again and again.
        """
        due = await self.bot.next_due()
        moment = None if due is None else self._moment(due)
        if self.script:
            line = self.script[0]
            at = calendar.instant(line.wall, self.person.zone)
            if at < self.now:
                local = calendar.local(self.now, self.person.zone)
                raise ScriptProblem(f"Line {line.number} comes too late: it is {local:%Y-%m-%d %H:%M} by then.")
            if moment is None or at < moment:
                return at, line
        return moment, None

    def _moment(self, due: datetime) -> datetime:
        """When to do what is due: then, or now if that has gone by, or a little later if it was done already."""
        self.again = 0 if due > self.now else self.again + 1
        if self.again > STEPS + 1:
            raise StandsStill
        return max(due, self.now if self.again < 2 else self.now + STEP)

    async def live(self, moment: datetime, line: Line | None) -> list[tuple[str, Message]]:
        """Do what happens then; the messages to this person that came of it, each with its class, as they were sent.

        Raises:
            ScriptProblem: the line cannot be done.
        """
        self.now = moment
        if line is None:
            self._leave_out_rounds()
            await self.bot.tick(moment)
        else:
            self.script.remove(line)
            reply = await self.bot.receive(self._event(line))
            await self.bot.replied()
            if isinstance(reply, Form):
                raise ScriptProblem(f"Line {line.number}: [{line.text}] opens a form, which a script cannot fill.")
        await self.bot.deliver(moment)
        sent, self.recorder.sent = self.recorder.sent, []
        with self.store.look() as unit:
            rows = [(row, message) for key, message in sent if (row := unit.outbox.message(key)) is not None]
            self.person = unit.people.get(self.person.id) or replace(self.person, state="gone")
        return [(row.cls, message) for row, message in rows if row.person == self.person.id]

    def _leave_out_rounds(self) -> None:
        """Rounds go by what others answer, and with keys that are not here."""
        with self.store.begin() as unit:
            planned = unit.follow_ups.waiting(self.person.id)
            left_out = [one for one in planned if (one.flow, one.kind) in OF_ROUNDS]
            unit.follow_ups.close([(one, "stopped", "not lived through here") for one in left_out])

    def _event(self, line: Line) -> Act:
        id_ = f"preview/{self.person.id}/{line.number}"
        match line.act:
            case "types":
                return Said(id_, self.person.id, self.now, line.text)
            case "presses":
                return self._press(id_, line)
            case "moves":
                return Moved(id_, self.person.id, self.now, line.text)
            case _:
                assert_never(line.act)

    def _press(self, id_: str, line: Line) -> Pressed:
        """The newest button of that label."""
        newest: dict[str, None] = {}
        with self.store.look() as unit:
            shown = unit.outbox.shown_to(self.person.id)
        for row in shown:
            for ask in reversed(row.message.asks):
                for part in ask.parts:
                    for choice in part.choices if isinstance(part, Choices) else ():
                        if ask.ref is not None and fold(choice.label) == fold(line.text):
                            return Pressed(id_, self.person.id, self.now, ask.ref, choice.key, row.key)
                        newest.setdefault(choice.label)
        there = ", ".join(f"[{label}]" for label in list(newest)[:8]) or "none"
        raise ScriptProblem(f"Line {line.number}: no button [{line.text}] was shown; the newest were {there}.")
