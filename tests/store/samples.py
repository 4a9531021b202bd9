"""People and what they have going on, as the store's tests need them: only what matters is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.coaching import Engagement, Line, Page, Shown
from bot.content.words import Words
from bot.facts import Capture, Chance, Consent, Partner, Person, Practice, Record, Week
from bot.messages import Ask, Choice, Choices, Message, Plain, Quote, Ref, Text, Typed
from bot.outgoing import Outgoing
from bot.planned import Planned
from bot.store import Unit
from bot.store.references import Reference

KEY = b"A" * 43 + b"="
OTHER_KEY = b"B" * 43 + b"="
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LEASE = timedelta(seconds=60)
WORDS = Words("en", {}, {})


def words_for(_: str) -> Words:
    return WORDS


def person(id_: str = "ana", **more: Any) -> Person:
    return replace(Person(id_, id_.title(), zone="Europe/Berlin", homes=(f"slack:{id_}",)), **more)


def practice(id_: str = "wait", owner: str = "ana", **more: Any) -> Practice:
    return replace(Practice(id_, owner, act="I wait two seconds", started_on=date(2026, 10, 1)), **more)


FULL: tuple[Record, ...] = (
    person(
        "ana",
        country="DE",
        opens=time(8, 45),
        next_morning=True,
        joined_on=date(2026, 10, 1),
        paused_until=date(2026, 12, 1),
        away=((date(2026, 12, 24), date(2026, 12, 31)),),
        free_days=(date(2026, 12, 23),),
        quiet_until=NOW,
        effort=True,
        coach="nora",
        homes=("slack:ana", "teams:ana"),
    ),
    practice(
        "wait",
        then="I count to two",
        state="active",
        generation=2,
        restarts=(date(2026, 10, 20), date(2026, 11, 2)),
        automatic=(2, 3, 5),
        recent="dp-n",
    ),
    Chance("wait", TODAY, "ana", "did", 7, "it was quiet for once", True, 1, NOW),
    Chance("wait", TODAY - timedelta(days=1), "ana"),
    Capture("c1", "ana", "promise", "Omar the numbers", "Omar", TODAY, told=True, moved=True, made_at=NOW),
    Partner("ana", "omar", "wait", "accepted", TODAY),
    Consent("k1", "ana", "nora", "together", NOW - timedelta(days=3), NOW),
    Week("ana", date(2026, 11, 20), "answered", "What helped?", "the pause", "a walk", "Lea, for the notes", "ok"),
    Engagement("nora", "ana", "accepted", "I would like to work with you", TODAY, NOW, "Petra joins", TODAY),
    Page("ana", "slack:T1-C1", "coaching", ("nora", "lea"), ("lea",), "public"),
    Shown("ana", "nora", TODAY, "k1", Line(practice="wait", weeks=((1, 5),), brings=("telling Sales",)), ("kept",)),
)
"""One value of every kind, nothing left at its default that a type could spoil."""


def planned(person_: str = "ana", kind: str = "asked", occasion: date = TODAY, **more: Any) -> Planned:
    wall = datetime.combine(occasion, time(17))
    item = Planned(
        key=f"{person_}/checkin/{kind}/{occasion}",
        person=person_,
        flow="checkin",
        subject="wait",
        kind=kind,
        occasion=occasion,
        generation=0,
        wall=wall,
        zone="Europe/Berlin",
        due_at=datetime.combine(occasion, time(16), UTC),
        slot=True,
        again=(1, 2),
        first_on=occasion,
        stop="at noon of the next working day",
    )
    return replace(item, **more)


def message(text: str = "How did it go?", *, quote: str = "", flow: str = "checkin") -> Message:
    parts = (Text((Plain(text), Typed("my team"))), Choices((Choice("did", "Did it", main=True),)))
    quoted = (Quote(quote),) if quote else ()
    return Message((Ask((*parts, *quoted), Ref(flow, "wait", "asked", str(TODAY))),))


def outgoing(key: str, person_: str = "ana", **more: Any) -> Outgoing:
    row = Outgoing(key, person_, f"slack:{person_}", "slot", TODAY, message(), NOW, NOW + timedelta(hours=1))
    return replace(row, **more)


def reference(address: str = "teams:ana", **more: Any) -> Reference:
    user = f"29:{address}"
    return replace(Reference(address, "t1", user, "28:bot", "https://smba/emea/", f"a:{address}", NOW), **more)


def settle_in(unit: Unit, *names: str) -> None:
    """Let these people exist."""
    unit.people.save([person(name) for name in names])
