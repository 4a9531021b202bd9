"""A wrong setting is named, with what it should look like, and nothing starts."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingError
from bot.settings import Settings, load, read

KEY = Fernet.generate_key().decode()


def test_with_a_key_alone_everything_has_a_default() -> None:
    assert read({"FOLLOWTHROUGH_KEY": KEY}) == Settings(keys=(KEY.encode(),))


def test_an_empty_value_is_an_unset_one() -> None:
    assert read({"FOLLOWTHROUGH_KEY": KEY, "PORT": "", "CONTENT_DIR": "  ", "DEFAULT_TIMEZONE": None}).port == 8080


def test_the_first_of_several_keys_seals_and_the_others_open() -> None:
    old = Fernet.generate_key().decode()
    assert read({"FOLLOWTHROUGH_KEY": f"{KEY}, {old}"}).keys == (KEY.encode(), old.encode())


@pytest.mark.parametrize("url", ["postgres://u:p@db/x", "postgresql://u:p@db/x", "postgresql+psycopg://u:p@db/x"])
def test_every_way_to_name_postgresql_is_understood(url: str) -> None:
    assert read({"FOLLOWTHROUGH_KEY": KEY, "DATABASE_URL": url}).database_url == "postgresql+psycopg://u:p@db/x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOLLOWTHROUGH_KEY", ""),
        ("FOLLOWTHROUGH_KEY", "short"),
        ("FOLLOWTHROUGH_KEY", "é" * 44),
        ("FOLLOWTHROUGH_KEY", "\udcff" * 44),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "followthrough.db"),
        ("KEYS_URL", "/dev/shm/followthrough"),
        ("KEYS_URL", "https://keys.example"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("PORT", "9" * 5000),
        ("LOG_LEVEL", "LOUD"),
        ("DEFAULT_TIMEZONE", "Nowhere/Land"),
        ("DEFAULT_TIMEZONE", "+02:00"),
        ("DEFAULT_LOCALE", "xx-nonsense"),
        ("DEFAULT_COUNTRY", "ATLANTIS"),
        ("CONTENT_DIR", "/there/is/no/such/folder"),
        ("CONTENT_DIR", "a" * 5000),
        ("OUTSIDE_HELP", "one; two; three; four; five; six"),
        ("OUTSIDE_HELP", "a" * 201),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read({"FOLLOWTHROUGH_KEY": KEY, name: value})


def test_whom_to_turn_to_outside_is_read_as_it_is_written() -> None:
    found = read({"FOLLOWTHROUGH_KEY": KEY, "OUTSIDE_HELP": "Counselling,  0800 111;; The *ombudsperson* ;"}).outside
    assert found == ("Counselling, 0800 111", "The *ombudsperson*")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"FOLLOWTHROUGH_KEY={KEY}\nPORT=1\nHOST=127.0.0.2\n")
    monkeypatch.setenv("PORT", "2")
    settings = load(tmp_path / ".env")
    assert (settings.port, settings.host) == (2, "127.0.0.2")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"FOLLOWTHROUGH_KEY=\xff\xfe\n")
    with pytest.raises(SettingError, match="not UTF-8"):
        load(tmp_path / ".env")


def test_without_a_file_the_environment_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWTHROUGH_KEY", KEY)
    assert load(tmp_path / ".env").keys == (KEY.encode(),)


@pytest.mark.parametrize("process", [["-m", "adapters"], ["-m", "scheduler"], ["-m", "adapters.terminal", "migrate"]])
def test_no_process_starts_on_a_wrong_setting(process: list[str], tmp_path: Path) -> None:
    environment = {"PATH": "", "FOLLOWTHROUGH_KEY": KEY, "PORT": "none", "PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run(
        [sys.executable, *process],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.strip() == "PORT is 'none'; it must be a number from 0 to 65535."
