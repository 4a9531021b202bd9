"""The waiting list shows what found no room, when somebody wants to see it."""

from dataclasses import replace
from datetime import date, datetime

from bot.effects import BringWaiting
from bot.facts import Waiting
from bot.flow import DONE, STAY, Chose, Scene, State, Wrote
from bot.flows.waiting import FLOW
from bot.messages import Choices, Text
from tests.flows.scenes import scene_of

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
