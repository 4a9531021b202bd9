"""The bot behind a driver, and what of it the scripts' reach is measured by: the conversations that it has stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bot.audience import Audiences
from bot.ballot.cells import FileCells
from bot.delivery import Directory, Transport
from bot.service import Bot, real_time
from bot.settings import Settings
from bot.store import Store, open_store
from bot.store.tables import TABLES
from bot.work import on


def bot_on(
    settings: Settings,
    transports: Mapping[str, Transport],
    clock: Callable[[], datetime],
    directories: Mapping[str, Directory],
    audiences: Mapping[str, Audiences],
) -> Bot:
    """As the composition root makes it, on an empty database; but the words, which stay the same, are not checked.

    The keys of rounds lie beside the words, which is a folder of this run alone.
    """
    assert settings.content is not None
    cells = FileCells(Path(settings.content).parent / "keys", plain=True)
    store = open_store(settings.database_url, settings.keys, cells)
    store.migrate()
    return Bot(on(store), transports, clock, real_time, settings, directories=directories, audiences=audiences)


def stored(store: Store, people: Sequence[str]) -> set[tuple[str, str]]:
    """Flow and step of every conversation of these people, over or not."""
    talk = TABLES["conversation"]
    with store.look() as unit:
        rows = unit.talks.connection.execute(select(talk.c.flow, talk.c.step).where(talk.c.owner.in_(people)))
        return {(row.flow, row.step) for row in rows}
