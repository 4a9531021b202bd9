"""A leader who never answers: the ladder down, a pause, two checks, and then nothing until they write."""

from datetime import date, datetime

from tests.stage import Stage


def set_up() -> Stage:
    stage = Stage().says("hi").presses("Start").says("stop interrupting")
    return stage.presses("Any meeting").presses("Wait two seconds").presses("That’s it").presses("Good")


def days_of_messages(stage: Stage) -> list[date]:
    return [stage.messages[key].day for key in stage.order if stage.messages[key].cls in ("slot", "timed", "notice")]


def test_a_leader_who_never_answers_is_left_in_peace() -> None:
    stage = set_up().goes_to(datetime(2027, 8, 2, 18, 0))
    days = days_of_messages(stage)
    prompts = list(stage.leader.chances)
    assert len(prompts) == 9
    assert len(days) <= 18
    assert days[-1] == date(2027, 1, 28)
    assert stage.leader.practices[0].level == 4


def test_one_line_from_them_and_it_goes_on() -> None:
    stage = set_up().goes_to(datetime(2027, 5, 3, 10, 0))
    before = len(days_of_messages(stage))
    stage.says("start fresh")
    for _ in range(6):
        if "matter" in stage.seen() or "Same again" in stage.buttons():
            break
    stage.presses(stage.buttons()[0])
    assert stage.said_count() > before
