"""Being coached: asked in the coach's own words, agreed by a tap, ended by a word; with several, each by itself."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from bot.coaching import Engagement
from bot.events import Left, Pressed, Undelivered
from bot.facts import Member, Person, Team
from bot.messages import Ref
from tests.flows.test_engage import JOINED, NOTE, coach, invites, state
from tests.stage import ANA, Stage

PETRA = Person("petra", "Petra", state="active", joined_on=JOINED, zone="Europe/Berlin", homes=("stage:petra",))
BOTH = (Engagement("nora", "ana", "accepted", since=JOINED), Engagement("petra", "ana", "accepted", since=JOINED))


def invited(**more: str) -> Stage:
    """Ana is invited by Nora."""
    return invites(coach(), "ana", **more).talks("ana")


def new(**more: str) -> Stage:
    """So is Ana, who has never written to the bot."""
    return invites(coach(ana=replace(ANA, coach="")), "ana", **more).talks("ana")


def coached_by_two() -> Stage:
    return coach(petra=PETRA).talks("ana").saves(*BOTH, replace(ANA, state="active", joined_on=JOINED))


def scopes(stage: Stage) -> list[tuple[str, str, bool]]:
    return [(one.audience, one.scope, one.until_at is None) for one in stage.leader.consents]


def test_the_invitation_is_in_the_coachs_own_words_and_says_what_would_be_seen() -> None:
    seen = invited().seen()
    assert seen.startswith(f"Nora would like to be your coach here, and writes:\n> {NOTE}")
    assert "Nora sees nothing of your weeks until you choose what" in seen
    assert seen.endswith("[Yes, work together] [Rather not] [Who sees what]")


def test_who_is_here_already_is_asked_at_once_what_may_be_seen_and_nothing_is_chosen_for_them() -> None:
    stage = invited().presses("Yes, work together")
    assert state(stage) == "accepted"
    assert stage.talks("ana").leader.person.coach == "nora"
    assert "What may Nora see of you from now on?" in stage.seen()
    assert "[Status] [Working together] [Open] [Nothing yet]" in stage.seen()
    assert stage.leader.consents == ()


def test_who_has_not_chosen_is_asked_once_more_before_the_first_week_is_over() -> None:
    stage = invited().presses("Yes, work together")
    assert "consent/again 2026-11-30 17:00" in stage.waiting()
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert "What may Nora see" in stage.presses("Status").all_seen()
    assert scopes(stage) == [("nora", "status", True)]
    assert "consent/again 2027-02-22 17:00" in stage.waiting()


def test_what_is_shared_is_shown_again_in_the_thirteenth_week_of_working_together() -> None:
    stage = invited().presses("Yes, work together").presses("Open")
    assert [one for one in stage.waiting() if "shown/" not in one] == ["consent/again 2027-02-22 17:00"]
    stage.goes_to(datetime(2027, 2, 22, 17, 1))
    assert "Nora may see this of you: Open. Is that still right?" in stage.seen()


def test_somebody_new_hears_who_writes_and_is_welcomed_in_the_coachs_name() -> None:
    stage = new()
    assert stage.seen().startswith("Nora asked me to write to you. I am Followthrough, a bot")
    stage.presses("Yes, work together")
    assert "Nora said I would write. One question a day, for you alone." in stage.seen()
    assert "What may Nora see" not in stage.seen()


def test_somebody_new_chooses_on_the_fifth_day_what_may_be_seen() -> None:
    stage = new().presses("Yes, work together").presses("Start").says("stop interrupting").presses("Any meeting")
    stage.presses("Wait two seconds").presses("That’s it").presses("Good")
    assert "consent/again 2026-11-30 17:00" in stage.waiting()
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert "What may Nora see of you from now on?" in stage.seen()


def test_somebody_new_who_says_hi_first_is_welcomed_in_the_coachs_name_too() -> None:
    stage = new().says("hi")
    assert "Nora said I would write." in stage.seen()
    assert state(stage) == "invited"


def test_the_shared_beginning_is_told_before_and_holds_for_whoever_is_new() -> None:
    stage = new(hour="16:00", days="12347")
    assert "You would begin with one question a day, at 16:00, Sunday to Thursday." in stage.seen()
    person = stage.presses("Yes, work together").leader.person
    assert (person.asks_at, person.workdays) == (time(16), "12347")


@pytest.mark.parametrize("hour", ["03:00", "soon", "99:99"])
def test_of_a_beginning_that_no_form_offers_nothing_holds(hour: str) -> None:
    stage = new(hour=hour, days="never").presses("Yes, work together")
    assert (stage.leader.person.asks_at, stage.leader.person.workdays) == (ANA.asks_at, ANA.workdays)


def test_whoever_has_begun_keeps_their_own_hours() -> None:
    stage = invited(hour="09:00", days="1234")
    assert "You would begin" not in stage.seen()
    assert stage.presses("Yes, work together").leader.person.workdays == "12345"


def test_who_does_not_answer_is_reminded_once_and_the_invitation_stands() -> None:
    stage = invited()
    assert stage.waiting() == ["invited/unanswered 2026-11-26 17:00"]
    stage.goes_to(datetime(2027, 2, 1, 12))
    assert stage.all_seen().count("Nora’s invitation is still open. I won’t ask again.") == 1
    assert stage.said_count() == 2
    assert state(stage.says("yes")) == "accepted"


def test_it_is_answered_in_words_too_and_who_sees_what_comes_first() -> None:
    stage = invited().says("who sees what")
    assert "Who sees what, today" in stage.all_seen()
    assert state(stage.says("rather not")) == "declined"
    assert stage.seen("ana").endswith("That’s fine. I’ll tell Nora, and give no reason.")


def test_accepting_twice_is_accepting_once() -> None:
    stage = invited()
    key = stage.order[-1]
    ref = stage.messages[key].message.asks[0].ref
    for number in range(2):
        stage.undergoes(Pressed(f"again{number}", "ana", stage.now, ref, "yes", key))  # type: ignore[arg-type]  # it has one
    assert stage.all_seen("nora").count("Ana said yes.") == 1
    assert stage.all_seen().count("Good. Nora hears") == 1
    assert state(stage) == "accepted"


def test_nobody_accepts_in_somebody_elses_name() -> None:
    stage = invited().talks("omar")
    stage.undergoes(Pressed("theirs", "omar", stage.now, Ref("invited", "nora", "invited"), "yes", stage.order[-1]))
    assert (state(stage), state(stage, "omar")) == ("invited", "")
    assert stage.talks("omar").leader.engagements == ()


def test_an_invitation_that_never_arrived_is_told_to_the_coach_and_can_be_sent_again() -> None:
    stage = invited()
    stage.undergoes(Undelivered("lost", "ana", stage.now, Ref("invited", "nora", "invited"), "unreached"))
    assert stage.seen("nora").startswith("I could not reach Ana, so your invitation did not arrive.")
    assert stage.waiting() == []
    assert state(invites(stage.talks("nora"), "ana")) == "invited"


def test_working_with_a_coach_ends_by_a_word_at_once() -> None:
    stage = invited().presses("Yes, work together").presses("Open").says("stop working with Nora")
    assert stage.seen().startswith("Ended. Nothing of yours is shown to Nora from now on.")
    assert "What Nora has read in a message stays there; I cannot take that back." in stage.seen()
    assert scopes(stage) == [("nora", "open", False)]
    assert stage.waiting() == []
    assert stage.seen("nora") == "Ana has ended your work together here. You see nothing of theirs from now on."
    assert "Nobody coaches you here" in stage.says("stop working with Nora").seen()


def test_a_choice_that_was_open_when_it_ended_shares_nothing() -> None:
    stage = invited().presses("Yes, work together")
    stage.says("stop working with nora").presses("Open")
    assert stage.leader.consents == ()
    assert "That question has passed." in stage.seen()


def test_with_two_coaches_each_choice_is_for_one_of_them_alone() -> None:
    stage = coached_by_two().says("share open")
    assert "More than one person coaches you." in stage.seen()
    assert "Nora: Nothing yet" in stage.seen()
    stage.presses("Petra")
    assert scopes(stage) == [("petra", "open", True)]
    stage.says("share").presses("Nora").presses("Status")
    assert scopes(stage) == [("petra", "open", True), ("nora", "status", True)]
    assert [one.scope for one in stage.talks("nora").leader.granted] == ["status"]


def test_a_choice_meant_for_a_coach_who_is_gone_is_not_made_for_the_other() -> None:
    stage = coached_by_two().says("share open")
    stage.saves(Engagement("petra", "ana", "ended"))
    stage.undergoes(Pressed("late", "ana", stage.now, Ref("consent", "petra", "choose"), "open"))
    stage.starts("consent", "petra", command="share", rest="open")
    assert scopes(stage) == []
    assert "That question has passed." in stage.seen()


def test_one_of_two_coaches_is_ended_and_the_other_goes_on() -> None:
    stage = coached_by_two().says("share open").presses("Petra").says("share status").presses("Nora")
    assert stage.says("stop working with Sam").seen().startswith("Nobody called Sam coaches you here.")
    stage.presses("Nora")
    assert scopes(stage) == [("petra", "open", True), ("nora", "status", False)]
    assert stage.leader.person.coach == "petra"
    assert "Petra: your coach since Monday 2 November" in stage.says("coach").seen()
    stage.presses("Stop working with Petra")
    assert "Nobody coaches you" in stage.says("stop working with Petra").seen()


def test_whom_to_stop_working_with_can_be_left() -> None:
    stage = coached_by_two().says("stop working with my coach").presses("Leave it")
    assert stage.seen() == "It goes on as it was."
    assert len([one for one in stage.leader.engagements if one.state == "accepted"]) == 2


def test_who_sees_what_names_every_coach() -> None:
    stage = coached_by_two().says("share open").presses("Petra").says("privacy")
    assert "Nora: only that you have joined" in stage.seen()
    assert "Petra: what “working together” shows" in stage.seen()
    assert "The people you coach: what you write to them" in stage.talks("nora").says("privacy").seen()


def test_the_first_who_asked_comes_first_and_is_no_coach_after_it_has_ended() -> None:
    stage = Stage().saves(replace(ANA, state="active", joined_on=JOINED))
    assert "What may Nora see" in stage.says("share").seen()
    stage.saves(Engagement("nora", "ana", "ended"))
    assert "There is no coach here" in stage.says("share").seen()


def test_somebody_in_a_team_is_welcomed_for_the_coach() -> None:
    stage = coach(ana=replace(ANA, coach="")).saves(Team("omar", "running"), Member("omar", "ana", "asked", JOINED))
    invites(stage, "ana").talks("ana").presses("Yes, work together")
    assert "Nora said I would write." in stage.seen()


def test_who_leaves_the_workspace_as_a_coach_is_nobodys_coach_any_more() -> None:
    stage = invited().presses("Yes, work together").presses("Open")
    stage.undergoes(Left("gone", "nora", stage.now))
    assert stage.seen().startswith("Nora no longer works with you as your coach here.")
    assert scopes(stage) == [("nora", "open", False)]


def test_who_erases_themselves_lets_the_other_side_know() -> None:
    stage = invited().presses("Yes, work together").says("erase").says("erase")
    assert stage.seen("nora") == "Ana has ended your work together here. You see nothing of theirs from now on."
    stage = invited().presses("Yes, work together").talks("nora").says("erase").says("erase")
    assert stage.seen("ana").startswith("Nora no longer works with you as your coach here.")


def test_a_paused_leader_and_one_who_stopped_later_can_still_answer() -> None:
    assert state(invited().says("pause").presses("Yes, work together")) == "accepted"
    assert state(invited().says("stop").presses("Yes, work together")) == "accepted"
