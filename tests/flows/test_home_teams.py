"""The home page about teams: the clock for leader and team, the open round, and what can be done, in few blocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballot.released import Below
from bot.facts import Item, Member, Round
from bot.flow import State
from bot.home import DESK, home
from bot.messages import Choices, Message, Page, Ref
from tests.flows.test_item import promised, thanked, was_told
from tests.roster import TEAM, leading
from tests.rounds import reading
from tests.stage import NORA, Stage, drawn

OPENED = Round("r1", "ana", 1, date(2026, 11, 23), datetime(2026, 11, 27, 16, 0, tzinfo=UTC),
               datetime(2026, 12, 1, 9, 0, tzinfo=UTC), 5, 6)  # fmt: skip


def page(stage: Stage) -> Page:
    return home(stage.leader, stage.states.get(stage.who, {}), stage.now)


def seen(stage: Stage) -> str:
    return drawn(Message(page(stage).asks))


def buttons(stage: Stage) -> dict[str, str]:
    return {
        one.key: one.label
        for ask in page(stage).asks
        for part in ask.parts
        if isinstance(part, Choices)
        for one in part.choices
    }


def asked(stage: Stage, who: str = "lea") -> Stage:
    """In an open round, the prompt of which has come."""
    state = State("answer", who, "r1", "asked")
    stage.states.setdefault(who, {})[state.key] = state
    return stage


def test_who_has_to_do_with_no_team_sees_nothing_of_it() -> None:
    stage = Stage()
    assert {ask.ref for ask in page(stage).asks} == {DESK}
    assert "team" not in seen(stage)


def test_who_is_here_for_a_team_has_no_welcome_to_finish() -> None:
    assert "Begun: Getting started" not in seen(Stage().says("hi").says("ask my team"))
    assert "Begun: Getting started" not in seen(leading(TEAM, "lea").talks("lea").says("hi"))


def test_the_leader_sees_what_waits_with_its_age_and_the_next_step() -> None:
    stage = was_told("request").next_day(2, 10)
    assert "1 heard, 0 answered, the oldest waits 2 days." in seen(stage)
    assert "Lea, a request: heard, waits 2 days" in seen(stage)
    assert buttons(stage)["told"] == "What I was told"
    assert {"team", "ask_team", "show_clock"} <= set(buttons(stage))
    assert "thanked, waits 2 days" in seen(thanked().next_day(2, 10))
    assert "Nothing is waiting." not in seen(stage)
    assert "Your team waits for an answer: it stands below." in seen(stage)


def test_what_is_answered_waits_no_more() -> None:
    stage = promised()
    assert "1 heard, 1 answered. Nothing waits." in seen(stage)
    assert "Your team waits" not in seen(stage)
    assert "told" not in buttons(stage)


def test_the_member_sees_the_same_clock_and_what_they_told() -> None:
    stage = thanked().next_day(2, 10).talks("lea")
    assert "Ana’s team" in seen(stage)
    assert "1 heard, 0 answered, the oldest waits 2 days." in seen(stage)
    assert "to know: thanked, waits 2 days" in seen(stage)
    assert buttons(stage)["tell"] == "Tell Ana with my name"


def test_another_member_sees_the_count_and_nothing_of_what_or_who() -> None:
    stage = was_told().saves(Member("ana", "mia", "asked"))
    stage.people["mia"] = replace(stage.people["lea"], id="mia", name="Mia")
    text = seen(stage.talks("mia"))
    assert "1 heard" in text
    assert "Lea" not in text
    assert "to know" not in text


def test_the_button_tells_the_leader_by_form() -> None:
    stage = leading(TEAM, "lea").talks("lea")
    (tell,) = [one for ask in page(stage).asks for part in ask.parts if isinstance(part, Choices)
               for one in part.choices if one.key == "tell"]  # fmt: skip
    assert tell.opens


def test_an_open_round_is_answered_from_the_page() -> None:
    stage = asked(leading(TEAM, "lea").saves(OPENED)).talks("lea")
    assert "Ana asks you in a round, until Friday 27 November, 17:00." in seen(stage)
    assert Ref("answer", "r1", "asked") in {ask.ref for ask in page(stage).asks}
    stage.now = OPENED.closes_at
    assert "asks you in a round" not in seen(stage)


def test_who_is_not_asked_in_it_sees_no_button() -> None:
    stage = leading(TEAM, "lea").saves(OPENED).talks("lea")
    assert "asks you in a round" not in seen(stage)


def test_the_leader_sees_that_it_is_open_and_no_count() -> None:
    stage = leading(TEAM, "lea").saves(OPENED)
    assert "A round is open until Friday 27 November, 17:00." in seen(stage)


@pytest.mark.parametrize("who", ["ana", "lea"])
def test_until_the_release_no_page_tells_how_a_round_ended(who: str) -> None:
    pages = set()
    for state in ("open", "released", "below"):
        stage = asked(leading(TEAM, "lea").saves(replace(OPENED, state=state))).talks(who)  # type: ignore[arg-type]
        stage.ended["r1"] = Below()
        stage.now = OPENED.releases_at - timedelta(minutes=1)
        pages.add(page(stage))
    assert len(pages) == 1


def test_a_release_waits_for_a_reply_with_its_button() -> None:
    stage = leading(TEAM, "lea").saves(replace(OPENED, state="released"))
    stage.ended["r1"] = Below()
    stage.now = OPENED.releases_at + timedelta(days=2)
    assert "Round of Tuesday 1 December: heard, waits 2 days" in seen(stage)
    assert "reply" in buttons(stage)


@pytest.mark.parametrize("holds", [True, False])
def test_a_line_to_the_team_stands_among_what_comes_only_when_it_was_agreed(holds: bool) -> None:
    assert ("A line to your team" in seen(reading(team=replace(TEAM, holds=holds)))) == holds


def test_of_several_leaders_each_has_their_clock_and_one_button_tells_any() -> None:
    stage = leading(TEAM, "lea").talks("lea")
    stage.people["nora"] = NORA
    stage.saves(replace(TEAM, leader="nora"), Member("nora", "lea", "asked"))
    assert "Ana’s team" in seen(stage)
    assert "Nora’s team" in seen(stage)
    assert buttons(stage)["tell"] == "Tell a leader with my name"


def test_of_very_much_only_the_oldest_stand_there() -> None:
    stage = leading(TEAM, "lea")
    made = stage.now
    for number in range(40):
        stage.saves(Item(f"i{number}", "lea", "ana", "know", "x" * 1500, made + timedelta(minutes=number)))
    assert seen(stage).count("Lea, to know") == 5
    assert "And 35 more." in seen(stage)
    for number in range(12):
        stage.people[f"n{number}"] = replace(NORA, id=f"n{number}", name=f"N{number}")
        stage.saves(replace(TEAM, leader=f"n{number}"), Member(f"n{number}", "ana", "asked"))
    assert len([part for ask in page(stage).asks for part in ask.parts]) <= 60


def test_typed_it_is_the_same_without_buttons() -> None:
    stage = was_told().says("home")
    assert "1 heard, 0 answered, the oldest came today." in stage.seen()
    assert "[What I was told]" not in stage.seen()
