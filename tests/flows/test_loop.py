"""What a leader reads of a round, and the thank-you: in two steps, word for word, nothing finer than was released."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.ballot.released import Below, Comment, Lost, Released, Result
from bot.drawn import drawn
from bot.events import Pressed, Undelivered
from bot.facts import Round
from bot.messages import Ref
from tests.roster import NAMES, TEAM, leading
from tests.rounds import QUESTIONS, RELEASED, ROUND, ended, reading, released, thanked
from tests.stage import Stage


def the_rest(how: Released = RELEASED) -> Stage:
    return reading(how).presses("Just show it").presses("Show me the rest")


def told(stage: Stage) -> dict[str, int]:
    """How many messages each of those who were asked has got."""
    return {name: stage.said_count(name) for name in NAMES}


def test_the_results_come_at_their_hour_and_not_before() -> None:
    stage = released().goes_to(datetime(2026, 11, 24, 9, 59))
    assert stage.said_count() == 0
    assert stage.goes_to(datetime(2026, 11, 24, 10, 0)).seen().startswith("What your team says is here.")


def test_before_anything_is_shown_the_leader_may_guess_and_the_guess_stays_with_them() -> None:
    stage = reading()
    assert "An agenda" not in stage.seen()
    assert "1 or more" not in stage.seen()
    assert "Your own guess for the first question: The lower part." in stage.presses("The lower part").seen()
    assert stage.leader.rounds[0].guess == "low"
    assert not any(told(stage).values())


@pytest.mark.parametrize("typed", ["middle", "skip", "Just show it"])
def test_a_guess_can_be_typed_or_left_out(typed: str) -> None:
    assert "What stands out upwards:" in reading().says(typed).seen()


def test_strengths_and_gains_come_first_and_the_rest_by_a_button() -> None:
    stage = reading().presses("Just show it")
    assert "how has Ana changed in this: wait two seconds?" in stage.seen()
    assert "Can you say to Ana what you see?" not in stage.seen()
    stage.presses("Show me the rest")
    assert "Can you say to Ana what you see?" in stage.seen()
    assert "how has Ana changed" not in stage.seen()


def test_a_band_is_told_in_words_and_as_the_numbers_it_is() -> None:
    assert (
        "The upper part: 1 or more, on a scale from “-3, much less” to “+3, much more”."
        in reading().presses("Just show it").seen()
    )
    assert "The middle: between 2.5 and 3.5, on a scale from “1, hardly ever” to “5, always”." in the_rest().seen()


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result("say", None, 2.5, unseen=False), "The lower part: 2.5 or less"),
        (Result("say", 3.5, 3.5, unseen=False), "The upper part: about 3.5"),
        (Result("say", 2.5, 3.5, unseen=True), "At least half could not see it."),
        (Result("say", None, None, unseen=True), "At least half could not see it."),
        (Result("say", None, None, unseen=False), "Too few gave a number to show one."),
    ],
)
def test_every_kind_of_result_has_its_words(result: Result, words: str) -> None:
    stage = reading(replace(RELEASED, results=(result,))).presses("Just show it")
    assert words in stage.seen() + stage.presses("Show me the rest").seen()


def test_where_nothing_lies_in_the_upper_part_it_says_so() -> None:
    how = replace(RELEASED, results=(Result("change", None, -1, unseen=False),))
    assert "This time nothing stands out upwards." in reading(how).presses("Just show it").seen()


@pytest.mark.parametrize(
    ("least", "most", "half", "words"),
    [
        (5, 7, True, "5 to 6 people took part, at least half of those you asked."),
        (5, 7, False, "5 to 6 people took part, fewer than half of those you asked."),
    ],
)
def test_how_many_took_part_is_a_band(least: int, most: int, half: bool, words: str) -> None:
    assert words in reading(replace(RELEASED, least=least, most=most, half=half)).presses("Just show it").seen()


def test_of_five_who_were_asked_all_took_part() -> None:
    assert "5 people took part" in reading(invited=5).presses("Just show it").seen()


def test_comments_stand_word_for_word_without_an_author() -> None:
    seen = the_rest().seen()
    assert "2 comments, word for word:" in seen
    assert "> An agenda the day before\n" in seen
    assert "> Fewer meetings on Mondays\n" in seen
    assert not any(name.title() in seen for name in NAMES)


def test_a_question_without_a_scale_is_shown_at_once() -> None:
    stage = ended(leading(), replace(RELEASED, results=()), questions=(QUESTIONS[2],)).starts(
        "loop", "r1", news="released"
    )
    seen = stage.goes_to(datetime(2026, 11, 24, 10, 1)).seen()
    assert "5 to 6 people took part" in seen
    assert "> An agenda the day before" in seen


def test_where_nobody_wrote_anything_it_says_so() -> None:
    assert "Nobody wrote anything this time." in the_rest(replace(RELEASED, comments=())).seen()


def test_where_nobody_could_write_anything_it_does_not_say_that_nobody_did() -> None:
    only = replace(RELEASED, results=RELEASED.results[:1], comments=())
    stage = ended(leading(), only, questions=QUESTIONS[:1]).starts("loop", "r1", news="released")
    seen = stage.goes_to(datetime(2026, 11, 24, 10, 1)).presses("Just show it").presses("Show me the rest").seen()
    assert "That is all of it: no words were asked for." in seen
    assert "Nobody wrote" not in seen


def many(count: int, size: int = 300) -> tuple[Comment, ...]:
    return tuple(Comment(f"c{n:03}", "next", f"{n:03} " + "so it is " * (size // 9)) for n in range(count))


def test_many_comments_come_in_several_messages_and_none_is_cut() -> None:
    stage = the_rest(replace(RELEASED, comments=many(40)))
    pages = 1
    while "The next ones" in stage.buttons():
        assert "Thank you for telling me." not in stage.buttons()
        stage.presses("The next ones")
        pages += 1
    assert pages > 3
    for comment in many(40):
        assert stage.all_seen().count(f"> {comment.text}") == 1
    assert "Thank you for telling me." in stage.buttons()


def test_two_fast_clicks_turn_one_page() -> None:
    stage = the_rest(replace(RELEASED, comments=many(40)))
    key = next(key for key in reversed(stage.order) if stage.messages[key].person == "ana")
    before = stage.said_count()
    stage.presses("The next ones")
    stage.undergoes(Pressed("again", "ana", stage.now, Ref("loop", "r1", "rest", "2026-11-24"), "more:1", key))
    assert stage.said_count() == before + 1


def test_comments_are_told_under_what_they_answer_and_reply_to() -> None:
    earlier = replace(ROUND, id="r0", number=0, opened_on=date(2026, 10, 12))
    how = replace(RELEASED, comments=(Comment("c9", "next", "Yes, by Thursday", under="c1"),))
    stage = ended(leading(), RELEASED, earlier)
    stage = ended(stage, how).starts("loop", "r1", news="released").goes_to(datetime(2026, 11, 24, 10, 1))
    seen = stage.presses("Just show it").presses("Show me the rest").seen()
    assert "In reply to “An agenda the day before”\n> Yes, by Thursday" in seen


def test_what_is_said_to_a_reply_is_told_under_the_reply() -> None:
    earlier = replace(ROUND, id="r0", number=0, opened_on=date(2026, 10, 12), heard="That agendas come late")
    how = replace(RELEASED, comments=(Comment("c9", "back", "They still do", under="r0"),))
    stage = ended(ended(leading(), RELEASED, earlier), how)
    stage = stage.starts("loop", "r1", news="released").goes_to(datetime(2026, 11, 24, 10, 1))
    seen = stage.presses("Just show it").presses("Show me the rest").seen()
    assert "In reply to “That agendas come late”\n> They still do" in seen


BEFORE = replace(ROUND, id="r0", number=0, opened_on=date(2026, 10, 12))


@pytest.mark.parametrize(
    ("then", "comparable", "earlier", "arrow"),
    [
        (Result("say", None, 2.5, unseen=False), True, BEFORE, "↑ Higher than last time."),
        (Result("say", 3.5, None, unseen=False), True, BEFORE, "↓ Lower than last time."),
        (Result("say", 2.5, 3.5, unseen=False), True, BEFORE, "→ About as last time."),
        (Result("say", 3.0, 3.0, unseen=False), True, BEFORE, "→ About as last time."),
        (Result("say", None, 2.5, unseen=False), False, BEFORE, ""),
        (Result("say", None, None, unseen=True), True, BEFORE, ""),
        (Result("need", None, 2.5, unseen=False), True, BEFORE, ""),
        (Result("say", None, 2.5, unseen=False), True, replace(BEFORE, practice="another"), ""),
    ],
)
def test_a_change_is_told_only_where_both_rounds_asked_the_same_of_comparable_people(
    then: Result, comparable: bool, earlier: Round, arrow: str
) -> None:
    stage = ended(leading(), replace(RELEASED, results=(then,)), earlier)
    how = replace(RELEASED, results=(Result("say", 2.5, 3.5, unseen=False),), comparable=comparable)
    stage = ended(stage, how).starts("loop", "r1", news="released").goes_to(datetime(2026, 11, 24, 10, 1))
    seen = stage.presses("Just show it").seen() + stage.presses("Show me the rest").seen()
    told_of = [sign for sign in "↑↓→" if sign in seen]
    assert told_of == ([arrow[0]] if arrow else [])
    assert arrow in seen


def test_what_is_higher_than_last_time_is_a_gain_and_comes_first() -> None:
    stage = ended(leading(), replace(RELEASED, results=(Result("say", None, 1.5, unseen=False),)), BEFORE)
    how = replace(RELEASED, results=(Result("say", 1.5, 2.5, unseen=False),), comparable=True)
    stage = ended(stage, how).starts("loop", "r1", news="released").goes_to(datetime(2026, 11, 24, 10, 1))
    assert "↑ Higher than last time." in stage.presses("Just show it").seen()


def test_below_the_threshold_one_honest_sentence_comes_at_the_same_hour() -> None:
    stage = released(Below(), state="below").goes_to(datetime(2026, 11, 24, 9, 59))
    assert stage.said_count() == 0
    seen = stage.goes_to(datetime(2026, 11, 24, 10, 1)).seen()
    assert "Of the 6 people you asked, fewer than 5 took part." in seen
    assert "“talk” shows a card" in seen
    assert "with their name" in seen
    assert stage.waiting() == []


@pytest.mark.parametrize(("state", "words"), [("lost", "are lost"), ("dropped", "ended before its time")])
def test_a_round_that_nobody_can_read_is_said_at_once(state: str, words: str) -> None:
    stage = ended(leading(), Lost(), replace(ROUND, state=state)).starts("loop", "r1", news=state)  # type: ignore[arg-type]  # as named
    assert words in stage.seen()
    assert stage.waiting() == []


def test_who_has_stopped_hears_nothing_of_it() -> None:
    stage = leading()
    stage.people["ana"] = replace(stage.people["ana"], state="stopped")
    assert ended(stage, Lost(), replace(ROUND, state="lost")).starts("loop", "r1", news="lost").said_count() == 0


def test_news_of_a_round_that_is_not_theirs_says_nothing() -> None:
    stage = leading().starts("loop", "r9", news="released")
    assert stage.said_count() == 0
    assert stage.waiting() == []


@pytest.mark.parametrize(
    "typed",
    [
        "who said this?", "Who said that", "who wrote the second one", "Who was it?", "whose comment is this",
        "can you tell me who said that", "please show me the names", "do you know who wrote this", "who is behind this",
        "who gave me a 1", "i need to know who", "Which of them said that?", "tell me who",
    ],
)  # fmt: skip
def test_who_said_it_is_refused_in_the_same_words_however_it_is_asked(typed: str) -> None:
    said = "That I can’t tell you, and I won’t. No name is stored with any answer, so there is nothing to look up."
    assert the_rest().says(typed).seen() == said
    assert leading().says(typed).seen() == said


def test_who_said_it_is_no_part_of_a_reply_either() -> None:
    stage = thanked().presses("Step by step").says("who said this?")
    assert "I can’t tell you, and I won’t" in stage.seen()
    assert not stage.state("loop", "r1").answers.get("heard")


def test_the_thank_you_goes_to_everybody_who_was_asked_by_the_leaders_own_tap() -> None:
    stage = the_rest()
    assert not any(told(stage).values())
    stage.presses("thank")
    assert set(told(stage).values()) == {1}
    assert stage.seen("ben") == "Ana has read what the team said:\n> Thank you for telling me."
    assert "It goes to everybody you asked, in your name." in stage.seen()
    assert stage.leader.rounds[0].thanked_on == date(2026, 11, 24)


def test_a_line_of_ones_own_is_read_back_before_it_goes_out() -> None:
    stage = the_rest().presses("With a line of my own").says("I read it twice")
    assert "> Thank you for telling me.\n> I read it twice" in stage.seen()
    assert not any(told(stage).values())
    stage.says("I read it three times").presses("Send it")
    assert "> I read it three times" in stage.seen("lea")
    assert set(told(stage).values()) == {1}


def test_a_line_can_be_left_out_or_written_anew() -> None:
    stage = the_rest().presses("With a line of my own").presses("Without a line")
    assert stage.seen("lea") == "Ana has read what the team said:\n> Thank you for telling me."
    stage = the_rest().presses("With a line of my own").says("Never mind that").presses("Other words").says("All of it")
    stage.presses("Without a line")
    assert stage.seen("lea") == "Ana has read what the team said:\n> Thank you for telling me."


def test_they_are_thanked_once() -> None:
    stage = the_rest()
    stage.saves(replace(stage.leader.rounds[0], thanked_on=date(2026, 11, 24)))
    assert stage.buttons()[0] == "Thank you for telling me."
    stage.presses("thank")
    assert not any(told(stage).values())


def test_in_a_team_with_a_channel_it_stands_there_once_and_nobody_gets_a_message() -> None:
    stage = reading(team=replace(TEAM, channel="slack:C1")).presses("Just show it").presses("Show me the rest")
    stage.presses("thank")
    posts = [drawn(post.message) for post in stage.messages.values() if post.address == "slack:C1"]
    assert posts == ["Ana has read what the team said:\n> Thank you for telling me."]
    assert not any(told(stage).values())
    assert "It stands in your team’s channel, in your name." in stage.all_seen()


def test_later_leaves_it_and_nothing_is_sent() -> None:
    stage = the_rest().presses("Later")
    assert "“Reply” brings it up whenever you like." in stage.seen()
    assert not any(told(stage).values())
    assert "loop/nudge 2026-11-26 17:00" in stage.waiting()


def test_results_that_did_not_arrive_come_again_on_the_next_working_day() -> None:
    stage = reading()
    for day in ("2026-11-25", "2026-11-26"):
        stage.undergoes(Undelivered("u" + day, "ana", stage.now, Ref("loop", "r1", "guess", "2026-11-24"), "expired"))  # type: ignore[arg-type]  # as reported
        assert f"loop/results {day} 10:00" in stage.waiting()
        stage.goes_to(datetime.fromisoformat(f"{day} 10:01"))
    stage.undergoes(Undelivered("u3", "ana", stage.now, Ref("loop", "r1", "guess", "2026-11-24"), "expired"))  # type: ignore[arg-type]  # as reported
    assert not any("results" in one for one in stage.waiting())


def test_results_that_are_not_kept_any_more_are_told_as_that() -> None:
    stage = reading()
    stage.ended.clear()
    stage.saves(replace(ROUND, state="dropped"))
    assert stage.presses("Just show it").seen() == "These results are not kept any more."
