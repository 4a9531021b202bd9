"""What the page for works councils says is what is stored, promised, and kept."""

import re

from bot.ballot.released import SMALLEST, THRESHOLDS
from bot.rules.retention import SPANS
from tests.fields import PAGE, WORDS, written

TEXT = PAGE.read_text(encoding="utf-8")
PROMISES = ("threshold", "release", "coarse", "word_for_word", "for_good", "not_protected", "below", "lost", "danger")
"""What the form of a round says, and how a round can end."""


def plain(key: str) -> str:
    """With the names of what is filled in, as the page has it."""
    names = WORDS.texts[key].names
    return WORDS.plain(key, **{name: f"({name})" for name in names})


def test_every_field_stands_in_the_page_as_the_register_has_it() -> None:
    assert written(TEXT) == TEXT, "python -m tests.fields writes the table anew"


def test_what_is_promised_stands_there_word_for_word() -> None:
    for name in PROMISES:
        assert f"> {plain(f'answer.{name}')}" in TEXT, name


def test_every_span_is_named_with_its_number() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \| (\d+ (?:days|hour)) \|", TEXT, re.MULTILINE))
    told = {"hour" if value == "1 hour" else int(value.split()[0]) for value in rows.values()}
    assert told == {"hour" if span.days == 0 else span.days for span in SPANS.values()}
    assert len(rows) == len(SPANS)


def test_the_thresholds_are_those_of_the_code() -> None:
    low, high = sorted(THRESHOLDS)
    assert f"{high} people, or {low} where a small team has chosen so" in TEXT
    assert f"Fewer than {SMALLEST} people" in TEXT


def test_it_has_a_checklist_and_an_agreement_of_one_page() -> None:
    checklist, agreement = (
        TEXT.split(f"## {head}")[1] for head in ("A checklist for administrators", "A model agreement")
    )
    assert checklist.split("\n## ")[0].count("- [ ]") >= 10
    assert 200 < len(agreement.split("\n## ")[0].split()) < 500, "one page"
