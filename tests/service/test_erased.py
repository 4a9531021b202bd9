"""Erasing is complete, in the middle of anything, and the last line still arrives."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.coaching import Engagement, Page
from bot.delivery import Later
from bot.errors import Nobody
from bot.flows.page import places
from bot.messages import Document
from bot.store.tables import TABLES
from tests.service.stage import EVENING, MORNING, World

MARK = "Kassandra-4711"
WHO = "U0ANA77"
NAME = "Kassandra Erasable"


def found(world: World, *words: str) -> list[tuple[str, object]]:
    """Where any of these words stands, in any column of any table, as the store reads it."""
    hits = []
    with world.store.look() as unit:
        for name, table in TABLES.items():
            for row in unit.connection.execute(table.select()).mappings():
                said = str(dict(row))
                hits += [(name, dict(row)) for word in words if word in said]
    return hits


def in_the_files(world: World, *words: str) -> list[str]:
    if world.store.dialect != "sqlite":
        return []
    folder = Path(str(world.store.url.database)).parent
    return [f"{file.name}: {word}" for file in folder.iterdir() for word in words if word.encode() in file.read_bytes()]


async def live(world: World) -> None:
    """A leader with a coach, a partner, a practice, a promise, a question that is open."""
    await world.does(world.joined("nora"))
    await world.does(world.joined(WHO, invited_by="nora", zone="Europe/Berlin"))
    world.settle("omar", WHO)
    with world.store.begin() as unit:
        ana, omar = unit.people.get(WHO), unit.people.get("omar")
        assert ana is not None
        assert omar is not None
        unit.people.save([replace(ana, name=NAME, coach="nora"), replace(omar, coach=WHO)])
    for line in (f"note {MARK} was quiet", f"promise Omar the {MARK} numbers on Thursday", "partner Omar"):
        await world.does(world.line(line, WHO))
    await world.does(world.press("yes", WHO))
    await world.bot.deliver(world.now)
    await world.does(world.press("yes", "omar"))
    await world.at(EVENING)


@pytest.mark.parametrize("moment", ["asked", "answered", "form", "unsent", "paused"])
async def test_erasing_leaves_nothing_and_the_last_line_arrives(world: World, moment: str) -> None:
    await live(world)
    assert found(world, WHO, MARK)
    match moment:
        case "answered":
            await world.does(world.press("did", WHO))
        case "form":
            await world.does(world.press("more", WHO))
        case "unsent":
            world.platform.fail = _later
            await world.does(world.line(f"note {MARK} again", WHO))
            world.platform.fail = _never
        case "paused":
            await world.does(world.line("pause", WHO))
        case _:
            pass
    for _ in range(2):
        await world.does(world.line("erase", WHO))
    await world.bot.deliver(world.now)
    assert "Everything is erased" in world.platform.to(WHO)[-1]
    await world.bot.tidy(world.now)
    await world.bot.deliver(world.now)
    await world.bot.tidy(world.now)
    assert found(world, WHO, MARK) == []
    assert {name for name, _ in found(world, NAME)} <= {"outbox"}  # what others have received stays with them
    assert in_the_files(world, WHO, MARK, NAME) == []
    with world.store.look() as unit:
        omar = unit.people.get("omar")
    assert omar is not None
    assert omar.coach == ""


def _later(address: str, key: str) -> None:
    raise Later(30)


def _never(address: str, key: str) -> None:
    return None


async def test_an_erased_person_can_begin_anew(world: World) -> None:
    await live(world)
    for _ in range(2):
        await world.does(world.line("erase", WHO))
    await world.does(world.joined(WHO, zone="Europe/Berlin"))
    await world.does(world.line("hi", WHO))
    assert "[start]" in world.platform.to(WHO)[-1]
    assert world.rows(f"SELECT count(*) FROM practice WHERE owner = '{WHO}'") == [(0,)]


async def test_an_answer_that_comes_after_erasing_is_a_strangers(world: World) -> None:
    await live(world)
    late = world.press("did", WHO)
    for _ in range(2):
        await world.does(world.line("erase", WHO))
    sent = len(world.platform.sent)
    with pytest.raises(Nobody):
        await world.does(late)
    assert len(world.platform.sent) == sent
    await world.at(MORNING.replace(day=25))
    assert [one for one in found(world, WHO) if one[0] not in ("outbox", "seen")] == []


async def test_the_export_holds_everything_that_was_typed(world: World) -> None:
    await live(world)
    await world.does(world.line("export everything", WHO))
    documents = [
        part
        for address, _, message, _ in world.platform.sent
        for ask in message.asks
        for part in ask.parts
        if isinstance(part, Document) and address == f"x:{WHO}"
    ]
    given = json.loads(documents[-1].content)
    assert {name for name, rows in given.items() if rows} >= {
        "person", "practice", "chance", "capture", "partner", "conversation", "follow_up", "outbox",
    }  # fmt: skip
    assert {f"{MARK} was quiet", f"the {MARK} numbers"} & {row["text"] for row in given["capture"]}


def test_whoever_is_erased_is_among_nobodys_readers_any_more(world: World) -> None:
    world.settle("ana", "nora", "lea")
    page = Page("nora", "x:room", "#coaching", ("ana", "lea", "nora"), ("ana", "lea"))
    with world.store.begin() as unit:
        unit.people.save([Engagement("nora", "ana", "accepted"), page])
    with world.store.begin() as unit:
        unit.erase("lea")
    with world.store.look() as unit:
        facts = unit.people.facts(["nora"], world.bot.words_for)["nora"]
    assert facts.page == Page("nora", "x:room", "#coaching", ("ana", "nora"), ("ana",))
    assert places(facts).only == ("ana", "nora"), "if they are there still, they have come anew"
