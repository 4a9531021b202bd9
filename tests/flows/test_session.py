"""A session: noted by the coach, told to the leader ahead, prepared for, and followed by something to act on.

Nora coaches Ana; it is Monday 23 November 2026, nine o'clock in Berlin.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.coaching import Engagement
from bot.events import Undelivered
from bot.facts import Capture
from bot.flow import Scene
from bot.flows.session import FLOW
from bot.messages import Ref
from tests.stage import ANA, MONDAY, NORA, OMAR, Stage

THURSDAY = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
"""14:00 in Berlin."""
WORK = Engagement("nora", "ana", "accepted", since=date(2026, 11, 2))


def coaching(*more: Engagement, **ana: object) -> Stage:
    """Nora, who coaches Ana, and speaks."""
    stage = Stage()
    stage.people["ana"] = replace(ANA, **{"state": "active", **ana})  # type: ignore[arg-type]  # plain values
    stage.people["nora"] = replace(NORA, state="active")
    stage.people["omar"] = replace(OMAR, state="active")
    return stage.saves(WORK, *more).talks("nora")


def noted(line: str = "session Ana Thursday 14:00", **ana: object) -> Stage:
    return coaching(**ana).says(line)


def work(stage: Stage) -> Engagement:
    return next(one for one in stage.talks("nora").leader.engagements if one.leader == "ana")


def planned(stage: Stage, who: str) -> list[str]:
    return stage.talks(who).waiting()


# noting


def test_a_typed_session_is_read_back_and_told_to_the_leader() -> None:
    stage = noted()
    assert "Ana, Thursday 26 November at 14:00." in stage.seen()
    assert work(stage).session_at == THURSDAY
    assert "Nora has noted your next session: Thursday 26 November at 14:00." in stage.seen("ana")
    assert planned(stage, "ana") == ["session/bring 2026-11-25 17:00", "session/after 2026-11-26 17:00"]
    assert planned(stage, "nora") == ["session/ahead 2026-11-25 09:00"]


@pytest.mark.parametrize(
    "line",
    [
        "session with Ana on Thursday at 2pm",
        "next session with Ana, 26 November 14:00",
        "session Ana 14:00 Thursday",
        "Session: ana thursday 14:00.",
        "session Thursday 14:00",
        "session Ana thursday 2 p.m.",
    ],
)
def test_it_can_be_typed_in_many_ways(line: str) -> None:
    assert work(noted(line)).session_at == THURSDAY


def test_by_form_with_what_will_be_different() -> None:
    stage = coaching().starts("session", "ana", by_button=True)
    stage.sends(on="2026-11-26", at="14:00", ahead="Petra joins")
    assert (work(stage).session_at, work(stage).ahead, work(stage).told_on) == (THURSDAY, "Petra joins", MONDAY.date())
    assert stage.said_count("ana") == 1
    assert "Petra joins" in stage.seen("ana")


def test_one_form_for_whomever_it_is_with() -> None:
    stage = coaching(Engagement("nora", "omar", "accepted")).says("session").presses("Use a form")
    stage.sends(who="ana", on="2026-11-26", at="14:00", ahead="")
    assert work(stage).session_at == THURSDAY
    assert stage.said_count("omar") == 0


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"on": "2026-11-22", "at": "14:00"}, "on"),
        ({"on": "soon", "at": "14:00"}, "on"),
        ({"on": "2036-11-22", "at": "14:00"}, "on"),
        ({"on": "2026-11-26", "at": "25:00"}, "at"),
        ({"on": "2026-11-26", "at": ""}, "at"),
        ({"on": "2026-11-23", "at": "08:00"}, "at"),
        ({"on": "2026-11-26", "at": "14:00", "ahead": "w" * 501}, "ahead"),
    ],
)
def test_what_a_form_cannot_hold_is_said_at_its_field(fields: dict[str, str], wrong: str) -> None:
    stage = coaching().starts("session", "ana", by_button=True).sends(**fields)
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == [wrong]
    assert work(stage).session_at is None


def test_a_form_for_somebody_who_is_not_coached_is_refused() -> None:
    stage = coaching(Engagement("nora", "omar", "declined"), Engagement("nora", "lea", "accepted"))
    stage.people["lea"] = replace(OMAR, id="lea", name="Lea", state="active")
    stage.says("session").presses("Use a form").sends(who="omar", on="2026-11-26", at="14:00", ahead="")
    assert stage.errors is not None
    assert stage.said_count("omar") == 0


def test_half_of_it_is_asked_for() -> None:
    stage = coaching().says("session Ana Thursday")
    assert "Thursday 26 November, with Ana. At what hour?" in stage.seen()
    stage.says("at 2pm")
    assert work(stage).session_at == THURSDAY
    stage = coaching().says("session Ana 14:00")
    assert "On which day?" in stage.seen()
    stage.says("Thursday")
    assert work(stage).session_at == THURSDAY


def test_a_day_that_can_be_two_is_asked_about() -> None:
    stage = coaching().says("session Ana Monday 14:00").presses("Monday 30 November")
    assert work(stage).session_at == datetime(2026, 11, 30, 13, tzinfo=UTC)


@pytest.mark.parametrize("line", ["session Ana 20 November 14:00", "session Ana today 8:00"])
def test_a_session_of_the_past_is_not_noted(line: str) -> None:
    stage = coaching().says(line)
    assert "gone by" in stage.seen()
    assert (work(stage).session_at, stage.said_count("ana")) == (None, 0)
    assert work(stage.says("Thursday 14:00")).session_at == THURSDAY


def test_a_day_off_of_the_coachs_is_asked_about_once() -> None:
    stage = coaching().says("session Ana Saturday 10:00")
    assert "Saturday 28 November is a day off for you." in stage.seen()
    assert work(stage).session_at is None
    stage.presses("It is meant so")
    assert work(stage).session_at == datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert planned(stage, "ana") == ["session/bring 2026-11-27 17:00", "session/after 2026-11-30 17:00"]
    stage = coaching().says("session Ana Saturday 10:00").presses("Another day").says("Thursday 14:00")
    assert work(stage).session_at == THURSDAY


def test_a_day_off_of_the_leaders_is_theirs_to_say() -> None:
    stage = noted(away=((date(2026, 11, 26), date(2026, 11, 27)),))
    assert "day off" not in stage.all_seen("nora")
    assert "That is a day off for you. Nora does not know that from me." in stage.seen("ana")


def test_words_that_hold_no_day_and_no_hour_are_said_before_the_question() -> None:
    stage = noted().says("session Ana is off this time")
    assert stage.seen().startswith("I find no day and no hour in “is off this time”.\nWhen do you meet Ana next?")


def test_somebody_who_is_not_coached_is_named() -> None:
    stage = coaching().says("session Omar Thursday 14:00")
    assert "I find nobody called Omar among the people you coach." in stage.seen()
    assert stage.said_count("omar") == 0
    assert work(stage).session_at is None


def test_whoever_coaches_nobody_sees_their_own_sessions() -> None:
    stage = noted()
    assert "Your next session with Nora: Thursday 26 November at 14:00." in stage.talks("ana").says("session").seen()
    assert "You are coached" not in stage.talks("omar").says("session Ana Thursday 14:00").seen()
    assert "You coach nobody here" in stage.seen()


@pytest.mark.parametrize("state", ["invited", "declined", "ended"])
def test_nothing_is_noted_between_two_who_do_not_work_together(state: str) -> None:
    stage = coaching(replace(WORK, state=state)).starts("session", "ana", rest="Thursday 14:00")  # type: ignore[arg-type]
    assert "You don’t coach this person here now" in stage.seen()
    assert stage.said_count("ana") == 0


def test_noted_twice_is_told_once() -> None:
    stage = noted().says("session Ana Thursday 14:00")
    assert "Ana, Thursday 26 November at 14:00." in stage.seen()
    assert stage.said_count("ana") == 1


def test_a_second_session_asks_whether_the_first_moves() -> None:
    stage = noted().says("session Ana Friday 10:00")
    assert "With Ana you have Thursday 26 November at 14:00. Shall it move" in stage.seen()
    stage.presses("It stays")
    assert work(stage).session_at == THURSDAY
    stage.says("session Ana Friday 10:00").presses("Move it")
    assert "It is now on Friday 27 November at 10:00." in stage.seen("ana")
    assert planned(stage, "ana") == ["session/bring 2026-11-26 17:00", "session/after 2026-11-27 17:00"]
    assert planned(stage, "nora") == ["session/ahead 2026-11-26 09:00"]


def test_what_was_said_ahead_moves_with_the_session() -> None:
    stage = noted().presses("Something will be").says("Petra joins").presses("Move it").says("Friday 10:00")
    assert work(stage).ahead == "Petra joins"
    assert "Petra joins" in stage.seen("ana")
    assert planned(stage, "ana") == ["session/bring 2026-11-26 17:00", "session/knew 2026-11-27 17:00"]


def test_a_session_that_is_called_off_asks_nothing() -> None:
    stage = noted().presses("Call it off")
    assert work(stage).session_at is None
    assert "called off the session on Thursday 26 November at 14:00" in stage.seen("ana")
    assert planned(stage, "ana") == planned(stage, "nora") == []
    stage.talks("nora").says("session Ana Thursday 14:00")
    assert planned(stage, "ana") == ["session/bring 2026-11-25 17:00", "session/after 2026-11-26 17:00"]


def test_each_reads_it_in_their_own_time() -> None:
    stage = noted(zone="America/New_York")
    assert "Thursday 26 November at 14:00" in stage.seen("nora")
    assert "Thursday 26 November at 08:00" in stage.seen("ana")
    assert planned(stage, "ana") == ["session/bring 2026-11-25 17:00", "session/after 2026-11-26 17:00"]


def test_a_leader_whom_nothing_reaches_is_the_coachs_to_tell() -> None:
    stage = noted(state="stopped")
    assert "I don’t reach Ana at the moment" in stage.seen()
    assert stage.said_count("ana") == 0


def test_the_session_that_was_is_asked_about_though_the_next_is_noted() -> None:
    stage = noted().goes_to(datetime(2026, 11, 26, 15, 0))
    stage.talks("nora").says("session Ana 10 December 14:00")
    assert "session/after 2026-11-26 17:00" in planned(stage, "ana")
    assert "You had a session with Nora on Thursday 26 November." in stage.goes_to(datetime(2026, 11, 26, 17, 1)).seen(
        "ana"
    )


def test_what_did_not_arrive_is_the_coachs_to_say() -> None:
    stage = noted().presses("Something will be").says("Petra joins").talks("ana")
    state = stage.state("session")
    lost = Undelivered("u", "ana", stage.now, Ref("session", state.subject, "told"), "blocked")
    assert FLOW.lost is not None
    (back,) = FLOW.lost(Scene(stage.leader, state, stage.now), lost).deeds
    stage.talks("nora").starts("session", "ana", **back.answers)  # type: ignore[union-attr]  # a Start
    assert "did not get to Ana, so it is yours to say" in stage.seen()
    assert (work(stage).ahead, work(stage).told_on) == ("Petra joins", None)


# what will be different


def test_what_will_be_different_is_told_at_once() -> None:
    stage = noted().presses("Something will be").says("Petra joins")
    assert (work(stage).ahead, work(stage).told_on) == ("Petra joins", date(2026, 11, 23))
    assert "Something will be different in your session on Thursday 26 November at 14:00." in stage.seen("ana")
    assert "Petra joins" in stage.seen("ana")


def test_the_same_said_twice_is_told_once() -> None:
    stage = noted().presses("Something will be").says("Petra joins").presses("Say it differently").says("Petra joins")
    assert stage.said_count("ana") == 2


def test_too_late_for_a_working_day_ahead_is_said_before_it_goes() -> None:
    stage = noted("session Ana today 14:00")
    before = stage.said_count("ana")
    stage.presses("Something will be").says("Petra joins")
    assert "Ana would hear of it on Monday 23 November" in stage.seen()
    assert stage.said_count("ana") == before
    stage.presses("Send it all the same")
    assert "Petra joins" in stage.seen("ana")
    assert work(stage).told_on == date(2026, 11, 23)


def test_late_words_can_be_said_in_person_or_left_out() -> None:
    stage = noted("session Ana today 14:00").presses("Something will be").says("Petra joins")
    stage.presses("I’ll say it myself")
    assert (work(stage).ahead, work(stage).told_on, stage.said_count("ana")) == ("Petra joins", None, 1)
    assert "Yours to say to Ana" in stage.seen("nora")
    assert planned(stage, "ana") == ["session/knew 2026-11-23 17:00"]
    stage = noted("session Ana today 14:00").presses("Something will be").says("Petra joins").presses("Leave it out")
    assert (work(stage).ahead, stage.said_count("ana")) == ("", 1)


def test_after_the_leaders_hours_on_the_day_before_is_too_late() -> None:
    stage = noted(closes=time(12, 0), asks_at=time(12, 0)).goes_to(datetime(2026, 11, 25, 13, 0))
    stage.talks("nora").says("session").presses("Something will be").says("Petra joins")
    assert "Ana would hear of it on Thursday 26 November" in stage.seen()


def test_a_late_form_notes_the_session_and_asks_about_the_rest() -> None:
    stage = coaching().starts("session", "ana", by_button=True)
    stage.sends(on="2026-11-23", at="14:00", ahead="Petra joins")
    assert "This comes late" in stage.seen()
    assert work(stage).ahead == ""
    assert "Petra" not in stage.all_seen("ana")
    stage.presses("Send it all the same")
    assert "Petra joins" in stage.seen("ana")


def test_the_coach_is_asked_a_working_day_ahead_once_for_all_sessions_of_a_day() -> None:
    stage = coaching(Engagement("nora", "omar", "accepted"))
    stage.says("session Ana Thursday 14:00").says("session Omar Thursday 16:00").goes_to(datetime(2026, 11, 25, 9, 1))
    assert "Will anything be different this time?" in stage.seen("nora")
    assert stage.talks("nora").buttons() == ["As usual", "With Ana", "With Omar"]
    stage.presses("With Omar").says("Petra joins")
    assert "Petra joins" in stage.seen("omar")
    assert "Petra" not in stage.all_seen("ana")
    assert planned(stage, "nora") == []


def test_the_coach_is_not_asked_about_what_was_said_already() -> None:
    stage = noted().presses("Something will be").says("Petra joins")
    before = stage.said_count("nora")
    stage.goes_to(datetime(2026, 11, 25, 9, 1))
    assert stage.said_count("nora") == before


def test_as_usual_is_one_tap() -> None:
    stage = noted().goes_to(datetime(2026, 11, 25, 9, 1)).talks("nora").presses("As usual")
    assert "As usual, then." in stage.seen()
    assert stage.said_count("ana") == 1


# what they want to bring


def asked() -> Stage:
    """Ana is asked what she wants to bring."""
    return noted().goes_to(datetime(2026, 11, 25, 17, 1)).talks("ana")


def test_the_leader_is_asked_the_working_day_before_and_keeps_it_alone() -> None:
    stage = asked()
    assert "Your session with Nora is on Thursday 26 November at 14:00. What do you want to bring?" in stage.seen()
    stage.says("telling Sales it slips").presses("Keep it for the session")
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.text, kept.state) == ("bring", "telling Sales it slips", "open")
    assert "slips" not in stage.all_seen("nora")
    assert "capture/bring 2026-12-02 17:00" in stage.waiting()


def test_it_goes_to_the_coach_by_the_leaders_own_tap() -> None:
    stage = asked().says("telling Sales it slips").presses("Bring it to Nora now")
    assert "Ana brings this to your session on Thursday 26 November:" in stage.seen("nora")
    assert "telling Sales it slips" in stage.seen("nora")
    assert stage.leader.captures[0].state == "sent"
    assert not any(one.startswith("capture") for one in stage.waiting())


def test_what_was_kept_before_can_be_brought() -> None:
    stage = coaching().talks("ana").saves(Capture("c1", "ana", "bring", "the reorganisation")).talks("nora")
    stage.says("session Ana Thursday 14:00").talks("ana").presses("Something to bring")
    stage.presses("Kept: the reorganisation").presses("Bring it to Nora now")
    assert "the reorganisation" in stage.seen("nora")


def test_whoever_has_brought_something_is_not_asked_again() -> None:
    stage = noted().talks("ana").presses("Something to bring").says("a dilemma").presses("Bring it to Nora now")
    before = stage.said_count()
    assert stage.goes_to(datetime(2026, 11, 25, 17, 1)).said_count() == before


@pytest.mark.parametrize("state", ["ended", "declined"])
def test_an_ended_pair_is_asked_nothing_and_gives_nothing(state: str) -> None:
    over = replace(WORK, state=state, session_at=THURSDAY)  # type: ignore[arg-type]  # as named
    stage = noted().saves(over).goes_to(datetime(2026, 11, 27, 17, 1))
    assert stage.said_count("ana") == 1
    stage = asked().says("a dilemma").saves(over).presses("Bring it to Nora now")
    assert "a dilemma" not in stage.all_seen("nora")


# afterwards


def test_after_it_the_leader_goes_on_to_what_they_will_act_on() -> None:
    stage = noted().goes_to(datetime(2026, 11, 26, 17, 1)).talks("ana")
    assert "Out of it all, what one to three things will you act on?" in stage.seen()
    stage.says("ask Omar for the numbers Friday")
    assert any(one.kind == "thing" for one in stage.leader.captures) or "where" in stage.seen().casefold()
    assert stage.said_count("nora") == 2


@pytest.mark.parametrize("label", ["Nothing this time", "It did not take place"])
def test_nothing_is_an_answer_too(label: str) -> None:
    stage = noted().goes_to(datetime(2026, 11, 26, 17, 1)).talks("ana").presses(label)
    assert not any(one.startswith("session") for one in stage.waiting())
    assert label not in stage.all_seen("nora")


def test_a_late_session_is_asked_about_the_next_working_day() -> None:
    stage = noted("session Ana Thursday 17:00")
    assert "session/after 2026-11-27 17:00" in planned(stage, "ana")


def knew() -> Stage:
    """Ana is asked whether she knew that Petra would join."""
    stage = noted().presses("Something will be").says("Petra joins")
    return stage.goes_to(datetime(2026, 11, 26, 17, 1)).talks("ana")


@pytest.mark.parametrize(("label", "said"), [("I knew", "Ana knew beforehand"), ("I did not know", "Ana did not know")])
def test_whether_they_knew_is_told_by_their_tap_alone(label: str, said: str) -> None:
    stage = knew()
    assert "Did you know of it beforehand?" in stage.seen()
    stage.presses(label)
    assert said in stage.seen()
    assert said not in stage.all_seen("nora")
    stage.presses("Tell Nora")
    assert said in stage.seen("nora")
    assert "what one to three things" in stage.seen()


def test_kept_to_oneself_goes_on_to_what_they_will_act_on() -> None:
    stage = knew().presses("I did not know").presses("Keep it to myself")
    assert "did not know" not in stage.all_seen("nora")
    assert "what one to three things" in stage.seen()
    before = stage.said_count()
    assert stage.goes_to(datetime(2026, 11, 27, 17, 1)).said_count() == before


def test_without_an_answer_the_rest_is_asked_a_working_day_later() -> None:
    stage = knew().goes_to(datetime(2026, 11, 27, 17, 1))
    assert "what one to three things" in stage.seen()
