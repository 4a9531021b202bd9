"""Notes, dilemmas and thanks are kept and followed up; a search finds one's own words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.facts import Capture, Chance, Facts, Week
from bot.flow import DONE, STAY, Chose, Filled, State, Wrote
from bot.flows.capture import FLOW, finding
from bot.flows.capture.finding import found, plain
from bot.messages import Quote, Text
from tests.flows.scenes import ANA, WORDS, scene_of
from tests.stage import ANA as NEWCOMER
from tests.stage import OMAR, Stage


def stage() -> Stage:
    return Stage().saves(replace(NEWCOMER, state="active"))


def met() -> Stage:
    """Omar writes to the bot already."""
    play = stage()
    play.people["omar"] = replace(OMAR, state="active", name="Omar Haddad")
    return play


def kept(play: Stage) -> Capture:
    return play.leader.captures[-1]


# notes


def test_a_note_is_kept_whole_and_private_and_said_so_in_one_line() -> None:
    words = "two lines\nabout Ana"
    play = stage().says(f"note {words}")
    assert play.seen() == "Kept, for you alone."
    assert (kept(play).text, kept(play).kind) == (words, "note")
    assert play.waiting() == []


@pytest.mark.parametrize(
    ("command", "said"),
    [("note", "What is the note?"), ("bring", "like to bring?"), ("thank", "Whom"), ("find", "looking for?")],
)
def test_a_bare_command_asks_for_its_words(command: str, said: str) -> None:
    play = stage().says(command)
    assert said in play.seen()
    assert not play.buttons()


def test_the_words_of_a_bare_command_come_with_the_next_line() -> None:
    assert kept(stage().says("note").says("Ana was quiet")).text == "Ana was quiet"


def test_another_command_is_no_answer_to_a_bare_one() -> None:
    play = stage().says("thank").says("note Ana was quiet")
    assert (kept(play).kind, kept(play).text) == ("note", "Ana was quiet")


# to bring


def test_a_dilemma_is_asked_about_after_five_working_days_three_times_at_most() -> None:
    play = stage().says("bring how to say no")
    assert play.waiting() == ["capture/bring 2026-11-30 17:00"]
    for day in ("2026-11-30", "2026-12-07", "2026-12-14"):
        play.goes_to(datetime.fromisoformat(f"{day}T17:01"))
        assert "> how to say no" in play.seen()
        play.presses("Keep it")
    assert play.waiting() == []
    assert kept(play).state == "open"
    assert "leave it with you" in play.seen()


@pytest.mark.parametrize(("word", "state"), [("done", "kept"), ("let it go", "dropped")])
def test_a_dilemma_ends_by_a_word(word: str, state: str) -> None:
    play = stage().says("bring how to say no").goes_to(datetime(2026, 11, 30, 17, 1)).says(word)
    assert kept(play).state == state
    assert play.waiting() == []


# thanks


def test_thanks_to_somebody_the_bot_does_not_know_are_kept_and_asked_about_in_two_days() -> None:
    play = stage().says("thank Lea for flagging the delay")
    assert "whether Lea has heard it" in play.seen()
    assert (kept(play).who, kept(play).state) == ("Lea", "open")
    assert play.waiting() == ["capture/thank 2026-11-25 17:00"]
    play.goes_to(datetime(2026, 11, 25, 17, 1)).says("yes")
    assert (kept(play).state, kept(play).told) == ("kept", True)
    assert play.waiting() == []


def test_thanks_not_yet_said_are_asked_about_three_times_and_then_left() -> None:
    play = stage().says("thank Lea for flagging the delay")
    for day in ("2026-11-25", "2026-11-27", "2026-12-01"):
        play.goes_to(datetime.fromisoformat(f"{day}T17:01"))
        assert "Lea" in play.seen()
        play.says("not yet")
    assert kept(play).state == "closed"
    assert play.waiting() == []


def test_thanks_can_be_let_go() -> None:
    play = stage().says("thank Lea for flagging the delay").goes_to(datetime(2026, 11, 25, 17, 1)).says("let it go")
    assert kept(play).state == "dropped"


def test_thanks_to_nobody_in_particular_are_kept_too() -> None:
    play = stage().says("thank")
    play.says("for the help with the move")
    assert kept(play).state == "open"
    assert "whether you have" in play.seen()
    play.goes_to(datetime(2026, 11, 25, 17, 1))
    assert "> " in play.seen()


def test_thanks_to_somebody_known_are_shown_first_and_go_only_by_a_tap() -> None:
    play = met().says("thank Omar for the call")
    assert play.buttons() == ["Send it to Omar Haddad", "Keep as a note"]
    assert "the call" in play.seen()
    assert play.said_count("omar") == 0
    play.presses("Send it to Omar Haddad")
    assert "A thank-you from Ana:" in play.seen("omar")
    assert "the call" in play.seen("omar")
    assert (kept(play).state, kept(play).told) == ("sent", True)
    assert play.waiting() == []


def test_thanks_kept_instead_are_asked_about() -> None:
    play = met().says("thank Omar for the call").presses("Keep as a note")
    assert play.said_count("omar") == 0
    assert play.waiting() == ["capture/thank 2026-11-25 17:00"]


@pytest.mark.parametrize("state", ["new", "stopped", "gone"])
def test_nobody_gets_a_first_message_by_way_of_thanks(state: str) -> None:
    play = stage()
    play.people["omar"] = replace(OMAR, state=state)  # type: ignore[arg-type]  # one of the states
    assert "Send it" not in play.says("thank Omar for the call").seen()


def test_of_two_of_one_name_each_has_a_button() -> None:
    play = met()
    play.people["omar2"] = replace(OMAR, id="omar2", name="Omar Silva", state="active")
    assert play.says("thank Omar for the call").buttons()[:2] == ["Send it to Omar Haddad", "Send it to Omar Silva"]


@pytest.mark.parametrize("step", ["send", "thanked", "still"])
def test_words_that_answer_nothing_leave_the_question_open(step: str) -> None:
    scene = scene_of(State("capture", "ana", "c1", step, {"command": "thank"}))
    for answer in (Wrote("hm"), Filled({})):
        assert FLOW.step(step).take(scene, answer).to == STAY


def test_thanks_without_a_name_are_asked_about_without_one() -> None:
    facts = Facts(ANA, WORDS, captures=(Capture("c1", "ana", "thank", "for the help"),))
    parts = FLOW.step("thanked").draw(scene_of(State("capture", "ana", "c1", "thanked"), facts=facts))
    assert isinstance(parts[1], Quote)
    assert FLOW.step("thanked").take(scene_of(State("capture", "ana", "c1"), facts=facts), Chose("drop")).to == DONE


# find


def hits(query: str, facts: Facts) -> list[str]:
    said = found(scene_of(State("capture", "ana", "s1"), facts=facts), query).say
    return [
        part.text if isinstance(part, Quote) else "".join(one.text for one in part.spans)
        for part in said
        if isinstance(part, Quote | Text)
    ]


def test_a_search_looks_through_all_of_ones_own_words_the_newest_first() -> None:
    made = datetime(2026, 11, 2, 9, tzinfo=UTC)
    facts = Facts(
        ANA,
        WORDS,
        captures=(
            Capture("a", "ana", "promise", "call Zoë", "Omar", on=date(2026, 11, 26)),
            Capture("b", "ana", "note", "zoe was quiet", made_at=made),
            Capture("c", "ana", "wait", "zoe"),
        ),
        chances=(Chance("p1", date(2026, 11, 9), "ana", note="Zoe nodded"), Chance("p1", date(2026, 11, 10), "ana")),
        weeks=(Week("ana", date(2026, 11, 13), good="Zoe spoke first"),),
    )
    assert hits("ZOE", facts) == [
        "4 lines with ZOE, the newest first:",
        "Promise, Thursday 26 November",
        "Omar call Zoë",
        "Look-back, Friday 13 November",
        "Zoe spoke first",
        "Note, Monday 9 November",
        "Zoe nodded",
        "Note, Monday 2 November",
        "zoe was quiet",
    ]


def test_every_word_must_be_there() -> None:
    facts = Facts(
        ANA, WORDS, captures=(Capture("a", "ana", "note", "Zoe was quiet"), Capture("b", "ana", "note", "Zoe"))
    )
    assert hits("quiet zoe", facts) == ["One line with quiet zoe:", "Note", "Zoe was quiet"]


def test_nothing_found_is_said_plainly() -> None:
    assert hits("xyz", Facts(ANA, WORDS))[0].startswith("Nothing of yours holds xyz.")


def test_eight_are_shown_and_the_rest_is_counted() -> None:
    facts = Facts(ANA, WORDS, captures=tuple(Capture(f"c{n}", "ana", "note", f"Zoe {n}") for n in range(10)))
    shown = hits("zoe", facts)
    assert sum(one.startswith("Zoe ") for one in shown) == 8
    assert shown[-1].startswith("And 2 older lines.")


def test_each_line_is_read_once_however_long_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(finding, "plain", lambda text: (read.append(text), plain(text))[1])
    play = stage().says("note Zoe was quiet").says("note Omar was not")
    play.says("find " + "was " * 10_000)
    assert "2 lines" in play.seen()
    assert len(read) == 3


def test_find_is_typed() -> None:
    play = stage().says("note Zoe was quiet").says("find zoe")
    assert "> Zoe was quiet" in play.seen()
