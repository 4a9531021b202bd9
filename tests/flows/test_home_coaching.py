"""The home page about coaching: a coach's leaders in the order of what waits for them, and a leader's next session.

It is Monday 23 November 2026, nine o'clock in Berlin; the lines are of the week before.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.coaching import Engagement, Line, Shown
from bot.facts import Consent
from bot.home import home
from bot.messages import Message
from tests.flows.test_session import THURSDAY, WORK, coaching, noted
from tests.stage import NORA, OMAR, Stage, drawn

FRIDAY = date(2026, 11, 20)
LONG_AGO = datetime(2026, 11, 2, 8, tzinfo=UTC)


def seen(stage: Stage) -> str:
    return drawn(Message(home(stage.leader, {}, stage.now).asks))


def shows(stage: Stage, leader: str, line: Line, removed: tuple[str, ...] = (), scope: str = "together") -> Stage:
    """That leader has chosen to let Nora see so much, and this is what they showed of the week."""
    if leader not in stage.people:
        stage.people[leader] = replace(OMAR, id=leader, name=leader.title(), state="active")
        stage.saves(Engagement("nora", leader, "accepted", since=date(2026, 11, 2)))
    chosen = Consent(f"c-{leader}", leader, "nora", scope, LONG_AGO)  # type: ignore[arg-type]  # as named
    stage.talks(leader).saves(chosen)
    return stage.talks("nora").saves(Shown(leader, "nora", FRIDAY, chosen.id, line, removed))


def test_whoever_has_no_coach_and_is_none_sees_nothing_of_it() -> None:
    assert "coach" not in seen(Stage().talks("omar"))


def test_leaders_stand_in_the_order_of_what_waits_for_them() -> None:
    stage = coaching()
    shows(stage, "bea", Line(done=4, expected=5, usual_done=16, usual_expected=20))
    shows(stage, "cem", Line(due=1))
    shows(stage, "dan", Line(milestone="digest.milestone_4"))
    said = seen(stage)
    places = [said.index(name) for name in ("Cem", "Dan", "Bea", "Ana")]
    assert places == sorted(places)
    assert "Cem: 1 promise due; lets you see: Working together" in said
    assert "Ana: lets you see: Nothing yet" in said


def test_the_next_session_and_what_is_owed_stand_with_them() -> None:
    ahead = replace(WORK, session_at=THURSDAY, ahead="Petra joins")
    said = seen(coaching(ahead, Engagement("nora", "omar", "invited", since=FRIDAY)))
    assert "Ana: session Thursday 26 November 14:00; lets you see: Nothing yet" in said
    assert "Omar: asked on Friday 20 November, no answer yet" in said
    assert "“Petra joins” is yours to say" in said


def test_a_no_of_late_is_seen_and_an_end_is_not() -> None:
    said = seen(coaching(Engagement("nora", "omar", "declined", since=FRIDAY)))
    assert "Omar: said no on Friday 20 November" in said
    assert "Omar" not in seen(coaching(Engagement("nora", "omar", "ended", since=FRIDAY)))


def test_what_is_shown_no_more_is_not_seen_from_that_moment() -> None:
    stage = shows(coaching(), "ana", Line(due=2))
    assert "2 promises due" in seen(stage)
    (chosen,) = stage.talks("ana").leader.consents
    stage.saves(replace(chosen, until_at=stage.now))
    assert "2 promises due" not in seen(stage.talks("nora"))
    assert "Ana: lets you see: Nothing yet" in seen(stage)


def test_a_line_of_the_coming_page_is_not_read_before_its_monday() -> None:
    stage = shows(coaching(), "ana", Line(due=2))
    stage.saves(replace(stage.leader.shown[0], friday=date(2026, 11, 27)))
    assert "2 promises due" not in seen(stage)


def test_resting_looks_like_nothing_shared() -> None:
    resting, silent = (
        seen(shows(coaching(), "ana", Line(going=going), removed=removed, scope="status"))
        for going, removed in ((False, ()), (True, ("going",)))
    )
    assert resting == silent


def test_a_leader_sees_their_next_session_in_their_own_time() -> None:
    stage = noted(zone="America/New_York").talks("ana")
    assert "Nora: Thursday 26 November, 08:00" in seen(stage)
    assert "Nora: Thursday" not in seen(stage.talks("nora"))


def test_a_coach_of_many_has_twenty_and_a_number() -> None:
    stage = Stage()
    stage.people["nora"] = replace(NORA, state="active")
    for number in range(25):
        stage.people[f"l{number}"] = replace(OMAR, id=f"l{number}", name=f"Leader {number:02}", state="active")
        stage.saves(Engagement("nora", f"l{number}", "accepted"))
    said = seen(stage.talks("nora"))
    assert said.count("lets you see") == 20
    assert "And 5 more." in said


def test_on_monday_itself_it_is_not_read_before_its_hour() -> None:
    stage = shows(coaching(), "ana", Line(due=2))
    early, stage.now = stage.now, stage.now - timedelta(minutes=1)
    assert "2 promises due" not in seen(stage), "until then it can be taken out"
    stage.now = early
    assert "2 promises due" in seen(stage)
