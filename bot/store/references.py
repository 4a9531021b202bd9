"""Where people, and channels, are found on a platform that cannot be asked: one row an address, as its last activity
said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, false, select, true, update

from bot.store.query import Query, among, upsert
from bot.store.shape import Shape
from bot.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Reference:
    """How somebody is written to. `user` and `bot` are the platform's ids of both in each other's eyes, "" while
    nothing has come from there; `conversation` is the one between them; `since` is when this came to be known,
    aware. Not `live` any more: the bot was removed or blocked there, and is not heard until it is back. `zone`,
    `locale` and `name` are what the platform said last of whoever is there, whatever they have chosen themselves;
    "" where it did not say. A channel has at most a name and no `user`, and its `conversation` is the channel itself;
    `team` is the one that it belongs to.
    """

    address: str
    tenant: str
    user: str
    bot: str
    service_url: str
    conversation: str
    since: datetime
    live: bool = True
    zone: str = ""
    locale: str = ""
    name: str = ""
    team: str = ""


_ROW: Final = TABLES["reference"]
_SHAPE: Final = Shape(_ROW, Reference)
_HERE: Final = _ROW.c.address == bindparam("at")
_FIND: Final = Query(select(*_SHAPE.select).where(_HERE))
_FIND_ALL: Final = Query(lambda on: select(*_SHAPE.select).where(among(on, _ROW.c.address, "those")))
_CHANNELS: Final = Query(
    select(*_SHAPE.select)
    .where(
        _ROW.c.address.startswith(bindparam("beginning"), autoescape=False), _ROW.c.user == "", _ROW.c.live == true()
    )
    .order_by(_ROW.c.name, _ROW.c.address)
)
_SAVE: Final = upsert(_ROW)
_STOP: Final = Query(update(_ROW).where(_HERE, _ROW.c.live == true()).values(live=false()))
_AS_SEEN: Final = and_(_HERE, _ROW.c.live == true(), _ROW.c.since == bindparam("seen", type_=_ROW.c.since.type))
_STOP_SEEN: Final = Query(update(_ROW).where(_AS_SEEN).values(live=false()))
_AT: Final = bindparam("told", type_=_ROW.c.since.type)
_END: Final = Query(
    update(_ROW).where(_HERE, _ROW.c.live == true(), _ROW.c.since <= _AT).values(live=false(), since=_AT)
)
_CONFIRM: Final = Query(update(_ROW).where(_HERE, _ROW.c.live == true(), _ROW.c.since < _AT).values(since=_AT))


class Whereabouts:
    """The references of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, address: str) -> Reference | None:
        """The one of that address, live or not."""
        rows = _FIND.rows(self.connection, at=address)
        return next(iter(_SHAPE.values(self.connection.dialect, rows)), None)

    def find_all(self, addresses: list[str]) -> dict[str, Reference]:
        """Those of these addresses that there are, by address."""
        rows = _FIND_ALL.rows(self.connection, those=addresses)
        return {one.address: one for one in _SHAPE.values(self.connection.dialect, rows)}

    def channels(self, beginning: str) -> list[Reference]:
        """The live ones whose address begins so and that are nobody's own."""
        rows = _CHANNELS.rows(self.connection, beginning=beginning)
        return _SHAPE.values(self.connection.dialect, rows)

    def save(self, one: Reference) -> None:
        """Keep it, over an earlier one of the same address."""
        _SAVE.many(self.connection, _SHAPE.columns(self.connection.dialect, [one]))

    def stop(self, address: str, seen: datetime | None = None) -> None:
        """It is not live any more; with `seen` only when it is still the one that was known since then."""
        if seen is None:
            _STOP.run(self.connection, at=address)
        else:
            _STOP_SEEN.run(self.connection, at=address, seen=seen)

    def end(self, address: str, at: datetime) -> None:
        """It is not live from that moment on, unless it came to be known later."""
        _END.run(self.connection, at=address, told=at)

    def confirm(self, address: str, at: datetime) -> None:
        """It is still live at that moment: what ended it before is over."""
        _CONFIRM.run(self.connection, at=address, told=at)
