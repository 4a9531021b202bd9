"""A workplace to measure with: people in a few cities with ordinary histories, and many old follow-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from bot import due
from bot.effects import FollowUp
from bot.facts import Person, Practice
from bot.flow import State
from bot.rules import calendar
from bot.store import Store

TODAY: Final = date(2026, 11, 24)
ROUNDS: Final = 5
"""Moments, a minute apart, at each of which a fifth of the people are asked."""
ZONES: Final = ("Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Vienna")
HISTORIES: Final = (
    "ddpndddpdd",
    "dpdndppddd",
    "pdddnpdndd",
    "ddddd",
    "pd",
    "d0ddsdpdnd",
    "dnddupdpdp",
    "dd",
    "",
    "dpd.dpd",
)
PATTERNS: Final = ROUNDS * len(HISTORIES)
NUMBERED: Final = ("follow_up", "id")
"""The column that the database fills in by itself."""
SERIES: Final = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :times) "


def moment(number: int) -> datetime:
    """When the people of that round are asked: their 17:00 and so many minutes."""
    return calendar.instant(datetime.combine(TODAY, time(17, number)), "Europe/Berlin").astimezone(UTC)


def fill(store: Store, people: int) -> None:
    """People with an active practice whose check-in is due: fifty kinds of them, each as often as it takes.

    One in five left yesterday's question unanswered.
    """
    store.migrate()
    with store.begin() as unit:
        for number in range(PATTERNS):
            person, practice = _somebody(number)
            silent = number // ROUNDS % 5 == 4
            answers: dict[str, object] = {"open": "2026-11-23" if silent else "", "since": "2026-11-23"}
            answers |= {"mark": "" if silent else "did", "effort": 0, "back": False}
            state = State("checkin", person.id, practice.id, "asked" if silent else "answered", answers, "2026-11-23")  # type: ignore[arg-type]  # plain JSON
            wish = FollowUp("asked", TODAY, "paused", occasion=TODAY, flow="checkin", subject=practice.id)
            unit.people.save([person, practice])
            unit.talks.put([replace(state, asked=f"slot/{person.id}/2026-11-23", asked_at=moment(0) - timedelta(1))])
            unit.follow_ups.put([due.plan(person, wish)])
        multiply(unit.connection, people // PATTERNS, _IDS)


def _somebody(number: int) -> tuple[Person, Practice]:
    began = date(2026, 10, 1)
    person = Person(
        f"p{number:02}",
        f"Person {number}",
        zone=ZONES[(number + number // ROUNDS) % len(ZONES)],
        asks_at=time(17, number % ROUNDS),
        state="active",
        joined_on=began,
        homes=(f"bench:p{number:02}",),
    )
    act = ("wait two seconds before I answer", "ask what they would do", 'say "I was wrong" – once')[number % 3]
    history = HISTORIES[number // ROUNDS]
    practice = Practice(
        f"q{number:02}",
        person.id,
        situation="any meeting",
        act=act,
        state="active",
        started_on=began,
        began_on=began,
        recent=history,
        trial="passed",
    )
    return person, practice


_IDS: Final = {
    "person": ("id", "homes"),
    "practice": ("id", "owner", "recent", "began_on"),
    "conversation": ("owner", "subject"),
    "follow_up": ("key", "person", "subject"),
}


def multiply(connection: Connection, times: int, ids: Mapping[str, Sequence[str]], but: str = "") -> None:
    """As many copies of everybody as it takes, each with an id and a history of their own; of one person none."""
    for name, own in ids.items():
        columns = [column.name for column in SQLModel.metadata.tables[name].c if (name, column.name) != NUMBERED]
        values = [_of_copy(column, connection.dialect.name) if column in own else f'"{column}"' for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        source = f"{name} CROSS JOIN series" + (" WHERE id <> :but" if but and name == "person" else "")
        copies = f"INSERT INTO {name} ({names}) {SERIES} SELECT {', '.join(values)} FROM {source}"
        if times > 1:
            connection.execute(text(copies), {"times": times - 1, **({"but": but} if but and name == "person" else {})})


def _of_copy(column: str, dialect: str) -> str:
    match column:
        case "homes":
            return "replace(homes, '\"]', '-' || n || '\"]')"
        case "recent":  # the same answers in another order
            return "substr(recent, 1 + n % (1 + length(recent))) || substr(recent, 1, n % (1 + length(recent)))"
        case "began_on":
            return "began_on - n % 30" if dialect == "postgresql" else "date(began_on, '-' || (n % 30) || ' days')"
        case _:
            return f"{column} || '-' || n"


def add_old(store: Store, each: int) -> None:
    """So many more follow-ups for everybody: three promises to come, the rest asked and ended."""
    with store.begin() as unit:
        sql = (
            "INSERT INTO follow_up (key, person, flow, subject, kind, occasion, generation, wall, zone, due_at,"
            f" slot, again, first_on, stop, attempts, state, reason) {SERIES}"
            " SELECT key || '/' || n, person, 'capture', 'c' || n, 'promised', occasion, generation, wall, zone,"
            f" {_other_day(store.dialect)}, slot, again, first_on, stop, attempts,"
            " CASE WHEN n <= 3 THEN 'open' ELSE 'done' END, '' FROM follow_up CROSS JOIN series WHERE flow = 'checkin'"
        )
        unit.connection.execute(text(sql), {"times": each})
    tidy(store)


def tidy(store: Store) -> None:
    """What PostgreSQL does by itself a minute later, done now, so that it happens at no measured moment."""
    if store.dialect == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
    else:
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _other_day(dialect: str) -> str:
    """Days to come for what is open, days long gone for what is not."""
    if dialect == "postgresql":
        return "due_at + (CASE WHEN n <= 3 THEN 20 * n ELSE -n END) * interval '1 day'"
    return "strftime('%Y-%m-%d %H:%M:%f000', due_at, (CASE WHEN n <= 3 THEN 20 * n ELSE -n END) || ' days')"
