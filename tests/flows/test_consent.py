"""What a coach may see: chosen by the leader, shown again, changed any day."""

from dataclasses import replace
from datetime import date, datetime

from bot.facts import Consent, Practice
from tests.stage import ANA, Stage

PRACTICE = Practice(
    "p1", "ana", wish="listen", situation="any meeting", act="wait two seconds", started_on=date(2026, 11, 2)
)


def joined() -> Stage:
    return Stage(people={**Stage().people, "ana": replace(ANA, state="active", joined_on=date(2026, 11, 23))})


def scopes(stage: Stage) -> list[tuple[str, bool]]:
    return [(one.scope, one.until_at is None) for one in stage.leader.consents]


def test_the_choice_shows_what_each_means_and_prefers_none() -> None:
    seen = joined().says("share").seen()
    assert "What may Nora see of you from now on?" in seen
    assert "Status: whether you are going, paused or resting, and nothing else" in seen
    assert seen.endswith("[Status] [Working together] [Open] [Nothing yet]")


def test_a_choice_holds_from_that_moment() -> None:
    stage = joined().says("share").presses("Working together")
    consent = stage.leader.consents[0]
    assert (consent.scope, consent.audience, consent.from_at, consent.until_at) == ("together", "nora", stage.now, None)
    assert "From this moment Nora may see: Working together." in stage.seen()


def test_a_change_closes_the_old_row_and_opens_a_new_one() -> None:
    stage = joined().says("share together").goes_to(datetime(2026, 11, 24, 10, 0)).says("share status")
    old, new = stage.leader.consents
    assert (old.scope, old.until_at) == ("together", stage.now)
    assert (new.scope, new.from_at, new.until_at) == ("status", stage.now, None)


def test_who_shows_less_hears_what_becomes_of_what_was_read() -> None:
    stage = joined().says("share together")
    assert "cannot take that back" not in stage.says("share open").seen()
    assert "What Nora has read in a message stays there; I cannot take that back." in stage.says("share status").seen()


def test_the_same_choice_again_changes_nothing() -> None:
    stage = joined().says("share open").says("share open")
    assert scopes(stage) == [("open", True)]


def test_nothing_can_be_chosen_too() -> None:
    stage = joined().says("share").says("nothing")
    assert scopes(stage) == [("nothing", True)]
    assert "Nothing goes to Nora." in stage.seen()


def test_it_can_be_left_as_it_is() -> None:
    stage = joined().says("share open").says("share")
    assert "Nora may see this of you: Open." in stage.seen()
    stage.presses("Leave it so")
    assert scopes(stage) == [("open", True)]


def test_other_words_get_a_hint_and_change_nothing() -> None:
    stage = joined().says("share").says("hmm")
    assert "“working together”" in stage.seen()
    assert scopes(stage) == []


def test_a_form_cannot_answer_it() -> None:
    from bot.flows.consent import FLOW
    from bot.turn import STAY, Filled, Scene, State

    stage = joined()
    scene = Scene(stage.leader, State("consent", "ana", "nora", "choose"), stage.now)
    assert FLOW.steps[0].take(scene, Filled({})).to == STAY


def test_without_a_coach_there_is_nobody_to_share_with() -> None:
    stage = Stage(people={"ana": replace(ANA, state="active", coach="")})
    assert "There is no coach here" in stage.says("share").seen()


def test_it_is_shown_once_more_at_week_thirteen() -> None:
    stage = joined().says("share status")
    assert stage.waiting() == ["consent/again 2027-02-22 17:00"]
    stage.goes_to(datetime(2027, 2, 22, 17, 1))
    assert "Nora may see this of you: Status. Is that still right?" in stage.seen()
    assert stage.waiting() == []
    stage.presses("Open")
    assert scopes(stage) == [("status", False), ("open", True)]


def test_a_choice_made_before_the_fifth_day_is_not_asked_for_again_then() -> None:
    stage = Stage().says("hi").presses("Start").says("stop interrupting").presses("Any meeting")
    stage.presses("Wait two seconds").presses("That’s it").presses("Good")
    assert "consent/again 2026-11-30 17:00" in stage.waiting()
    opened = Consent("c1", "ana", "nora", "open", stage.now)
    stage.saves(opened).goes_to(datetime(2026, 11, 30, 17, 1))
    assert "Nora" not in stage.seen()
    assert "consent/again 2027-02-22 17:00" in stage.waiting()


def test_after_the_coach_has_changed_nothing_is_asked_about_the_old_one() -> None:
    stage = joined().says("share status")
    stage.saves(replace(stage.leader.person, coach="omar")).goes_to(datetime(2027, 2, 22, 17, 1))
    assert stage.said_count() == 1
