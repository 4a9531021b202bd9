"""Inviting people to be coached: one or a cohort at once, each in a message of their own; and an end to it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.coaching import Engagement, Page
from bot.facts import Consent, Member, Person, Team
from bot.messages import Form, Line
from tests.flows.test_session import coaching
from tests.stage import ANA, NORA, OMAR, Stage

JOINED = date(2026, 11, 2)
NOTE = "I would like to work with you on listening."


def coach(**people: Person) -> Stage:
    """Nora speaks; Ana and Omar are here, and nobody works with anybody yet."""
    stage = Stage()
    known = {
        "nora": replace(NORA, state="active", joined_on=JOINED),
        "ana": replace(ANA, state="active", joined_on=JOINED, coach=""),
        "omar": replace(OMAR, state="active", joined_on=JOINED),
        **people,
    }
    stage.people.update(known)
    return stage.talks("nora")


def cohort(count: int) -> dict[str, Person]:
    """People who have never written to the bot."""
    return {f"p{n}": Person(f"p{n}", f"Person {n}", homes=(f"stage:p{n}",)) for n in range(count)}


def invites(stage: Stage, people: str = "", note: str = NOTE, **more: str) -> Stage:
    return stage.says("coach").presses("Invite people").sends(people=people, note=note, **more)


def state(stage: Stage, leader: str = "ana", by: str = "nora") -> str:
    found = [one for one in stage.talks(by).leader.engagements if (one.coach, one.leader) == (by, leader)]
    return found[0].state if found else ""


def error(stage: Stage) -> str:
    assert stage.errors is not None
    ((_, sentence),) = stage.errors.errors
    return sentence


def test_who_coaches_nobody_yet_is_told_how_it_works() -> None:
    seen = coach().says("coach").seen()
    assert "Each gets a message of their own with your words, and decides for themselves." in seen
    assert seen.endswith("[Invite people]")


def test_each_of_a_cohort_gets_a_message_of_their_own_and_nobody_elses_name() -> None:
    stage = invites(coach(), "ana omar")
    assert "each in a message of their own: Ana, Omar. You hear what each of them says." in stage.seen()
    assert "asked on Monday 23 November, no answer yet" in stage.seen()
    for who, other in (("ana", "Omar"), ("omar", "Ana")):
        assert NOTE in stage.seen(who)
        assert stage.said_count(who) == 1
        assert other not in stage.seen(who)


def test_twelve_go_at_once_and_thirteen_are_a_sentence_at_the_field() -> None:
    stage = invites(coach(**cohort(13)), " ".join(f"p{n}" for n in range(13)))
    assert error(stage) == "That is 13 people. 12 can be invited at once, and the others right after."
    assert stage.said_count("p0") == 0
    stage.sends(people=" ".join(f"p{n}" for n in range(12)), note=NOTE)
    assert [stage.said_count(f"p{n}") for n in range(13)] == [1] * 12 + [0]


def test_whole_names_are_found_however_they_are_pasted() -> None:
    people = {"lea": Person("lea", "Lea Sommer"), "ben": Person("ben", "Ben Ito")}
    stage = invites(coach(**people), names="1. Lea Sommer\n• ben ito; Ana, ana")
    assert "Ana" in stage.seen()
    assert all(state(stage, one) == "invited" for one in ("lea", "ben", "ana"))


def test_a_name_that_nobody_or_several_have_stands_at_its_field_and_nobody_is_invited() -> None:
    stage = invites(coach(), "ana", names="Petra")
    assert error(stage).startswith("I know nobody called Petra yet.")
    assert state(stage) == ""
    two = {"s1": Person("s1", "Sam"), "s2": Person("s2", "Sam")}
    stage = invites(coach(**two), names="Sam")
    assert error(stage).startswith("More than one person here is called Sam.")
    assert state(stage.sends(people="s2", names="Sam", note=NOTE), "s2") == "invited"
    assert state(stage, "s1") == ""


def test_typed_names_stand_in_the_form() -> None:
    stage = coach().says("invite Omar").presses("Invite people")
    assert isinstance(stage.reply, Form)
    assert [one.value for one in stage.reply.body if isinstance(one, Line)] == ["Omar", ""]


def test_an_invitation_needs_a_word_of_ones_own() -> None:
    assert error(invites(coach(), "ana", note="  ")).startswith("A few words of your own go with it")
    assert error(invites(coach(), "ana", note="w" * 1001)).startswith("A few words of your own go with it")


def test_nobody_invites_themselves_and_nobody_is_asked_twice() -> None:
    assert error(invites(coach(), "nora")) == "There is nobody left to invite: Nora (that is you)."
    stage = invites(invites(coach(), "ana"), "ana omar nora")
    assert "Left out: Ana (asked already, no answer yet), Nora (that is you)." in stage.seen()
    assert stage.said_count("ana") == 1
    stage.talks("ana").presses("Yes, work together")
    assert "Ana (works with you already)" in error(invites(stage.talks("nora"), "ana"))


def test_a_form_that_names_nobody_known_or_somebody_of_another_place_invites_nobody() -> None:
    assert error(invites(coach(), "nobody <!channel>")) == "Somebody has to be named whom I can find here."
    elsewhere = Person("T2.eve", "Eve", state="active")
    assert error(invites(coach(eve=elsewhere), "T2.eve")) == "Somebody has to be named whom I can find here."


def test_who_has_stopped_the_bot_gets_nothing_and_stands_among_the_invited_like_anybody_else() -> None:
    stage = invites(coach(omar=replace(OMAR, state="stopped", joined_on=JOINED)), "ana omar")
    rows = [line for line in stage.seen().splitlines() if "no answer yet" in line]
    assert [line.partition(":")[2] for line in rows] == [" asked on Monday 23 November, no answer yet"] * 2
    assert stage.said_count("omar") == 0
    stage.goes_to(datetime(2027, 2, 1, 12))
    assert stage.talks("nora").said_count() == 2, "that nobody answers is told of nobody"


def test_yes_and_no_come_back_and_a_no_stands_for_four_weeks() -> None:
    stage = invites(coach(), "ana omar")
    stage.talks("ana").presses("Yes, work together")
    assert stage.seen("nora") == "Ana said yes. What you see of their week is theirs to choose."
    stage.talks("omar").presses("Rather not")
    assert stage.seen("nora") == "Omar would rather not, this time."
    assert "said no within the last four weeks" in error(invites(stage.talks("nora"), "omar"))
    stage.goes_to(datetime(2026, 12, 22, 12))
    assert state(invites(stage.talks("nora"), "omar"), "omar") == "invited"


def test_an_invitation_is_taken_back_and_can_no_longer_be_answered() -> None:
    stage = invites(coach(), "ana").presses("End it, or take back").sends(end="ana")
    assert "Taken back. Ana gets to know that there is nothing to answer." in stage.seen()
    assert stage.seen("ana") == "Nora has taken the invitation back. There is nothing to answer."
    stage.talks("ana").presses("Yes, work together")
    assert "That one is closed." in stage.seen()
    assert state(stage) == "ended"
    stage.goes_to(datetime(2026, 12, 22, 12))
    assert "Nora’s invitation is still open" not in stage.all_seen("ana")


def test_a_coach_ends_it_at_once_and_what_was_shared_ends_with_it() -> None:
    stage = invites(coach(), "ana")
    stage.talks("ana").presses("Yes, work together").presses("Open")
    stage.talks("nora").says("coach").presses("End it, or take back").sends(end="ana")
    assert "You see nothing of theirs from now on." in stage.seen()
    assert stage.seen("ana").startswith("Nora no longer works with you as your coach here.")
    (choice,) = stage.talks("ana").leader.consents
    assert choice.until_at == stage.now
    assert stage.leader.person.coach == ""
    assert stage.talks("nora").leader.granted == ()


def test_what_is_over_cannot_be_ended_once_more() -> None:
    stage = invites(coach(), "ana").presses("End it, or take back").sends(end="ana")
    stage.presses("Invite people").sends(end="omar")
    assert error(stage) == "There is nothing between you and them any more."


def test_with_whom_one_leads_there_is_a_word_about_the_channel() -> None:
    stage = coach().saves(Team("nora", "running"), Member("nora", "ana", "asked", JOINED))
    assert "With Ana there is more than coaching" in invites(stage, "ana omar").seen()
    assert "one of you leads the other, or you coach each other" in stage.seen("ana")
    assert "more to do with each other" not in stage.seen("omar")


def test_a_coach_can_be_invited_by_somebody_they_coach() -> None:
    stage = coach().saves(Engagement("nora", "ana", "accepted", since=JOINED))
    invites(stage.talks("ana"), "nora")
    assert "With Nora there is more than coaching" in stage.seen("ana")
    stage.talks("nora").presses("Yes, work together")
    assert state(stage, "nora", by="ana") == "accepted"
    assert stage.talks("nora").says("coach").seen().startswith("Who coaches you:\nAna: your coach since")


def test_a_yes_plans_the_coachs_page_and_what_is_shown_on_it() -> None:
    stage = invites(coach(), "ana")
    stage.talks("ana").presses("Yes, work together")
    assert "shown/friday 2026-11-27 17:00" in stage.waiting()
    assert "digest/monday 2026-11-30 09:00" in stage.talks("nora").waiting()


def test_where_the_coach_reads_with_others_a_new_leader_is_asked_about_that_unless_they_coach_each_other() -> None:
    page = Page("nora", "stage:c", "#coaches", ("nora", "omar"))
    stage = invites(coach(), "ana").saves(page)
    stage.talks("ana").presses("Yes, work together")
    assert "Nora would like to read your line together with Omar, in #coaches" in stage.all_seen()
    stage = invites(coach().saves(Engagement("ana", "nora", "accepted", since=JOINED)), "ana").saves(page)
    stage.talks("ana").presses("Yes, work together")
    assert "#coaches" not in stage.all_seen()


def test_a_yes_to_a_channel_ends_with_the_work() -> None:
    page = Page("nora", "stage:c", "#coaches", ("nora", "omar"), leaders=("ana", "omar"))
    works = (Engagement("nora", one, "accepted", since=JOINED) for one in ("ana", "omar"))
    stage = coach().saves(page, *works).says("coach").presses("End it, or take back").sends(end="omar")
    stage.talks("ana").says("stop working with Nora")
    after = stage.talks("nora").leader.page
    assert after is not None
    assert after.leaders == ()


def test_a_coach_who_stops_lets_go_of_everybody() -> None:
    stage = invites(coach(), "ana omar")
    stage.talks("ana").presses("Yes, work together").presses("Status")
    stage.talks("nora").says("stop")
    assert [state(stage, one) for one in ("ana", "omar")] == ["ended", "ended"]
    assert stage.seen("ana").startswith("Nora no longer works with you")
    assert stage.seen("omar").startswith("Nora has taken the invitation back.")
    assert all(one.until_at for one in stage.talks("ana").leader.consents)


@pytest.mark.parametrize("line", ["stop working with Ana", "stop coaching Ana", "stop coaching", "my coachees"])
def test_a_coach_who_types_an_end_sees_whom_they_coach_and_the_way_to_end_it(line: str) -> None:
    stage = coaching().says(line)
    assert "The people you coach:\nAna: since" in stage.seen()
    assert "End it, or take back" in stage.buttons()


def test_a_partner_is_no_coach() -> None:
    stage = coach().talks("ana")
    assert "Nobody works with you as their coach here yet." in stage.says("coach").seen()
    stage.saves(Consent("c1", "ana", "omar", "open", stage.now))
    assert stage.talks("omar").leader.granted != ()  # even then
    assert "Ana" not in stage.says("coach").seen()
