"""Ana, who shows her coach Nora a line a week, and what there is to say in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.coaching import Engagement, Line, Shown
from bot.facts import Capture, Chance, Consent, Mark, Member, Person, Practice
from tests.roster import TEAM
from tests.rounds import RELEASED, ROUND, ended
from tests.stage import ANA, NORA, Stage

FRIDAY = date(2026, 11, 27)
ON_FRIDAY = datetime(2026, 11, 27, 17, 1)
SUNDAY = datetime(2026, 11, 29, 12, 0)
READ = datetime(2026, 11, 30, 9, 1)
CHOSEN = datetime(2026, 11, 2, 9, tzinfo=UTC)
BEGAN = date(2026, 10, 26)
PRACTICE = Practice("p1", "ana", act="wait two seconds", state="active", started_on=BEGAN, began_on=BEGAN)
WEEK: tuple[Mark, ...] = ("did", "not", "did", "partly", "did")


def together(scope: str = "open", person: Person = ANA, **practice: object) -> Stage:
    """Ana, whose coach Nora is, on Monday 23 November; four weeks of check-ins are behind her."""
    stage = Stage()
    stage.people["nora"] = replace(NORA, state="active")
    stage.saves(
        replace(person, state="active", joined_on=date(2026, 10, 1)),
        replace(PRACTICE, **practice),  # type: ignore[arg-type]  # plain values
        Engagement("nora", "ana", "accepted"),
    )
    if scope:
        stage.saves(Consent("k1", "ana", "nora", scope, CHOSEN))  # type: ignore[arg-type]  # a scope
    for week in range(5):
        for day, mark in enumerate(WEEK if week < 4 else WEEK[:4]):
            stage.saves(Chance("p1", BEGAN + timedelta(days=7 * week + day), "ana", mark))
    stage.talks("nora").starts("digest", news="accepted").talks("ana")
    return stage.starts("shown", "nora", news="begun")


def row(stage: Stage, friday: date = FRIDAY, coach: str = "nora") -> Shown | None:
    kept = stage.shared.get(("Shown", "ana", coach, friday))
    assert kept is None or isinstance(kept, Shown)
    return kept


def line(stage: Stage) -> Line:
    kept = row(stage)
    assert kept is not None
    return kept.line


def led(stage: Stage) -> Stage:
    """Ana has a team."""
    stage.people["ben"] = Person("ben", "Ben", "Europe/Berlin")
    return stage.saves(TEAM, Member("ana", "ben", "asked", TEAM.since))


def everything(stage: Stage) -> Stage:
    """There is something to say in every field."""
    ended(led(stage), RELEASED, replace(ROUND, releases_at=datetime(2026, 11, 24, 9, tzinfo=UTC)))
    for number, (kind, state) in enumerate(
        [("promise", "kept"), ("promise", "open"), ("thing", "kept"), ("thing", "open"), ("thing", "dropped")]
    ):
        stage.saves(Capture(f"c{number}", "ana", kind, "x", "", date(2026, 11, 24), state=state))  # type: ignore[arg-type]
    fresh = replace(PRACTICE, id="p2", state="resting", act="ask", resting_until=date(2026, 12, 3))
    return stage.saves(fresh)
