"""Export: which files there are for whom, and what is said with each."""

from dataclasses import replace
from datetime import date

import pytest

from bot.coaching import Engagement
from bot.effects import GiveExport
from bot.facts import Practice
from bot.flow import STAY, Filled, State, Wrote
from bot.flows.export import FLOW, FORMS
from tests.flows.scenes import scene_of
from tests.stage import ANA, WORDS, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait", state="active", started_on=date(2026, 11, 2))
ALL = ["Everything, as JSON", "My weeks, as a table (CSV)", "My weeks, to read (Markdown)"]
READ = ["What I have read, as CSV", "What I have read, as Markdown"]


def settled() -> Stage:
    return Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)))


def leading() -> Stage:
    return settled().saves(PRACTICE)


def test_whoever_has_no_weeks_is_given_everything_at_once() -> None:
    stage = settled().says("export")
    assert "practices and every check-in" in stage.seen()
    assert "Anonymous answers are not in it." in stage.seen()
    assert stage.exported == ["ana"]


def test_a_leader_chooses() -> None:
    stage = leading().says("export")
    assert stage.buttons() == ALL
    assert stage.exported == []
    stage.presses(ALL[0])
    assert "Anonymous answers are not in it." in stage.seen()
    assert stage.exported == ["ana"]


@pytest.mark.parametrize("state", ["accepted", "ended"])
def test_a_coach_is_offered_what_they_have_read_also_when_it_is_over(state: str) -> None:
    together = Engagement("ana", "omar", "ended" if state == "ended" else "accepted")
    assert settled().saves(together).says("export").buttons() == [ALL[0], *READ]
    assert leading().saves(together).says("export").buttons() == [*ALL, *READ]


@pytest.mark.parametrize("state", ["invited", "declined"])
def test_whoever_was_never_a_coach_is_offered_no_history(state: str) -> None:
    asked = Engagement("ana", "omar", "invited" if state == "invited" else "declined")
    assert leading().saves(asked).says("export").buttons() == ALL


def test_being_coached_makes_nobody_a_coach() -> None:
    assert leading().saves(Engagement("omar", "ana", "accepted")).says("export").buttons() == ALL


def test_each_file_is_given_once_however_often_its_button_is_pressed() -> None:
    stage = leading().says("export").presses(ALL[1]).presses(ALL[2]).presses(ALL[1])
    assert stage.seen() == "That file is here already. “Export” makes a new one."
    assert stage.exported == ["ana", "ana"]
    assert stage.says("export").presses(ALL[1]).exported == ["ana", "ana", "ana"]


@pytest.mark.parametrize(
    "typed", ["export csv", "export as a table", "Export Markdown please", "export md", "export json"]
)
def test_a_kind_that_is_named_comes_at_once(typed: str) -> None:
    stage = leading().says(typed)
    assert stage.exported == ["ana"]
    assert stage.buttons() == []


def test_a_kind_of_which_there_is_nothing_is_said() -> None:
    stage = settled().says("export csv")
    assert stage.seen() == "There are no weeks of yours yet. “Export” hands you everything that there is."
    assert stage.exported == []


def test_every_word_that_may_follow_names_one_kind() -> None:
    lists = [WORDS.list(key) for key in FORMS.values()]
    assert sorted(WORDS.list("commands.exported")) == sorted(one for some in lists for one in some)


def test_a_stray_form_or_line_gives_nothing() -> None:
    scene = scene_of(State("export", "ana", "", "which"))
    for answer in (Filled({}), Wrote("csv")):
        found = FLOW.step("which").take(scene, answer)
        assert found.to == STAY
        assert not any(isinstance(deed, GiveExport) for deed in found.deeds)
