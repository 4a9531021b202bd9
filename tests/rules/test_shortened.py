"""What was typed is shown short and never cut where it need not be."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.shortened import one_line, shortened


def test_a_short_text_stays_as_it_is() -> None:
    assert shortened("  the numbers ") == "the numbers"


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("the numbers of the north", 14) == "the numbers…"


def test_a_single_long_word_is_cut_inside() -> None:
    assert shortened("x" * 50, 10) == "x" * 9 + "…"


def test_lines_become_one() -> None:
    assert one_line("the\nnumbers\t now") == "the numbers now"


@given(st.text(max_size=400), st.integers(2, 300))
def test_it_never_grows_beyond_its_limit(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit
