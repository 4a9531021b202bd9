"""What is released is too coarse for one person: by hand for every rule, and by chance for all of them at once."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from random import Random
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import UNSEEN, Answer
from bot.ballot.asked import Chips, Open, Question, Scale
from bot.ballot.release import is_comparable, release
from bot.ballot.released import Below, Chosen, Released, Result

FIVE = Scale("say", 1, 5)
CHANGE = Scale("say", -3, 3)
THREE = Scale("say", 0, 2)
MISSING = Chips("missing", ("information", "time", "skill"))


def told(
    values: Sequence[int | str | None],
    scale: Question = FIVE,
    *,
    k: int = 5,
    invited: int = 0,
    comparable: bool = True,
) -> Released:
    answers = [Answer({} if value is None else {"say": value}) for value in values]
    found = release((scale,), answers, invited=invited or len(answers), k=k, comparable=comparable)
    assert isinstance(found, Released)
    return found


def shown(values: Sequence[int | str | None], scale: Scale = FIVE, k: int = 5) -> tuple[float | None, float | None]:
    (result,) = told(values, scale, k=k).results
    return result.low, result.high


@pytest.mark.parametrize("k", [4, 5])
def test_below_the_threshold_nothing_is_told(k: int) -> None:
    answers = [Answer({"say": 3}) for _ in range(k - 1)]
    assert release((FIVE,), answers, invited=8, k=k, comparable=True) == Below()
    assert isinstance(release((FIVE,), [*answers, Answer({})], invited=8, k=k, comparable=True), Released)


@pytest.mark.parametrize(
    ("took_part", "k", "band"),
    [(4, 4, (4, 7)), (5, 5, (5, 7)), (7, 5, (5, 7)), (8, 5, (8, 15)), (15, 4, (8, 15)), (200, 5, (128, 255))],
)
def test_how_many_took_part_is_a_band(took_part: int, k: int, band: tuple[int, int]) -> None:
    found = told([3] * took_part, k=k)
    assert (found.least, found.most) == band


@pytest.mark.parametrize(("took_part", "invited", "half"), [(5, 10, True), (5, 11, False), (5, 5, True)])
def test_whether_half_took_part(took_part: int, invited: int, half: bool) -> None:
    assert told([3] * took_part, invited=invited).half is half


@pytest.mark.parametrize(
    ("scale", "values", "band"),
    [
        (FIVE, [1, 1, 1, 1, 1], (None, 2.5)),
        (FIVE, [1, 2, 2, 3, 4], (None, 2.5)),
        (FIVE, [2, 2, 3, 3, 3], (2.5, 3.5)),
        (FIVE, [3, 3, 3, 3, 3], (2.5, 3.5)),
        (FIVE, [5, 5, 5, 5, 5, 5, 5], (3.5, None)),
        (CHANGE, [-3, -3, -3, -1, 0], (None, -1)),
        (CHANGE, [0, 0, 1, 1, 1], (-1, 1)),
        (CHANGE, [1, 1, 1, 1, 2], (1, None)),
        (THREE, [2, 2, 1, 1, 2], (1.5, None)),
    ],
)
def test_few_numbers_are_one_of_three_bands(scale: Scale, values: list[int], band: tuple[float, float]) -> None:
    assert shown(values, scale) == band


@pytest.mark.parametrize(
    ("scale", "values", "mean"),
    [
        (FIVE, [2, 3] * 4, (2.5, 2.5)),
        (FIVE, [3, 4] * 4, (3.5, 3.5)),
        (FIVE, [3, 3, 3, 3, 3, 3, 3, 4], (2.5, 3.5)),
        (FIVE, [4] * 8, (3.5, 4.5)),
        (FIVE, [1, 1, 1, 1, 2, 2, 2, 2], (None, 1.5)),
        (FIVE, [1] * 8, (None, 1.5)),
        (FIVE, [5] * 8, (4.5, None)),
        (FIVE, [4, 4, 4, 5, 5, 5, 5, 5], (4.5, None)),
        (CHANGE, [-3] * 8, (None, -2.5)),
        (CHANGE, [3] * 9, (2.5, None)),
        (CHANGE, [0, -1] * 4, (-0.5, -0.5)),
    ],
)
def test_many_numbers_are_a_mean_to_a_half_with_clamped_ends(
    scale: Scale, values: list[int], mean: tuple[float, float]
) -> None:
    assert shown(values, scale) == mean


@pytest.mark.parametrize("scale", [FIVE, CHANGE, THREE], ids=["1 to 5", "-3 to 3", "0 to 2"])
@pytest.mark.parametrize("people", [5, 7, 8, 9])
def test_where_all_agree_a_band_is_shown_that_is_shown_where_they_do_not(scale: Scale, people: int) -> None:
    values = range(scale.low, scale.high + 1)
    disagreeing = {
        shown(numbers, scale)
        for numbers in combinations_with_replacement(values, people)
        if max(numbers) - min(numbers) > 1
    }
    for value in values:
        low, high = shown([value] * people, scale)
        assert low != high
        assert (low, high) in disagreeing


@given(st.lists(st.integers(1, 5), min_size=8, max_size=40), st.permutations(range(40)))
def test_many_numbers_show_their_mean_and_nothing_else_of_them(numbers: list[int], order: list[int]) -> None:
    low, high = shown(numbers)
    mean = Fraction(sum(numbers), len(numbers))
    assert (low or 1) - 0.25 <= mean <= (high or 5) + 0.25
    assert shown([numbers[place] for place in order if place < len(numbers)]) == (low, high)


def test_numbers_of_fewer_than_the_threshold_are_not_shown() -> None:
    assert told([4, 4, 4, 4, UNSEEN]).results == (Result("say", None, None, unseen=False),)
    assert told([4, None, None, None, None]).results == (Result("say", None, None, unseen=False),)
    assert told([4, 4, 4, 4, UNSEEN], k=4).results == (Result("say", 3.5, None, unseen=False),)


@pytest.mark.parametrize(("unseen", "said"), [(4, False), (5, True), (10, True)])
def test_whether_half_could_not_see(unseen: int, said: bool) -> None:
    (result,) = told([UNSEEN] * unseen + [3] * (10 - unseen)).results
    assert result.unseen is said


def chosen(picked: Sequence[frozenset[str]], k: int = 5) -> tuple[Chosen, ...]:
    answers = [Answer({"missing": one}) for one in picked]
    found = release((MISSING,), answers, invited=len(answers), k=k, comparable=True)
    assert isinstance(found, Released)
    assert found.results == ()
    return found.chosen


@pytest.mark.parametrize(
    ("took_part", "times", "told"),
    [(4, 1, ()), (4, 2, ("time",)), (5, 2, ()), (5, 3, ("time",)), (9, 4, ()), (9, 5, ("time",)), (9, 9, ("time",))],
)
def test_of_chips_those_are_told_that_half_of_all_who_took_part_chose(
    took_part: int, times: int, told: tuple[str, ...]
) -> None:
    picked = [frozenset({"time"})] * times + [frozenset[str]()] * (took_part - times)
    assert chosen(picked, k=4) == (Chosen("missing", told),)


def test_whoever_leaves_chips_out_took_part_all_the_same() -> None:
    answers = [Answer({"missing": frozenset({"time"})})] * 4 + [Answer({})] * 5
    found = release((MISSING,), answers, invited=9, k=5, comparable=True)
    assert isinstance(found, Released)
    assert found.chosen == (Chosen("missing", ()),)


def test_below_the_threshold_no_chip_is_told() -> None:
    answers = [Answer({"missing": frozenset(MISSING.options)})] * 4
    assert release((MISSING,), answers, invited=8, k=5, comparable=True) == Below()


PICKED = st.lists(st.frozensets(st.sampled_from(MISSING.options)), min_size=5, max_size=20)


@given(PICKED, PICKED, st.randoms())
def test_what_is_told_of_chips_is_a_function_of_each_ones_half_alone(
    one: list[frozenset[str]], other: list[frozenset[str]], chance: Random
) -> None:
    halves = [
        {name for name in MISSING.options if 2 * sum(name in p for p in all_) >= len(all_)} for all_ in (one, other)
    ]
    (told,), (also) = chosen(one), chosen(other)
    assert set(told.options) == halves[0]
    assert ((told,) == also) == (halves[0] == halves[1])
    assert list(told.options) == [name for name in MISSING.options if name in halves[0]]
    mixed = [*one]
    chance.shuffle(mixed)
    assert chosen(mixed) == (told,)


def test_no_number_can_be_told_of_chips_not_even_by_a_release_that_wants_to() -> None:
    """Options that were asked, each once: whatever is put into it is nothing finer than that."""
    assert get_type_hints(Chosen) == {"question": str, "options": tuple[str, ...]}
    assert get_type_hints(Released)["chosen"] == tuple[Chosen, ...]


def test_comments_come_with_random_ids_and_in_their_order() -> None:
    asked = (Open("next"), Open("reply", under="c1"), FIVE)
    answers = [Answer({"next": f"n{number}", "reply": f"r{number}", "say": 3}) for number in range(6)]
    orders = set()
    for _ in range(30):
        found = release(asked, answers, invited=6, k=5, comparable=False)
        assert isinstance(found, Released)
        assert sorted(one.text for one in found.comments) == sorted(f"{c}{n}" for c in "nr" for n in range(6))
        assert {(one.question, one.under) for one in found.comments} == {("next", ""), ("reply", "c1")}
        assert len({one.id for one in found.comments}) == 12
        assert [one.id for one in found.comments] == sorted(one.id for one in found.comments)
        orders.add(tuple(one.text for one in found.comments))
    assert len(orders) == 30


def test_one_comment_of_five_who_took_part_is_shown_and_its_words_stay_out_of_a_log() -> None:
    answers = [Answer({"next": "speak up"}), *(Answer({}) for _ in range(4))]
    found = release((Open("next"),), answers, invited=8, k=5, comparable=False)
    assert isinstance(found, Released)
    assert [one.text for one in found.comments] == ["speak up"]
    assert "speak up" not in repr(found)


@pytest.mark.parametrize(
    ("left", "came", "gone", "comparable"),
    [
        (0, 0, (0, 0), True),
        (1, 0, (0, 0), False),
        (0, 1, (0, 0), False),
        (2, 2, (0, 0), False),
        (2, 3, (0, 0), True),
        (5, 0, (0, 0), True),
        (0, 0, (1, 0), False),
        (3, 1, (1, 0), True),
        (0, 0, (2, 2), False),
        (1, 0, (2, 2), False),
        (5, 0, (2, 2), True),
    ],
)
def test_a_change_is_compared_where_it_is_nobodys_alone(
    left: int, came: int, gone: tuple[int, int], comparable: bool
) -> None:
    before = frozenset(f"p{number}" for number in range(10))
    now = frozenset(sorted(before)[left:]) | {f"new{number}" for number in range(came)}
    assert is_comparable(before, now, gone=gone, k=5) is comparable
