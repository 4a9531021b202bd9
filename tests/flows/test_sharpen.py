"""Sharpening: one tap a day on the first days, and the trial that settles whether the words are clear."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.events import Due
from bot.facts import Practice
from bot.flow import STAY, Filled, Scene, State
from bot.flows.sharpen import FLOW
from bot.rules import calendar
from tests.stage import ANA, Stage

DRAFT = Practice(
    "p1",
    "ana",
    wish="stop interrupting",
    theme="listening",
    situation="the Monday review begins",
    act="wait two seconds",
    started_on=date(2026, 11, 23),
    began_on=date(2026, 11, 24),
)
KNOWN = replace(
    DRAFT, often="5+", proof_kind="gap", proof="two seconds", who="Omar", sure=8, obstacle="a rush", then="I wait"
)


def sharpening(practice: Practice = DRAFT) -> Stage:
    stage = Stage(people={"ana": replace(ANA, state="active")}).saves(practice)
    return stage.starts("checkin", "p1").starts("sharpen", "p1")


def on_day(stage: Stage, number: int) -> Stage:
    """At five on the so-many-th working day; the check-ins before it are answered."""
    days = (23, 24, 25, 26, 27, 30)
    month, day = (12, number - 5) if number > 5 else (11, days[number])
    until = datetime(2026, month, day, 17, 1)
    while calendar.local(stage.now, ANA.zone).date() < until.date():
        if "Did it" in stage.buttons():
            stage.presses("Did it")
        stage.next_day()
    return stage


def the_practice(stage: Stage) -> Practice:
    return stage.leader.practices[0]


def asking(item: str) -> Stage:
    """The question about this item, on its day; the check-in above it is answered."""
    known = {
        "often": DRAFT,
        "proof": replace(DRAFT, often="5+"),
        "who": replace(DRAFT, often="5+", proof_kind="see", proof="a nod"),
        "sure": replace(KNOWN, sure=0),
        "obstacle": replace(KNOWN, obstacle="", then=""),
        "rehearse": KNOWN,
    }
    return on_day(sharpening(known[item]), 1).presses("Did it")


def test_one_thing_is_asked_a_day_and_nothing_twice() -> None:
    stage = sharpening()
    said = []
    for number in range(1, 6):
        on_day(stage, number)
        said.append(stage.seen())
    assert "in a normal week" in said[0]
    assert "standing by know" in said[1]
    assert "With whom?" in said[2]
    assert "1 to 10?" in said[3]
    assert "in the way?" in said[4]
    assert [line for line in stage.waiting() if "next" in line] == []


def test_the_last_day_brings_the_rehearsal_too() -> None:
    stage = sharpening()
    for number in range(1, 6):
        on_day(stage, number)
    stage.presses("Nothing comes to mind")
    assert "Picture the next time once" in stage.seen()


def test_what_is_known_is_passed_over() -> None:
    stage = on_day(
        sharpening(replace(DRAFT, often="5+", situation="somebody talks in a meeting", proof_kind="see", proof="x")), 1
    )
    assert "1 to 10?" in stage.seen()


def test_with_everything_known_only_the_rehearsal_is_left_and_then_nothing() -> None:
    stage = asking("rehearse")
    assert "And if a rush: I wait." in stage.seen()
    stage.presses("Done")
    assert "It reads clear now." in stage.seen()
    assert stage.state("sharpen").step == "done"
    assert "Picture" not in on_day(stage, 2).seen()


def test_the_rehearsal_can_be_skipped() -> None:
    assert asking("rehearse").presses("Skip").state("sharpen").step == "done"


def test_nothing_is_asked_about_a_practice_that_rests() -> None:
    stage = sharpening(replace(DRAFT, state="resting"))
    on_day(stage, 5)
    stage.goes_to(datetime(2026, 12, 31, 12, 0))
    assert stage.said_count() == 0
    assert stage.waiting() == []


@pytest.mark.parametrize("item", ["often", "proof", "who", "sure"])
def test_each_can_be_skipped_and_stays_as_it_was(item: str) -> None:
    stage = asking(item)
    before = the_practice(stage)
    assert the_practice(stage.says("skip")) == before
    assert stage.state("sharpen").step == "done"


@pytest.mark.parametrize("step", [step.name for step in FLOW.steps])
def test_a_form_answers_none_of_it_and_breaks_nothing(step: str) -> None:
    stage = sharpening()
    scene = Scene(stage.leader, State("sharpen", "ana", "p1", step, {"kind": "see"}), stage.now)
    found = FLOW.step(step).take(scene, Filled({}))
    assert found.to in (STAY, "done")
    assert not found.deeds


# how often


def test_three_or_more_a_week_is_kept_and_asked_about_daily() -> None:
    stage = asking("often").presses("3 or 4 times")
    assert the_practice(stage).often == "3-4"
    assert "checkin/asked 2026-11-25 17:00" in stage.waiting()


@pytest.mark.parametrize(
    ("band", "says"), [("Once or twice", "at the end of each week"), ("Less than that", "To be honest")]
)
def test_less_is_asked_about_at_the_end_of_the_week_and_a_wider_moment_is_offered(band: str, says: str) -> None:
    stage = asking("often").presses(band)
    assert says in stage.seen()
    stage.presses("Ask once a week")
    assert "checkin/asked 2026-11-27 17:00" in stage.waiting()


def test_a_wider_moment_is_asked_about_once_more() -> None:
    stage = asking("often").presses("Once or twice").presses("A wider moment")
    assert "[Somebody talks in a meeting]" in stage.seen()
    stage.presses("Somebody talks in a meeting")
    assert the_practice(stage).situation == "somebody talks in a meeting"
    stage.presses("Once or twice")
    assert the_practice(stage).often == "1-2"
    assert stage.state("sharpen").step == "done"


def test_a_wider_moment_can_be_typed_or_left() -> None:
    typed = asking("often").presses("Less than that").presses("A wider moment").says("any meeting of mine")
    assert the_practice(typed).situation == "any meeting of mine"
    left = asking("often").presses("Less than that").presses("A wider moment").presses("Leave it as it is")
    assert the_practice(left).situation == "the Monday review begins"


# the proof


@pytest.mark.parametrize(
    ("kind", "asks", "key"),
    [
        ("They’d hear me", "Which words", "hear"),
        ("They’d see me", "What would they see", "see"),
        ("They’d receive something", "What would reach them?", "receive"),
        ("They’d notice a gap", "How long is the gap", "gap"),
        ("Nobody could", "one outward sign", "nobody"),
    ],
)
def test_a_proof_is_a_kind_and_its_words(kind: str, asks: str, key: str) -> None:
    stage = asking("proof").presses(kind)
    assert asks in stage.seen()
    stage.says("what do you need")
    assert (the_practice(stage).proof_kind, the_practice(stage).proof) == (key, "what do you need")
    assert "ept" in stage.seen()


def test_a_proof_without_its_words_is_not_kept() -> None:
    assert the_practice(asking("proof").presses("They’d hear me").presses("Skip")).proof_kind == ""


def test_an_inner_practice_may_stay_one() -> None:
    assert the_practice(asking("proof").presses("Nobody could").presses("No outward sign")).proof_kind == "nobody"


def test_words_in_place_of_a_kind_get_a_hint() -> None:
    assert "“skip”" in asking("proof").says("they would feel it").seen()


# with whom


def test_one_person_or_whoever_is_there() -> None:
    assert the_practice(asking("who").says("Omar")).who == "Omar"
    assert the_practice(asking("who").presses("Whoever is there")).who == "whoever is there"


def test_everybody_is_asked_about_once_more_and_then_taken() -> None:
    stage = asking("who").says("everybody")
    assert "Who of them" in stage.seen()
    assert the_practice(stage.says("everybody")).who == "everybody"


# how sure


@pytest.mark.parametrize("typed", ["8", "8/10", "8 of 10"])
def test_seven_or_more_is_sure_enough(typed: str) -> None:
    stage = asking("sure").says(typed)
    assert the_practice(stage).sure == 8
    assert stage.state("sharpen").step == "done"


@pytest.mark.parametrize("typed", ["11", "0", "very", "quite sure"])
def test_what_is_no_number_from_one_to_ten_gets_a_hint(typed: str) -> None:
    assert "A number from 1 to 10" in asking("sure").says(typed).seen()


def test_under_seven_it_is_made_smaller_twice_at_most() -> None:
    stage = asking("sure").presses("4")
    assert "What could be smaller" in stage.seen()
    stage.presses("Half as often")
    assert the_practice(stage).dose == "daily"
    assert "once a day" in stage.seen()
    stage.presses("5").presses("Half as often")
    assert the_practice(stage).dose == "weekly"
    stage.presses("6")
    assert stage.state("sharpen").step == "done"
    assert the_practice(stage).sure == 6


def test_half_of_once_a_week_is_not_offered() -> None:
    stage = on_day(sharpening(replace(KNOWN, sure=0, dose="weekly")), 1).presses("3")
    assert "Half as often" not in stage.buttons()


def test_it_can_be_made_smaller_by_one_person() -> None:
    stage = asking("sure").presses("4").presses("One person only")
    assert "With which one person" in stage.seen()
    stage.says("Lea")
    assert the_practice(stage).who == "Lea"
    assert "And how sure are you like this" in stage.seen()


def test_it_can_be_made_smaller_by_one_meeting() -> None:
    stage = asking("sure").presses("4").presses("One meeting only").says("the Friday call ends")
    assert the_practice(stage).situation == "the Friday call ends"
    assert "And how sure are you like this" in stage.seen()


def test_it_can_be_left_as_it_is() -> None:
    assert asking("sure").presses("4").presses("Leave it as it is").state("sharpen").step == "done"
    stage = asking("sure").presses("4").presses("One meeting only").presses("Leave it as it is")
    assert the_practice(stage).situation == "the Monday review begins"


def test_words_in_place_of_a_smaller_version_get_a_hint() -> None:
    assert "Press one of the buttons" in asking("sure").presses("4").says("a bit of everything").seen()


# what gets in the way


def test_an_obstacle_and_what_happens_then() -> None:
    stage = asking("obstacle").presses("It gets heated")
    assert "it gets heated. What will you do then?" in stage.seen()
    stage.says("I breathe out first")
    assert (the_practice(stage).obstacle, the_practice(stage).then) == ("it gets heated", "I breathe out first")


def test_an_obstacle_in_own_words_may_stay_without_a_plan() -> None:
    stage = asking("obstacle").says("the room is loud").presses("Leave it open")
    assert (the_practice(stage).obstacle, the_practice(stage).then) == ("the room is loud", "")


def test_a_draft_whose_words_are_clear_is_active() -> None:
    stage = on_day(sharpening(replace(KNOWN, sure=0)), 1)
    assert the_practice(stage).state == "draft"
    assert the_practice(stage.presses("8")).state == "active"


# the trial


def judged(recent: str, practice: Practice = KNOWN) -> Stage:
    """The sixth day, the chances before it being these."""
    stage = on_day(sharpening(practice), 5)
    if "Did it" in stage.buttons():
        stage.presses("Did it")
    stage.saves(replace(the_practice(stage), recent=recent))
    return stage.next_day()


def test_a_trial_that_passed_makes_the_practice_active() -> None:
    stage = judged("ddnpd")
    assert "Could you say yes or no each time?" in stage.seen()
    assert (the_practice(stage).state, the_practice(stage).trial) == ("active", "passed")
    assert "Then the words hold." in stage.presses("Each time").seen()


def test_not_each_time_opens_the_proof_again() -> None:
    stage = judged("ddnpd").says("not really")
    assert "On some days it was hard to say." in stage.seen()
    stage.presses("They’d see me").says("the lid of my laptop goes down")
    assert the_practice(stage).proof == "the lid of my laptop goes down"


def test_three_unsure_open_the_proof() -> None:
    stage = judged("uuudd")
    assert "On some days it was hard to say." in stage.seen()
    assert the_practice(stage).trial == "passed"


@pytest.mark.parametrize(
    ("choice", "typed", "slot"),
    [("A wider moment", "any meeting of mine", "situation"), ("Somebody else", "Lea", "who")],
)
def test_three_without_a_chance_open_the_moment_or_the_person(choice: str, typed: str, slot: str) -> None:
    stage = judged("000dd")
    assert "no chance came" in stage.seen()
    stage.presses(choice).says(typed)
    assert getattr(the_practice(stage), slot) == typed


def test_it_may_stay_as_it_is_all_the_same() -> None:
    stage = judged("000dd").says("hmm hmm")
    assert the_practice(stage.presses("Leave it as it is")).situation == "the Monday review begins"


def test_two_of_five_open_nothing() -> None:
    assert "Could you say yes or no" in judged("uu0dd").seen()


def test_too_few_chances_wait_until_two_weeks_are_over() -> None:
    stage = judged("dd")
    assert "yes or no" not in stage.all_seen()
    assert "sharpen/trial 2026-12-08 17:00" in stage.waiting()
    on_day(stage, 13)
    assert "Could you say yes or no each time?" in stage.seen()
    assert not any("trial" in line for line in stage.waiting())


def test_other_words_get_a_hint() -> None:
    assert "“yes” or “no”" in judged("ddddd").presses("Did it").says("it depends a lot").seen()


def test_a_trial_that_is_over_is_not_judged_again() -> None:
    stage = sharpening(replace(KNOWN, trial="passed"))
    assert not any("trial" in line for line in stage.waiting())
    scene = Scene(stage.leader, State("sharpen", "ana", "p1"), stage.now)
    found = FLOW.due["trial"](scene, Due("d", "ana", stage.now, "sharpen", "p1", "trial", date(2026, 12, 1)))
    assert (found.to, found.because) == (STAY, "the trial is over")


def test_a_practice_that_was_let_go_is_not_judged() -> None:
    stage = judged("ddddd", replace(KNOWN, state="let_go"))
    assert stage.said_count() == 0


def test_beside_questions_that_are_not_answered_nothing_more_is_asked_until_one_is() -> None:
    stage = sharpening()
    for _ in range(9):
        stage.next_day()
    assert "With whom?" in stage.all_seen()
    asked = ("1 to 10?", "yes or no each time?")
    assert not any(one in stage.all_seen() for one in asked)
    stage.says("did it").next_day().next_day()
    assert any(one in stage.all_seen() for one in asked)
