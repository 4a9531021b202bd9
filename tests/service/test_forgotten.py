"""Housekeeping forgets in small steps; old buttons still answer; a leader who is erased takes their round along."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.ballot.answer import Answer
from bot.ballot.asked import Scale
from bot.ballot.cells import FileCells
from bot.facts import Chance, Member, Team
from bot.flow import DONE, State
from bot.rules.retention import SPANS
from bot.store import retention
from bot.store.tables import TABLES
from tests.service.stage import EVENING, MONDAY, MORNING, World, practice_id
from tests.store.test_circles import ROUND

TEAM = ("ben", "eva", "jon", "kim", "lea")


async def test_housekeeping_goes_on_until_nothing_is_left_that_is_over(world: World) -> None:
    world.settle("ana", asked=False)
    days = [MONDAY - SPANS["tallies"] - timedelta(days=number + 2) for number in range(2 * retention.BATCH + 10)]
    with world.store.begin() as unit:
        unit.people.save([Chance(practice_id("ana"), day, "ana", "did") for day in days])
    await world.bot.tidy(MORNING)
    assert world.rows("SELECT count(*) FROM chance") == [(0,)]


async def test_a_process_that_ends_forgets_the_rest_next_time(world: World) -> None:
    world.settle("ana", asked=False)
    old = MONDAY - SPANS["tallies"] - timedelta(days=2)
    with world.store.begin() as unit:
        unit.people.save([Chance(practice_id("ana"), old, "ana", "did")])
    world.bot.draining = True
    await world.bot.tidy(MORNING)
    assert world.rows("SELECT count(*) FROM chance") == [(1,)]


async def test_a_button_of_a_message_that_was_forgotten_is_answered_anew(world: World) -> None:
    await world.asks("ana")
    press = world.press("did")
    with world.store.begin() as unit:
        unit.connection.execute(TABLES["outbox"].delete())
    before = len(world.platform.sent)
    await world.does(press)
    assert world.mark() == "did"
    (said,) = world.platform.sent[before:]
    assert said[3] is None, "there is nothing that it could replace"
    assert "Did it" in world.platform.to("ana")[-1]


async def test_a_conversation_is_forgotten_so_long_after_its_end(world: World) -> None:
    world.settle("ana", asked=False)
    await world.does(world.line("note Ben was quiet"))
    await world.does(world.line("help"))
    await world.does(world.line("pause"))
    await world.does(world.line("resume"))
    over = "SELECT count(*) FROM conversation WHERE step = 'done'"
    ((before,),) = world.rows(over)
    assert before
    await world.bot.tidy(MORNING + SPANS["talks"] - timedelta(hours=1))
    assert world.rows(over) == [(before,)]
    await world.bot.tidy(MORNING + SPANS["talks"] + timedelta(days=1))
    assert world.rows(over) == [(0,)]


async def test_who_sees_what_counts_what_the_store_has(world: World) -> None:
    world.settle("ana")
    await world.does(world.line("note Ben was quiet"))
    await world.does(world.line("privacy"))
    seen = world.platform.to("ana")[-1]
    assert "1 practice" in seen
    assert "1 kept line" in seen
    with world.store.look() as unit:
        kept = unit.counts("ana")
        assert kept["capture"] == len(unit.connection.execute(select(TABLES["capture"])).all()) == 1
    await world.does(world.press("words"))
    assert "Promises, notes, thanks" in world.platform.to("ana")[-1]
    await world.does(world.press_of(world.press("words").ref, "team"))
    assert "Who is in the team" not in world.platform.to("ana")[-1], "there is no team to read about"


async def test_a_leader_who_is_erased_in_an_open_round_leaves_no_box_and_no_key(world: World) -> None:
    world.settle("ana", *TEAM, asked=False)
    closes = EVENING + timedelta(days=7)
    led = replace(ROUND, state="open", closes_at=closes, releases_at=closes + timedelta(days=1), replied_on=None,
                  unanswered_on=None, thanked_on=None, heard="", declined="")  # fmt: skip
    with world.store.begin() as unit:
        unit.people.save([Team("ana", "running", 5), led, *(Member("ana", name, "asked") for name in TEAM)])
        unit.ballots.open("r1", TEAM, (Scale("say", 1, 5),), 5, closes)
        unit.talks.put([State("answer", name, "r1", DONE, {"name": "Ana"}) for name in TEAM])
    with world.store.begin() as unit:
        assert unit.ballots.cast("r1", "ben", Answer({"say": 3}), MORNING) == "taken"
    assert isinstance(world.store.cells, FileCells)
    assert world.store.cells.names()
    for _ in range(2):
        await world.does(world.line("erase"))
    assert "Everything is erased" in world.platform.to("ana")[-1]
    for table in ("ballot", "box", "invited", "round", "team", "member", "result", "comment"):
        assert world.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert world.store.cells.names() == []
