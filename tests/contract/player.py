"""Plays a script with a driver, and writes down what everybody saw."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from tests.contract.cast import QUIET, ZONE
from tests.contract.script import (
    Act,
    Alike,
    Daily,
    Fills,
    Opens,
    Presses,
    Reports,
    Says,
    Script,
    Sees,
    Sends,
    Single,
    Until,
    Unwritten,
    date_of,
    moment_of,
)
from tests.contract.seen import Answer, Button, Driver, Look, Seen

LOCAL: Final = ZoneInfo(ZONE)
HEAD: Final = (
    "What everybody saw, the same on every platform; hours are Berlin’s. […] is a button, → what a message above was",
    "changed to, ! stands at a field of a form. Of each thing that can be said in several ways the first is said here.",
    "Written by `python -m tests.contract`.",
)
ASKS: Final = time(17, 5)
CHECK_IN: Final = "Did it"
CODE: Final = re.compile(r"link ([0-9A-Z]{4}-[0-9A-Z]{4})")
_REPORTED: Final = {
    "zone": "is in {} now",
    "out": "is shown as out until {}",
    "left": "has left",
    "came": f"has come into {QUIET}",
    "opened": f"has opened {QUIET} to everybody",
}
SAMPLE: Final = "K7QW-M3PD"
"""Every code is another one; in scripts and transcripts this one stands for the newest."""


@dataclass
class Player:
    """One run of a script. `lines` become the transcript, `reached` are flow and step of what was stored."""

    driver: Driver
    lines: list[str] = field(default_factory=list)
    day: str = ""
    known: dict[tuple[str, str], Look] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    homes: dict[str, Look] = field(default_factory=dict)
    stood: dict[str, list[tuple[str, Look]]] = field(default_factory=dict)
    brought: list[str] = field(default_factory=list)
    code: str = SAMPLE
    reached: set[tuple[str, str]] = field(default_factory=set)

    async def plays(self, script: Script) -> str:
        """The transcript."""
        await self._all(script.before)
        self.lines, self.day = [], ""
        await self._all(script.acts)
        talks: dict[str, list[str]] = {}
        for flow, step in sorted(self.reached):
            talks.setdefault(flow, []).append(step)
        ends = [f"{flow}: {', '.join(steps)}" for flow, steps in talks.items()]
        return "\n".join([*HEAD, *self.lines, "", "", "Conversations and their steps", "", *ends]) + "\n"

    async def _all(self, acts: Iterable[Act]) -> None:
        self.looks()
        for act in acts:
            if isinstance(act, Sees):
                self._checks(act)
                continue
            self.brought = []
            begins, day = len(self.lines), self.day
            await self._does(act.act if isinstance(act, Unwritten) else act)
            self.looks()
            if isinstance(act, Unwritten):
                del self.lines[begins:]
                self.day = day

    @property
    def now(self) -> datetime:
        return self.driver.now.astimezone(LOCAL)

    async def _does(self, act: Single | Alike) -> None:
        match act:
            case Alike():
                await self._alike(act)
            case _:
                await self._single(act)

    async def _alike(self, act: Alike) -> None:
        """Written once, as of the first of them: what all the others saw is the same but for the name and the time."""
        begun = len(self.lines)
        told: list[str] = []
        for name, one in zip(act.names, act.acts, strict=True):
            begins = len(self.lines)
            await self._single(one)
            written = (line for line in self.lines[begins:] if line and line != self.day)
            saw = [re.sub(rf"^\d\d:\d\d|\b{name}\b", "", line) for line in written]
            told = told or saw
            assert saw == told, f"{name} does not see what {act.names[0]} saw:\n" + "\n".join(self.lines[begins:])
            if one is not act.acts[0]:
                del self.lines[begins:]
        for place in range(begun, len(self.lines)):
            if re.match(r"\d\d:", self.lines[place]):
                self.lines[place] += f"; so do {', '.join(act.names[1:])}"
                break

    async def _single(self, act: Single) -> None:
        at = self.driver.now
        match act:
            case Says(name, text, under):
                about = f" (to “{under}”)" if under else ""
                self._writes(at, f"{name}{about}", [text])
                thread = self._newest(name, under).key if under else ""
                self._answered(name, at, await self.driver.says(name, self._typed(text), thread))
            case Presses():
                await self._presses(act)
            case Opens(name):
                self.homes[name] = await self.driver.home(name)
                self._writes(at, f"{name}’s home page", self.homes[name].lines)
            case Fills(name, label, value):
                self.fields.setdefault(name, {})[label] = value
            case Sends(name):
                fields = self.fields.get(name, {})
                filled = [f"{label}: {value}" for label, value in fields.items()]
                self._writes(at, f"{name} sends the form", filled)
                answer = await self.driver.sends(name, fields)
                if not answer.errors:
                    self.fields.pop(name, None)
                self._answered(name, at, answer)
            case Until():
                await self.driver.goes_to(moment_of(act, self.now))
            case Daily():
                await self._daily(act)
            case Reports(name, what, value):
                self._writes(at, f"{name} {_REPORTED[what]}".format(value), [])
                await self.driver.reports(name, what, value)
            case Sees():
                raise AssertionError("nothing is done by looking")
            case _:
                assert_never(act)

    async def _presses(self, act: Presses) -> None:
        at, (key, button) = self.driver.now, self._button(act)
        where = " on the home page" if act.way == "at home" else f" {act.way}" if act.way else ""
        self._writes(at, f"{act.name} presses [{act.label}]{where}", [])
        times = 2 if act.way == "twice at once" else 1
        self._answered(act.name, at, await self.driver.presses(act.name, button, key, times))

    async def _daily(self, act: Daily) -> None:
        last, day = date_of(act.day, self.now.date()), self.now.date()
        while day < last:
            day += timedelta(days=1)
            await self.driver.goes_to(datetime.combine(day, ASKS, LOCAL))
            self.looks()
            asked = [
                one for one in self.driver.messages(act.name) if any(b.label == CHECK_IN for b in one.look.buttons)
            ]
            if not asked or asked[-1].at.astimezone(LOCAL).date() != day:
                continue
            if any(one.label == act.answer for one in asked[-1].look.buttons):
                await self._presses(Presses(act.name, act.answer))
            else:
                await self._does(Says(act.name, act.answer))
            self.looks()

    # what is seen

    def looks(self) -> None:
        """Write down what is new, then what reads differently now."""
        self.reached |= self.driver.conversations()
        new: list[tuple[datetime, str, Seen]] = []
        changed: list[tuple[Look, Seen]] = []
        conversations = [(name, self.driver.messages(name)) for name in self.driver.names]
        for name, messages in [*conversations, *self.driver.posts().items()]:
            for one in messages:
                before = self.known.get((name, one.key))
                if before is None:
                    new.append((one.at, name, one))
                elif before.lines != one.look.lines:
                    changed.append((before, one))
                self.known[name, one.key] = one.look
                if before is None or before.lines != one.look.lines:
                    self.stood.setdefault(name, []).append((one.key, one.look))
        for before, one in changed:
            self._adds(
                [f"       → {line}" for line in one.look.lines if line not in before.lines]
                or ["       → its buttons are gone"]
            )
        for (at, lines, public), names in _together(new).items():
            self.code = next((found for line in lines for found in CODE.findall(line)), self.code)
            self._writes(at, f"Followthrough {'in' if public else 'to'} {', '.join(names)}", lines)

    def _answered(self, name: str, at: datetime, answer: Answer) -> None:
        if answer.form is not None:
            self._writes(at, f"{name} has a form before them", answer.form.lines)
        self._adds([f"       ! {label}: {sentence}" for label, sentence in answer.errors])
        if answer.aside:
            self._writes(at, f"Followthrough to {name}, not kept", [answer.aside])

    def _checks(self, act: Sees) -> None:
        there = any(act.words in line for line in self.brought)
        assert there == act.there, f"{'no ' if act.there else ''}“{act.words}” in:\n" + "\n".join(self.brought)

    def _typed(self, text: str) -> str:
        """The newest code in the place of the sample, written as that is."""
        bare = self.code.replace("-", " ").lower()
        return text.replace(SAMPLE, self.code).replace(SAMPLE.replace("-", " ").lower(), bare)

    # what is there to act on

    def _newest(self, name: str, words: str) -> Seen:
        for one in reversed(self.driver.messages(name)):
            if any(words in line for line in one.look.lines):
                return one
        raise AssertionError(f"{name} has no message with “{words}”")

    def _button(self, act: Presses) -> tuple[str, Button]:
        for key, look in self._places(act):
            for button in look.buttons:
                if button.label == act.label and any(act.under in line for line in look.lines):
                    return key, button
        raise AssertionError(f"{act.name} sees no [{act.label}] in\n" + "\n".join(self.lines[-30:]))

    def _places(self, act: Presses) -> Iterable[tuple[str, Look]]:
        match act.way:
            case "at home":
                return [("", self.homes[act.name])]
            case "as it stood before":
                now = {one.key: one.look for one in self.driver.messages(act.name)}
                return [(key, look) for key, look in reversed(self.stood[act.name]) if now.get(key) != look]
            case "far above":
                return [(one.key, one.look) for one in self.driver.messages(act.name)]
            case _:
                return [(one.key, one.look) for one in reversed(self.driver.messages(act.name))]

    # the transcript

    def _writes(self, at: datetime, said: str, lines: Iterable[str]) -> None:
        local = at.astimezone(LOCAL)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self.day:
            self.lines += ["", "", day]
            self.day = day
        self.lines.append("")
        self._adds([f"{local:%H:%M}  {said}", *(f"       {line}" for line in lines)])

    def _adds(self, lines: list[str]) -> None:
        lines = [line.replace(self.code, SAMPLE) for line in lines]
        self.lines += lines
        self.brought += lines


def _together(new: list[tuple[datetime, str, Seen]]) -> dict[tuple[datetime, tuple[str, ...], bool], list[str]]:
    """In the order in which they came; what several people got in the same minute and in the same words, once."""
    found: dict[tuple[datetime, tuple[str, ...], bool], list[str]] = {}
    for at, name, one in sorted(new, key=lambda seen: seen[0]):
        minute = at.replace(second=0, microsecond=0)
        found.setdefault((minute, one.look.lines, name.startswith("#")), []).append(name)
    return found
