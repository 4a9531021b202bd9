"""What stands in the form of a round: a question with its chips is one question, and all of it fits."""

import pytest

from bot.ballot.answer import UNSEEN, Answer
from bot.ballot.asked import Chips, Open
from bot.ballot.questions import check_questions, fitting, pack, unpack
from bot.flows.pulse.questions import (
    ALL,
    CHIPS,
    MISSING,
    NEED,
    NEXT,
    ROTATION,
    TOLD,
    askable,
    in_full,
    options_of,
    text_of,
)
from tests.roster import leading
from tests.rounds import ROUND
from tests.stage import WORDS


def test_chips_stand_directly_under_their_question_and_come_with_it_alone() -> None:
    asked = in_full((NEXT, NEED, ALL["small"]))
    assert [one.name for one in asked] == ["next", "need", "missing", "small"]
    assert in_full((NEXT, ALL["say"])) == (NEXT, ALL["say"])
    assert not any(isinstance(one, Chips) for one in ALL.values())


@pytest.mark.parametrize("chips", [one for listed in CHIPS.values() for one in listed])
def test_every_chip_has_a_label_of_its_own_and_its_question_words(chips: Chips) -> None:
    options = options_of(WORDS, chips)
    assert [key for key, _ in options] == list(chips.options)
    assert len({label for _, label in options}) == len(options)
    assert not {key for key, _ in options} & {label for _, label in options}
    assert "".join(span.text for span in text_of(WORDS, ROUND, "Ana", chips).spans).endswith("?")


def test_a_chip_that_is_not_known_any_more_is_told_by_its_name() -> None:
    assert options_of(WORDS, Chips("missing", ("time", "coffee"))) == (("time", "Time"), ("coffee", "coffee"))


def test_being_told_beforehand_can_be_asked_at_any_time_and_takes_no_turn() -> None:
    assert TOLD in askable(leading().leader)
    assert TOLD not in ROTATION
    assert options_of(WORDS, TOLD)[-1] == (UNSEEN, "Couldn’t see")


def test_the_fullest_round_can_be_asked_and_leaves_room_for_words() -> None:
    round_ = in_full((ALL["change"], NEED, Open("back", under="r0"), NEXT))
    check_questions(round_)
    words = "語" * fitting(round_)
    given = pack(round_, answer(words))
    assert [unpack(round_, given).given(one.name) for one in round_] == [3, 5, frozenset(MISSING.options), words, words]


def answer(words: str) -> Answer:
    return Answer({"change": 3, "need": 5, "missing": frozenset(MISSING.options), "back": words, "next": words})
