"""The only reader of the environment: every setting, its default, and a sentence for each that is wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from cryptography.fernet import Fernet
from dotenv import dotenv_values

from bot.ballot.cells import cells_at
from bot.errors import SettingError
from bot.rules.countries import find_country
from bot.slack_settings import SlackSettings as SlackSettings  # whoever reads settings finds its type here
from bot.slack_settings import read_slack
from bot.teams_settings import TeamsSettings as TeamsSettings  # and this one
from bot.teams_settings import read_teams

OPTIONS = 5
OPTION = 200
"""Of whom to turn to outside: how many, and how many characters of each."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process runs with. `keys` are Fernet keys, the one that encrypts first."""

    keys: tuple[bytes, ...]
    database_url: str = "sqlite:///followthrough.db"
    keys_url: str = "file:/dev/shm/followthrough"
    host: str = "127.0.0.1"
    port: int = 8080
    log_level: str = "INFO"
    timezone: str = ""  # "" takes what the platform says, and UTC where it says nothing
    locale: str = "en"
    country: str = ""
    content: Path | None = None
    outside: tuple[str, ...] = ()  # whom a leader may turn to outside of work, as they read it
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the `.env` file, then the environment, which wins; an empty value is an unset one.

    Raises:
        SettingError: names the first setting that is missing or wrong, and what it should look like.
    """
    return read({**_file(env_file), **os.environ})  # noqa: TID251  this is the reader


def _file(env_file: Path | None) -> Mapping[str, str | None]:
    try:
        return dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    except UnicodeDecodeError as error:
        raise SettingError(f"{env_file} is not UTF-8 text.") from error
    except OSError as error:
        raise SettingError(f"{env_file} cannot be read: {error.strerror}.") from error


def read(environment: Mapping[str, str | None]) -> Settings:
    """Settings from names and values.

    Raises:
        SettingError: as `load`.
    """
    values = {name: value.strip() for name, value in environment.items() if value and value.strip()}
    folder = values.get("CONTENT_DIR")
    level = _level(values.get("LOG_LEVEL", "INFO"))
    host = values.get("HOST", "127.0.0.1")
    return Settings(
        keys=_keys(values.get("FOLLOWTHROUGH_KEY", "")),
        database_url=_database(values.get("DATABASE_URL", "sqlite:///followthrough.db")),
        keys_url=_cells(values.get("KEYS_URL", "file:/dev/shm/followthrough")),
        host=host,
        port=_port(values.get("PORT", "8080")),
        log_level=level,
        timezone=_zone(values.get("DEFAULT_TIMEZONE", "")),
        locale=_locale(values.get("DEFAULT_LOCALE", "en")),
        country=_country(values.get("DEFAULT_COUNTRY", "")),
        content=None if folder is None else _folder(folder),
        outside=_outside(values.get("OUTSIDE_HELP", "")),
        slack=read_slack(values, level),
        teams=read_teams(values, host),
    )


def _keys(text: str) -> tuple[bytes, ...]:
    keys = tuple(key.strip().encode(errors="replace") for key in text.split(",") if key.strip())
    if not keys:
        raise SettingError("FOLLOWTHROUGH_KEY is missing. `make run` writes one into .env; keep it safe.")
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise SettingError("FOLLOWTHROUGH_KEY is not a Fernet key (32 bytes, base64, 44 characters).") from error
    return keys


def _database(url: str) -> str:
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        return "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingError("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _cells(url: str) -> str:
    cells_at(url)
    return url


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= 65535):
        raise SettingError(f"PORT is {text[:20]!r}; it must be a number from 0 to 65535.")
    return int(text)


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise SettingError(f"LOG_LEVEL is {text!r}; it must be one of {', '.join(LEVELS)}.")
    return text.upper()


def _zone(text: str) -> str:
    if text and text not in available_timezones():
        raise SettingError(f"DEFAULT_TIMEZONE is {text!r}; it must be a zone such as Europe/Berlin.")
    return text


def _locale(text: str) -> str:
    try:
        Locale.parse(text.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise SettingError(f"DEFAULT_LOCALE is {text!r}; it must be a language such as en or de-CH.") from error
    return text


def _country(text: str) -> str:
    code = find_country(text, "en") if text else ""
    if code is None:
        raise SettingError(f"DEFAULT_COUNTRY is {text!r}; it must be a country such as DE, or a region such as US-CA.")
    return code


def _outside(text: str) -> tuple[str, ...]:
    options = tuple(" ".join(one.split()) for one in text.split(";") if one.strip())
    if len(options) > OPTIONS or any(len(one) > OPTION for one in options):
        raise SettingError(
            f"OUTSIDE_HELP names whom leaders may turn to outside of work, with semicolons between: at most {OPTIONS}, "
            f"each of at most {OPTION} characters."
        )
    return options


def _folder(text: str) -> Path:
    folder = Path(text)
    try:
        found = folder.is_dir()
    except OSError:  # too long, or behind a folder that this user may not enter
        found = False
    if not found:
        raise SettingError(f"CONTENT_DIR is {text[:200]!r}, which is not a folder.")
    return folder
