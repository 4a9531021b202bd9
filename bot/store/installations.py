"""Workspaces and tenants in which the bot is installed, each with the secret that lets it speak there."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, true, update

from bot.store.query import Query
from bot.store.shape import Shape
from bot.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Installation:
    """One place on one platform. `secret` is JSON of the platform's own, encrypted at rest; "" once it is not
    `live`: uninstalled or revoked. It comes alive again when the bot is installed again."""

    platform: str
    place: str
    secret: str
    since: datetime
    live: bool = True


_ROW: Final = TABLES["installation"]
_SHAPE: Final = Shape(_ROW, Installation)
_HERE: Final = (_ROW.c.platform == bindparam("on"), _ROW.c.place == bindparam("at"))
_FIND: Final = Query(select(*_SHAPE.select).where(*_HERE))
_HOLD: Final = Query(select(*_SHAPE.select).where(*_HERE).with_for_update())
_ALL: Final = Query(
    select(*_SHAPE.select).where(_ROW.c.platform == bindparam("on"), _ROW.c.live == true()).order_by(_ROW.c.place)
)


class Places:
    """The installations of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def save(self, one: Installation) -> None:
        """Keep it, over an earlier one of the same place."""
        self.connection.execute(delete(_ROW).where(_ROW.c.platform == one.platform, _ROW.c.place == one.place))
        self.connection.execute(insert(_ROW).values(asdict(one)))

    def find(self, platform: str, place: str) -> Installation | None:
        """The one of that place, live or not."""
        rows = _FIND.rows(self.connection, on=platform, at=place)
        return next(iter(_SHAPE.values(self.connection.dialect, rows)), None)

    def hold(self, platform: str, place: str) -> Installation | None:
        """The same, and nobody else writes it before this unit ends."""
        rows = _HOLD.rows(self.connection, on=platform, at=place)
        return next(iter(_SHAPE.values(self.connection.dialect, rows)), None)

    def all(self, platform: str) -> list[Installation]:
        """Every live one of a platform, by place."""
        return _SHAPE.values(self.connection.dialect, _ALL.rows(self.connection, on=platform))

    def stop(self, platform: str, place: str) -> None:
        """It is not live any more, and its secret is forgotten."""
        here = (_ROW.c.platform == platform, _ROW.c.place == place)
        self.connection.execute(update(_ROW).where(*here).values(live=False, secret=""))
