"""Telling a leader something with one's name: read back word for word, sent by one tap, and nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.events import Captured
from bot.facts import Item, Member, Round
from bot.flows.tell.writing import LONGEST
from bot.messages import Form, Line, Pick
from bot.rules.shortened import units
from tests.roster import TEAM, leading
from tests.stage import NORA, Stage

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def member() -> Stage:
    """Lea, in Ana's team."""
    return leading(TEAM, "lea").talks("lea")


def items(stage: Stage) -> list[Item]:
    return list(stage.leader.items)


def read_back() -> Stage:
    return member().says("tell Ana that the agenda comes too late").presses("Something to know")


def test_a_typed_line_is_read_back_word_for_word_before_it_goes() -> None:
    stage = member().says("tell Ana that the agenda comes too late")
    assert "> the agenda comes too late" in stage.seen()
    assert not items(stage)
    stage.presses("Something to know")
    assert "This is what Ana would read, as something to know:\n> the agenda comes too late" in stage.seen()
    assert "Your name stands with it." in stage.seen()
    assert "once sent it cannot be taken back" in stage.seen()
    assert not items(stage)
    assert stage.said_count("ana") == 0


def test_one_tap_sends_it_with_the_name() -> None:
    stage = read_back().presses("Send it to Ana")
    (item,) = items(stage)
    assert (item.author, item.leader, item.kind, item.state) == ("lea", "ana", "know", "heard")
    assert item.text == "the agenda comes too late"
    assert "Lea would like you to know this" in stage.seen("ana")
    assert "> the agenda comes too late" in stage.seen("ana")
    assert "On its way to Ana, with your name." in stage.seen()


def test_the_same_tap_again_sends_nothing_more() -> None:
    stage = read_back()
    stage.presses("Send it to Ana")
    before = stage.said_count("ana")
    ref = stage.messages[stage.order[-1]]
    stage.says("send")
    assert len(items(stage)) == 1, ref
    assert stage.said_count("ana") == before


def test_the_words_are_not_kept_in_the_conversation_once_they_are_sent() -> None:
    stage = read_back().presses("Send it to Ana")
    kept = [state.answers for state in stage.states["lea"].values() if state.flow == "tell"]
    assert all("agenda" not in str(answers) for answers in kept)


def test_with_one_leader_no_name_is_needed() -> None:
    assert "> we need more time" in member().says("tell my leader we need more time").seen()
    assert "What would you like to tell Ana?" in member().says("tell").seen()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("tell Ana that the agenda comes too late", "the agenda comes too late"),
        ("tell ana, the agenda comes too late", "the agenda comes too late"),
        ("Tell @Ana: the agenda comes too late", "the agenda comes too late"),
        ("tell my boss that the agenda comes too late", "the agenda comes too late"),
        ("tell Ana about the agenda", "about the agenda"),
    ],
)
def test_a_line_is_understood_however_it_is_typed(line: str, words: str) -> None:
    assert f"> {words}\n" in member().says(line).seen()


def test_of_several_leaders_one_is_chosen_and_the_words_stay() -> None:
    stage = member()
    stage.people["nora"] = NORA
    stage.saves(replace(TEAM, leader="nora"), Member("nora", "lea", "asked"))
    stage.says("tell that we need more time")
    assert stage.buttons() == ["Ana", "Nora", "Leave it"]
    stage.presses("Nora").presses("A request")
    assert "This is what Nora would read, as a request:\n> we need more time" in stage.seen()
    assert "What would you like to tell Ana?" in stage.says("tell Ana").seen()


def test_a_name_that_is_no_leader_of_theirs_is_asked_about_and_nothing_is_lost() -> None:
    stage = member().says("tell Nora that the agenda comes too late")
    assert "I don’t see you in a team of Nora’s." in stage.seen()
    assert stage.buttons() == ["Ana", "Leave it"]
    stage.presses("Ana")
    assert "agenda comes too late" in stage.seen()


@pytest.mark.parametrize("line", ["tell me a joke", "tell them", "tell everybody that it works", "thank Ana for it"])
def test_other_lines_with_these_words_are_something_else(line: str) -> None:
    stage = member().says(line)
    assert not [state for state in stage.states.get("lea", {}).values() if state.flow == "tell"]


def test_who_is_in_no_team_hears_how_it_works() -> None:
    stage = leading(TEAM, "lea").talks("omar").says("tell Ana that the agenda comes too late")
    assert stage.seen().startswith("You are in nobody’s team here yet.")


@pytest.mark.parametrize("team", ["named", "stopped"])
def test_nobody_hears_of_a_team_before_its_leader_has_told_them_or_after_it_has_ended(team: str) -> None:
    stage = leading(replace(TEAM, state=team), "lea").talks("lea").says("tell Ana it is late")  # type: ignore[arg-type]
    assert "nobody’s team" in stage.seen()


def test_who_asks_not_to_be_asked_can_tell_all_the_same() -> None:
    stage = member().saves(Member("ana", "lea", "out")).says("tell Ana it is late")
    assert "> it is late" in stage.seen()


def test_a_leader_whom_nothing_reaches_is_named_kindly() -> None:
    stage = member()
    stage.people["ana"] = replace(stage.people["ana"], state="stopped")
    assert stage.says("tell Ana it is late").seen().startswith("Nothing from here reaches Ana at the moment.")


def test_who_left_the_team_meanwhile_gets_their_words_back() -> None:
    stage = read_back().saves(Member("ana", "lea", "left")).presses("send")
    assert "nothing was sent" in stage.seen()
    assert "> the agenda comes too late" in stage.seen()
    assert stage.said_count("ana") == 0


def test_a_hundred_thousand_characters_are_refused_and_the_question_stays() -> None:
    stage = member().says(f"tell Ana {'word ' * 20_000}")
    assert f"more than {LONGEST} characters" in stage.seen()
    stage.says("in short: too late")
    assert "> in short: too late" in stage.seen()
    stage = member().says("tell Ana").says("w" * 100_000)
    assert f"more than {LONGEST} characters" in stage.seen()
    assert not items(stage)


def test_the_form_holds_all_of_it_and_says_before_what_comes_of_it() -> None:
    stage = member().says("tell Ana").presses("Use a form")
    assert isinstance(stage.reply, Form)
    said = str(stage.reply.body)
    assert "cannot be taken back" in said
    assert f"Up to {LONGEST} characters" in said
    assert not any(isinstance(one, Pick) and one.name == "leader" for one in stage.reply.body)
    stage.sends(words=" ", kind="nonsense")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["kind", "words"]
    stage.sends(words="w" * (LONGEST + 1), kind="request")
    assert stage.errors is not None
    stage.sends(words="The agenda, a day ahead.", kind="request")
    assert "as a request:\n> The agenda, a day ahead." in stage.seen()


def test_a_message_from_anywhere_stands_in_the_form_and_what_is_too_long_of_it_does_not() -> None:
    stage = member().undergoes(Captured("k1", "lea", MOMENT, "tell", "the agenda comes too late", "Mia"))
    assert isinstance(stage.reply, Form)
    (words,) = [one for one in stage.reply.body if isinstance(one, Line)]
    assert words.value == "the agenda comes too late"
    stage.sends(words=words.value, kind="know")
    assert "This is what Ana would read" in stage.seen()
    stage = member().undergoes(Captured("k2", "lea", MOMENT, "tell", "😀" * 3000, "Mia"))
    assert isinstance(stage.reply, Form)
    (words,) = [one for one in stage.reply.body if isinstance(one, Line)]
    assert 0 < units(words.value) <= LONGEST


def test_from_anywhere_too_it_is_only_for_those_in_a_team() -> None:
    stage = leading(TEAM, "lea").talks("omar").undergoes(Captured("k1", "omar", MOMENT, "tell", "it is late", "Mia"))
    assert not isinstance(stage.reply, Form)
    assert stage.seen().startswith("You are in nobody’s team here yet.")


def test_one_tap_changes_it_where_it_stands() -> None:
    stage = read_back()
    count = stage.said_count()
    stage.presses("Change it")
    assert isinstance(stage.reply, Form)
    stage.sends(words="The agenda, please.", kind="thanks")
    assert stage.said_count() == count
    assert "as thanks:\n> The agenda, please." in stage.seen()


def test_a_leader_in_whose_team_one_is_not_is_refused_in_the_form_too() -> None:
    stage = read_back().presses("Change it").sends(leader="nora", words="x", kind="know")
    assert stage.errors is not None
    assert [name for name, _ in stage.errors.errors] == ["leader"]
    assert stage.said_count("nora") == 0


def test_the_eleventh_of_a_day_waits_for_tomorrow() -> None:
    stage = member()
    for number in range(10):
        stage.says(f"tell Ana number {number}").presses("Something to know").presses("Send it to Ana")
    stage.says("tell Ana one more").presses("Something to know").presses("Send it to Ana")
    assert "tomorrow it can go too" in stage.seen()
    assert len(items(stage)) == 10
    stage.next_day().presses("Send it to Ana")
    assert len(items(stage)) == 11


def test_whoever_would_rather_say_it_gets_the_card_for_a_talk() -> None:
    stage = read_back().presses("I’d rather tell them myself")
    assert "Ana" in stage.seen()
    assert any(state.flow == "talk" for state in stage.states["lea"].values())
    assert not items(stage)
    assert stage.said_count("ana") == 0


@pytest.mark.parametrize("where", ["tell Ana", "tell Ana it is late"])
def test_leaving_it_sends_nothing(where: str) -> None:
    stage = member().says(where).presses("Leave it")
    assert stage.seen() == "All right. Nothing was sent."
    assert not items(stage)


def test_the_words_are_prose_a_command_among_them_is_asked_about() -> None:
    stage = member().says("tell Ana").says("bring more structure into the agenda")
    assert "bring more structure" in stage.seen()
    assert not stage.leader.captures


def test_words_for_the_leader_are_not_taken_for_an_answer_to_the_round_that_is_open() -> None:
    stage = member().saves(
        Round("r1", "ana", 1, date(2026, 11, 23), MOMENT + timedelta(days=4), MOMENT + timedelta(days=8), 5, 6)
    )
    stage.starts("answer", "r1", news="opened").goes_to(datetime(2026, 11, 23, 17, 1))
    assert "asked" in {state.step for state in stage.states["lea"].values()}
    stage.says("tell Ana").says("the agenda comes too late")
    assert "> the agenda comes too late" in stage.seen()


def test_the_list_of_what_can_be_typed_has_it_for_whoever_is_in_a_team() -> None:
    assert "tell Ana that the agenda comes too late" in member().says("help").seen()
    assert "tell Ana" not in leading(TEAM, "lea").talks("omar").says("help").seen()
