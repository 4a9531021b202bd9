"""Tables as text: what a spreadsheet and a reader of Markdown make of them."""

import csv
from datetime import date
from io import StringIO

import pytest

from bot.sheets import BOM, Sheet, as_csv, as_markdown, escaped

DAY = date(2026, 11, 23)
HEADINGS = ("Week", "What", "In words", "Taken", "Day")


def sheet(*words: str) -> Sheet:
    return Sheet("My weeks", HEADINGS, tuple((DAY, "Promise", one, None, None) for one in words))


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(StringIO(text.removeprefix(BOM), newline=""), strict=True))


@pytest.mark.parametrize("words", ["the numbers", 'he said "soon", twice', "one\nand two", "Grüße, Zoë 🌱", "", " - "])
def test_a_cell_comes_back_as_it_was_typed(words: str) -> None:
    harmless = "' - " if words == " - " else words
    assert read_back(as_csv(sheet(words))) == [list(HEADINGS), ["2026-11-23", "Promise", harmless, "", ""]]


def test_lines_end_as_the_standard_has_it() -> None:
    assert as_csv(sheet("the numbers")).split("\r\n") == [
        f"{BOM}Week,What,In words,Taken,Day", "2026-11-23,Promise,the numbers,,", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "  =1", "\r=1", "＝1", "=", "\n@x"],  # noqa: RUF001  is typed
)
def test_nothing_that_begins_like_a_formula_is_one(words: str) -> None:
    assert read_back(as_csv(sheet(words)))[1][2].startswith("'")


@pytest.mark.parametrize("words", ["a;=1+1", 'so;"; -2', "a\n=1", "a\t@x"])
def test_nor_does_anything_where_a_semicolon_parts_the_cells(words: str) -> None:
    text = as_csv(sheet(words))
    for cell in text.replace("\r", ";").replace("\n", ";").replace("\t", ";").split(";"):
        assert cell.lstrip()[:1] not in ("=", "+", "-", "@")


def test_numbers_stay_numbers() -> None:
    row = (DAY, "Practice", "wait", -3, DAY)
    assert read_back(as_csv(Sheet("t", HEADINGS, (row,))))[1] == ["2026-11-23", "Practice", "wait", "-3", "2026-11-23"]


def test_markdown_is_a_list_under_each_day() -> None:
    rows = ((DAY, "Practice", "wait", 3, None), (DAY, "Promise", "the numbers", None, DAY))
    assert as_markdown(Sheet("My weeks", HEADINGS, rows)).split("\n") == [
        "# My weeks",
        "",
        "## 2026-11-23",
        "",
        "- **Practice**: wait · Taken: 3",
        "- **Promise**: the numbers · 2026-11-23",
        "",
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*star* _low_ `code`", r"\*star\* \_low\_ \`code\`"),
        ("[a](http://b)", r"\[a\](http\://b)"),
        ("<b>& | ~~x~~ \\", r"\<b\>\& \| \~\~x\~\~ \\"),
        ("one\n# two\n\n- three", r"one \# two - three"),
        ("www.example.org, @ana, ![x]", r"www\.example.org, \@ana, \!\[x\]"),
        ("I don't, at 3.30 – really", "I don't, at 3.30 – really"),
    ],
)
def test_typed_words_mean_nothing_in_markdown(typed: str, shown: str) -> None:
    assert escaped(typed) == shown
