"""What was released of anonymous rounds: written once, and read as it was written."""

from dataclasses import asdict
from operator import attrgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, insert, select, update

from bot.ballot.asked import QUESTIONS
from bot.ballot.released import Chosen, Comment, Released, Result
from bot.store.shape import Shape
from bot.store.tables import TABLES

_BALLOT: Final = TABLES["ballot"]
_RESULTS: Final = Shape(TABLES["result"], Result)
_CHOSEN: Final = Shape(TABLES["chosen"], Chosen)
_COMMENTS: Final = Shape(TABLES["comment"], Comment)
_TOLD: Final = ("least", "most", "half", "comparable")

T = TypeVar("T")


def keep(connection: Connection, round_: str, told: Released) -> None:
    """Write it, comments in the order of their random ids."""
    about = {name: getattr(told, name) for name in _TOLD}
    connection.execute(update(_BALLOT).where(_BALLOT.c.round == round_).values(about))
    rows: list[Any]
    for shape, rows in ((_RESULTS, [*told.results]), (_CHOSEN, [*told.chosen]), (_COMMENTS, [*told.comments])):
        if rows:
            connection.execute(insert(shape.table), [{"round": round_, **asdict(row)} for row in rows])


def kept(connection: Connection, round_: str) -> Released:
    """Read it; results in the order of the questions."""
    columns = (_BALLOT.c.questions, *(_BALLOT.c[name] for name in _TOLD))
    questions, *told = connection.execute(select(*columns).where(_BALLOT.c.round == round_)).one()
    order = [one.name for one in QUESTIONS.validate_json(questions)]
    results, chosen = _of(connection, _RESULTS, round_), _of(connection, _CHOSEN, round_)
    comments = _of(connection, _COMMENTS, round_)
    return Released(
        **dict(zip(_TOLD, told, strict=True)),
        results=tuple(sorted(results, key=lambda one: order.index(one.question))),
        comments=tuple(sorted(comments, key=attrgetter("id"))),
        chosen=tuple(sorted(chosen, key=lambda one: order.index(one.question))),
    )


def _of(connection: Connection, shape: Shape[T], round_: str) -> list[T]:
    theirs = select(*shape.select).where(shape.table.c.round == round_)
    return [shape.kind(*row) for row in connection.execute(theirs)]
