"""Conversations: each state once, with a version that a stale writer does not get past."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Update, select, update

from bot.effects import Json
from bot.flow import State
from bot.store.columns import GOING_ON
from bot.store.query import Asked, Columns, Given, Query, Writing, added, among, rows_of
from bot.store.shape import Shape
from bot.store.tables import TABLES
from bot.store.vault import Vault, vault_of

OPEN_FLOWS: Final = frozenset({"checkin"})
"""Flows of the planning path, whose answers are codes and dates and never typed words: not sealed."""

Key = tuple[str, str, str]

_TALK: Final = TABLES["conversation"]
_KEY: Final = ("flow", "owner", "subject")


@lru_cache(maxsize=4096)
def _parsed(text: str) -> dict[str, Json]:
    found: dict[str, Json] = json.loads(text)
    return found


def _answers(text: str) -> dict[str, Json]:
    return {**_parsed(text)} if text else {}


_STATE: Final = Shape(_TALK, State, by_hand=frozenset({"answers"}), reads={"answers": _answers})
_OF: Final = Query(lambda on: select(*_STATE.select).where(GOING_ON, among(on, _TALK.c.owner, "ids")))
_AT: Final = Query(
    lambda on: select(*_STATE.select).where(among(on, _TALK.c.flow, "flows"), among(on, _TALK.c.owner, "owners"))
)


def _begin(on: str, given: Given) -> Any:
    """A new conversation, in the place of one that is over if there is one."""
    insert = added(on, _TALK, {one.name: given(one.name) for one in _TALK.c})
    names = [one.name for one in _TALK.c if one.name not in _KEY]
    fresh = {name: insert.excluded[name] for name in names} | {"version": _TALK.c.version + 1}
    return insert.on_conflict_do_update(index_elements=_KEY, set_=fresh, where=_TALK.c.step == "done")


def _go_on(on: str, given: Given) -> Update:
    del on
    names = [one.name for one in _TALK.c if one.name not in (*_KEY, "version")]
    same = [_TALK.c[name] == given(f"b_{name}") for name in _KEY]
    return (
        update(_TALK)
        .where(*same, _TALK.c.version == given("b_version"))
        .values({**{name: given(name) for name in names}, "version": _TALK.c.version + 1})
    )


_TYPES: Final = {one.name: one.type for one in _TALK.c}
_BEGIN: Final = Writing(_TYPES, _begin)
_GO_ON: Final = Writing(_TYPES | {f"b_{name}": _TALK.c[name].type for name in (*_KEY, "version")}, _go_on)


class Talks:
    """The conversations of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of(self, people: Iterable[str]) -> dict[str, tuple[State, ...]]:
        """Everything these people have going on."""
        return self.told(rows_of(self.connection, [self.asked(list(people))])[0])

    def asked(self, people: Sequence[str]) -> Asked:
        """What has to be asked for `of`."""
        return _OF, {"ids": people}

    def told(self, rows: Sequence[tuple[Any, ...]]) -> dict[str, tuple[State, ...]]:
        """`of` from the rows that were found."""
        found: dict[str, list[State]] = {}
        for state in _STATE.values(self.connection.dialect, rows):
            found.setdefault(state.owner, []).append(state)
        return {owner: tuple(states) for owner, states in found.items()}

    def at(self, keys: Iterable[Key]) -> dict[Key, State]:
        """These conversations, where they exist, over or not."""
        wanted = set(keys)
        if not wanted:
            return {}
        flows, owners, _ = zip(*wanted, strict=True)
        rows = _AT.rows(self.connection, flows=sorted(set(flows)), owners=sorted(set(owners)))
        rows = [row for row in rows if row[:3] in wanted]
        return {state.key: state for state in _STATE.values(self.connection.dialect, rows)}

    def put(self, states: Sequence[State]) -> None:
        """Write; what begins may take the place of one that is over. The stored version is one higher.

        Raises:
            Stale: somebody else wrote one of them since it was read, or it was erased.
        """
        begun = [state for state in states if not state.version]
        going = [state for state in states if state.version]
        if begun:
            columns = self._columns(begun)
            columns["version"] = [1] * len(begun)
            _BEGIN.many(self.connection, columns, each=True)
        if going:
            columns = self._columns(going)
            for name in (*_KEY, "version"):
                columns[f"b_{name}"] = columns[name]
            _GO_ON.many(self.connection, columns, each=True)

    def _columns(self, states: Sequence[State]) -> Columns:
        dialect = self.connection.dialect
        columns = _STATE.columns(dialect, states)
        vault = vault_of(dialect)
        columns["answers"] = [_stored(vault, state) for state in states]
        return columns


def _stored(vault: Vault, state: State) -> str:
    if not state.answers:
        return ""
    text = json.dumps(state.answers, ensure_ascii=False, separators=(",", ":"))
    return text if state.flow in OPEN_FLOWS else vault.seal(text)
