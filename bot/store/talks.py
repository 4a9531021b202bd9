"""Conversations: each state once, with a version that a stale writer does not get past."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import Stale
from bot.store.tables import ConversationRow
from bot.store.types import seal, unseal
from bot.turn import DONE, State

TALKS: Final = ConversationRow.__table__  # type: ignore[attr-defined]  # SQLModel hides it from mypy
_COLUMNS: Final = [TALKS.c[name] for name in ConversationRow.model_fields]
PLAIN: Final = frozenset({"checkin"})
"""Flows of the planning path; their answers hold no typed words."""

Key = tuple[str, str, str]

_OF: Final = select(*_COLUMNS).where(TALKS.c.owner.in_(bindparam("ids", expanding=True)), TALKS.c.step != DONE)
_AT: Final = select(*_COLUMNS).where(
    tuple_(TALKS.c.flow, TALKS.c.owner, TALKS.c.subject).in_(bindparam("keys", expanding=True))
)
_UPDATE: Final = (
    update(TALKS)
    .where(
        TALKS.c.flow == bindparam("b_flow"),
        TALKS.c.owner == bindparam("b_owner"),
        TALKS.c.subject == bindparam("b_subject"),
        TALKS.c.version == bindparam("b_version"),
    )
    .values(
        step=bindparam("step"),
        answers=bindparam("answers"),
        occasion=bindparam("occasion"),
        asked=bindparam("asked"),
        asked_at=bindparam("asked_at"),
        missed=bindparam("missed"),
        version=bindparam("version"),
    )
)


class Talks:
    """The conversations of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.begin: Any = _begin(connection.dialect.name)

    def of(self, people: Sequence[str]) -> dict[str, tuple[State, ...]]:
        """Everything these people have going on."""
        found: dict[str, list[State]] = {}
        for row in self.connection.execute(_OF, {"ids": list(people)}):
            found.setdefault(row.owner, []).append(_state(row))
        return {owner: tuple(states) for owner, states in found.items()}

    def at(self, keys: Sequence[Key]) -> dict[Key, State]:
        """These conversations, where they exist, over or not."""
        if not keys:
            return {}
        states = (_state(row) for row in self.connection.execute(_AT, {"keys": list(keys)}))
        return {state.key: state for state in states}

    def put(self, states: Sequence[State]) -> None:
        """Write; what begins may take the place of one that is over.

        Raises:
            Stale: somebody else wrote one of them since it was read.
        """
        changed = [_row(state) for state in states if state.version]
        begun = [_row(state) for state in states if not state.version]
        if changed and self.connection.execute(_UPDATE, changed).rowcount != len(changed):
            raise Stale
        if begun and self.connection.execute(self.begin, begun).rowcount not in (len(begun), -1):
            raise Stale


@cache
def _begin(dialect: str) -> Any:
    insert: Any = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(TALKS)
    names = [name for name in ConversationRow.model_fields if name not in ("flow", "owner", "subject")]
    return insert.values({name: bindparam(name) for name in ConversationRow.model_fields}).on_conflict_do_update(
        index_elements=["flow", "owner", "subject"],
        set_={name: insert.excluded[name] for name in names} | {"version": TALKS.c.version + 1},
        where=TALKS.c.step == DONE,
    )


def _row(state: State) -> dict[str, Any]:
    answers = json.dumps(state.answers, ensure_ascii=False, separators=(",", ":")) if state.answers else ""
    return {
        "b_flow": state.flow,
        "b_owner": state.owner,
        "b_subject": state.subject,
        "b_version": state.version,
        "flow": state.flow,
        "owner": state.owner,
        "subject": state.subject,
        "step": state.step,
        "answers": answers if state.flow in PLAIN else seal(answers),
        "occasion": state.occasion,
        "asked": state.asked,
        "asked_at": state.asked_at,
        "missed": state.missed,
        "version": state.version + 1,
    }


def _state(row: Any) -> State:
    flow, owner, subject, step, answers, *rest = row
    return State(flow, owner, subject, step, json.loads(unseal(answers)) if answers else {}, *rest)
