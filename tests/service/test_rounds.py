"""Rounds in the life of the real bot: from the naming of a team to its results, lost keys and leaders who go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.ballot.answer import Answer
from bot.events import Left, Submitted
from bot.facts import Person, Round
from bot.flow import hashed
from bot.messages import FieldErrors, Form
from tests.service.stage import World, leader

NAMES = ("ben", "eva", "jon", "kim", "lea", "mia")
FIRST = hashed("round", "ana", "1")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""10:00 in Berlin."""
WEDNESDAY = TUESDAY + timedelta(days=1)
CLOSES = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)


def settle(world: World) -> None:
    with world.store.begin() as unit:
        unit.people.save(
            [leader("ana"), *(Person(one, one.title(), "Europe/Berlin", homes=(f"x:{one}",)) for one in NAMES)]
        )


async def fills(world: World, button: str, **fields: str) -> object:
    """Press a button that opens a form, and send it."""
    press = world.press(button)
    form = await world.does(press)
    assert isinstance(form, Form)
    return await world.does(Submitted(world.new_id(), "ana", world.now, form.ref, fields, press.message))


async def told(world: World) -> None:
    """Ana has named her team and told it, on Monday."""
    settle(world)
    await world.does(world.line("team"))
    await fills(world, "people", people=" ".join(NAMES))
    await fills(world, "stay", stay=",".join(NAMES))
    await fills(world, "choose", k="5", every="4", holds="yes")
    await fills(world, "notice", notice="A bot will ask you.")
    await world.does(world.press("told"))


async def opened(world: World) -> None:
    """Asked on Wednesday."""
    await told(world)
    await world.at(TUESDAY)
    await world.at(WEDNESDAY)


def round_of(world: World, number: int = 1) -> Round | None:
    with world.store.look() as unit:
        facts = unit.people.facts(["ana"], world.bot.words_for)["ana"]
    return next((one for one in facts.rounds if one.number == number), None)


async def answers(world: World, *names: str) -> None:
    for name in names:
        assert await world.bot.rounds.cast(FIRST, name, Answer({"next": "an agenda"}), world.now) == "taken"


async def test_a_round_from_the_naming_of_a_team_to_its_end(world: World) -> None:
    await told(world)
    await world.at(TUESDAY - timedelta(minutes=1))
    assert all(world.platform.to(name) == [] for name in NAMES)
    await world.at(TUESDAY)
    assert {len(world.platform.to(name)) for name in NAMES} == {1}
    assert round_of(world) is None
    await world.at(WEDNESDAY)
    round_ = round_of(world)
    assert round_ is not None
    assert (round_.id, round_.invited, round_.k, round_.state) == (FIRST, 6, 5, "open")
    assert round_.closes_at == CLOSES
    await answers(world, *NAMES[:5])
    await world.at(CLOSES - timedelta(seconds=1))
    assert round_of(world) == round_
    await world.at(CLOSES)
    closed = round_of(world)
    assert closed is not None
    assert closed.state == "released"
    assert world.rows("SELECT count(*) FROM box") == [(0,)]


async def test_too_few_answers_are_destroyed_and_everybody_hears_it(world: World) -> None:
    await opened(world)
    await answers(world, *NAMES[:4])
    await world.at(CLOSES)
    assert round_of(world).state == "below"  # type: ignore[union-attr]  # there is one
    await world.at(CLOSES + timedelta(hours=18))
    assert all("all of it is destroyed" in world.platform.to(name)[-1] for name in NAMES)
    assert world.rows("SELECT count(*) FROM comment") == [(0,)]


async def test_nobody_hears_of_a_team_that_is_only_named(world: World) -> None:
    settle(world)
    await world.does(world.line("team"))
    await fills(world, "people", people=" ".join(NAMES))
    await world.at(WEDNESDAY)
    assert all(world.platform.to(name) == [] for name in NAMES)


async def test_ids_that_nobody_has_name_nobody(world: World) -> None:
    settle(world)
    await world.does(world.line("team"))
    reply = await fills(world, "people", people="nobody x:ben U123 ana")
    assert isinstance(reply, FieldErrors)
    assert world.rows("SELECT count(*) FROM member") == [(0,)]


async def test_somebody_far_down_in_the_list_of_people_can_be_named(world: World) -> None:
    settle(world)
    with world.store.begin() as unit:
        unit.people.save([leader(f"a{number:03}") for number in range(60)])
    await world.does(world.line("team"))
    await fills(world, "people", people="mia")
    assert world.rows("SELECT leader, person, state FROM member") == [("ana", "mia", "named")]


async def test_nobody_changes_somebody_elses_team(world: World) -> None:
    await opened(world)
    with world.store.begin() as unit:
        unit.people.save([leader("eve")])
    await world.does(world.line("team"))
    stop = world.press("stop")
    await world.does(world.press("stop", person="eve", of="ana"))
    assert world.rows("SELECT state FROM team WHERE leader = 'ana'") == [("running",)]
    assert "team" not in [row[0] for row in world.rows("SELECT flow FROM conversation WHERE owner = 'eve'")]
    await world.does(world.press_of(stop.ref, "stop", "eve"))
    assert world.rows("SELECT leader, state FROM team") == [("ana", "running")]


async def test_pressed_twice_and_late_a_question_is_asked_once(world: World) -> None:
    await told(world)
    await world.at(TUESDAY)
    await world.does(world.line("ask my team"))
    press = world.press("small")
    for number in range(3):
        await world.does(world.press("small", id_=f"again{number}"))
    await world.does(press)
    assert world.rows("SELECT count(*) FROM ballot") == [(1,)]
    assert world.rows("SELECT number FROM round") == [(1,)]


async def test_lost_keys_are_told_to_everybody_as_the_process_starts_and_asked_again(world: World) -> None:
    await opened(world)
    await answers(world, "ben")
    for name in world.store.cells.names():  # type: ignore[union-attr]  # it has cells
        world.store.cells.destroy(name)  # type: ignore[union-attr]  # it has cells
    before = {name: len(world.platform.to(name)) for name in NAMES}
    await world.bot.recover(world.now)
    assert round_of(world).state == "lost"  # type: ignore[union-attr]  # there is one
    await world.bot.recover(world.now)
    await world.at(world.now)
    assert {name: len(world.platform.to(name)) - before[name] for name in NAMES} == dict.fromkeys(NAMES, 1)
    assert all("nobody can read it" in world.platform.to(name)[-1] for name in NAMES)
    await world.at(WEDNESDAY + timedelta(days=14))
    again = round_of(world, 2)
    assert again is not None
    assert again.opened_on == date(2026, 12, 9)


async def test_a_round_that_an_answer_found_to_be_lost_is_told_of_at_the_next_tick(world: World) -> None:
    await opened(world)
    for name in world.store.cells.names():  # type: ignore[union-attr]  # it has cells
        world.store.cells.destroy(name)  # type: ignore[union-attr]  # it has cells
    assert await world.bot.rounds.cast(FIRST, "ben", Answer({}), world.now) == "lost"
    assert round_of(world).state == "open"  # type: ignore[union-attr]  # there is one
    await world.at(WEDNESDAY + timedelta(seconds=15))
    assert round_of(world).state == "lost"  # type: ignore[union-attr]  # there is one
    assert all("nobody can read it" in world.platform.to(name)[-1] for name in NAMES)


async def test_a_round_whose_closing_was_set_aside_is_closed_by_housekeeping(world: World) -> None:
    await opened(world)
    await answers(world, *NAMES[:5])
    with world.store.begin() as unit:
        late = text("UPDATE follow_up SET state = 'aside' WHERE flow = 'pulse' AND kind = 'close'")
        unit.connection.execute(late)
    closes_at = round_of(world).closes_at  # type: ignore[union-attr]  # there is one
    await world.at(closes_at + timedelta(hours=5))
    await world.bot.tidy(world.now)
    assert round_of(world).state == "open"  # type: ignore[union-attr]  # there is one
    await world.at(closes_at + timedelta(hours=7))
    await world.bot.tidy(world.now)
    assert round_of(world).state == "released"  # type: ignore[union-attr]  # there is one


async def test_keys_that_cannot_be_asked_for_lose_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await opened(world)
    folder = world.store.cells.folder  # type: ignore[union-attr]  # files
    folder.chmod(0o755)
    await world.bot.recover(world.now)
    folder.chmod(0o700)
    assert round_of(world).state == "open"  # type: ignore[union-attr]  # there is one
    await answers(world, *NAMES)


async def test_where_no_keys_can_be_kept_nobody_is_asked_and_the_leader_hears_why(world: World) -> None:
    await told(world)
    await world.at(TUESDAY)
    folder = world.store.cells.folder  # type: ignore[union-attr]  # files
    folder.mkdir(mode=0o755)
    await world.at(WEDNESDAY)
    folder.chmod(0o700)
    assert round_of(world) is None
    assert "its rights must be 0700" in world.platform.to("ana")[-1]
    await world.at(WEDNESDAY + timedelta(days=7))
    assert round_of(world) is not None


@pytest.mark.parametrize("how", ["left", "stop", "erase"])
async def test_a_leader_who_goes_drops_the_open_round_and_the_team_is_told_once(world: World, how: str) -> None:
    await opened(world)
    await answers(world, "ben", "eva")
    before = {name: len(world.platform.to(name)) for name in NAMES}
    match how:
        case "left":
            await world.does(Left(world.new_id(), "ana", world.now))
        case "stop":
            await world.does(world.line("stop"))
        case _:
            await world.does(world.line("erase"))
            await world.does(world.line("erase"))
    await world.at(world.now + timedelta(minutes=1))
    assert {name: len(world.platform.to(name)) - before[name] for name in NAMES} == dict.fromkeys(NAMES, 1)
    assert {world.platform.to(name)[-1] for name in NAMES} == {
        "What Ana asked was taken back before its time. "
        "Whatever was answered is destroyed, and nobody has read any of it. "
        "Ana has ended this for the team: I ask you nothing for Ana any more, and pass nothing on."
    }
    assert world.rows("SELECT count(*) FROM box") == [(0,)]
    assert world.rows("SELECT state FROM ballot") in ([("lost",)], [])
    await world.at(CLOSES + timedelta(days=1))
    assert {name: len(world.platform.to(name)) - before[name] for name in NAMES} == dict.fromkeys(NAMES, 1)


async def test_whoever_leaves_the_workspace_is_in_no_team_and_their_answer_stays(world: World) -> None:
    await opened(world)
    await answers(world, *NAMES[:5])
    await world.does(Left(world.new_id(), "ben", world.now))
    assert world.rows("SELECT person FROM member WHERE state = 'left'") == [("ben",)]
    await world.at(CLOSES)
    assert round_of(world).state == "released"  # type: ignore[union-attr]  # there is one


async def test_after_a_leader_has_erased_everything_a_new_first_round_is_a_new_one(world: World) -> None:
    await opened(world)
    await world.does(world.line("erase"))
    await world.does(world.line("erase"))
    world.now = WEDNESDAY + timedelta(days=21)
    await told(world)
    await world.at(world.now + timedelta(days=1))
    await world.at(world.now + timedelta(days=1))
    round_ = round_of(world)
    assert round_ is not None
    assert round_.state == "open"
    assert await world.bot.rounds.cast(round_.id, "ben", Answer({}), world.now) == "taken"


async def test_after_downtime_over_its_end_a_round_closes_late(world: World) -> None:
    await opened(world)
    await answers(world, *NAMES)
    await world.at(CLOSES + timedelta(days=9))
    assert round_of(world).state == "released"  # type: ignore[union-attr]  # there is one
