"""What the playground keeps: that this database is one, how far its clock runs ahead, what stands in its chats."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.store.query import Query
from bot.store.shape import Shape
from bot.store.tables import TABLES

_PLAYGROUND: Final = TABLES["playground"]
_ROW: Final = TABLES["post"]


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a playground chat: who wrote it, when (aware UTC), and what the page draws, as JSON."""

    id: int
    address: str
    key: str
    author: str
    at: datetime
    payload: str


_POST: Final = Shape(_ROW, Post)
_POSTS: Final = Query(
    select(*_POST.select)
    .where(_ROW.c.address == bindparam("address"), _ROW.c.id > bindparam("after"))
    .order_by(_ROW.c.id)
)


class Playground:
    """The playground's part of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def mark(self) -> None:
        """From now on this database is a playground's."""
        if not self.is_marked():
            self.connection.execute(insert(_PLAYGROUND).values(id=1, clock_offset=0.0))

    def is_marked(self) -> bool:
        """Whether this database is a playground's."""
        return self.connection.execute(select(_PLAYGROUND.c.id)).first() is not None

    def clock_offset(self) -> float:
        """Seconds by which the bot's time is ahead of real time."""
        return self.connection.execute(select(_PLAYGROUND.c.clock_offset)).scalar() or 0.0

    def set_clock_offset(self, seconds: float) -> None:
        """Move the bot's time."""
        self.connection.execute(update(_PLAYGROUND).values(clock_offset=seconds))

    def add_post(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        """Keep a line; one of the same key and address is exchanged in its place."""
        same = select(_ROW.c.id).where(_ROW.c.key == key, _ROW.c.address == address)
        found = self.connection.execute(same).scalar() if key else None
        if found is not None:
            self.connection.execute(update(_ROW).where(_ROW.c.id == found).values(payload=payload))
            return int(found)
        row = insert(_ROW).values(address=address, key=key, author=author, at=at, payload=payload)
        return int(self.connection.execute(row.returning(_ROW.c.id)).scalar_one())

    def posts(self, address: str, after: int = 0) -> list[Post]:
        """The lines of one chat, oldest first."""
        return _POST.values(self.connection.dialect, _POSTS.rows(self.connection, address=address, after=after))

    def forget(self, address: str) -> None:
        """Empty one chat."""
        self.connection.execute(delete(_ROW).where(_ROW.c.address == address))
