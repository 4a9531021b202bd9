"""Words are divided so that no renderer of Teams finds in a run what is more than its characters; none is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.literal import literal
from tests.teams.limits import READ
from tests.teams.worst import NASTY

PIECES = [
    "{{DATE(2026-11-23T08:00:00Z)}}",
    "{{TIME(",
    "{",
    "&amp;",
    "&",
    "amp;",
    "lt;",
    "[",
    "]",
    "(",
    ")",
    "*",
    "_",
    "-",
]
PIECES += ["+", "1", "23", ".", " ", "\n", "\r", "a", "b", "é", "😀", "<at>", "\\", "#", "`", "**", "__", ". ", "- "]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_nothing_is_read_in_any_run_and_nothing_is_lost(text: str) -> None:
    pieces = literal(text)
    assert "".join(pieces) == text
    assert all(pieces)
    for piece in pieces:
        assert [one.pattern for one in READ if one.search(piece)] == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("plain words, with 2 of 3.", ["plain words, with 2 of 3."]),
        ("one *star and no other", ["one *star and no other"]),
        ("**bold** and _more_", ["**bold", "** and ", "_more", "_"]),
        ("snake_case_name", ["snake_case", "_name"]),
        ("[here](https://a.b)", ["[here]", "(https://a.b)"]),
        ("- one\n- two", ["-", " one\n-", " two"]),
        ("* one", ["*", " one"]),
        ("a*b* c", ["a*b", "*", " c"]),
        ("1. one\n22. two", ["1.", " one\n22.", " two"]),
        ("in 2026. Then - perhaps", ["in 2026. Then - perhaps"]),
        ("{{DATE(2026-11-23T08:00:00Z)}}", ["{", "{DATE(2026-11-23T08:00:00Z)}}"]),
        ("a &amp; b & c", ["a &", "amp; b & c"]),
        ("<at>Nora</at> <b>x</b>", ["<at>Nora</at> <b>x</b>"]),
    ],
)
def test_words_are_divided_only_where_something_would_be_read(text: str, pieces: list[str]) -> None:
    assert literal(text) == pieces


def test_the_worst_words_are_no_more_than_a_few_dozen_runs() -> None:
    assert len(literal(NASTY)) < 30
