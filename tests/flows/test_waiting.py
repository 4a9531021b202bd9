"""The waiting list shows what found no room, when somebody wants to see it."""

from dataclasses import replace
from datetime import date, datetime

from bot.effects import BringWaiting
from bot.facts import Practice, Waiting
from bot.flow import DONE, STAY, Chose, Scene, State, Wrote
from bot.flows.waiting import FLOW
from bot.messages import Choices, Text
from tests.flows.scenes import scene_of
from tests.stage import ANA, Stage

STEP = FLOW.step("list")


def counted(count: object) -> Scene:
    return scene_of(State("waiting", "ana", "", "list", {"count": count}))  # type: ignore[dict-item]  # any JSON


def test_one_line_says_how_many_wait_with_one_button() -> None:
    text, choices = STEP.draw(counted(3))
    assert isinstance(text, Text)
    assert "".join(span.text for span in text.spans) == "3 more waiting."
    assert isinstance(choices, Choices)
    assert [one.key for one in choices.choices] == ["show"]


def test_without_a_count_it_speaks_of_one() -> None:
    text, _ = STEP.draw(counted(None))
    assert isinstance(text, Text)
    assert text.spans[0].text == "1"


def test_a_press_brings_what_waits() -> None:
    found = STEP.take(counted(3), Chose("show"))
    assert found.deeds == (BringWaiting(),)
    assert found.to == DONE


def test_other_words_leave_it() -> None:
    assert STEP.take(counted(3), Wrote("hm")).to == STAY


def test_typing_waiting_brings_what_was_put_off() -> None:
    late = Waiting("capture", "bring", "c1", datetime(2026, 11, 24, 17), "slot", date(2026, 11, 20))
    scene = scene_of(State("waiting", "ana"))
    put_off = replace(scene, facts=replace(scene.facts, waiting=(late,)))
    assert FLOW.begin(put_off).deeds == (BringWaiting(),)


def test_typing_waiting_says_so_when_nothing_was_put_off() -> None:
    planned = Waiting("capture", "bring", "c1", datetime(2026, 11, 24, 17), "slot", date(2026, 11, 24))
    scene = scene_of(State("waiting", "ana"))
    found = FLOW.begin(replace(scene, facts=replace(scene.facts, waiting=(planned,))))
    assert found.deeds == ()
    assert found.say
    assert found.because


def test_what_others_go_before_for_fifteen_working_days_is_said_in_the_look_back_and_closed() -> None:
    stage = Stage().saves(replace(ANA, state="active"), Practice("p1", "ana", act="wait", state="active"))
    stage.says("thank Lea for flagging the delay").says("partner Omar").presses("Not yet")
    told = next(one for one in stage.planned.values() if (one.flow, one.kind) == ("partner", "told"))
    key = (told.person, told.flow, told.kind, told.subject)
    stage.planned[key] = replace(told, first_on=date(2026, 11, 3))
    stage.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "Has Lea heard this" in stage.seen()
    assert "more waiting" not in stage.seen()
    assert not any("partner" in line for line in stage.waiting())
    assert [(one.kind, one.text) for one in stage.leader.captures][-1] == ("wait", "Your partner")
