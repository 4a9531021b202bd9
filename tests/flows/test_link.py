"""One person on Slack and Teams: linked after both have said yes, asked in the place they choose."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.effects import Start
from bot.events import Captured, Joined, Left, Undelivered
from bot.facts import Chance, Partner, Person, Practice
from bot.flow import DONE, STAY, Filled, State, Wrote
from bot.flows.link import FLOW
from bot.messages import Ref
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

ROOT = Path(__file__).parents[2]
BEGAN = date(2026, 11, 2)
ON_SLACK = replace(ANA, coach="", state="active", joined_on=BEGAN, homes=("slack:ana",))
ON_TEAMS = Person("lind", "Ana Lind", zone="Europe/Berlin", state="new", homes=("teams:lind",))
WAIT = Practice(
    "p1", "ana", wish="stop interrupting", situation="any meeting", act="wait two seconds", state="active",
    started_on=BEGAN, began_on=BEGAN, proof_kind="hear", proof="nothing from me", sure=9, often="5+", recent="ddpn",
)  # fmt: skip
THANK = replace(WAIT, id="p2", situation="a week ends", act="write one line of thanks")


def two(*practices: Practice, **teams: object) -> Stage:
    """Ana on Slack, where something goes on, and on Teams, where she has only just come."""
    stage = Stage()
    del stage.people["nora"], stage.people["omar"]
    stage.people["lind"] = replace(ON_TEAMS, **teams)  # type: ignore[arg-type]  # as named
    stage.saves(ON_SLACK, *(practices or (WAIT,)))
    for one in practices or (WAIT,):
        stage.starts("checkin", one.id)
    return stage


def code(stage: Stage) -> str:
    found = re.search(r"link (\w{4}-\w{4})", stage.seen())
    assert found, stage.seen()
    return found[1]


def asked(stage: Stage | None = None) -> Stage:
    """The code has been typed on Teams, and confirmed there."""
    stage = stage or two()
    typed = code(stage.says("link"))
    return stage.talks("lind").says(f"link {typed}").presses("Yes, that is me").talks("ana")


def linked(stage: Stage | None = None) -> Stage:
    return asked(stage).presses("Yes")


def at_home(stage: Stage | None = None) -> Stage:
    """Linked, and asked on Teams."""
    return linked(stage).presses("There, on Teams")


# the code


def test_link_answers_with_a_code_for_the_other_platform() -> None:
    stage = two().says("link")
    assert stage.seen().startswith(f"Write link {code(stage)} to me on the other platform, within an hour.")
    assert stage.buttons() == []


def test_the_code_is_kept_in_no_conversation() -> None:
    stage = two().says("link")
    typed = code(stage)
    stage.talks("lind").says(f"link {typed}")
    kept = str([state.answers for states in stage.states.values() for state in states.values()])
    assert typed not in kept
    assert typed.replace("-", "") not in kept


@pytest.mark.parametrize("way", ["link {}", "Link {}", "link: {} please", "*link {}*", "please link {}."])
def test_a_code_is_read_as_it_was_given(way: str) -> None:
    stage = two()
    typed = code(stage.says("link"))
    assert "Are you the one called Ana on Slack?" in stage.talks("lind").says(way.format(typed)).seen()


@pytest.mark.parametrize("change", [("-", ""), ("-", " "), ("-", " - "), ("-", "–")])
def test_a_code_is_read_however_it_is_typed(change: tuple[str, str]) -> None:
    stage = two()
    typed = code(stage.says("link")).lower().replace(*change)
    assert "Are you the one called Ana on Slack?" in stage.talks("lind").says(f"link {typed}").seen()


@pytest.mark.parametrize("typed", ["asdf", "K7QW-M3P", "K7QW-M3PDX", "10IO-OSZU", "x" * 3000, "🦆🦆🦆🦆🦆🦆🦆🦆", "?"])
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    stage = two().talks("lind").says(f"link {typed}")
    assert stage.seen().startswith("I can’t read that as a code.") or (typed == "?" and "Write link" in stage.seen())


def test_a_sentence_that_begins_with_link_is_none() -> None:
    said = two().says("link what Omar said in the meeting to the plan of last year").seen()
    assert "code" not in said


def test_wrong_used_and_old_codes_get_the_same_line_and_change_nothing() -> None:
    stage = two()
    typed = code(stage.says("link"))
    stage.talks("lind")
    lines = [stage.says("link K7QW-M3PD").seen()]
    stage.says(f"link {typed}").presses("No")
    lines.append(stage.says(f"link {typed}").seen())
    old = code(stage.talks("ana").says("link"))
    newer = code(stage.says("link"))
    lines.append(stage.talks("lind").says(f"link {old}").seen())
    stage.goes_to(datetime(2026, 11, 23, 10, 0))
    lines.append(stage.says(f"link {newer}").seen())
    assert set(lines) == {"That code leads nowhere, or it is over. “link” in the other place makes a new one."}
    assert not stage.people["ana"].linked


def test_ones_own_code_is_said_to_be_ones_own_and_still_works() -> None:
    stage = two()
    typed = code(stage.says("link"))
    assert stage.says(f"link {typed}").seen().startswith("That is your own code")
    assert "Are you the one called Ana" in stage.talks("lind").says(f"link {typed}").seen()


def test_who_has_stopped_begins_again_first() -> None:
    stage = two().says("stop")
    assert stage.says("link").seen() == "Everything is stopped here. “Hi” begins again, and then “link” works."
    assert stage.says("link K7QW-M3PD").seen().startswith("Everything is stopped here.")


# the two questions


def test_the_second_question_names_who_says_so_and_where() -> None:
    stage = asked()
    assert stage.seen().startswith("Somebody called Ana Lind on Teams says that you are the same person.")
    assert stage.buttons() == ["Yes", "No, that is somebody else"]
    assert stage.seen("lind").startswith("I ask on Slack too, within your working hours there.")
    assert not stage.people["ana"].linked
    assert not stage.people["lind"].linked


def test_only_after_both_yes_they_are_linked_and_both_know() -> None:
    stage = linked()
    assert (stage.people["ana"].linked, stage.people["lind"].linked) == ("lind", "ana")
    assert stage.seen("lind").startswith("Both have said yes, so the two are linked: on Slack you are Ana.")
    assert stage.seen().startswith("Now the two are linked: on Teams you are Ana Lind.")
    assert stage.buttons() == ["Here", "There, on Teams"]


def test_two_workspaces_of_one_platform_are_told_apart() -> None:
    stage = asked(two(homes=("slack:lind",)))
    assert "Somebody called Ana Lind in another workspace or organisation says" in stage.seen()
    assert stage.presses("Yes").buttons() == ["Here", "There, in another workspace or organisation"]


def test_somebody_without_a_name_and_in_no_place_is_named_all_the_same() -> None:
    stage = asked(two(homes=(), name=""))
    assert stage.seen().startswith("Somebody called somebody in another place says that you are the same person.")


def test_the_words_for_yes_and_no_can_be_typed() -> None:
    stage = two()
    typed = code(stage.says("link"))
    stage.talks("lind").says(f"link {typed}").says("hm, let me see")
    assert stage.seen() == "“Yes” or “no” is enough."
    assert stage.says("that's me").talks("ana").says("yes").people["ana"].linked == "lind"


def test_a_no_to_the_first_question_is_told_to_whoever_was_given_the_code() -> None:
    stage = two()
    typed = code(stage.says("link"))
    stage.talks("lind").says(f"link {typed}").presses("No")
    assert stage.seen() == "All right, nothing is linked. I say so in the other place too."
    assert stage.seen("ana").startswith("Your code was typed on Teams, and they said that it is not theirs.")
    assert stage.waiting() == []


def test_a_no_to_the_second_question_is_told_to_whoever_said_yes() -> None:
    stage = asked().presses("No, that is somebody else")
    assert stage.seen("lind") == "I asked on Slack, and the answer was no. Nothing is linked."
    assert not any("link" in one for one in stage.waiting())
    assert not stage.people["lind"].linked


def test_the_first_question_is_over_after_a_working_day() -> None:
    stage = two()
    typed = code(stage.says("link"))
    stage.talks("lind").says(f"link {typed}")
    assert stage.waiting() == ["link/unanswered 2026-11-24 09:00"]
    before = stage.said_count("ana")
    stage.goes_to(datetime(2026, 11, 24, 9, 1)).presses("Yes, that is me")
    assert stage.seen() == "That question is over, so nothing has changed. “link” says how it stands."
    assert stage.said_count("ana") == before


def test_the_second_question_is_over_after_a_working_day_and_the_other_side_knows() -> None:
    stage = asked().goes_to(datetime(2026, 11, 24, 9, 1))
    assert stage.seen("lind") == "I asked on Slack, and nobody answered. Nothing is linked; “link” begins again."
    assert stage.presses("Yes").seen().startswith("That question is over")
    assert not stage.people["ana"].linked


@pytest.mark.parametrize(
    ("asked_at", "over_at"),
    [
        (datetime(2026, 11, 23, 7, 0), "2026-11-24 08:30"),
        (datetime(2026, 11, 27, 10, 0), "2026-11-30 10:00"),
        (datetime(2026, 11, 27, 18, 30), "2026-12-01 08:30"),
        (datetime(2026, 11, 28, 12, 0), "2026-12-01 08:30"),
    ],
)
def test_a_question_that_waits_for_the_morning_is_open_for_a_day_from_then(asked_at: datetime, over_at: str) -> None:
    stage = asked(two().goes_to(asked_at))
    assert f"link/unanswered {over_at}" in stage.waiting()


def test_a_second_press_and_an_old_button_change_nothing() -> None:
    stage = linked()
    said = stage.said_count("lind")
    old = next(key for key in stage.order if "the same person. Is that so?" in str(stage.messages[key].message))
    assert "[" not in str(stage.seen("lind"))
    assert stage.messages[old].person == "ana"
    stage.presses("There, on Teams")
    assert stage.says("yes").said_count("lind") == said + 1


def test_who_was_linked_elsewhere_meanwhile_can_no_longer_be() -> None:
    stage = asked()
    stage.people["lind"] = replace(stage.people["lind"], linked="somebody")
    stage.people["somebody"] = Person("somebody", "Ana L", homes=("slack:l",))
    assert stage.presses("Yes").seen().startswith("That can no longer be linked")
    assert not stage.people["ana"].linked


def test_who_was_linked_before_the_question_came_is_not_asked() -> None:
    stage = two()
    typed = code(stage.says("link"))
    stage.talks("lind").says(f"link {typed}")
    stage.people["somebody"] = Person("somebody", "Ana L", homes=("slack:l",))
    stage.people["ana"] = replace(stage.people["ana"], linked="somebody")
    before = stage.said_count("ana")
    stage.presses("Yes, that is me")
    assert stage.seen() == "I could not ask on Slack. Nothing is linked; “link” begins again."
    assert stage.said_count("ana") == before


@pytest.mark.parametrize(("step", "told"), [("mine", 0), ("same", 1)])
def test_a_question_that_did_not_arrive_ends_it(step: str, told: int) -> None:
    scene = scene_of(State("link", "ana", "lind", step, {"name": "Ana Lind", "at": "teams"}))
    lost = Undelivered("u", "ana", scene.now, Ref("link", "lind", step), "blocked")
    assert FLOW.lost is not None
    found = FLOW.lost(scene, lost)
    starts = [deed for deed in found.deeds if isinstance(deed, Start)]
    assert (found.to, len(starts)) == (DONE, told)
    assert all((one.owner, one.answers["news"]) == ("lind", "unreached") for one in starts)


def test_a_line_that_did_not_arrive_changes_nothing() -> None:
    scene = scene_of(State("link", "ana", "", "home"))
    assert FLOW.lost is not None
    assert FLOW.lost(scene, Undelivered("u", "ana", scene.now, Ref("link", "", "home"), "blocked")).to == STAY


# one home


def test_the_place_where_something_goes_on_comes_first() -> None:
    stage = two()
    typed = code(stage.talks("lind").says("link"))
    stage.talks("ana").says(f"link {typed}").presses("Yes, that is me").talks("lind").presses("Yes")
    assert stage.buttons() == ["There, on Slack", "Here"]


def test_until_a_place_is_chosen_both_go_on_as_they_are() -> None:
    stage = linked(two(state="active"))
    assert "At the moment I ask in both places." in stage.seen()
    assert stage.people["lind"].state == "active"
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()


def test_here_keeps_the_questions_and_the_other_place_falls_quiet() -> None:
    stage = linked(two(state="active")).presses("Here")
    assert stage.seen() == "From now on I ask here, and nothing on Teams."
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()
    assert stage.people["lind"].state == "quiet"
    assert stage.seen("lind") == (
        "From now on I ask you on Slack, and nothing here. What you kept here stays, and “home here” brings the "
        "questions back.\n[Ask me here]"
    )


def test_there_falls_quiet_here_and_nothing_is_asked_any_more() -> None:
    stage = at_home()
    assert stage.seen().startswith("From now on I ask you on Teams, and nothing here.")
    assert stage.buttons() == ["Ask me here"]
    assert stage.waiting() == []
    before = stage.said_count("ana")
    assert stage.goes_to(datetime(2026, 12, 24, 18, 0)).said_count("ana") == before


def test_the_quiet_is_said_once() -> None:
    stage = linked(two(state="active")).presses("Here")
    before = stage.said_count("lind")
    assert stage.says("home here").seen() == "My questions come here already."
    assert stage.said_count("lind") == before


@pytest.mark.parametrize("typed", ["here", "Slack", "this one"])
def test_the_home_can_be_typed(typed: str) -> None:
    assert linked().says(typed).seen() == "From now on I ask here, and nothing on Teams."


@pytest.mark.parametrize("typed", ["there", "teams", "There, on Teams", "the other one"])
def test_the_other_home_can_be_typed(typed: str) -> None:
    assert linked().says(typed).seen().startswith("From now on I ask you on Teams")


def test_two_places_of_one_platform_are_not_chosen_by_its_name() -> None:
    assert linked(two(homes=("slack:lind",))).says("slack").seen() == "“Here” or “there” is enough."


def test_the_question_is_answered_by_nothing_else() -> None:
    for step in ("home", "quiet", "begin", "mine", "same"):
        scene = scene_of(State("link", "ana", "", step))
        for answer in (Wrote("x"), Filled({})):
            assert (FLOW.step(step).take(scene, answer).to, FLOW.step(step).take(scene, answer).deeds) == (STAY, ())


def test_a_practice_is_offered_where_there_is_none_and_not_begun_by_itself() -> None:
    stage = at_home()
    assert stage.seen("lind") == (
        "From now on I ask here, and nothing on Slack.\nThis is what you practise on Slack:\n"
        "Any meeting: I wait two seconds.\nShall it begin here, in the same words? What you answered there stays "
        "there, and here the count begins at nothing.\n[Begin it here] [Leave it]"
    )
    assert stage.talks("lind").leader.practices == ()
    assert stage.leader.person.state == "active"


def test_a_practice_begins_with_the_same_words_and_a_fresh_history() -> None:
    stage = at_home().saves(Chance("p1", date(2026, 11, 20), "ana", "did"))
    stage.talks("lind").presses("Begin it here")
    (mine,) = stage.leader.practices
    assert (mine.situation, mine.act, mine.wish, mine.proof) == (WAIT.situation, WAIT.act, WAIT.wish, WAIT.proof)
    assert (mine.owner, mine.level, mine.recent, mine.generation, mine.restarts) == ("lind", 0, "", 0, ())
    assert (mine.id != WAIT.id, mine.sure, mine.started_on) == (True, 0, date(2026, 11, 23))
    assert stage.leader.chances == ()
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()
    assert "The first question comes" in stage.seen()
    assert stage.facts["ana"].practices == (WAIT,)


def test_a_gentle_pace_holds_for_what_begins() -> None:
    stage = at_home(two(pace="gentle")).talks("lind").says("yes")
    assert stage.leader.practices[0].level == 1


def test_leaving_it_begins_nothing() -> None:
    stage = at_home().talks("lind").presses("Leave it")
    assert stage.leader.practices == ()
    assert stage.seen() == "All right. “New practice” begins another one whenever you like."


def test_of_two_practices_each_is_offered_by_its_name() -> None:
    stage = at_home(two(WAIT, THANK)).talks("lind")
    assert stage.buttons() == ["Begin: wait two seconds", "Begin: write one line of thanks", "Leave it"]
    stage.presses("Begin: write one line of thanks")
    assert stage.buttons() == ["Begin it here", "Leave it"]
    stage.presses("Begin it here")
    assert {one.act for one in stage.leader.practices} == {WAIT.act, THANK.act}
    assert stage.buttons() == []


def test_nothing_is_offered_where_something_else_goes_on() -> None:
    stage = two(state="active", joined_on=BEGAN)
    stage.talks("lind").saves(replace(THANK, owner="lind")).talks("ana")
    assert at_home(stage).seen("lind") == "From now on I ask here, and nothing on Slack."


def test_an_offer_whose_practice_has_ended_begins_nothing() -> None:
    stage = at_home().saves(replace(WAIT, state="kept")).talks("lind").says("yes")
    assert stage.seen() == "There is nothing left to begin here."
    assert stage.leader.practices == ()


def test_who_has_never_begun_and_practises_nothing_is_asked_for_a_wish() -> None:
    stage = at_home(two(replace(WAIT, state="kept")))
    assert stage.talks("lind").leader.person.joined_on == date(2026, 11, 23)
    assert "practice" in {state.flow for state in stage.states["lind"].values() if state.step != DONE}


# there and back


def test_switching_back_takes_up_what_was_planned() -> None:
    stage = two().says("promise Omar the numbers Thursday 3 December").says("lookback")
    before = stage.waiting()
    at_home(stage).presses("Ask me here")
    assert stage.seen() == "From now on I ask here, and nothing on Teams."
    assert stage.waiting() == before
    assert stage.people["lind"].state == "quiet"
    assert stage.seen("lind").startswith("From now on I ask you on Slack, and nothing here.")


def test_what_has_gone_by_meanwhile_is_not_asked_in_a_burst() -> None:
    stage = at_home(two().says("promise Omar the numbers Thursday")).goes_to(datetime(2026, 12, 14, 10, 0))
    before = stage.said_count("ana")
    stage.presses("Ask me here").goes_to(datetime(2026, 12, 14, 17, 1))
    assert stage.said_count("ana") <= before + 4
    assert "checkin/asked 2026-12-15 17:00" in stage.waiting()
    assert sum("Omar" in drawn for drawn in stage.all_seen().split("\n---\n")[before:]) == 1


def test_back_and_forth_from_either_side_and_by_words() -> None:
    stage = linked(two(state="active", joined_on=BEGAN))
    for place, typed, asked_on in (
        ("ana", "home there", "lind"),
        ("ana", "home here", "ana"),
        ("lind", "ask me here", "lind"),
        ("lind", "home there", "ana"),
        ("lind", "home there", "ana"),
        ("ana", "ask me there", "lind"),
    ):
        stage.talks(place).says(typed)
        states = {name: stage.people[name].state for name in ("ana", "lind")}
        assert states == {"ana": "quiet", "lind": "quiet", asked_on: "active"}
    assert stage.talks("ana").waiting() == []


def test_a_pause_holds_after_there_and_back() -> None:
    stage = at_home(two().says("pause until 30 November")).says("home here")
    assert (stage.leader.person.state, stage.leader.person.paused_until) == ("paused", date(2026, 11, 30))
    stage.says("home there").goes_to(datetime(2026, 12, 1, 9, 0)).says("home here")
    assert (stage.leader.person.state, stage.leader.person.paused_until) == ("active", None)


def test_replies_come_where_somebody_writes() -> None:
    stage = at_home()
    before = stage.said_count("lind")
    assert "Kept" in stage.says("note it was hard").seen()
    assert stage.said_count("lind") == before


def test_what_is_booked_where_nothing_is_asked_is_kept_and_that_is_said() -> None:
    stage = at_home().says("promise Omar the numbers Thursday")
    assert "I ask nothing here at the moment. “home here” brings the questions back." in stage.seen()
    before = stage.said_count("ana")
    stage.goes_to(datetime(2026, 11, 27, 18, 0))
    assert stage.said_count("ana") == before
    assert stage.leader.captures[0].state == "open"
    stage.says("home here").goes_to(datetime(2026, 11, 30, 9, 0))
    assert "numbers" in stage.seen()


def test_what_is_booked_from_a_message_says_so_too() -> None:
    stage = at_home()
    stage.undergoes(Captured("c", "ana", stage.now, "thank", "You flagged the delay", "Lea"))
    assert "I ask nothing here at the moment." in stage.seen()


def test_thanks_still_reach_the_quiet_place() -> None:
    stage = at_home()
    stage.people["omar"] = Person("omar", "Omar", zone="Europe/Berlin", state="active", homes=("slack:omar",))
    stage.talks("omar").says("thank Ana for flagging the delay").presses("Send it to Ana")
    assert "flagging the delay" in stage.seen("ana")


def test_who_is_quiet_is_not_asked_to_be_a_partner() -> None:
    stage = at_home()
    stage.people["omar"] = Person("omar", "Omar", zone="Europe/Berlin", state="active", homes=("slack:omar",))
    stage.talks("omar").saves(replace(WAIT, id="p9", owner="omar")).says("partner Ana")
    assert "Before Ana hears" not in stage.seen()


@pytest.mark.parametrize("typed", ["hi", "start", "I’m back"])
def test_a_greeting_in_the_quiet_place_asks_where(typed: str) -> None:
    stage = at_home().says(typed)
    assert "You are linked: on Teams you are Ana Lind." in stage.seen()
    assert "My questions come on Teams at the moment." in stage.seen()
    assert stage.buttons() == ["Here", "There, on Teams", "Unlink"]
    assert stage.presses("There, on Teams").seen() == "My questions come on Teams already."


def test_a_greeting_before_anything_was_begun_asks_where_too() -> None:
    stage = linked(two()).talks("lind").says("hi")
    assert "My questions come on Slack at the moment." in stage.seen()


def test_pausing_what_is_quiet_says_that_it_is() -> None:
    assert at_home().says("pause").seen() == "I ask nothing here at the moment. “home here” brings the questions back."


def test_link_says_how_it_stands_and_takes_no_code() -> None:
    stage = linked()
    assert "You are linked: on Teams you are Ana Lind." in stage.says("link").seen()
    assert "A code is not needed any more" in stage.says("link K7QW-M3PD").seen()
    assert stage.buttons() == ["Here", "There, on Teams", "Unlink"]


def test_without_a_link_there_is_no_other_home() -> None:
    for typed in ("home here", "home there"):
        assert two().says(typed).seen() == "I know you in this place only. “link” adds another one."


def test_what_has_ended_there_cannot_be_chosen() -> None:
    stage = linked(two(state="active", joined_on=BEGAN)).talks("lind").says("stop").talks("ana").says("link")
    assert "You have ended it on Teams" in stage.seen()
    assert stage.buttons() == ["Here", "Unlink"]
    assert stage.says("home there").seen().startswith("You have ended it on Teams")
    assert stage.says("home here").seen() == "My questions come here already."


def test_who_begins_again_after_a_stop_is_asked_where() -> None:
    stage = linked(two(state="active", joined_on=BEGAN)).presses("Here").says("stop")
    stage.talks("lind").says("hi")
    assert stage.buttons() == ["Here", "Unlink"]
    assert stage.presses("Here").seen().startswith("From now on I ask here.\nThis is what you practise on Slack:")
    stage.talks("ana").says("start").presses("Here")
    assert stage.people["lind"].state == "quiet"
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()


def test_a_button_that_begins_again_asks_where_as_well_once_the_other_place_asks() -> None:
    stage = linked(two(state="active", joined_on=BEGAN)).says("stop").talks("lind").says("stop").says("hi")
    stage.talks("ana").says("start").talks("lind").presses("Ask again")
    assert "My questions come on Slack at the moment." in stage.seen()
    assert stage.people["lind"].state == "stopped"


# apart again


@pytest.mark.parametrize("side", ["ana", "lind"])
def test_either_side_unlinks_at_once_and_both_know(side: str) -> None:
    stage = linked(two(state="active")).talks(side).says("unlink")
    assert (stage.people["ana"].linked, stage.people["lind"].linked) == ("", "")
    assert stage.seen("ana") == "You are no longer linked with Ana Lind on Teams. Each place is on its own again."
    assert stage.seen("lind") == "You are no longer linked with Ana on Slack. Each place is on its own again."


def test_unlinking_where_it_is_quiet_says_how_to_begin_again() -> None:
    assert at_home().says("unlink").seen() == (
        "You are no longer linked with Ana Lind on Teams. Each place is on its own again.\nI ask nothing here at the "
        "moment. “home here” brings the questions back.\n[Ask me here]"
    )


def test_unlinking_by_button() -> None:
    assert linked().says("link").presses("Unlink").people["lind"].linked == ""


@pytest.mark.parametrize("back", ["start", "home here", "Ask me here"])
def test_what_was_quiet_stays_so_until_they_say_otherwise(back: str) -> None:
    stage = at_home().talks("lind").says("unlink").talks("ana")
    assert "I ask nothing here at the moment." in stage.seen()
    assert stage.people["ana"].state == "quiet"
    assert stage.says("hi").buttons() == ["Ask me here"]
    stage.presses(back) if back == "Ask me here" else stage.says(back)
    assert stage.seen() == "From now on I ask here."
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()


def test_unlinking_nothing_changes_nothing() -> None:
    assert two().says("unlink").seen() == "Nothing is linked, so nothing has changed. “link” makes a code."


def test_a_button_from_before_the_parting_changes_nothing() -> None:
    stage = linked().says("unlink").presses("Here")
    assert stage.seen().startswith("That question is over")


def test_who_is_erased_tells_the_other_side_once_and_without_a_name() -> None:
    stage = at_home().talks("lind").says("erase").says("erase")
    assert stage.erased == ["lind"]
    assert stage.seen("ana").startswith("What I kept about you on Teams is erased. This place is on its own again.")
    assert stage.talks("ana").buttons() == ["Ask me here"]


def test_who_leaves_where_they_are_asked_is_offered_the_questions_where_it_is_quiet() -> None:
    stage = at_home().talks("lind")
    for number in range(2):
        stage.undergoes(Left(f"left{number}", "lind", stage.now))
    assert stage.seen("ana").startswith("Nothing reaches you on Teams any more.")
    assert stage.all_seen("ana").count("Nothing reaches you on Teams any more.") == 1
    stage.talks("ana").presses("Ask me here")
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()


def test_who_leaves_the_quiet_place_hears_nothing_in_the_other() -> None:
    stage = at_home()
    before = stage.said_count("lind")
    stage.undergoes(Left("left", "ana", stage.now))
    assert stage.said_count("lind") == before


def test_who_comes_back_where_they_had_left_is_asked_where() -> None:
    stage = at_home().talks("lind")
    stage.undergoes(Left("left", "lind", stage.now)).talks("ana").presses("Ask me here").talks("lind")
    stage.undergoes(Joined("j", "lind", stage.now, "Ana Lind", "teams:lind", installed=True))
    assert "My questions come on Slack at the moment." in stage.seen()
    assert stage.people["lind"].state == "stopped"


def test_news_that_are_no_longer_true_change_nothing() -> None:
    for news in ("quiet", "joined", "found of later"):
        found = FLOW.begin(scene_of(State("link", "ana", "", "", {"news": news})))
        assert (found.to, found.deeds) == (DONE, ())
        assert found.because


def test_questions_about_a_link_that_is_gone_are_drawn_all_the_same() -> None:
    assert FLOW.step("home").draw(scene_of(State("link", "ana", "", "home")))
    assert FLOW.step("begin").draw(scene_of(State("link", "ana", "", "begin")))
    assert FLOW.step("home").read is not None


def test_erasing_without_a_link_tells_nobody() -> None:
    stage = two().says("erase").says("erase")
    assert stage.erased == ["ana"]
    assert stage.said_count("lind") == 0


def test_who_waits_for_an_answer_from_the_quiet_place_gets_to_know_that_none_comes() -> None:
    stage = linked()
    stage.people["omar"] = Person("omar", "Omar", zone="Europe/Berlin", state="active", homes=("slack:omar",))
    stage.talks("omar").saves(replace(WAIT, id="p9", owner="omar")).says("partner Ana").presses("Yes, they know")
    assert "partner/unanswered" in str(stage.talks("ana").waiting())
    stage.says("home there")
    assert stage.seen("omar") == "Ana has not answered, so I have stopped asking."
    assert stage.people["ana"].state == "quiet"


def test_a_partners_line_still_reaches_the_quiet_place() -> None:
    stage = at_home()
    stage.people["omar"] = Person("omar", "Omar", zone="Europe/Berlin", state="active", homes=("slack:omar",))
    stage.talks("omar").saves(replace(WAIT, id="p9", owner="omar"), Partner("omar", "ana", "p9", "accepted", BEGAN))
    stage.facts["ana"] = replace(stage.facts["ana"], partners=stage.leader.partners)
    stage.saves(Chance("p9", date(2026, 11, 20), "omar", "did")).comes_due("partner", "weekly", "p9")
    assert "Omar" in stage.seen("ana")


def test_nothing_else_looks_at_a_link() -> None:
    """Neither what others see of somebody nor any other flow: only this one, and where it is stored."""
    folders = ("bot", "adapters", "scheduler")
    looks = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.linked\b", path.read_text(encoding="utf-8"))
    }
    elsewhere = {path for path in looks if not path.startswith("bot/flows/link/")}
    assert elsewhere == {"bot/store/people.py", "bot/store/erase.py", "bot/store/links.py"}


def test_a_link_stands_on_no_page_and_in_no_list_of_who_sees_what() -> None:
    stage = linked(two(state="active"))
    for typed in ("home", "who sees what", "help", "export"):
        assert "Ana Lind" not in stage.says(typed).seen()
