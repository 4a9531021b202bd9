"""`followthrough manifest teams` writes the package, or says in a sentence what it lacks."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from adapters.teams.manifest import manifest
from tests.terminal.conftest import Run

APP = "0f0b2f9a-1c9e-4e9d-9a2b-3c4d5e6f7081"
HERE = "https://bot.example.com"


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of an app that is registered."""
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    monkeypatch.setenv("TEAMS_APP_PASSWORD", "Qx8~s3cr3t")
    monkeypatch.setenv("TEAMS_TENANT_ID", APP)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(("options", "file"), [((), "followthrough-teams.zip"), (("--out", "app.zip"), "app.zip")])
def test_it_can_be_uploaded(run: Run, tmp_path: Path, options: tuple[str, ...], file: str) -> None:
    ended = run("sqlite:///none.db", "manifest", "teams", "--url", f"{HERE}/", *options)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Wrote {file}: in Teams, upload it under Apps, Manage your apps.\n"
    with ZipFile(io.BytesIO((tmp_path / file).read_bytes())) as archive:
        assert json.loads(archive.read("manifest.json")) == manifest(HERE, APP)


def test_without_an_app_it_says_what_is_missing(run: Run) -> None:
    ended = run("sqlite:///none.db", "manifest", "teams", "--url", HERE)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("TEAMS_APP_ID is missing: ")


@pytest.mark.usefixtures("registered")
def test_without_an_address_or_with_one_that_is_none_nothing_is_written(run: Run, tmp_path: Path) -> None:
    ended = run("sqlite:///none.db", "manifest", "teams")
    assert (ended.code, ended.err) == (
        2,
        "--url is missing: the package of teams names the bot’s public address.\n",
    )
    ended = run("sqlite:///none.db", "manifest", "teams", "--url", "http://bot.example.com")
    assert ended.err.startswith("--url must be a plain address that begins with https://")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("registered")
def test_where_nothing_can_be_written_it_says_so(run: Run) -> None:
    ended = run("sqlite:///none.db", "manifest", "teams", "--url", HERE, "--out", "no/such/folder/app.zip")
    assert (ended.code, ended.err) == (2, "no/such/folder/app.zip: No such file or directory.\n")
