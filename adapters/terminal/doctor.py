"""`followthrough doctor`: one line for each thing that has to be right, and what to do where it is not."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal, Protocol

import typer

from adapters.terminal.manifest import public
from adapters.terminal.secrecy import deleting, keys, log, not_checked
from adapters.terminal.shown import as_json, say
from bot.errors import FollowthroughError, PlaygroundDatabase
from bot.finding import Finding, Level, mend, ok
from bot.process import log_to_stderr
from bot.service import real_time
from bot.settings import Settings, load
from bot.store import open_store

SIGNS: Final[Mapping[Level, str]] = {"ok": "ok  ", "look": "look", "mend": "MEND"}


class Platform(Protocol):
    """What a platform's own checks are given, and give."""

    def __call__(
        self,
        settings: Settings,
        installed: Mapping[str, str],
        clock: Callable[[], datetime],
        url: str = "",
        processes: int = 1,
        package: Path | None = None,
    ) -> AsyncIterator[Finding]: ...


def checking(platforms: Mapping[Literal["slack", "teams"], Platform]) -> Callable[[str, int, Path | None, bool], None]:
    """The command, with each platform's checks after our own."""

    def doctor(
        url: Annotated[str, typer.Option(help="The public address, https://…, to be tried from here.")] = "",
        processes: Annotated[int, typer.Option(min=0, max=10, help="How many sockets should be open.")] = 1,
        package: Annotated[
            Path | None, typer.Option(help="A package of the Teams app, to be compared.", dir_okay=False)
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Check the settings, the database, the secrecy of anonymous rounds, and whether Slack or Teams and this
        machine understand each other.

        Nothing is changed, but that the folder of KEYS_URL is made. With SLACK_APP_TOKEN a socket is opened for a
        moment; what comes in that moment can be lost.
        """
        address = public(url, local=True) if url else ""
        found = asyncio.run(_all(platforms, address, processes, package, json=json))
        if json:
            print(as_json([asdict(one) for one in found]))
        raise typer.Exit(1 if any(one.level == "mend" for one in found) else 0)

    return doctor


async def _all(
    platforms: Mapping[Literal["slack", "teams"], Platform],
    url: str,
    processes: int,
    package: Path | None,
    *,
    json: bool,
) -> list[Finding]:
    found: list[Finding] = []

    def note(one: Finding) -> None:
        found.append(one)
        if not json:
            say(f"{SIGNS[one.level]}  {one.what}: {one.said}")

    try:
        settings = load()
    except FollowthroughError as error:
        note(mend("Settings", str(error)))
        return found
    note(ok("Settings", "They are whole."))
    note(log(settings))
    log_to_stderr(settings.log_level)
    installed: dict[str, str] = {}
    for one in (*_database(settings, installed), *keys(settings)):
        note(one)
    note(_outside(settings))
    # Without credentials for any, each says what it lacks; with some, only those are looked at.
    wanted = [look for name, look in platforms.items() if getattr(settings, name) is not None]
    for look in wanted or platforms.values():
        async for one in look(settings, installed, real_time, url, processes, package):
            note(one)
    for one in not_checked():
        note(one)
    return found


def _outside(settings: Settings) -> Finding:
    """Whom leaders read when something is bigger than work."""
    if not settings.outside:
        return ok("OUTSIDE_HELP", "Nobody is named whom leaders may turn to outside of work.")
    return ok("OUTSIDE_HELP", f"Leaders who ask read: {'; '.join(settings.outside)}.")


def _database(settings: Settings, installed: dict[str, str]) -> list[Finding]:
    """Whether it is there and of this version, and deletes for good; fills in where the bot is installed, with its
    secret there."""
    try:
        store = open_store(settings.database_url, settings.keys)
        try:
            store.check()
            deletes = deleting(store)
            with store.look() as unit:
                if (settings.slack or settings.teams) and unit.playground.is_marked():
                    raise PlaygroundDatabase
                installed |= {one.place: one.secret for one in unit.installations.all("slack")}
        finally:
            store.close()
    except FollowthroughError as error:
        return [mend("Database", str(error))]
    return [ok("Database", "It answers, and is of this version."), deletes]
