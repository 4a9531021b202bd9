"""The operator's commands on a database with somebody in it."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.terminal.erase import ROWS
from bot.drawn import drawn
from bot.facts import Capture, Person, Practice
from bot.messages import Ask, Chart, Choice, Choices, Divider, Document, Dots, Message, Plain, Quote, Rows, Text, Typed
from bot.store import Store
from bot.store.references import Reference
from tests.company import KEY, Company
from tests.terminal.conftest import Run

ROOT = Path(__file__).parents[2]


def url_of(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def test_migrate_makes_the_tables_and_a_second_time_changes_nothing(run: Run, bare_database: str) -> None:
    for _ in range(2):
        ended = run(bare_database, "migrate")
        assert (ended.code, ended.out, ended.err) == (0, "The database is up to date.\n", "")
    assert run(bare_database, "due").out.endswith("0 due now, 0 later. Times are each person's own.\n")


# preview


def preview(run: Run, company: Company, *arguments: str) -> str:
    ended = run(url_of(company.store), "preview", "ana", *arguments)
    assert (ended.code, ended.err) == (0, "")
    return ended.out


def test_preview_prints_date_time_weekday_and_what_it_asks(run: Run, company: Company) -> None:
    lines = preview(run, company, "--from", "2026-11-24", "--days", "6").splitlines()
    assert lines[0].split() == ["Date", "Time", "Day", "What", "it", "asks"]
    assert lines[1].startswith("2026-11-24  17:00  Tue ")
    assert "wait two seconds?" in lines[1]
    assert [line for line in lines if "no message" in line][-1].split() == (
        ["2026-11-28", "Sat–Sun", "no", "message:", "weekend,", "until", "2026-11-29"]
    )
    assert lines[-1].endswith("messages for Ana (ana), by their own clock in Europe/Berlin.")


def test_preview_prints_only_json_when_asked(run: Run, company: Company) -> None:
    found = json.loads(preview(run, company, "--from", "2026-11-24", "--days", "6", "--json"))
    first, last = found[0], found[-1]
    assert (first["date"], first["time"], first["weekday"], first["zone"], first["class"]) == (
        "2026-11-24",
        "17:00",
        "Tue",
        "Europe/Berlin",
        "slot",
    )
    assert first["asks"][0] in first["text"]
    assert "[Did it]" in first["text"]
    assert last == {"first": "2026-11-28", "last": "2026-11-29", "quiet": "weekend"}


def test_preview_follows_a_script_and_says_where_the_clock_changed(run: Run, company: Company, tmp_path: Path) -> None:
    (tmp_path / "script").write_text("2026-11-24 17:05 [Did it]\n2026-11-25 09:00 zone Lisbon\n")
    out = preview(run, company, "--from", "2026-11-24", "--days", "3", "--script", "script")
    before, after = out.split("from here on in Europe/Lisbon")
    assert "2026-11-24  17:00" in before
    assert "2026-11-25  17:00" in after


def test_preview_names_what_is_wrong_with_a_script(run: Run, company: Company, tmp_path: Path) -> None:
    script = tmp_path / "script"
    url = url_of(company.store)
    for words, said in (
        ("2026-11-24 17:05 did it\nthen nothing\n", "Line 2 does not begin with a date and a time"),
        ("2026-11-24 17:05 [Nothing]\n", "Line 1: no button [Nothing] was shown"),
    ):
        script.write_text(words)
        ended = run(url, "preview", "ana", "--from", "2026-11-24", "--script", "script")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith(said)
    script.write_bytes(b"\xff\xfe")
    assert run(url, "preview", "ana", "--script", "script").err == "script is not UTF-8 text.\n"
    assert run(url, "preview", "ana", "--script", "nowhere").err == "nowhere: No such file or directory.\n"


def test_a_playgrounds_preview_begins_at_its_own_clock(run: Run, store: Store) -> None:
    ahead = timedelta(days=4000)
    with store.begin() as unit:
        unit.people.save([Person("ana", "Ana", workdays="", homes=("x:ana",))])
    (today,) = json.loads(run(url_of(store), "preview", "ana", "--days", "1", "--json").out)
    with store.begin() as unit:
        unit.playground.mark()
        unit.playground.set_clock_offset(ahead.total_seconds())
    (later,) = json.loads(run(url_of(store), "preview", "ana", "--days", "1", "--json").out)
    assert later["first"] > today["first"]
    assert int(later["first"][:4]) - int(today["first"][:4]) in (10, 11)


def test_a_person_is_named_by_id_or_by_name(run: Run, company: Company) -> None:
    for named in ("ana", "Ana", "ANA"):
        assert run(url_of(company.store), "preview", named, "--days", "1").code == 0


# export and erase


def test_export_gives_everything_as_json(run: Run, company: Company, tmp_path: Path) -> None:
    found = json.loads(run(url_of(company.store), "export", "ana").out)
    with company.store.look() as unit:
        assert found == unit.export("ana", company.now)
    ended = run(url_of(company.store), "export", "Ana", "--out", "ana.json")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "Everything about Ana (ana) is in ana.json, which only you can read.\n"
    file = tmp_path / "ana.json"
    assert json.loads(file.read_text()) == found
    assert file.stat().st_mode & 0o777 == 0o600


def test_export_never_writes_over_a_file(run: Run, company: Company, tmp_path: Path) -> None:
    (tmp_path / "ana.json").write_text("mine")
    ended = run(url_of(company.store), "export", "ana", "--out", "ana.json")
    assert (ended.code, ended.out, ended.err) == (2, "", "ana.json is there already; name a new file.\n")
    assert (tmp_path / "ana.json").read_text() == "mine"


def is_known(store: Store, person: str) -> bool:
    with store.look() as unit:
        return unit.people.get(person) is not None


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_erase_asks_first(run: Run, company: Company, typed: str) -> None:
    ended = run(url_of(company.store), "erase", "ana", typed=typed)
    assert ended.code == 1
    assert is_known(company.store, "ana")
    assert "What goes, for good: 1 person, 1 practice, " in ended.err
    assert "Erase Ana (ana)?" in ended.err


@pytest.mark.parametrize(("arguments", "typed"), [((), "y\n"), (("--yes",), "")])
def test_erase_removes_everything_and_says_what(
    run: Run, company: Company, arguments: Sequence[str], typed: str
) -> None:
    ended = run(url_of(company.store), "erase", "Ana", *arguments, typed=typed)
    assert ended.code == 0
    assert ended.out.strip().startswith("Ana (ana) is erased: 1 person, 1 practice, ")
    assert not is_known(company.store, "ana")
    assert is_known(company.store, "nora")
    assert run(url_of(company.store), "erase", "ana", "--yes").code == 2


def test_every_table_that_is_a_persons_has_a_name_for_the_operator(company: Company) -> None:
    with company.store.look() as unit:
        assert set(ROWS) == set(unit.export("ana", company.now))


def test_whoever_can_be_found_and_was_given_a_code_is_erased_with_both(run: Run, company: Company) -> None:
    with company.store.begin() as unit:
        unit.references.save(Reference("x:ana", "t1", "29:ana", "28:bot", "https://smba/", "a:1", company.now))
        unit.links.make("ana", company.now)
    ended = run(url_of(company.store), "erase", "ana", "--yes")
    assert ended.code == 0
    assert "1 code" in ended.out
    assert "1 address" in ended.out


# the terminal itself

STEERING = "Ana\x1b[2J\x9b31m\u202e\x07"


def test_what_people_typed_steers_no_terminal(run: Run, company: Company) -> None:
    with company.store.begin() as unit:
        person = Person("ana", STEERING, "Europe/Berlin", homes=("x:ana",))
        unit.people.save([person, Capture("c", "ana", "note", STEERING), Practice("p", "ana", act=STEERING)])
    url = url_of(company.store)
    for arguments in (("preview", "ana"), ("due",), ("export", "ana"), ("preview", "ana", "--json"), ("erase", "ana")):
        ended = run(url, *arguments)
        for sign in "\x1b\x9b\u202e\x07":
            assert sign not in ended.out + ended.err, arguments
    assert json.loads(run(url, "export", "ana").out)["capture"][0]["text"] == STEERING


def test_progress_goes_to_the_terminal_and_not_into_the_json(tmp_path: Path, store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([Person("ana", "Ana", homes=("x:ana",))])
    ours, theirs = pty.openpty()
    settings = {
        "FOLLOWTHROUGH_KEY": KEY.decode(),
        "DATABASE_URL": url_of(store),
        "TERM": "xterm",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "adapters.terminal", "preview", "ana", "--days", "400", "--json"]
    ended = subprocess.run(command, cwd=tmp_path, env=settings, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    assert json.loads(ended.stdout)[-1]["quiet"]
    assert b"Ana, 400 days" in os.read(ours, 65536)
    os.close(ours)


def test_every_part_can_be_drawn_as_plain_text() -> None:
    parts = (
        Text((Plain("Did "), Typed("you"))),
        Quote("one\ntwo"),
        Choices((Choice("a", "Yes"), Choice("b", "No"))),
        Rows((("Pace", (Plain("steady"),)),)),
        Dots(("did", "partly", "not", "out", "open", "ahead"), "one of six"),
        Chart("Weeks", ("1",), (), "none yet"),
        Divider(),
        Document("all.json", "application/json", "{}"),
    )
    assert drawn(Message((Ask(parts),))).splitlines() == [
        "Did you",
        "> one",
        "> two",
        "[Yes] [No]",
        "Pace: steady",
        "● ◐ ○ – ◌ ·  one of six",
        "Weeks: none yet",
        "———",
        "(all.json)",
    ]
