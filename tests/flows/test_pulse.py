"""The life of rounds: opened and closed at fixed times, lost and asked again, and what everybody gets to know."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.ballot.asked import Open
from bot.ballot.released import Below, Lost, Released
from bot.due import plan
from bot.effects import FollowUp, OpenRound
from bot.events import Left
from bot.facts import Capture, Facts, Member, Round
from bot.flow import hashed
from bot.flows.pulse import questions, times
from bot.flows.pulse.questions import ALL, NEXT, askable, options_of, regular, second, text_of
from bot.rules import calendar
from bot.rules.budget import HERE
from tests.flows.scenes import WORDS
from tests.roster import NAMES, TEAM, leading, person, told
from tests.stage import ANA, Stage

FIRST = hashed("round", "ana", "1")
ENOUGH = Released(5, 7, half=True, comparable=True, results=(), comments=())
FEW = Released(4, 7, half=False, comparable=True, results=(), comments=())


def opened(**team: object) -> Stage:
    """Told on Monday, introduced to on Tuesday, asked on Wednesday."""
    stage = told(leading(replace(TEAM, state="told", **team)))  # type: ignore[arg-type]  # its fields
    return stage.goes_to(datetime(2026, 11, 25, 10, 1))


def closed(how: object = ENOUGH) -> Stage:
    stage = opened()
    stage.ends = how  # type: ignore[assignment]  # an end
    return stage.goes_to(datetime(2026, 12, 2, 17, 1))


def the_round(stage: Stage, number: int = 1) -> Round:
    return next(one for one in stage.leader.rounds if one.number == number)


def test_a_round_is_called_after_its_leader_and_its_number() -> None:
    assert the_round(opened()).id == FIRST


def test_a_round_is_open_for_five_working_days_and_read_on_the_first_tuesday_to_thursday_after() -> None:
    round_ = the_round(opened())
    assert calendar.local(round_.closes_at, ANA.zone) == datetime(2026, 12, 2, 17, 0)
    assert calendar.local(round_.releases_at, ANA.zone) == datetime(2026, 12, 3, 10, 0)


@pytest.mark.parametrize(
    ("closes", "released"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 26), date(2026, 12, 1)),
        (date(2026, 11, 27), date(2026, 12, 1)),
        (date(2026, 12, 24), date(2026, 12, 29)),
    ],
)
def test_it_is_read_from_tuesday_to_thursday(closes: date, released: date) -> None:
    assert times.release_day(replace(ANA, country="DE"), closes) == released


def test_it_is_read_on_no_holiday() -> None:
    epiphany_in_bavaria = replace(ANA, country="DE-BY")
    assert times.release_day(epiphany_in_bavaria, date(2027, 1, 5)) == date(2027, 1, 7)


def test_everybody_introduced_is_asked_in_the_same_words_and_nobody_else() -> None:
    stage = told(leading(replace(TEAM, state="told"))).saves(Member("ana", "mia", "out"), Member("ana", "omar", "left"))
    stage.goes_to(datetime(2026, 11, 25, 18, 0))
    said = {stage.seen(name) for name in NAMES if name != "mia"}
    assert len(said) == 1
    assert "asks what you see and need" in said.pop()
    assert stage.said_count("mia") == stage.said_count("omar") == 0


@pytest.mark.parametrize("state", ["stopped", "gone"])
def test_whoever_has_stopped_the_bot_or_left_is_not_invited(state: str) -> None:
    stage = leading(TEAM, *NAMES, "pia")
    stage.people["pia"] = replace(person("pia"), state=state)  # type: ignore[arg-type]  # a state
    stage.says("ask my team").presses("Something small")
    assert "pia" not in stage.asked[FIRST][1]
    assert the_round(stage).invited == 6


def test_four_of_a_small_team_and_five_of_a_larger_one_have_to_take_part() -> None:
    small = leading(replace(TEAM, k=4)).says("ask my team").presses("Something small")
    large = leading(replace(TEAM, k=4), *NAMES, "pia", "raj").says("ask my team").presses("Something small")
    assert (the_round(small).k, the_round(large).k) == (4, 5)


def test_nothing_closes_before_its_time() -> None:
    stage = opened().comes_due("pulse", "close", FIRST)
    assert the_round(stage).state == "open"
    assert "pulse/close 2026-12-02 17:00" in stage.waiting()


def test_keys_that_cannot_be_asked_for_are_asked_for_again() -> None:
    stage = opened().goes_to(datetime(2026, 12, 2, 18, 0))
    stage.saves(replace(the_round(stage), state="open"))
    stage.starts("pulse", FIRST, news="later")
    assert "pulse/close 2026-12-02 18:15" in stage.waiting()


def test_results_begin_the_loop_and_the_team_hears_nothing_more() -> None:
    stage = opened()
    before = {name: stage.said_count(name) for name in NAMES}
    stage.ends = ENOUGH
    stage.goes_to(datetime(2026, 12, 2, 16, 59))
    reminded = {name: stage.said_count(name) for name in NAMES}
    assert set(before.values()) == {1}
    stage.goes_to(datetime(2026, 12, 2, 17, 1))
    assert the_round(stage).state == "released"
    assert {name: stage.said_count(name) for name in NAMES} == reminded
    assert stage.said_count("ana") == 1, "the results are read at their hour, and not before"


def test_that_a_round_is_lost_is_said_to_everybody_at_once_in_the_same_words() -> None:
    stage = closed(Lost())
    (said,) = {stage.seen(name) for name in NAMES}
    assert "nobody can read it" in said


def test_that_too_few_took_part_is_said_to_everybody_at_the_hour_at_which_the_leader_hears_it() -> None:
    stage = closed(Below())
    before = {name: stage.said_count(name) for name in NAMES}
    stage.goes_to(datetime(2026, 12, 3, 9, 59))
    assert {name: stage.said_count(name) for name in NAMES} == before
    stage.goes_to(datetime(2026, 12, 3, 10, 1))
    (said,) = {stage.seen(name) for name in NAMES}
    assert "all of it is destroyed" in said
    assert "all of it is destroyed" in stage.seen()


def test_a_lost_round_is_asked_again_with_its_own_questions_as_soon_as_they_may_be_asked() -> None:
    stage = leading(replace(TEAM, every=0)).says("ask my team").presses("Something small")
    stage.ends = Lost()
    stage.goes_to(datetime(2026, 11, 30, 17, 1))
    assert "pulse/open 2026-12-07 10:00" in stage.waiting()
    stage.goes_to(datetime(2026, 12, 7, 10, 1))
    assert the_round(stage, 2).opened_on == date(2026, 12, 7)
    wanted, *_ = stage.asked[the_round(stage, 2).id]
    assert [one.name for one in wanted.questions] == ["small"]
    assert wanted.previous == FIRST


def test_the_next_regular_round_comes_four_weeks_later_and_waits_for_the_reply() -> None:
    stage = closed()
    assert "pulse/open 2026-12-23 10:00" in stage.waiting()
    stage.goes_to(datetime(2026, 12, 23, 10, 1))
    assert len(stage.leader.rounds) == 1
    assert "pulse/open 2026-12-31 10:00" in stage.waiting(), "twenty working days after the release"
    replied = replace(the_round(stage), replied_on=date(2026, 12, 23))
    stage.saves(replied).goes_to(datetime(2026, 12, 31, 10, 1))
    assert the_round(stage, 2).opened_on == date(2026, 12, 31)


def test_too_few_who_may_be_asked_are_tried_three_times_and_then_left() -> None:
    stage = told(leading(replace(TEAM, state="told"), "ben", "eva", "jon", "kim", "lea"))
    stage.goes_to(datetime(2026, 11, 24, 11))
    stage.saves(Member("ana", "ben", "out", date(2026, 11, 24))).goes_to(datetime(2026, 12, 31, 11))
    assert stage.all_seen("ana").count("Nobody was asked.") == 3
    assert stage.all_seen("ana").count("I’ll try again on") == 2
    assert "“Ask my team” does." in stage.seen("ana")
    assert not any(one.startswith("pulse/") for one in stage.waiting())
    assert stage.presses("My team").seen().startswith("Your team")


def test_nobody_is_asked_for_two_leaders_within_two_weeks() -> None:
    stage = leading().says("ask my team").presses("Something small")
    stage.people["omar"] = replace(stage.people["omar"], state="active", joined_on=date(2026, 11, 2))
    stage.saves(replace(TEAM, leader="omar"), *(Member("omar", name, "asked") for name in (*NAMES, "nora")))
    stage.talks("omar").says("ask my team").presses("Something small")
    assert stage.seen("omar").startswith("Nobody was asked.")
    stage.now = calendar.instant(datetime(2026, 12, 7, 9), ANA.zone)
    stage.says("ask my team").presses("Something small")
    assert len(stage.asked[hashed("round", "omar", "1")][1]) == 7


def test_a_round_that_finds_its_people_resting_is_tried_on_the_day_on_which_enough_have_rested() -> None:
    stage = leading(replace(TEAM, state="told"), "ben", "eva", "jon", "kim", "lea")
    stage.people["omar"] = replace(stage.people["omar"], state="active", joined_on=date(2026, 11, 2))
    stage.saves(replace(TEAM, leader="omar"), *(Member("omar", one, "asked") for one in (*NAMES, "nora")))
    stage.talks("omar").says("ask my team").presses("Something small")
    asked_on = stage.asked[hashed("round", "omar", "1")][2]
    told(stage.talks("ana")).goes_to(datetime(2026, 11, 26, 11))
    assert stage.all_seen("ana").count("Nobody was asked.") == 1
    free_on = asked_on + timedelta(days=14)
    assert f"pulse/open {free_on} 10:00" in stage.waiting()
    assert f"I’ll try again on {free_on:%A} {free_on.day}" in stage.seen("ana")
    stage.goes_to(datetime.combine(free_on, time(11)))
    assert the_round(stage).opened_on == free_on


def test_after_two_rounds_with_fewer_than_half_the_mirrors_are_offered_and_the_team_is_left_in_peace() -> None:
    stage = opened(every=2)
    stage.ends = FEW
    stage.goes_to(datetime(2026, 12, 3, 9))
    stage.saves(replace(the_round(stage), replied_on=date(2026, 12, 3)))
    stage.goes_to(datetime(2026, 12, 17, 9, 59))
    assert not any(key[0] == "mirror" for key in stage.states["ana"])
    stage.goes_to(datetime(2026, 12, 17, 10, 1))
    assert any(key[0] == "mirror" for key in stage.states["ana"])
    stage.saves(replace(the_round(stage, 2), replied_on=date(2026, 12, 17)))
    assert stage.says("ask my team").seen() == (
        "Twice fewer than half of your team took part, so I leave them in peace for a while. "
        "The next round can open on Thursday 7 January."
    )


def test_a_member_who_leaves_the_workspace_is_in_no_team_any_more() -> None:
    stage = leading()
    stage.undergoes(Left("gone", "ben", stage.now))
    assert next(one for one in stage.leader.members if one.person == "ben").state == "left"


def test_a_leader_who_leaves_drops_the_open_round_and_everybody_is_told_once() -> None:
    stage = opened()
    stage.undergoes(Left("gone", "ana", stage.now))
    assert [stage.all_seen(name).count("was taken back") for name in NAMES] == [1] * 6
    assert the_round(stage).state == "dropped"
    assert not any(key[0] == "ana" for key in stage.planned)


def test_a_leader_who_erases_everything_takes_the_open_round_along() -> None:
    stage = opened().says("erase").says("erase")
    assert stage.erased == ["ana"]
    assert isinstance(stage.ended[FIRST], Lost)
    assert [stage.all_seen(name).count("What Ana asked was taken back") for name in NAMES] == [1] * 6


def test_a_round_goes_on_while_its_leader_is_asked_everything_else_in_another_place() -> None:
    assert "pulse" in HERE
    stage = opened()
    stage.people["ana"] = replace(stage.people["ana"], state="quiet")
    stage.goes_to(datetime(2026, 12, 2, 17, 1))
    assert the_round(stage).state == "below"
    assert stage.says("team").seen().startswith("Your team")


def test_whoever_leads_nobody_leaves_no_trace_of_a_team_when_they_stop() -> None:
    stage = Stage().saves(replace(ANA, state="active")).says("stop")
    assert not any(key[0] == "pulse" for key in stage.states["ana"])


def test_news_that_comes_twice_is_told_once() -> None:
    stage = closed(Below())
    counts = {name: stage.said_count(name) for name in (*NAMES, "ana")}
    stage.starts("pulse", FIRST, news="below").starts("pulse", FIRST, news="lost").starts("pulse", "r9", news="opened")
    stage.starts("pulse", FIRST, news="opened", invited=list(NAMES)).starts("pulse", news="nonsense")
    assert {name: stage.said_count(name) for name in (*NAMES, "ana")} == counts


def test_the_same_questions_are_asked_whoever_is_asked_and_three_at_most() -> None:
    (wanted, *_) = opened().asked[FIRST]
    assert isinstance(wanted, OpenRound)
    assert 1 <= len(wanted.questions) <= 3
    assert wanted.questions[-1] == NEXT


def facts(*captures: Capture, **round_: object) -> Facts:
    """Of a leader with one round before, or none."""
    stage = closed()
    last = replace(the_round(stage), **round_)  # type: ignore[arg-type]  # its fields
    return replace(stage.leader, rounds=(last,) if round_ else (), captures=captures)


KEPT = Capture("c1", "ana", "promise", "an agenda", state="kept", loop=FIRST)


def test_the_second_question_follows_what_has_happened() -> None:
    assert second(facts()).name == "say"
    assert second(facts(number=1)).name == "need"
    assert second(facts(number=1, replied_on=date(2026, 12, 7))).name == "reply"
    assert second(facts(number=2, replied_on=date(2026, 12, 7))).name == "small"
    assert second(facts(KEPT, number=2)).name == "promise"
    assert second(facts(replace(KEPT, state="open"), number=2)).name == "small"
    assert second(facts(KEPT, number=2, state="below")).name == "small"
    assert second(facts(replace(KEPT, loop="r9"), number=2)).name == "small"


def test_a_practice_is_named_only_as_long_as_it_goes_on_and_may_be() -> None:
    named = leading(replace(TEAM, practice="p1")).leader
    assert regular(named)[0].name == "change"
    assert regular(leading().leader)[0].name == "change_general"
    over = replace(named, practices=(replace(named.practices[0], state="let_go"),))
    assert regular(over)[0].name == "change_general"
    assert "promise" not in [one.name for one in askable(named)]


def test_a_reply_can_be_answered_in_the_round_after_it_and_each_reply_once() -> None:
    assert "back" not in [one.name for one in regular(facts(number=1))]
    replied = facts(number=2, replied_on=date(2026, 12, 7))
    assert [one.name for one in regular(replied)] == ["change_general", "small", "back", "next"]
    assert "back" in [one.name for one in askable(replied)]
    assert regular(replied)[2] == Open("back", under=FIRST)
    assert questions.named(replied, ["back"]) == (Open("back", under=FIRST),)
    assert questions.named(facts(number=2), ["back"]) == ()


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_question_has_words_and_every_step_of_its_scale_a_label(name: str) -> None:
    round_ = replace(the_round(opened()), practice="wait two seconds")
    text = "".join(span.text for span in text_of(WORDS, round_, "Ana", ALL[name]).spans)
    assert text.endswith("?")
    options = options_of(WORDS, ALL[name])
    question = ALL[name]
    if question.kind == "scale":
        numbers = [key for key, _ in options if key != "unseen"]
        assert numbers == [str(one) for one in range(question.low, question.high + 1)]
        assert len({label for _, label in options}) == len(options)
    else:
        assert options == ()


def test_a_question_of_a_name_that_nobody_knows_is_shown_and_does_not_fail() -> None:
    assert questions.named(facts(), ["small", "gone", 7, None]) == (ALL["small"],)
    assert questions.named(facts(), "small") == ()


def test_what_is_planned_for_a_team_that_is_gone_ends_without_a_word() -> None:
    stage = Stage().saves(replace(ANA, state="active"))
    for kind in ("introduce", "open", "close", "quiet"):
        stage.comes_due("pulse", kind, FIRST if kind in ("close", "quiet") else "")
    assert stage.said_count() == 0
    assert stage.waiting() == []


def test_no_round_opens_on_a_day_off_of_the_leaders() -> None:
    stage = leading()
    stage.people["ana"] = replace(stage.people["ana"], free_days=(date(2026, 11, 24),))
    wish = FollowUp("open", date(2026, 11, 24), "", times.OPENS, flow="pulse", subject="")
    item = plan(replace(stage.people["ana"], free_days=()), wish)
    stage.planned[("ana", "pulse", "open", "")] = item
    stage.goes_to(datetime(2026, 11, 24, 18))
    assert stage.asked == {}
    assert stage.waiting() == ["pulse/open 2026-11-25 10:00"]
