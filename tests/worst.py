"""The longest and worst that people can type on a platform, a leader about whom nothing else is kept, and everything
that the flows show then: messages, forms and home pages of every way in and of every step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Final

from bot.ballot.asked import Open
from bot.ballot.questions import fitting
from bot.coaching import Line
from bot.facts import (
    Capture,
    Chance,
    Consent,
    Item,
    Mark,
    Member,
    Partner,
    Person,
    Practice,
    Record,
    Round,
    Team,
    Week,
)
from bot.flow import State
from bot.flows.answer.form import Asked, draw
from bot.flows.pulse.questions import CHANGE, NEED, NEXT, in_full
from bot.home.page import home
from bot.messages import FieldErrors, Form, Message, Page
from tests.digests import STEADY, coaching, read, shows
from tests.stage import ANA, NORA, OMAR, WORDS, Stage
from tests.walk import begun, copied, explore, placed, started, starts, steps

LONGEST: Final = 40_000
"""Characters of a message that Slack delivers; Teams delivers fewer."""
FAR: Final = date(2026, 5, 25)
"""A Monday half a year before the stage's first day."""
MARKS: Final[tuple[Mark, ...]] = ("did", "partly", "not", "", "none")
EVERYTHING: Final = Line(
    done=3, expected=4, usual_done=4, usual_expected=16, weeks=((3, 4), (0, 0)) * 6, waits_since=FAR, due=9, kept=9,
    promised=9, milestone="digest.milestone_26", fresh_on=date(2026, 12, 3), band="more", quiet_since=FAR, things_due=9,
    things_done=9, things_dropped=9,
)  # fmt: skip
"""A week in which there is everything to say."""
DEPTH: Final = {"in": 3, "at": 1}
"""From each way in some turns deep, from each step one."""

Way = tuple[str, str, str]
"""Into a flow ("in") or placed at one of its steps ("at"), and which."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was sent and stays open."""

    form: Form
    errors: FieldErrors


Shown = Message | Page | Form | Refused


@cache
def longest(nasty: str) -> str:
    """These words, and whole ones, over and over."""
    return "".join(islice(cycle(nasty + "w" * 300 + " "), LONGEST))


def practice(name: str, text: str, **more: object) -> Practice:
    """A practice in which everything that can be typed is this text."""
    typed = dict.fromkeys(("wish", "situation", "who", "act", "proof", "obstacle", "then"), text)
    begun = {"state": "active", "proof_kind": "hear", "started_on": FAR, "began_on": FAR, "recent": "ddpnd" * 4}
    return Practice(name, "ana", **{**typed, **begun, "matters": 5, "sure": 9, **more})  # type: ignore[arg-type]  # as named


def kept(nasty: str) -> tuple[Record, ...]:
    """Half a year of a leader with three practices; in the last one something was asked every other week only."""
    long = longest(nasty)
    days = [FAR + timedelta(days=number) for number in range(182) if (FAR + timedelta(days=number)).weekday() < 5]
    marks = cycle(MARKS)
    chances = [Chance(one, day, "ana", next(marks)) for one in ("p1", "p2") for day in days]
    chances += [Chance(one, days[-1], "ana", "did", note=long) for one in ("p1", "p2")]
    chances += [Chance("p3", day, "ana", "did") for day in days if day.isocalendar().week % 2]
    kinds = ("promise", "note", "bring", "thank", "wait", "thing")
    made = datetime(2026, 11, 20, 9, tzinfo=UTC)
    captures = [
        Capture(f"c{number}", "ana", kinds[number % 6], long, long, date(2026, 11, 26), made_at=made, place=long)  # type: ignore[arg-type]
        for number in range(18)
    ]
    return (
        replace(ANA, name=long, state="active", joined_on=FAR, energy=True),
        replace(NORA, name=long),
        replace(OMAR, name=f"Omar {long}"),
        practice("p1", long),
        practice("p2", long[:3000]),
        practice("p3", nasty),
        *chances,
        replace(captures[0], id="c1"),
        *captures,
        Partner("ana", "omar", "p1", "accepted", date(2026, 11, 10)),
        Consent("k1", "ana", "nora", "open", made),
        *teams(long),
        *(Week("ana", days[-1] - timedelta(weeks=n), "answered", long, long, long, long, "ok") for n in range(2)),
    )


def teams(long: str) -> tuple[Record, ...]:
    """A team of hers in which everybody has told her very much, and two teams she is in, which are asked in a round."""
    made, closes = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC)
    items = [Item(f"i{n}", "omar", "ana", ("know", "request")[n % 2], long[:1500], made) for n in range(9)]  # type: ignore[arg-type]
    mine = [replace(one, id=f"m{n}", author="ana", leader="omar") for n, one in enumerate(items)]
    leaders = ("ana", "nora", "omar")
    return (
        *(Team(one, "running", 5, notice=long[:1500], channel="stage:c", since=FAR) for one in leaders),
        *(Member(one, other, "asked", FAR) for one in leaders for other in leaders if one != other),
        *(Round(f"o{n}", one, 1, FAR, closes, closes, 5, 6) for n, one in enumerate(leaders)),
        *items,
        *mine,
    )


def round_form(nasty: str) -> Form:
    """The form of a round with as much in it as one can ask."""
    closes, long = datetime(2026, 11, 27, 16, tzinfo=UTC), longest(nasty)
    round_ = Round("o1", "nora", 1, FAR, closes, closes, 5, 6, practice=long)
    asked = in_full((CHANGE, NEED, Open("back", under="o0"), NEXT))
    return draw(Asked(WORDS, round_, replace(NORA, name=long), asked, fitting(asked)))


@cache
def leader(nasty: str) -> Stage:
    """Made once: each way begins from a copy."""
    stage = begun(Stage(), *kept(nasty))
    open_now = [State("answer", "ana", "o1", "asked"), State("answer", "ana", "o2", "asked")]
    stage.states["ana"] |= {one.key: one for one in (*open_now, State("member", "ana", "omar", "known"))}
    return stage


def read_by_a_coach(nasty: str) -> Iterator[Message]:
    """A Monday of sixty leaders with the longest names, all of whom show everything; one opened, another looked for."""
    long = longest(nasty)
    line = replace(EVERYTHING, practice=long[:300], brings=(long[:300],) * 3)
    stage = coaching()
    for number in range(60):
        name = f"leader{number}"
        stage.people[name] = Person(name, f"{number} {long}", "Europe/Berlin", state="active")
        shows(stage, name, line if number % 3 else STEADY, session_at=stage.now - timedelta(days=1), ahead=long[:1500])
    read(stage).presses("Open a leader").says(long[:280]).presses("leader1").says("digest")
    yield from (post.message for post in stage.messages.values())


def ways(nasty: str) -> list[Way]:
    """Every way in and every step."""
    long = longest(nasty)
    lines = [f"promise Omar {long} Thursday", f"note {long}", f"thank Omar for {long}", f"bring {long}", long, "find x"]
    said = [("say", line) for line in lines]
    return [("in", *way) for way in (*starts(), *said)] + [("at", *step) for step in steps()]


def shown(nasty: str, way: Way) -> Iterator[Shown]:
    """Everything that is shown from there; most of it is the same from everywhere."""
    how, what, value = way
    long = longest(nasty)
    # More than any question takes, about as much as fits into a form, and as much as a part of a practice has.
    typed = (long, long[:2900], long[:280], "3", "tomorrow")
    fillings = ({"line": long, "day": "2026-12-01"}, {"line": "", "day": ""})
    stage = copied(leader(nasty))
    stage = started(stage, what, value) if how == "in" else placed(stage, what, value)
    for number, place in enumerate(explore(stage, typed, fillings, DEPTH[how])):
        yield from (post.message for post in place.messages.values())
        if isinstance(place.reply, Form):
            yield place.reply
            if place.errors is not None:
                yield Refused(place.reply, place.errors)
        if not number:
            yield home(place.leader, place.states.get("ana", {}), place.now)


def named(way: Way) -> str:
    """A short name for a test."""
    return "-".join(one[:30].replace("/", " ") for one in way)
