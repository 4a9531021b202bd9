"""The register of what is stored holds every column of every table, once, and nothing else."""

from collections import Counter

from bot.content.loader import load_words
from bot.flows.privacy.register import REGISTER
from bot.rules.retention import SPANS
from bot.store.export import OWNED
from bot.store.tables import TABLES

WORDS = load_words()
COLUMNS = [(name, column.name) for name, table in TABLES.items() for column in table.c]
ENTERED = Counter((one.table, column) for one in REGISTER for column in one.columns)


def test_every_column_has_its_entry() -> None:
    missing = sorted(set(COLUMNS) - ENTERED.keys())
    assert not missing, f"say in bot/flows/privacy/register.py what this is and who reads it: {missing}"


def test_every_entry_has_its_columns_and_none_is_entered_twice() -> None:
    assert not sorted(ENTERED.keys() - set(COLUMNS)), "there is no such column any more"
    assert [column for column, count in ENTERED.items() if count > 1] == []


def test_every_entry_is_said_in_words_of_its_own() -> None:
    assert all(WORDS.plain(one.what) for one in REGISTER if one.what)
    same = [one.what for one in REGISTER if one.what]
    told = {(one.what, one.readers, one.until, one.erased) for one in REGISTER if one.what}
    assert len(told) == len(set(same)), "one thing has one answer to who reads it and how long it stays"


def test_what_erasing_removes_is_found_by_person_in_the_store() -> None:
    by_hand = {"reference", "seen", "post"}
    goes = {one.table for one in REGISTER if one.erased == "goes"}
    assert goes <= OWNED.keys() | by_hand
    assert OWNED.keys() <= goes


def test_every_span_but_that_of_a_file_ends_the_keeping_of_something() -> None:
    assert {one.until for one in REGISTER} == {*SPANS, "erased", "closed"} - {"exports"}


def test_what_nobody_is_shown_is_shown_to_nobody_else() -> None:
    for one in REGISTER:
        assert one.readers
        assert one.readers == ("nobody",) or "nobody" not in one.readers, one
