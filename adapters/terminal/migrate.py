"""`followthrough migrate`: brings the database up to date."""

from adapters.terminal.shown import say
from bot.process import log_to_stderr
from bot.settings import load
from bot.store import open_store


def migrate() -> None:
    """Make the tables of this version, or bring older ones up to date; nothing is lost."""
    settings = load()
    log_to_stderr(settings.log_level)
    store = open_store(settings.database_url, settings.keys)
    try:
        store.migrate()
        store.check()
    finally:
        store.close()
    say("The database is up to date.")
