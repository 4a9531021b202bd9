"""Which conversations stand in a database: how a script's reach is measured."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.store import Store
from bot.store.tables import TABLES


def stored(store: Store, people: Sequence[str]) -> set[tuple[str, str]]:
    """Flow and step of every conversation of these people, over or not."""
    talk = TABLES["conversation"]
    with store.look() as unit:
        rows = unit.talks.connection.execute(select(talk.c.flow, talk.c.step).where(talk.c.owner.in_(people)))
        return {(row.flow, row.step) for row in rows}
