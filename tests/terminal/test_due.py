"""What is due now, and why the rest is not: the same verdict as the bot's own, told before it is carried out."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.due import plan
from bot.effects import FollowUp
from bot.facts import Person
from bot.planned import Planned
from bot.store import Store
from bot.why import Standing, standings
from tests.company import LEADERS, Company
from tests.terminal.conftest import START, Run

TUESDAY = date(2026, 11, 24)
AT_FIVE = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
ANA = Person("ana", "Ana", "Europe/Berlin", state="active", country="DE", homes=("x:ana",))


def planned(flow: str, kind: str, on: date = TUESDAY, at: time | None = None, person: Person = ANA) -> Planned:
    return plan(person, FollowUp(kind, on, "answered", at=at, flow=flow, subject="p"))


def why(person: Person, item: Planned, now: datetime = AT_FIVE, sent: dict[tuple[str, date], int] | None = None) -> str:
    """The reason, and until when in Berlin."""
    (one,) = standings(person, [item], sent or {}, now)
    local = "" if one.until is None else f"{one.until + timedelta(hours=1):%a %d %H:%M}"
    return f"{one.why} {local}".strip()


CHECKIN, THANK, PROMISE = (
    planned("checkin", "asked"),
    planned("capture", "thank"),
    planned("capture", "promised", at=time(9)),
)


@pytest.mark.parametrize(
    ("person", "item", "now", "said"),
    [
        (ANA, CHECKIN, AT_FIVE, "due"),
        (ANA, CHECKIN, AT_FIVE - timedelta(hours=1), "not yet Tue 24 17:00"),
        (replace(ANA, state="paused"), THANK, AT_FIVE, "paused Wed 25 17:00"),
        (replace(ANA, state="paused", paused_until=date(2026, 12, 1)), THANK, AT_FIVE, "paused Tue 01 17:00"),
        (replace(ANA, state="paused", paused_until=date(2026, 12, 1)), CHECKIN, AT_FIVE, "paused"),
        (replace(ANA, away=((TUESDAY, TUESDAY),)), THANK, AT_FIVE, "away Wed 25 17:00"),
        (replace(ANA, away=((TUESDAY, TUESDAY),)), THANK, START, "away Wed 25 17:00"),
        (replace(ANA, free_days=(TUESDAY,)), THANK, AT_FIVE, "free Wed 25 17:00"),
        (replace(ANA, workdays="1345"), CHECKIN, AT_FIVE, "weekend"),
        (ANA, planned("capture", "promised", date(2026, 12, 25), time(9)), START, "holiday Mon 28 09:00"),
        (ANA, planned("capture", "promised", at=time(19)), AT_FIVE, "hours Wed 25 17:30"),
        (ANA, PROMISE, AT_FIVE + timedelta(hours=3), "hours Wed 25 09:00"),
        (ANA, planned("capture", "promised", at=time(7)), AT_FIVE - timedelta(hours=10), "hours Tue 24 08:30"),
        (replace(ANA, quiet_until=AT_FIVE + timedelta(minutes=10)), THANK, AT_FIVE, "quiet Tue 24 17:10"),
        (ANA, CHECKIN, AT_FIVE + timedelta(days=1), "over"),
        (replace(ANA, state="stopped"), THANK, AT_FIVE, "ended"),
        (replace(ANA, state="quiet"), THANK, AT_FIVE, "ended"),
        (replace(ANA, away=((TUESDAY, TUESDAY),), state="paused"), THANK, AT_FIVE, "paused Wed 25 17:00"),
    ],
)
def test_the_first_thing_in_the_way_is_named(person: Person, item: Planned, now: datetime, said: str) -> None:
    assert why(person, item, now) == said


def test_what_finds_no_room_waits_for_it() -> None:
    full = {("slot", TUESDAY): 1}
    assert why(ANA, THANK, sent=full) == "room Wed 25 17:00"
    assert why(ANA, PROMISE, sent={("timed", TUESDAY): 2}) == "room Wed 25 09:00"
    week = {("slot", date(2026, 11, 23) + timedelta(days=day)): 1 for day in (-1, 0, 2, 3, 4)}
    assert why(ANA, THANK, sent=week) == "due", "Sunday was another week"


def test_of_two_that_lead_one_waits() -> None:
    found = list(standings(ANA, [THANK, CHECKIN, planned("capture", "bring")], {}, AT_FIVE))
    assert sorted((one.item.kind, one.why) for one in found) == [("asked", "due"), ("bring", "due"), ("thank", "room")]


def test_a_kind_that_no_longer_exists_is_said() -> None:
    item = replace(THANK, kind="sung")
    assert [one.reason for one in standings(ANA, [item], {}, AT_FIVE)] == ["a kind of follow-up that no longer exists"]


async def test_what_is_said_to_be_due_is_what_the_bot_then_asks(store: Store) -> None:
    company = Company(store, START)
    await company.settle(LEADERS)

    def now() -> tuple[list[Standing], set[int]]:
        with store.look() as unit:
            found = [
                one
                for person in unit.people.all()
                for one in standings(
                    person,
                    unit.follow_ups.waiting(person.id),
                    unit.outbox.sent([person.id], date(2026, 1, 1)).get(person.id, {}),
                    company.now,
                )
            ]
        return found, {one.item.id for one in found if one.why == "due"}

    asked = 0
    for _ in range(60):
        moment = await company.bot.next_due()
        assert moment is not None
        company.now = max(moment, company.now)
        found, due = now()
        before = {one.item.id: one for one in found}
        company.got.clear()
        await company.bot.tick(company.now)
        await company.bot.deliver(company.now)
        told = {before[id_].item.person for id_ in due}
        assert set(company.got) <= told
        asked += len(company.got)
        left = {one.item.id: one for one in now()[0]}
        for id_, one in before.items():
            if one.why == "room" and one.item.person not in company.got:
                continue  # what was due had nothing to say, and so the next one had its turn
            if one.why not in ("due", "over", "ended") and id_ in left and one.until and one.item.due_at <= company.now:
                assert left[id_].item.due_at == one.until, one
    assert asked > 20


def test_the_command_shows_what_is_due_and_why_the_rest_is_not(run: Run, company: Company) -> None:
    url = company.store.url.render_as_string(hide_password=False)
    moment = ("--now", AT_FIVE.isoformat())
    ended = run(url, "due", *moment)
    assert (ended.code, ended.err) == (0, "")
    header, *lines, last = ended.out.splitlines()
    assert header.split() == ["Person", "What", "Planned", "for", "Now"]
    assert lines[0].split() == ["Ana", "(ana)", "checkin/asked", "Tue", "2026-11-24", "17:00", "due", "now"]
    assert any(line.rstrip().endswith("not yet") for line in lines)
    assert last == f"2 due now, {len(lines) - 2} later. Times are each person's own."
    found = json.loads(run(url, "due", *moment, "--json").out)
    assert whys(found, "checkin") == ["due"]
    assert len(found) == len(lines)
    assert found[0]["due_at"] == AT_FIVE.isoformat()


def test_the_command_says_until_when(run: Run, company: Company) -> None:
    url = company.store.url.render_as_string(hide_password=False)
    with company.store.begin() as unit:
        ana = unit.people.get("ana")
        assert ana is not None
        unit.people.save([replace(ana, state="paused", paused_until=date(2026, 12, 1))])
    out = run(url, "due", "--now", AT_FIVE.isoformat()).out
    assert "paused, until Tue 2026-12-01 17:00" in out


def whys(found: Sequence[dict[str, str]], flow: str) -> list[str]:
    return [one["why"] for one in found if one["flow"] == flow]


def test_a_moment_without_its_offset_is_refused(run: Run) -> None:
    ended = run("sqlite://", "due", "--now", "2026-11-23T17:00:00")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("--now is '2026-11-23T17:00:00', which could be anywhere: it needs its offset")
