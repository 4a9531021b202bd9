"""What the playground keeps: that this database is one, how far its clock runs ahead, what stands in its chats."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.tables import PlaygroundRow, PostRow

PLAYGROUND: Final = PlaygroundRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy
POSTS: Final = PostRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a playground chat: who wrote it, when (aware UTC), and what the page draws, as JSON."""

    id: int
    address: str
    key: str
    author: str
    at: datetime
    payload: str


class Playground:
    """The playground's part of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def mark(self) -> None:
        """From now on this database is a playground's."""
        if not self.is_marked():
            self.connection.execute(insert(PLAYGROUND).values(id=1, clock_offset=0.0))

    def is_marked(self) -> bool:
        """Whether this database is a playground's."""
        return self.connection.execute(select(PLAYGROUND.c.id)).first() is not None

    def clock_offset(self) -> float:
        """Seconds by which the bot's time is ahead of real time."""
        return self.connection.execute(select(PLAYGROUND.c.clock_offset)).scalar() or 0.0

    def set_clock_offset(self, seconds: float) -> None:
        """Move the bot's time."""
        self.connection.execute(update(PLAYGROUND).values(clock_offset=seconds))

    def add_post(self, address: str, key: str, author: str, at: datetime, payload: str) -> int:
        """Keep a line; one of the same key and address is exchanged in its place."""
        found = self.connection.execute(
            select(POSTS.c.id).where(POSTS.c.key == key, POSTS.c.address == address)
        ).scalar()
        if key and found is not None:
            self.connection.execute(update(POSTS).where(POSTS.c.id == found).values(payload=payload))
            return int(found)
        row = insert(POSTS).values(address=address, key=key, author=author, at=at, payload=payload)
        added = self.connection.execute(row.returning(POSTS.c.id)).scalar_one()
        return int(added)

    def posts(self, address: str, after: int = 0) -> list[Post]:
        """The lines of one chat, oldest first."""
        columns = (POSTS.c.id, POSTS.c.address, POSTS.c.key, POSTS.c.author, POSTS.c.at, POSTS.c.payload)
        statement = select(*columns).where(POSTS.c.address == address, POSTS.c.id > after).order_by(POSTS.c.id)
        return [Post(*row) for row in self.connection.execute(statement)]

    def forget(self, address: str) -> None:
        """Empty one chat."""
        self.connection.execute(delete(POSTS).where(POSTS.c.address == address))
