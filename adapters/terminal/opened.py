"""What every command stands on: the settings, the database, and the time that holds there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ballot.cells import cells_at
from bot.facts import Person
from bot.process import log_to_stderr
from bot.service import real_time
from bot.settings import Settings, load
from bot.store import Store, open_store
from bot.who import find_person


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that was found to be whole; `now` is aware UTC, in a playground by its own clock."""

    settings: Settings
    store: Store
    now: datetime

    def person(self, typed: str) -> Person:
        """The person of that id or name.

        Raises:
            UnknownPerson: nobody, or more than one.
        """
        with self.store.look() as unit:
            return unit.people.get(typed) or find_person(unit.people.all(), typed)


@contextmanager
def opened() -> Iterator[Opened]:
    """Open the database that the settings name.

    Raises:
        SettingError, StoreError: why it cannot be.
    """
    settings = load()
    log_to_stderr(settings.log_level)
    store = open_store(settings.database_url, settings.keys, cells_at(settings.keys_url))
    try:
        store.check()
        with store.look() as unit:
            ahead = timedelta(seconds=unit.playground.clock_offset())
        yield Opened(settings, store, real_time() + ahead)
    finally:
        store.close()
