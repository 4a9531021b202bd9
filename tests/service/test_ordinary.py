"""Ordinary check-ins are asked of thousands at once, and nobody can tell: the rows are the same to the byte."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot import due
from bot.effects import FollowUp
from bot.facts import Person, Practice
from bot.flow import State
from bot.flows.checkin.many import Many
from bot.messages import Message
from bot.outgoing import Outgoing
from bot.planning import Ordinary
from bot.service import Bot, real_time
from bot.settings import Settings
from bot.store import Store, open_store
from bot.store.tables import TABLES
from bot.work import Work

KEY = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kathmandu")
DAYS = st.sampled_from([TODAY - timedelta(days=n) for n in (0, 1, 2, 5, 13, 15, 30, 60)])
MAYBE = st.none() | DAYS


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of a generated workplace, with the day's question and what else there is about them."""

    person: Person
    practices: tuple[Practice, ...]
    state: State | None
    asked_on: date
    sent: tuple[date, ...]
    also: bool


def of(number: int, **given: object) -> Somebody:
    """An ordinary person, with whatever is out of the ordinary given."""
    person = Person(f"p{number}", "Pat", "Europe/Berlin", state="active", joined_on=TODAY, homes=(f"x:p{number}",))
    practice = Practice(
        f"q{number}", person.id, act="wait", state="active", started_on=date(2026, 10, 1), recent="ddpd", trial="passed"
    )
    state = State("checkin", person.id, practice.id, "answered", {"mark": "did", "open": ""}, "2026-11-23", "k", NOW)
    somebody = Somebody(person, (practice,), state, TODAY, (), False)
    return replace(somebody, **given)  # type: ignore[arg-type]  # fields of its own


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
often = st.sampled_from([True, *[False] * 9])


@st.composite
def people(draw: st.DrawFn) -> list[Somebody]:
    return [somebody(draw, number) for number in range(draw(st.integers(1, 6)))]


def somebody(draw: st.DrawFn, number: int) -> Somebody:
    rare = lambda usual, other: draw(other) if draw(often) else usual  # noqa: E731  short, and used on every line
    person = replace(
        of(number).person,
        zone=draw(st.sampled_from(ZONES[:3])) if draw(st.booleans()) else draw(st.sampled_from(ZONES)),
        country=draw(st.sampled_from(["", "DE", "JP", "US"])),
        workdays=rare("12345", st.sampled_from(["", "1234567", "71234", "24"])),
        asks_at=draw(st.sampled_from([time(8, 0), time(11, 0), time(16, 0), time(17, 0), time(17, 30)])),
        opens=rare(time(8, 30), st.just(time(22, 0))),
        next_morning=rare(False, st.just(True)),
        effort=rare(False, st.just(True)),
        state=rare("active", st.sampled_from(["paused", "stopped", "gone", "new"])),
        paused_until=rare(None, DAYS),
        away=rare((), st.just(((TODAY, TODAY + timedelta(days=2)),))),
        free_days=rare((), st.sampled_from([(TODAY,), (TODAY + timedelta(days=1),)])),
        quiet_until=rare(None, st.sampled_from([NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)])),
        homes=rare((f"x:p{number}",), st.sampled_from([(), ("a", "b")])),
    )
    practice = replace(
        of(number).practices[0],
        act=draw(texts | st.sampled_from(['I "ask". ', "\\", "{act}", "…\n"])),
        state=rare("active", st.sampled_from(["draft", "resting", "done"])),
        level=draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4])),
        often=rare("", st.sampled_from(["1-2", "less", "5+"])),
        began_on=draw(MAYBE),
        recent=draw(st.text("..dddpn0sua", max_size=12)),
        generation=draw(st.integers(0, 2)),
        restarts=rare((), st.just((TODAY - timedelta(days=3),))),
        changed_on=rare(None, DAYS),
        own_pace_until=rare(None, st.sampled_from([TODAY, TODAY + timedelta(days=9)])),
        slipped_on=rare(None, DAYS),
        automatic=rare((), st.just((4, 5))),
    )
    answers = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "mark": st.sampled_from(["", "did", "not"]),
                "open": st.sampled_from(["", "2026-11-23"]),
                "since": st.sampled_from(["", "2026-11-19"]),
                "offered": st.sampled_from(["2026-11-20", "2026-10-20"]),
                "effort": st.integers(0, 10),
                "back": st.booleans(),
                "pressed": st.just(["asked", "2026-11-23", "did"]),
            },
        )
    )
    step = draw(st.sampled_from(["asked", "more", "answered", "automatic", "why", "done"]))
    state = State("checkin", person.id, practice.id, step, answers, "2026-11-23", "k", NOW, draw(st.integers(0, 2)))
    practices = (practice, replace(practice, id=f"{practice.id}b")) if draw(often) else (practice,)
    sent = tuple(TODAY - timedelta(days=n) for n in draw(st.sets(st.integers(-1, 8), max_size=5)))
    return Somebody(person, practices, rare(state, st.none()), rare(TODAY, DAYS), rare((), st.just(sent)), draw(often))


@contextmanager
def opened(url: str) -> Iterator[Bot]:
    store = open_store(url, [KEY])
    store.migrate()
    with ThreadPoolExecutor(1) as pool:
        yield Bot(Work(store, pool), {}, lambda: NOW, real_time, Settings((KEY,), url))
    store.close()


@pytest.fixture(scope="module")
def two_bots() -> Iterator[tuple[Bot, Bot]]:
    with opened("sqlite://") as one, opened("sqlite://") as other:
        yield one, other


def fill(store: Store, everybody: list[Somebody]) -> None:
    with store.begin() as unit:
        for table in ("outbox", "follow_up", "chance", "conversation", "practice", "capture", "person"):
            unit.connection.execute(delete(TABLES[table]))
        for one in everybody:
            person = one.person
            unit.people.save([person, *one.practices])
            unit.talks.put([one.state] if one.state else [])
            for practice in one.practices:
                wish = FollowUp("asked", one.asked_on, "", occasion=one.asked_on, flow="checkin", subject=practice.id)
                unit.follow_ups.put([due.plan(person, wish)])
            if one.also:
                wish = FollowUp("offer", TODAY, "", flow="pace", subject=one.practices[0].id)
                unit.follow_ups.put([due.plan(person, wish)])
            unit.outbox.put(
                [
                    Outgoing(f"slot/{person.id}/{day}", person.id, "x", "slot", day, Message(()), NOW, NOW)
                    for day in one.sent
                ]
            )


def asked_ordinarily(bot: Bot) -> int:
    ordinary, asked = Ordinary(Many(NOW, bot.words_for)), 0
    while not ordinary.over:
        asked += bot.planning.ordinary(ordinary)
    return asked


def asked_generally(bot: Bot) -> None:
    seen: dict[str, int] = {}
    while bot.planning.general(NOW, seen):
        pass


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored, but for the numbers of rows, which depend on who came first."""
    found = {}
    with store.look() as unit:
        for name in ("person", "practice", "chance", "capture", "conversation", "follow_up", "outbox"):
            columns = [
                column for column in TABLES[name].c if not (column.name == "id" and name in ("follow_up", "outbox"))
            ]
            found[name] = sorted((tuple(row) for row in unit.connection.execute(select(*columns))), key=repr)
    return found


@settings(max_examples=150)
@given(people())
def test_asking_many_at_once_writes_what_asking_each_alone_writes(
    two_bots: tuple[Bot, Bot], everybody: list[Somebody]
) -> None:
    one, other = two_bots
    fill(one.store, everybody)
    fill(other.store, everybody)
    asked_ordinarily(one)
    asked_generally(one)
    asked_generally(other)
    assert rows(one.store) == rows(other.store)


SEVERAL = [
    of(1),
    of(
        2,
        state=replace(
            of(2).state or State("", ""), step="asked", answers={"open": "2026-11-23", "since": "2026-11-20"}
        ),
    ),
    of(3, practices=(replace(of(3).practices[0], act='say "no", \\ once – I mean it. ', level=1),)),
    of(4, person=replace(of(4).person, country="DE", asks_at=time(16, 59))),
]
"""Four ordinary people: answered, silent since Friday, three questions a week, public holidays."""


def test_both_databases_are_written_alike(fresh_database: str) -> None:
    with opened(fresh_database) as bot:
        fill(bot.store, SEVERAL)
        asked_generally(bot)
        generally = rows(bot.store)
        fill(bot.store, SEVERAL)
        assert asked_ordinarily(bot) == len(SEVERAL)
        assert rows(bot.store) == generally


OUT_OF_THE_ORDINARY = {
    "paused": of(1, person=replace(of(1).person, state="paused")),
    "asked in the morning": of(1, person=replace(of(1).person, next_morning=True)),
    "not to be disturbed": of(1, person=replace(of(1).person, quiet_until=NOW + timedelta(hours=1))),
    "a second question": of(1, also=True),
    "a message today": of(1, sent=(TODAY,)),
    "five in a week": of(1, sent=tuple(TODAY - timedelta(days=n) for n in range(1, 6))),
    "yesterday's question": of(1, asked_on=TODAY - timedelta(days=1)),
    "silent three times": of(1, practices=(replace(of(1).practices[0], recent="dd..."),)),
    "never asked before": of(1, state=None),
}


@pytest.mark.parametrize("one", OUT_OF_THE_ORDINARY.values(), ids=OUT_OF_THE_ORDINARY)
def test_whoever_is_out_of_the_ordinary_is_left_to_the_general_way(fresh_database: str, one: Somebody) -> None:
    with opened(fresh_database) as bot:
        fill(bot.store, [one])
        assert asked_ordinarily(bot) == 0


def test_an_answer_that_comes_between_is_not_overwritten(fresh_database: str) -> None:
    with opened(fresh_database) as bot:
        fill(bot.store, SEVERAL)
        with bot.store.begin() as unit:
            people, _ = unit.bulk.next(NOW, 10)
            coming = unit.bulk.coming(NOW, people)
        stale = [one._replace(version=one.version + 1) for one in coming]
        before = rows(bot.store)
        ordinary = Ordinary(_Late(NOW, bot.words_for, stale))
        assert bot.planning.ordinary(ordinary) == 0
        assert ordinary.over
        assert rows(bot.store) == before


class _Late(Many):
    """Somebody answers after these were read."""

    def __init__(self, now: datetime, words_for: object, stale: list[object]) -> None:
        super().__init__(now, words_for)  # type: ignore[arg-type]  # the bot's own
        self.stale = stale

    def ask(self, rows: object) -> list[object]:  # type: ignore[override]  # the stale ones in their place
        return super().ask(self.stale)  # type: ignore[arg-type,return-value]
