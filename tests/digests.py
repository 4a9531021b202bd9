"""A coach on a stage: Nora, her leaders, and what each of them shows her of the week that ends on 27 November."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from bot.coaching import Engagement, Line, Shown
from bot.facts import Consent, Person
from tests.stage import NORA, Stage

FRIDAY: Final = date(2026, 11, 27)
MONDAY: Final = date(2026, 11, 30)
READ: Final = datetime(2026, 11, 30, 9, 1)
"""A minute after the page has come."""
CHOSEN: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)
STEADY: Final = Line(done=3, expected=4, usual_done=12, usual_expected=16)


def coaching(stage: Stage | None = None) -> Stage:
    """Nora, whose first page is planned; she works with nobody yet."""
    stage = stage or Stage()
    stage.people = {"ana": stage.people["ana"], "nora": replace(NORA, state="active")}
    return stage.talks("nora")


def works_with(stage: Stage, *names: str, state: str = "accepted", **more: Any) -> Stage:
    """Leaders of hers, who have chosen nothing."""
    for name in names:
        stage.people.setdefault(name, Person(name, name.title(), "Europe/Berlin", state="active"))
        stage.saves(Engagement("nora", name, state, **more))  # type: ignore[arg-type]  # a state
    return stage


def chooses(stage: Stage, name: str, scope: str = "open", id_: str = "") -> Stage:
    """A leader's choice; the one before ends."""
    who = stage.who
    stage.talks(name)
    for one in stage.leader.consents:
        stage.saves(replace(one, until_at=stage.now))
    stage.saves(Consent(id_ or f"k-{name}", name, "nora", scope, CHOSEN))  # type: ignore[arg-type]  # a scope
    return stage.talks(who)


def shows(stage: Stage, name: str, line: Line = STEADY, friday: date = FRIDAY, **more: Any) -> Stage:
    """A leader of hers who shows so much."""
    works_with(stage, name, **{key: more.pop(key) for key in list(more) if key in ("session_at", "ahead", "told_on")})
    chooses(stage, name)
    return stage.saves(Shown(name, "nora", friday, f"k-{name}", line, more.pop("removed", ())))


def begun(stage: Stage) -> Stage:
    """Her page is planned."""
    return stage.starts("digest", news="accepted")


def read(stage: Stage) -> Stage:
    """It is Monday."""
    return begun(stage).goes_to(READ)


def twelve() -> Stage:
    """A coach of twelve, with something to say in each part of the page."""
    stage = coaching()
    session = datetime(2026, 12, 2, 13, tzinfo=UTC)
    shows(stage, "ana", replace(STEADY, brings=("telling Sales it slips",)), session_at=session, ahead="Petra joins")
    shows(stage, "omar", replace(STEADY, waits_since=date(2026, 11, 23), due=2))
    shows(stage, "lea", replace(STEADY, going=False, quiet_since=date(2026, 11, 20)))
    over = datetime(2026, 11, 26, 9, tzinfo=UTC)
    shows(stage, "ben", replace(STEADY, promised=2, kept=2, band="more"), session_at=over, told_on=date(2026, 11, 20))
    shows(stage, "mia", Line(done=8, expected=10, usual_done=16, usual_expected=40))
    for name in ("eva", "jon", "raj"):
        shows(stage, name)
    shows(stage, "kim", replace(STEADY, done=4))
    shows(stage, "ida", replace(STEADY, going=False))
    shows(stage, "sam", STEADY, removed=())
    chooses(stage, "sam", "nothing", "k-none")
    return works_with(stage, "tom")
