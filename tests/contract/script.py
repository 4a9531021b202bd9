"""A script: what people do, a line each, in words that a coach can read and write.

says promise Omar the numbers Thursday     a line is typed; it is Ana's unless another name stands in front
Omar: says hi
Eva, Jon, Kim: presses [Answer]            one after another; what they are shown at once has to be the same
replies to “Did it happen”: yes            typed in the thread of the newest message with these words
presses [Start]                            the newest button of that label
presses [Change] under “the numbers”       of the newest message with these words
presses [Did it] twice at once             by two fingers, or on two devices
presses [Did it] as it stood before        a button that is not there any more
presses [Start] far above                  of the oldest message that has one
presses [Look back] at home                of the home page
opens home
fills To whom?: Omar                       a field of the open form
fills Who is in it?: Eva, Jon              people, by their names; a channel is #team
sends                                      the open form
until Tue 24 Nov 17:00                     time passes, on Ana's clock
each day until Fri 4 Dec: [Did it]         the check-in of every working day until then is answered so
sees “Kept.”                               among what the act before it brought; `sees no “…”` for what must not be
with a team                                in the first line: eight people more, a second leader and a channel
after first_practice                       in the first line: what another script does has happened before
on Slack only: …                           why no other platform has this script
moves to Europe/Lisbon                     the platform reports another time zone
is out until 2026-11-30                    the platform shows her as out of office
Tom: comes into #coaching                  the private channel, in which Nora and Omar are
Nora: opens #coaching to everybody         it is a public one from now on
Sam: leaves                                the workspace, or has the bot removed, whatever the platform tells
(until Mon 30 Nov 08:55)                   is done as well, and neither it nor what it brings is in the transcript
# …                                        is for whoever reads the script
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, Literal

from tests.contract.cast import EVERYBODY, NAMES, QUIET

FOLDER: Final = Path(__file__).with_name("scripts")


@dataclass(frozen=True, slots=True)
class Says:
    """A line is typed; in the thread of the newest message that holds `under`, when that is given."""

    name: str
    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Presses:
    """A button is pressed, of the newest message that holds `under`; `way` says how."""

    name: str
    label: str
    under: str = ""
    way: Literal["", "twice at once", "as it stood before", "far above", "at home"] = ""


@dataclass(frozen=True, slots=True)
class Opens:
    """The home page is opened."""

    name: str


@dataclass(frozen=True, slots=True)
class Fills:
    """A field of the open form."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sends:
    """The open form."""

    name: str


@dataclass(frozen=True, slots=True)
class Until:
    """Time passes."""

    day: str
    at: time


@dataclass(frozen=True, slots=True)
class Daily:
    """Every working day's check-in is answered so, a label in brackets or a line."""

    name: str
    day: str
    answer: str


@dataclass(frozen=True, slots=True)
class Sees:
    """These words stand, or do not stand, in what the act before brought."""

    words: str
    there: bool


@dataclass(frozen=True, slots=True)
class Reports:
    """The platform reports something."""

    name: str
    what: Literal["zone", "out", "left", "came", "opened"]
    value: str


Single = Says | Presses | Opens | Fills | Sends | Until | Daily | Sees | Reports


@dataclass(frozen=True, slots=True)
class Alike:
    """Several people do the same, one after another, and are shown the same."""

    names: tuple[str, ...]
    acts: tuple[Single, ...]


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Something that is done, and not in the transcript."""

    act: Single | Alike


Act = Single | Alike | Unwritten


@dataclass(frozen=True, slots=True)
class Script:
    """Acts in their order, and those before that stand in another script's transcript; `only` names the one platform
    that has it, "" when all do. With a `team` more people are there."""

    name: str
    acts: tuple[Act, ...]
    before: tuple[Act, ...] = ()
    only: str = ""
    team: bool = False


_NAME: Final = "|".join(EVERYBODY)
_CAST: Final = re.compile(rf"((?:{_NAME})(?:, (?:{_NAME}))*): (.*)")
_WAYS: Final = "twice at once|as it stood before|far above|at home"
_LINES: Final[tuple[tuple[str, Callable[..., Single]], ...]] = (
    (r"says (.+)", Says),
    (r"replies to “(.+?)”: (.+)", lambda name, under, text: Says(name, text, under)),
    (rf"presses \[(.+?)\](?: under “(.+)”)?(?: ({_WAYS}))?", Presses),
    (r"opens home", Opens),
    (r"fills (.+?\?|.+?): (.*)", Fills),  # a question may hold a colon itself
    (r"sends", Sends),
    (r"until (.+) (\d\d:\d\d)", lambda _, day, at: Until(day, time.fromisoformat(at))),
    (r"each day until (.+?): \[?(.+?)\]?", Daily),
    (r"sees (no )?“(.+)”", lambda _, no, words: Sees(words, not no)),
    (r"sees (no )?(\[.+\])", lambda _, no, words: Sees(words, not no)),
    (r"moves to (\S+)", lambda name, zone: Reports(name, "zone", zone)),
    (r"is out until (\S+)", lambda name, until: Reports(name, "out", until)),
    (r"leaves", lambda name: Reports(name, "left", "")),
    (rf"comes into {QUIET}", lambda name: Reports(name, "came", "")),
    (rf"opens {QUIET} to everybody", lambda name: Reports(name, "opened", "")),
)


def scripts() -> list[Script]:
    """Every script there is."""
    return [read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.txt"))]


def read(name: str, text: str) -> Script:
    """A script's text; a line that nothing can be made of is an error that names it."""
    acts: list[Act] = []
    before: tuple[Act, ...] = ()
    only, team = "", False
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if found := re.match(r"on (\w+) only: ", line):
            only = found[1].lower()
            continue
        if line == "with a team":
            team = True
            continue
        if found := re.fullmatch(r"after (\w+)", line):
            earlier = read(found[1], (FOLDER / f"{found[1]}.txt").read_text(encoding="utf-8"))
            before, team = (*earlier.before, *earlier.acts), team or earlier.team
            continue
        acts.append(_act(line))
    return Script(name, tuple(acts), before, only, team)


def _act(line: str) -> Act:
    aside = re.fullmatch(r"\((.+)\)", line)
    return Unwritten(_done(aside[1])) if aside else _done(line)


def _done(line: str) -> Single | Alike:
    cast = _CAST.fullmatch(line)
    who, rest = (tuple(cast[1].split(", ")), cast[2]) if cast else (NAMES[:1], line)
    for pattern, make in _LINES:
        if found := re.fullmatch(pattern, rest):
            acts = tuple(make(one, *(part or "" for part in found.groups())) for one in who)
            return Alike(who, acts) if len(acts) > 1 else acts[0]
    raise ValueError(f"nobody knows what “{line}” means")


def date_of(words: str, today: date) -> date:
    """“Tue 24 Nov”, or “Tue”: the next such day, today included."""
    for ahead in range(400):
        day = today + timedelta(days=ahead)
        if words in (f"{day:%a}", f"{day:%a} {day.day} {day:%b}"):
            return day
    raise ValueError(f"no day within a year is “{words}”")


def moment_of(until: Until, now: datetime) -> datetime:
    """When that is, in the zone of `now`."""
    return datetime.combine(date_of(until.day, now.date()), until.at, now.tzinfo)
