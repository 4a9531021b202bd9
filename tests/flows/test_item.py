"""What a leader is told with a name: thanked, answered or declined, followed up; each by their tap, as it was shown."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.events import Undelivered
from bot.facts import Item
from bot.messages import Ref
from tests.roster import TEAM, leading
from tests.stage import Stage

KINDS = {"know": "Something to know", "request": "A request", "thanks": "Thanks"}


def was_told(kind: str = "know", words: str = "the agenda comes too late") -> Stage:
    """Ana, whom Lea has told something on Monday at nine."""
    stage = leading(TEAM, "lea").talks("lea").says(f"tell Ana that {words}")
    return stage.presses(KINDS[kind]).presses("Send it to Ana").talks("ana")


def item(stage: Stage) -> Item:
    return stage.leader.items[-1]


def thanked(kind: str = "know") -> Stage:
    return was_told(kind).presses("Thank you for telling me")


def promised() -> Stage:
    """Ana has promised to send the agenda a day ahead, by Thursday."""
    stage = thanked().presses("I’ll do something").says("send the agenda a day ahead by Thursday")
    return stage.presses("Send it to Lea")


@pytest.mark.parametrize("kind", KINDS)
def test_it_arrives_word_for_word_with_the_name_and_one_button(kind: str) -> None:
    stage = was_told(kind)
    assert "Lea" in stage.seen()
    assert "> the agenda comes too late" in stage.seen()
    assert stage.buttons() == ["Thank you for telling me", "With a line of my own"]


def test_thanks_go_back_by_one_tap_and_no_machine_gives_them() -> None:
    stage = was_told()
    assert "Thank you" not in stage.all_seen("lea")
    stage.presses("Thank you for telling me")
    assert stage.seen("lea") == "From Ana, about “the agenda comes too late”:\n> Thank you for telling me"
    assert (item(stage).state, item(stage).thanked_on) == ("thanked", date(2026, 11, 23))


def test_a_line_of_ones_own_is_shown_before_it_goes() -> None:
    stage = was_told().presses("With a line of my own").says("I had not seen that.")
    assert "Thank you for telling me\n> I had not seen that." in stage.seen()
    assert "I had not seen" not in stage.all_seen("lea")
    stage.presses("Send it to Lea")
    assert stage.seen("lea").endswith("> Thank you for telling me\n> I had not seen that.")


def test_a_line_can_be_left_out_or_written_anew() -> None:
    assert item(was_told().presses("With a line of my own").presses("Without a line")).state == "thanked"
    stage = was_told().presses("With a line of my own").says("Hm.").presses("Other words").says("I see.")
    stage.presses("Send it to Lea")
    assert "I see." in stage.seen("lea")
    assert "Hm." not in stage.all_seen("lea")


def test_thanks_carry_no_clock_and_end_there() -> None:
    stage = was_told("thanks")
    assert stage.waiting() == []
    stage.presses("Thank you for telling me")
    assert stage.seen() == "Sent to Lea, in your name."
    assert item(stage).state == "thanked"


@pytest.mark.parametrize("kind", ["know", "request"])
def test_what_is_to_be_known_and_a_request_ask_for_an_answer(kind: str) -> None:
    stage = thanked(kind)
    assert "What will you do, and by when? Or what won’t you do, and why?" in stage.seen()
    assert stage.buttons() == ["I’ll do something", "I won’t, and why", "It is done already", "Not now"]


def test_a_promise_with_its_day_goes_to_the_author_as_it_was_shown() -> None:
    stage = thanked().presses("I’ll do something").says("send the agenda a day ahead by Thursday")
    shown = "What I’ll do: send the agenda a day ahead. By Thursday 26 November."
    assert f"This is what Lea would read from you:\n> {shown}" in stage.seen()
    assert "agenda a day ahead" not in stage.all_seen("lea")
    stage.presses("Send it to Lea")
    assert stage.seen("lea").endswith(f"> {shown}")
    assert (item(stage).state, item(stage).answer) == ("answered", shown)


def test_the_promise_is_kept_like_any_other_and_asked_about_on_its_day() -> None:
    stage = promised()
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.who, kept.on, kept.told) == ("promise", "Lea", date(2026, 11, 26), True)
    assert kept.loop == item(stage).id
    assert stage.waiting() == ["capture/promised 2026-11-26 09:00"]
    assert "I’ll ask you about it on Thursday 26 November." in stage.seen()
    stage.goes_to(datetime(2026, 11, 26, 9, 1))
    assert "send the agenda a day ahead" in stage.seen()


@pytest.mark.parametrize("line", ["I will send the agenda a day ahead by Thursday", "I’ll send the agenda early"])
def test_a_line_that_begins_with_i_will_is_a_promise(line: str) -> None:
    stage = thanked().says(line)
    assert "send the agenda" in stage.seen()
    assert stage.buttons()[0] == "Send it to Lea" or "By when?" in stage.seen()


def test_without_a_day_it_is_asked_for() -> None:
    stage = thanked().presses("I’ll do something").says("send the agenda a day ahead")
    assert "By when?" in stage.seen()
    assert "That day has gone by." in stage.says("yesterday").seen()
    assert "By Friday 27 November." in stage.says("Friday").seen()
    stage = thanked().presses("I’ll do something").says("send the agenda a day ahead")
    assert "By Tuesday 24 November." in stage.presses("Tuesday 24 November").seen()


def test_what_nobody_can_see_is_asked_about_once_and_then_it_counts() -> None:
    stage = thanked().presses("I’ll do something").says("be more supportive to all of you")
    assert "What would they see you do?" in stage.seen()
    stage.says("be more supportive to all of you by Friday")
    assert "What I’ll do: be more supportive to all of you." in stage.seen()


def test_a_no_needs_its_reason_and_is_shown_first() -> None:
    stage = thanked().presses("I won’t, and why").says("The board sends it to me on the day itself.")
    assert "The board" not in stage.all_seen("lea")
    stage.presses("Send it to Lea")
    assert "What I won’t do, and why: The board sends it to me on the day itself." in stage.seen("lea")
    assert item(stage).state == "declined"
    assert stage.waiting() == []


def test_what_is_done_already_is_said_so() -> None:
    stage = thanked().presses("It is done already")
    assert "> It is done already." in stage.seen()
    stage.presses("Other words").says("It was sent on Friday.").presses("Send it to Lea")
    assert "> It was sent on Friday." in stage.seen("lea")
    assert (item(stage).state, item(stage).answer) == ("told", "It was sent on Friday.")


def test_it_is_asked_about_after_two_and_five_working_days_and_then_rests() -> None:
    stage = was_told()
    assert stage.waiting() == ["item/waits 2026-11-25 17:00"]
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Lea is still waiting for a word from you." in stage.seen()
    assert stage.waiting() == ["item/waits 2026-11-30 17:00"]
    stage.goes_to(datetime(2026, 12, 24, 18, 0))
    assert stage.all_seen().count("still waiting for a word") == 2
    assert not any(one.startswith("item") for one in stage.waiting())
    assert item(stage).state == "heard"


def test_a_nudge_goes_on_where_the_leader_stood() -> None:
    stage = thanked().presses("I won’t, and why").says("Because of the board.").goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Because of the board." in stage.seen()
    stage.presses("Send it to Lea")
    assert item(stage).state == "declined"


def test_not_now_leaves_it_open() -> None:
    stage = thanked().presses("Not now")
    assert stage.seen() == "It stays open, and stands on your home page."
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Lea is still waiting for your answer." in stage.seen(), "she has been thanked"
    assert "What will you do, and by when?" in stage.seen()


def test_what_waits_can_be_called_up_at_any_time() -> None:
    stage = was_told().says("what I was told")
    assert "> the agenda comes too late" in stage.seen()
    stage.presses("Thank you for telling me").says("what I was told")
    assert "What will you do, and by when?" in stage.seen()
    stage.presses("It is done already").presses("Send it to Lea").says("what I was told")
    assert stage.seen() == "Nothing that you were told is waiting."


def test_of_much_that_waits_the_oldest_come_first() -> None:
    stage = leading(TEAM, "lea").talks("lea")
    for number in range(7):
        stage.says(f"tell Ana number {number}").presses("A request").presses("Send it to Ana")
        stage.now += timedelta(minutes=1)
    stage.talks("ana").says("what I was told")
    assert "number 4" in stage.seen()
    assert "number 5" not in stage.seen()
    assert "2 more wait." in stage.seen()


# What became of a promise


def on_its_day() -> Stage:
    return promised().goes_to(datetime(2026, 11, 26, 9, 1))


def test_a_promise_that_was_kept_is_told_by_the_leaders_tap() -> None:
    stage = on_its_day().presses("Yes")
    assert item(stage).state == "done"
    shown = stage.seen()
    assert "send the agenda a day ahead" in shown
    count = stage.said_count("lea")
    stage.presses("tell")
    assert item(stage).state == "told"
    assert stage.said_count("lea") == count + 1
    assert all(line in shown for line in stage.seen("lea").splitlines())


def test_a_kept_promise_whose_author_does_not_know_yet_can_be_called_up() -> None:
    stage = on_its_day().presses("Yes").says("what I was told")
    stage.presses("tell")
    assert item(stage).state == "told"
    assert stage.says("what I was told").seen() == "Nothing that you were told is waiting."


def test_what_is_said_in_person_counts_as_told() -> None:
    stage = on_its_day().presses("Yes")
    count = stage.said_count("lea")
    stage.presses("myself")
    assert item(stage).state == "told"
    assert stage.said_count("lea") == count


def test_a_new_day_is_told_and_the_item_stays_answered() -> None:
    stage = on_its_day().presses("New date").says("Thursday 3 December").presses("tell")
    assert "Thursday 3 December" in stage.seen("lea")
    assert item(stage).state == "answered"


def test_a_dropped_promise_is_said_aloud() -> None:
    stage = on_its_day().presses("Dropped").presses("No word").says("I am sorry.").presses("tell")
    assert "I am sorry." in stage.seen("lea")
    assert item(stage).state == "declined"


# Somebody goes


@pytest.mark.parametrize("state", ["stopped", "gone"])
def test_nobody_is_nudged_for_an_author_who_would_not_hear(state: str) -> None:
    stage = was_told()
    stage.people["lea"] = replace(stage.people["lea"], state=state)  # type: ignore[arg-type]
    count = stage.said_count()
    stage.goes_to(datetime(2026, 12, 24, 18, 0))
    assert stage.said_count() == count
    stage.presses("Thank you for telling me")
    assert "nothing was sent" in stage.all_seen()
    assert item(stage).state == "thanked"


def test_what_was_erased_is_kept_no_more_and_old_buttons_say_so() -> None:
    stage = was_told()
    stage.shared = {key: one for key, one in stage.shared.items() if not isinstance(one, Item)}
    stage.presses("Thank you for telling me")
    assert stage.seen() == "That one is settled. “What I was told” shows what waits."
    count = stage.said_count()
    stage.goes_to(datetime(2026, 12, 24, 18, 0))
    assert stage.said_count() == count


def test_a_leader_who_stops_leaves_nobody_waiting() -> None:
    stage = was_told().says("stop")
    assert "will not be answered here" in stage.seen("lea")
    assert stage.waiting() == []


def test_what_never_arrived_is_told_to_its_author() -> None:
    stage = was_told()
    lost = Undelivered("u1", "ana", stage.now, Ref("item", item(stage).id, "told"), "blocked")
    stage.undergoes(lost)  # type: ignore[arg-type]
    assert "I could not bring this to Ana" in stage.seen("lea")
    count = stage.said_count("lea")
    stage.undergoes(replace(lost, id="u2"))  # type: ignore[arg-type]
    assert stage.said_count("lea") == count


def test_somebody_elses_item_shows_nothing_of_itself() -> None:
    stage = was_told()
    about = item(stage).id
    stage.talks("omar").starts("item", about, news="told")
    assert stage.said_count("omar") == 0
    stage.talks("lea").starts("item", about, news="again")
    assert "Thank you for telling me" not in stage.buttons()
    assert item(stage).state == "heard"
