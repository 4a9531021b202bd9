"""An answer lies in a slot of one size, comes out as it went in, and is refused as a whole where it does not fit."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.ballot.answer import UNSEEN, Answer, Given
from bot.ballot.asked import QUESTIONS, Chips, Open, Question, Scale
from bot.ballot.box import SLOT
from bot.ballot.questions import check_questions, pack, room, unpack
from bot.errors import AnswerTooLong
from tests.ballot.samples import QUESTIONS as ASKED

NAMES = st.text("abcdefgh", min_size=1, max_size=4)
SCALES = st.builds(lambda name, low, more: Scale(name, low, low + more), NAMES, st.integers(-9, 9), st.integers(2, 20))
OPENS = st.builds(Open, NAMES, st.sampled_from(["", "c" * 32]))
OPTIONS = st.lists(NAMES, min_size=2, max_size=8, unique=True).map(tuple)
CHIPS = st.builds(Chips, NAMES, OPTIONS)
ROUNDS = st.lists(SCALES | OPENS | CHIPS, min_size=1, max_size=6, unique_by=lambda one: one.name).map(tuple)


@st.composite
def answered(draw: st.DrawFn) -> tuple[tuple[Question, ...], dict[str, Given]]:
    questions = draw(ROUNDS)
    given: dict[str, Given] = {}
    for one in questions:
        if draw(st.booleans()):
            match one:
                case Scale():
                    given[one.name] = draw(st.integers(one.low, one.high) | st.just(UNSEEN))
                case Open():
                    given[one.name] = draw(st.text(max_size=400))
                case Chips():
                    given[one.name] = draw(st.frozensets(st.sampled_from(one.options)))
    return questions, given


def read(questions: tuple[Question, ...], one: Answer) -> dict[str, Given | None]:
    return {question.name: one.given(question.name) for question in questions}


@given(answered())
def test_what_goes_in_comes_out_and_is_as_long_as_anything_else(
    case: tuple[tuple[Question, ...], dict[str, Given]],
) -> None:
    questions, values = case
    one = Answer(values)
    try:
        slot = pack(questions, one)
    except AnswerTooLong:
        assume(False)
    stripped = {name: value.strip() if isinstance(value, str) else value for name, value in one_by_one(one)}
    skipped = {name: None for name, value in stripped.items() if value in ("", frozenset())}
    assert len(slot) == SLOT
    assert read(questions, unpack(questions, slot)) == {**dict.fromkeys(read(questions, one)), **stripped, **skipped}


def one_by_one(one: Answer) -> list[tuple[str, Given | None]]:
    return [(name, one.given(name)) for name in one.names]


@pytest.mark.parametrize("letter", ["a", "é", "あ", "👍"])
def test_what_does_not_fit_is_refused_with_the_number_of_characters_that_do(letter: str) -> None:
    with pytest.raises(AnswerTooLong) as refused:
        pack(ASKED, Answer({"changed": 1, "next": letter * 100_000}))
    fits = refused.value.fits
    assert (refused.value.question, refused.value.given) == ("next", 100_000)
    assert fits == room(ASKED) // len(letter.encode())
    assert unpack(ASKED, pack(ASKED, Answer({"next": letter * fits}))).given("next") == letter * fits
    with pytest.raises(AnswerTooLong) as refused:
        pack(ASKED, Answer({"next": letter * (fits + 1)}))
    assert str(refused.value) == f"{fits + 1} characters were written where {fits} fit."


def test_of_several_texts_the_longest_is_named_and_what_fits_beside_the_others() -> None:
    asked = (Open("next"), Open("reply", under="c1"))
    with pytest.raises(AnswerTooLong) as refused:
        pack(asked, Answer({"next": "a" * 500, "reply": "👍" * 700}))
    assert (refused.value.question, refused.value.given) == ("reply", 700)
    assert refused.value.fits == (room(asked) - 500) // 4
    pack(asked, Answer({"next": "a" * 500, "reply": "👍" * refused.value.fits}))


def test_an_answer_of_a_hundred_thousand_characters_to_each_question_is_refused_too() -> None:
    asked = (Open("next"), Open("reply"))
    with pytest.raises(AnswerTooLong) as refused:
        pack(asked, Answer({"next": "a" * 100_000, "reply": "b" * 99_999}))
    assert (refused.value.question, refused.value.fits) == ("next", 0)


def test_nothing_to_add_takes_part_with_a_slot_of_its_own() -> None:
    assert pack(ASKED, Answer({})) != bytes(SLOT)
    assert unpack(ASKED, pack(ASKED, Answer({"next": "  \n "}))).names == frozenset()


@pytest.mark.parametrize(
    "values",
    [
        {"changed": 4},
        {"changed": -4},
        {"changed": "3"},
        {"changed": frozenset({"time"})},
        {"next": 3},
        {"next": frozenset({"time"})},
        {"other": 1},
        {"say": 0},
        {"say": 1.5},
        {"missing": "time"},
        {"missing": 1},
        {"missing": frozenset({"time", "money"})},
        {"missing": frozenset({1})},
        {"missing": ["time"]},
    ],
)
def test_what_was_not_asked_is_refused_without_being_quoted(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^[a-z ]+$"):
        pack((*ASKED, Chips("missing", ("time", "skill"))), Answer(values))


def test_all_that_can_be_chosen_of_eight_comes_out_as_it_went_in_and_each_takes_one_byte() -> None:
    options = tuple("abcdefgh")
    asked = (Chips("first", options), Chips("second", options[:2]), Open("next"))
    for bits in range(256):
        picked = frozenset(one for place, one in enumerate(options) if bits >> place & 1)
        slot = pack(asked, Answer({"first": picked, "second": frozenset("b"), "next": "so"}))
        assert unpack(asked, slot).given("first") == (picked or None)
        assert unpack(asked, slot).given("second") == frozenset("b")
        assert unpack(asked, slot).given("next") == "so"
    assert room(asked) == room(asked[1:]) - 1 == room(asked[2:]) - 2


@pytest.mark.parametrize(
    "questions",
    [
        (),
        (Open("a"), Scale("a", 1, 5)),
        (Scale("yes or no", 0, 1),),
        (Scale("percent", 0, 100),),
        tuple(Open(str(number)) for number in range(600)),
        (Chips("only", ("one",)),),
        (Chips("many", tuple("abcdefghi")),),
        (Chips("twice", ("a", "b", "a")),),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(questions: tuple[Question, ...]) -> None:
    with pytest.raises(ValueError, match=r"round|scale|room|chips"):
        check_questions(questions)


def test_questions_are_kept_as_json() -> None:
    asked = (*ASKED, Open("reply", under="c1"), Chips("missing", ("time", "skill")))
    assert QUESTIONS.validate_json(QUESTIONS.dump_json(asked)) == asked
