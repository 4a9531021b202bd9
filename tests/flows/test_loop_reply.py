"""The reply: drafted step by step or in a form, shown word for word, posted by the leader's tap and by nothing else."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.drawn import drawn
from bot.events import Pressed
from bot.home import home
from bot.messages import Choices, Form, Line, Ref
from tests.roster import NAMES, TEAM
from tests.rounds import drafted, in_person, thanked
from tests.stage import Stage

LETTER = """Ana answers what the team said by Thursday 19 November.
What I heard
> That agendas come late.
What I will do
By Friday 27 November: I send the agenda on Fridays
What I won’t do, and why
> The budget round stays: the board asks for it."""


def writing() -> Stage:
    return thanked().presses("Step by step")


def doing() -> Stage:
    return writing().says("That agendas come late.").presses("Nothing was")


def form(stage: Stage, **fields: str) -> Stage:
    empty = dict.fromkeys(("heard", "hard", "do1", "by1", "do2", "by2", "do3", "by3", "declined"), "")
    return stage.presses("form").sends(**{**empty, "share": "keep", **fields})


def test_the_reply_is_shown_word_for_word_as_everybody_gets_it() -> None:
    stage = drafted()
    assert stage.seen() == f"This goes out, word for word:\n{LETTER}\n[Post it now] [Later] [Change]"
    stage.presses("Post it now")
    assert {stage.seen(name) for name in NAMES} == {LETTER}


def test_nothing_goes_out_before_the_leaders_tap() -> None:
    stage = drafted()
    before = [stage.said_count(name) for name in NAMES]
    stage.goes_to(datetime(2026, 12, 21, 17, 0))
    assert [stage.said_count(name) for name in NAMES] == before


def test_a_typed_word_posts_what_was_just_shown() -> None:
    assert "Posted." in drafted().says("post it").seen()


def test_posting_closes_the_loop() -> None:
    stage = drafted().presses("Post it now")
    (round_,) = stage.leader.rounds
    assert round_.replied_on == date(2026, 11, 24)
    assert round_.heard == "That agendas come late."
    assert round_.declined == "The budget round stays: the board asks for it."
    assert stage.waiting() == ["capture/promised 2026-11-27 09:00"]
    (promise,) = stage.leader.captures
    assert (promise.text, promise.on, promise.loop, promise.state) == (
        "I send the agenda on Fridays", date(2026, 11, 27), "r1", "open"
    )  # fmt: skip


def test_a_reply_is_posted_once_whatever_is_pressed_on_another_device() -> None:
    stage = drafted().presses("Post it now")
    ref = Ref("loop", "r1", "preview", "2026-11-24")
    stage.undergoes(Pressed("again", "ana", stage.now, ref, "post"))
    assert stage.seen("ben") == LETTER
    assert stage.all_seen("ben").count(LETTER) == 1
    stage = drafted()
    stage.saves(replace(stage.leader.rounds[0], replied_on=date(2026, 11, 24)))
    assert stage.said_count("ben") == 1
    assert "[Post it now]" in stage.seen()
    stage.presses("post")
    assert stage.said_count("ben") == 1


def test_in_a_team_with_a_channel_it_is_posted_there() -> None:
    stage = drafted(replace(TEAM, channel="slack:C1")).presses("Post it now")
    posts = [drawn(post.message) for post in stage.messages.values() if post.address == "slack:C1"]
    assert posts[-1] == LETTER
    assert stage.said_count("ben") == 0


def test_what_was_hard_to_hear_stays_with_the_leader_unless_they_share_it() -> None:
    stage = drafted().presses("Post it now")
    assert "nobody had told me" not in stage.all_seen("ben")
    assert "nobody had told me" not in stage.leader.rounds[0].heard
    stage = writing().says("That agendas come late.").says("That nobody had told me.").presses("Share it")
    stage.presses("Nothing this time").presses("Nothing to decline").presses("Post it now")
    assert "What was hard to hear\n> That nobody had told me." in stage.seen("ben")
    assert "nobody had told me" in stage.leader.rounds[0].heard


def test_once_it_is_posted_the_draft_and_what_was_hard_are_not_kept() -> None:
    stage = drafted().presses("Post it now")
    assert "nobody had told me" not in str(stage.state("loop", "r1").answers)


def test_a_draft_is_offered_for_posting_on_the_next_working_day() -> None:
    stage = drafted().presses("Later")
    assert "I’ll bring it up on Wednesday 25 November." in stage.seen()
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert stage.seen().startswith("Your reply is ready. Shall it go out?\nThis goes out, word for word:\n")
    assert stage.presses("Post it now").seen("ben") == LETTER


def test_a_draft_that_is_left_once_more_is_offered_once_more() -> None:
    stage = drafted().presses("Later").goes_to(datetime(2026, 11, 25, 17, 1)).presses("Later")
    assert "loop/reply 2026-11-26 17:00" in stage.waiting()


def test_half_a_draft_is_kept_and_goes_on_where_it_was_left() -> None:
    stage = doing().presses("Later").says("reply")
    assert "Your reply is begun." in stage.seen()
    assert stage.presses("Go on").seen().startswith("What will you do, and by when?")


def test_the_results_can_be_read_again_from_there() -> None:
    assert "What stands out upwards:" in thanked().presses("The results again").presses("Just show it").seen()


def test_without_anything_that_waits_the_word_says_so() -> None:
    assert drafted().presses("Post it now").says("reply").seen() == "Nothing waits for a reply from you."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("be better with agendas", "What would your team see you do?"),
        ("not cancel meetings any more", "What will happen instead?"),
        ("more trust in the team", "If somebody filmed it"),
        ("send earlier", "in three words or more"),
    ],
)
def test_a_vague_promise_is_asked_about_once_and_then_it_stands(typed: str, words: str) -> None:
    stage = doing().says(typed)
    assert words in stage.seen()
    stage.says(typed)
    assert "By when?" in stage.seen()
    assert f"By Friday 27 November: {typed}" in stage.says("27 November").seen()


def test_a_vague_promise_can_be_kept_as_it_is_with_its_day() -> None:
    stage = doing().says("be better with agendas by 27 November").presses("Keep it as it is")
    assert "By Friday 27 November: be better with agendas" in stage.seen()


def test_a_promise_needs_its_day() -> None:
    stage = doing().says("I cancel the Monday stand-up")
    assert "By when?" in stage.seen()
    assert "That day has gone by." in stage.says("1 November").seen()
    stage.says("in two weeks")
    assert "By Tuesday 8 December: I cancel the Monday stand-up" in stage.seen()


def test_tomorrow_is_a_day_and_no_way_of_saying_later() -> None:
    stage = doing().says("I cancel the Monday stand-up").says("tomorrow")
    assert "By Wednesday 25 November: I cancel the Monday stand-up" in stage.seen()


def test_a_promise_whose_day_has_gone_by_asks_for_another() -> None:
    assert "That day has gone by." in doing().says("I cancel the Monday stand-up by 1 November").seen()


def test_after_three_promises_it_goes_on() -> None:
    stage = doing()
    for what in ("I send the agenda on Fridays", "I cancel the Monday stand-up", "I ask before I move a date"):
        assert "won’t you do" not in stage.seen()
        stage.says(f"{what} by 27 November")
    assert stage.seen().startswith("What won’t you do, and why?")
    stage.presses("Nothing to decline").presses("Post it now")
    assert [one.text for one in stage.leader.captures] == [
        "I send the agenda on Fridays", "I cancel the Monday stand-up", "I ask before I move a date"
    ]  # fmt: skip
    assert stage.waiting() == [
        *("capture/promised 2026-11-27 09:00",) * 2,
        "capture/promised_later 2026-11-27 17:00",
    ]
    assert "I’ll ask you about each of the 3, on its day." in stage.seen()


def test_a_reply_can_promise_nothing_and_decline_nothing() -> None:
    stage = doing().says("nothing").says("nothing to decline").presses("Post it now")
    assert stage.seen("ben").endswith("What I heard\n> That agendas come late.")
    assert stage.waiting() == []


def test_all_of_it_can_be_written_in_one_form() -> None:
    stage = form(
        thanked(),
        heard="That agendas come late.",
        hard="That nobody had told me.",
        do1="I send the agenda on Fridays",
        by1="2026-11-27",
        declined="The budget round stays: the board asks for it.",
    )
    assert LETTER in stage.seen()


def test_the_form_holds_what_is_there_and_changes_it() -> None:
    stage = drafted().presses("Change")
    assert isinstance(stage.reply, Form)
    values: dict[str, Any] = {one.name: one.value for one in stage.reply.body if isinstance(one, Line)}
    assert values["heard"] == "That agendas come late."
    assert values["hard"] == "That nobody had told me."
    assert values["do1"] == "I send the agenda on Fridays"
    stage.sends(heard="That all comes late.", hard="", share="keep", do1="", by1="", declined="")
    assert "> That all comes late." in stage.seen()
    assert "What I will do" not in stage.seen()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"heard": "What you heard comes first: a sentence is enough."}),
        ({"heard": "x", "do1": "I send the agenda"}, {"by1": "A day is needed, so that they know when."}),
        ({"heard": "x", "by2": "2026-11-27"}, {"do2": "What is it that happens by then?"}),
        (
            {"heard": "x", "do1": "I send the agenda", "by1": "2026-11-01"},
            {"by1": "That day has gone by. Which day is it from today on?"},
        ),
        (
            {"heard": "x", "do1": "I send the agenda", "by1": "2099-11-01"},
            {"by1": "That is more than 5 years ahead, further than I plan."},
        ),
        (
            {"heard": "x", "do1": "I send the agenda", "by1": "soon"},
            {"by1": "A day is needed, so that they know when."},
        ),
        ({"heard": "x" * 2001}, {"heard": "That is more than fits here: 2000 characters do."}),
        ({"heard": "x", "hard": "x" * 1001}, {"hard": "That is more than fits here: 1000 characters do."}),
        (
            {"heard": "x", "do3": "x" * 301, "by3": "2026-11-27"},
            {"do3": "That is more than fits here: 300 characters do."},
        ),
    ],
)
def test_what_is_wrong_in_the_form_is_said_at_its_field(fields: dict[str, str], wrong: dict[str, str]) -> None:
    stage = form(thanked(), **fields)
    assert stage.errors is not None
    assert dict(stage.errors.errors) == wrong
    assert not stage.state("loop", "r1").answers.get("heard")


def test_a_vague_promise_in_the_form_is_asked_about_once_too() -> None:
    whole = {"heard": "That agendas come late.", "do1": "be better with agendas", "by1": "2026-11-27"}
    stage = form(thanked(), **whole)
    assert "> be better with agendas\nWhat would your team see you do?" in stage.seen()
    stage.says("I send the agenda on Fridays")
    assert "By Friday 27 November: I send the agenda on Fridays" in stage.seen()
    assert "[Post it now]" in stage.seen()
    assert "[Post it now]" in form(thanked(), **whole).presses("Keep it as it is").seen()
    stage = form(thanked(), **whole).presses("Later").says("reply").presses("Go on")
    assert "> be better with agendas\nWhat would your team see you do?" in stage.seen()
    stage.presses("Keep it as it is").presses("Change").sends(**whole)
    assert "[Post it now]" in stage.seen()


def test_a_reply_as_long_as_can_be_still_is_one_message() -> None:
    stage = writing().says("h" * 2000).says("w" * 1000).presses("Share it")
    for _ in range(3):
        stage.says(f"I {'do ' * 90}by 27 November")
    stage.says("d" * 2000).presses("Post it now")
    assert "h" * 2000 in stage.seen("ben")
    assert "w" * 1000 in stage.seen("ben")
    assert "d" * 2000 in stage.seen("ben")
    assert stage.said_count("ben") == 2


def test_more_than_fits_is_said_before_anything_is_kept() -> None:
    assert "2000 characters fit" in writing().says("h" * 2001).seen()
    assert "300 characters fit" in doing().says("I " + "d" * 300).seen()


# What became of a promise


def due() -> Stage:
    return drafted().presses("Post it now").goes_to(datetime(2026, 11, 27, 9, 1))


def test_on_its_day_a_promise_to_the_team_is_asked_about() -> None:
    assert "team" in due().seen()
    assert "I send the agenda on Fridays" in due().seen()
    assert due().buttons() == ["Yes", "New date", "Dropped"]


def test_what_became_of_it_is_told_by_the_leaders_tap() -> None:
    stage = due().presses("Yes")
    assert "> Done: I send the agenda on Fridays" in stage.seen()
    assert stage.said_count("ben") == 2
    stage.presses("Tell them")
    assert {stage.seen(name) for name in NAMES} == {
        "Ana promised something. This is what became of it:\n> Done: I send the agenda on Fridays"
    }
    (promise,) = stage.leader.captures
    assert (promise.state, promise.told) == ("kept", True)


def test_a_line_is_added_and_shown_before_it_goes_out() -> None:
    stage = due().presses("Yes").says("It took two tries")
    assert "> Done: I send the agenda on Fridays\n> It took two tries" in stage.seen()
    assert stage.said_count("ben") == 2
    assert "> It took two tries" in stage.presses("Tell them").seen("ben")


def test_who_says_it_themselves_tells_nobody_through_the_bot() -> None:
    stage = due().presses("Yes").presses("I’ll tell them myself")
    assert stage.seen() == "Then it is yours to say."
    assert stage.said_count("ben") == 2
    assert stage.leader.captures[0].told is False


def test_a_new_date_is_told_and_there_is_only_one() -> None:
    stage = due().presses("New date").says("4 December")
    assert "> This takes longer, until Friday 4 December: I send the agenda on Fridays" in stage.seen()
    stage.presses("Tell them")
    assert "until Friday 4 December" in stage.seen("ben")
    stage.goes_to(datetime(2026, 12, 4, 9, 1))
    assert stage.buttons() == ["Yes", "Dropped"]
    stage.presses("Yes")
    assert stage.leader.captures[0].told is False, "that it is done is not told yet"
    assert "Done" in stage.presses("Tell them").seen("ben")
    assert stage.leader.captures[0].told is True


def test_what_is_dropped_is_said_aloud_and_the_word_about_it_stays_private() -> None:
    stage = due().presses("Dropped").says("I forgot it twice")
    assert "> This won’t happen: I send the agenda on Fridays" in stage.seen()
    assert "I forgot it twice" not in stage.seen()
    assert stage.presses("Tell them").seen("ben").endswith("> This won’t happen: I send the agenda on Fridays")
    assert "forgot" not in stage.all_seen("ben")


def test_promises_to_others_are_asked_about_as_ever() -> None:
    stage = thanked().says("promise Omar the numbers Thursday").goes_to(datetime(2026, 11, 26, 9, 1)).presses("Yes")
    assert "Omar" in stage.seen()
    assert "[They know]" in stage.seen()


# Feedback given in person


def test_feedback_in_person_is_kept_for_the_leader_alone() -> None:
    stage = thanked().says("feedback Lea: the meetings run over")
    (note,) = stage.leader.captures
    assert (note.kind, note.who, note.text, note.state) == ("note", "Lea", "the meetings run over", "closed")
    assert stage.seen().startswith("Kept, for you alone. Has Lea heard a thank-you from you?")


def test_the_word_alone_asks_for_the_line() -> None:
    stage = thanked().says("feedback")
    assert "Who said what to you?" in stage.seen()
    assert "Has Lea heard" in stage.says("Lea: the meetings run over").seen()
    assert "Have they heard" in thanked().says("feedback").says("it is too loud in here").seen()


def test_who_has_not_thanked_yet_gets_that_to_do() -> None:
    stage = thanked().says("feedback Lea: the meetings run over").presses("Not yet")
    assert [one.kind for one in stage.leader.captures] == ["note", "thank"]
    assert "capture/thank 2026-11-26 17:00" in stage.waiting()
    assert "What will you do, and by when?" in stage.all_seen()


def test_the_answer_is_given_in_person_and_nothing_is_sent() -> None:
    stage = in_person()
    assert "Your answer to Lea. It is yours to say, in person; I send nothing." in stage.seen()
    assert "By Friday 27 November: I end every meeting at ten to" in stage.seen()
    stage.presses("I have told them")
    assert stage.said_count("lea") == 0
    promise = stage.leader.captures[-1]
    assert (promise.who, promise.text, promise.told, promise.loop) == ("Lea", "I end every meeting at ten to", True, "")
    assert stage.waiting() == ["capture/promised 2026-11-27 09:00"]


def test_not_yet_told_is_asked_twice_and_the_promise_is_followed_up_meanwhile() -> None:
    stage = in_person().presses("Not yet")
    assert stage.waiting() == ["loop/told 2026-11-25 17:00", "capture/promised 2026-11-27 09:00"]
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Your answer to Lea: have you told them?" in stage.seen()
    stage.says("yes")
    assert stage.leader.captures[-1].told is True
    assert [one.kind for one in stage.leader.captures].count("promise") == 1
    assert stage.waiting() == ["capture/promised 2026-11-27 09:00"]
    stage = in_person().presses("Not yet").goes_to(datetime(2026, 11, 25, 17, 1)).presses("Not yet")
    assert stage.seen() == "Then I leave it with you."


def test_the_form_changes_it_too_and_asks_for_nothing_private() -> None:
    stage = in_person().presses("Change")
    assert isinstance(stage.reply, Form)
    assert "hard" not in {getattr(one, "name", "") for one in stage.reply.body}
    stage.sends(heard="the meetings run over", do1="I look at the clock twice", by1="2026-11-30", declined="")
    assert "By Monday 30 November: I look at the clock twice" in stage.seen()


def test_the_home_page_has_a_button_for_it_and_one_for_the_reply() -> None:
    stage = thanked()
    page = home(stage.leader, stage.states["ana"], stage.now)
    shown = [one.key for ask in page.asks for part in ask.parts if isinstance(part, Choices) for one in part.choices]
    assert {"feedback", "reply"} <= set(shown)
