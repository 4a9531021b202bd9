"""Whether anonymous rounds are as secret here as is promised: keys, log, deleting, and what nobody sees from here."""

from collections.abc import Iterator
from logging import INFO, getLogger
from typing import Final

from bot.ballot.cells import FileCells, cells_at
from bot.errors import FollowthroughError
from bot.finding import Finding, look, mend, ok
from bot.settings import Settings
from bot.store import Store

TALKATIVE: Final = ("slack_sdk", "slack_bolt", "botbuilder", "aiohttp", "sqlalchemy.engine")
"""Libraries whose log holds what people wrote, once it says more than warnings."""


def keys(settings: Settings) -> Iterator[Finding]:
    """Where the keys of rounds lie, looked at as the bot does before it opens a round."""
    cells = cells_at(settings.keys_url)
    try:
        cells.ready()
    except FollowthroughError as error:
        if settings.slack or settings.teams:
            yield mend("KEYS_URL", f"{error} Until then no anonymous round is opened.")
        else:
            yield look("KEYS_URL", f"{error} The playground keeps them in a plain file and says so.")
        return
    if isinstance(cells, FileCells):
        yield ok("KEYS_URL", f"{cells.folder} is on a memory file system, and only this user may enter it.")
        yield ok("Backups", "CACHEDIR.TAG in that folder keeps out backups that look for it; exclude it from others.")
    else:
        yield ok("KEYS_URL", "The Redis answers, writes to no disk, has no replicas, and keeps what it was given.")


def log(settings: Settings) -> Finding:
    """Whether some library would write what it is sent. With Slack the settings refuse DEBUG anyway."""
    loud = [name for name in TALKATIVE if getLogger(name).isEnabledFor(INFO)]
    if loud:
        return mend("Log", f"{', '.join(loud)} would write what people send; let them log warnings only.")
    return ok("Log", f"LOG_LEVEL is {settings.log_level}; nothing that people write is in it.")


def deleting(store: Store) -> Finding:
    """What becomes of the bytes of what was deleted."""
    if store.engine.echo or not store.engine.hide_parameters:
        return mend("Deleting", "SQLAlchemy would write what is stored into the log; leave its echo off.")
    if store.dialect != "sqlite":
        return look(
            "Deleting",
            "PostgreSQL keeps what was deleted until VACUUM, in its log and in base backups: let these expire early.",
        )
    with store.look() as unit:
        if unit.connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() != 1:
            return mend("Deleting", "SQLite does not overwrite what is deleted; this build of it cannot.")
    return ok("Deleting", "SQLite overwrites what is deleted, and its log is emptied afterwards.")


def not_checked() -> Iterator[Finding]:
    """What nobody can see from here."""
    yield look("Swap", "Not checked: memory that is swapped out takes keys to a disk. Encrypt swap, or turn it off.")
    yield look("Snapshots", "Not checked: one of a running machine holds its keys. Take none while rounds are open.")
    yield look("Exports", "Not checked: Slack and Teams keep and export what is typed in them. Ask who may do that.")
