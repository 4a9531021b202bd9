"""What the README and docs say, held against what is there: settings, commands, files, kinds of follow-up."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from typer.main import get_command

from adapters.terminal.__main__ import app
from bot import settings, slack_settings, teams_settings
from bot.content.loader import load_words
from bot.rules.budget import KINDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {page: page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def table(page: str, first: str) -> list[list[str]]:
    """The rows of the table whose first column is called so."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert found, f"no table of {first}"
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


def in_code(cell: str) -> str:
    return str(re.findall(r"`([^`]+)`", cell)[0])


SETTINGS = {in_code(row[0]): row[2].strip("`") for row in table(README, "setting")}
COMMANDS = [in_code(row[0]) for row in [*table(README, "command"), *table(README.split("## Commands")[1], "command")]]


def test_every_setting_is_in_the_readme_the_example_and_the_reader() -> None:
    modules = (settings, slack_settings, teams_settings)
    readers = "".join(Path(str(one.__file__)).read_text(encoding="utf-8") for one in modules)
    read_by_code = set(re.findall(r'values\.get\(\s*"([A-Z_]+)"', readers))
    example = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if line and not line.startswith("#"))
    assert set(SETTINGS) == set(example) == read_by_code
    for name, value in example.items():
        assert SETTINGS[name] == value or (not value and SETTINGS[name].startswith("none")), name


def test_the_defaults_in_the_readme_are_those_of_the_code() -> None:
    key = Fernet.generate_key().decode()
    written = {name: value for name, value in SETTINGS.items() if not value.startswith("none")}
    said = settings.read({**written, "FOLLOWTHROUGH_KEY": key})
    unset = settings.read({"FOLLOWTHROUGH_KEY": key})
    assert said == unset


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_every_command_in_the_readme_exists(command: str) -> None:
    program, *words = shlex.split(command)
    match program, words:
        case "make", [target]:
            assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE)
        case "followthrough", [name, *more]:
            known: Any = get_command(app)
            options = {option for one in known.commands[name].params for option in one.opts}
            assert {word for word in more if word.startswith("--")} <= options
        case "python", ["-m", module, *more]:
            ended = subprocess.run(
                [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
            )
            assert all(word in ended.stdout for word in more if not word[0].isdigit()), ended.stdout
        case _:
            raise AssertionError(f"nobody knows {command!r}")


def test_every_command_that_there_is_stands_in_the_readme() -> None:
    known: Any = get_command(app)
    assert set(known.commands) <= {command.split()[1] for command in COMMANDS if command.startswith("followthrough ")}
    assert set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)) - {"help"} <= set(
        re.findall(r"`make ([a-z]+)`", README)
    )


def test_the_file_of_processes_starts_what_there_is() -> None:
    procfile = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    assert set(procfile) == {"release", "web", "worker"}
    assert all(f"`{name}`" in README for name in procfile)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        place, _, anchor = target.partition("#")
        if target.startswith("http"):
            continue
        assert (page.parent / place).exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", PAGES[page], re.MULTILINE)
            assert anchor in {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}, target
    for named in re.findall(r"`((?:bot|adapters|scheduler|tests)/[\w./-]*)`", PAGES[page]):
        assert (ROOT / named).exists(), named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_speak_as_the_bot_does(page: Path) -> None:
    words = re.sub(r"!\[", "[", PAGES[page])
    assert "!" not in words
    for banned in ("/tmp/", "/root/", "/home/", "effortless", "powerful", "seamless", "TODO"):
        assert banned not in words, banned


def test_the_example_of_other_words_is_taken(tmp_path: Path) -> None:
    found = re.search(r"```toml\n# my-words/(\S+)\n(.*?)```", README, re.DOTALL)
    assert found
    (tmp_path / found[1]).write_text(found[2], encoding="utf-8")
    assert load_words("en", tmp_path).plain("checkin.did") == "I did"


def test_the_pictures_are_small_enough_to_be_looked_at() -> None:
    for name in ("conversation", "digest-slack", "digest-teams"):
        assert (ROOT / f"docs/{name}.png").stat().st_size < 300_000
    assert (ROOT / "docs/house.svg").stat().st_size < 20_000


def test_the_table_of_follow_ups_is_the_one_in_the_code() -> None:
    rows = table(PAGES[ROOT / "docs/flows.md"], "flow")
    written = {
        (row[0], row[1]): (row[2], int(row[3]), row[4] == "yes", row[5] == "yes", row[6] == "yes") for row in rows
    }
    assert written == {key: (kind.cls, kind.rank, kind.joins, kind.fades, kind.patient) for key, kind in KINDS.items()}
    assert all(row[7] and row[8] for row in rows), "when it comes, and when it ends"
