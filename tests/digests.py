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
