"""What people do, once and twice and at the same moment."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Nobody, NotSaved, Stale
from bot.events import Pressed, Said, Submitted
from bot.messages import NOTHING, Ref
from bot.store.talks import Talks
from tests.service.stage import EVENING, Platform, World, practice_id, slot_of


async def test_an_answer_is_kept_and_redrawn_at_once(world: World) -> None:
    await world.asks()
    assert world.mark() == ""
    await world.does(world.press("did"))
    assert world.mark() == "did"
    assert world.platform.sent[-1][3] == slot_of("ana")
    assert "[change]" in world.platform.to("ana")[-1]


async def test_a_redelivered_event_does_nothing(world: World) -> None:
    await world.asks()
    press, line = world.press("did"), world.line("promise Omar the numbers on Thursday")
    for event in (press, line):
        await world.does(event)
    sent, rows = len(world.platform.sent), world.rows("SELECT * FROM capture")
    for event in (press, line, press):
        assert await world.does(event) == NOTHING
    assert (len(world.platform.sent), world.rows("SELECT * FROM capture")) == (sent, rows)


async def test_of_two_presses_at_the_same_moment_the_last_one_counts(world: World) -> None:
    await world.asks()
    before = len(world.platform.sent)
    other = world.another_bot()  # another process
    presses = world.press("did"), world.press("not")
    await asyncio.gather(world.bot.receive(presses[0]), other.receive(presses[1]))
    await asyncio.gather(world.bot.replied(), other.replied())
    await world.bot.deliver(world.now)
    shown = world.platform.to("ana")[before:]
    assert world.mark() in ("did", "not")
    assert len(shown) == 2
    assert all("[change]" in drawn for drawn in shown)
    assert world.rows("SELECT revision FROM chance") == [(1,)]
    await other.close()


async def test_the_same_event_delivered_twice_at_the_same_moment_is_handled_once(world: World) -> None:
    await world.asks()
    before = len(world.platform.sent)
    other, press = world.another_bot(), world.press("did")
    await asyncio.gather(world.bot.receive(press), other.receive(press))
    await asyncio.gather(world.bot.replied(), other.replied())
    assert len(world.platform.sent) == before + 1
    await other.close()


async def test_many_lines_at_once_are_all_kept_and_answered_in_order(world: World) -> None:
    world.settle(asked=False)
    lines = [world.line(f"note number {number}") for number in range(8)]
    await asyncio.gather(*(world.does(line) for line in lines))
    assert len(world.rows("SELECT id FROM capture")) == 8
    written = [str(key) for (key,) in world.rows("SELECT key FROM outbox ORDER BY id")]
    assert world.platform.sent_keys() == written


async def test_a_turn_that_somebody_else_overtook_is_run_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.asks()
    put, failures = Talks.put, [Stale(), Stale()]

    def overtaken(talks: Talks, states: Any) -> None:
        put(talks, states)
        if failures:
            raise failures.pop()

    monkeypatch.setattr(Talks, "put", overtaken)
    before = len(world.platform.sent)
    await world.does(world.press("did"))
    assert (world.mark(), len(world.platform.sent) - before) == ("did", 1)


async def test_who_is_overtaken_again_and_again_hears_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.asks()

    def overtaken(talks: Talks, states: Any) -> None:
        raise Stale

    monkeypatch.setattr(Talks, "put", overtaken)
    press = world.press("did")
    with pytest.raises(NotSaved):
        await world.does(press)
    monkeypatch.undo()
    assert world.mark() == ""
    await world.does(press)
    assert world.mark() == "did"


async def test_two_places_joined_at_the_same_moment_are_both_kept(world: World) -> None:
    other = world.another_bot(Platform())
    here = world.joined("ana", "x:ana", invited_by="nora", zone="Europe/Berlin")
    there = world.joined("ana", "x:ana-elsewhere")
    await asyncio.gather(world.bot.receive(here), other.receive(there))
    await asyncio.gather(world.bot.replied(), other.replied())
    with world.store.look() as unit:
        ana = unit.people.get("ana")
    assert ana is not None
    assert (sorted(ana.homes), ana.coach) == (["x:ana", "x:ana-elsewhere"], "nora")
    await other.close()


async def test_somebody_elses_button_changes_nothing_and_says_so_kindly(world: World) -> None:
    await world.asks("ana", "omar")
    before = world.rows("SELECT * FROM conversation ORDER BY owner, flow, subject")
    await world.does(world.press("did", "omar", of="ana"))
    assert (world.mark("ana"), world.mark("omar")) == ("", "")
    assert world.rows("SELECT * FROM conversation ORDER BY owner, flow, subject") == before
    assert "somebody else’s" in world.platform.to("omar")[-1]


async def test_a_button_of_a_day_that_is_closed_changes_nothing_and_says_so(world: World) -> None:
    await world.asks()
    press = world.press("not")
    await world.does(world.press("did"))
    await world.at(EVENING + timedelta(days=1))
    await world.does(press)
    assert world.mark() == "did"
    assert world.platform.to("ana")[-1] == world.bot.words_for("en").plain("checkin.passed")


async def test_nobody_knows_a_stranger_and_nothing_crashes(world: World) -> None:
    world.settle()
    ref = Ref("checkin", practice_id("ana"), "asked", "2026-11-23")
    for event in (Said("s1", "mallory", world.now, "hi"), Pressed("s2", "mallory", world.now, ref, "did", "nowhere")):
        with pytest.raises(Nobody):
            await world.does(event)
    assert world.platform.sent == []
    assert world.rows("SELECT count(*) FROM seen WHERE id IN ('s1', 's2')") == [(0,)]
    assert (await world.bot.view("mallory")).asks == ()


async def test_a_forged_handle_reaches_only_ones_own_conversations(world: World) -> None:
    await world.asks("ana", "omar")
    stolen = Ref("checkin", practice_id("ana"), "asked", "2026-11-23")
    for flow in ("checkin", "no such flow"):
        forged = Ref(flow, stolen.subject, stolen.step, stolen.occasion)
        await world.does(Pressed(world.new_id(), "omar", EVENING, forged, "did", "no such message"))
    assert world.mark("ana") == ""


async def test_a_press_on_a_question_that_never_was_is_told_so_and_leaves_nothing_behind(world: World) -> None:
    await world.asks()
    before = world.rows("SELECT flow, subject, step, version FROM conversation ORDER BY flow, subject")
    for number, ref in enumerate((Ref("checkin", "s" * 5000, "ask"), Ref("capture", "x", "line", "2026-11-23"))):
        for event in (Pressed, Submitted):
            act = event(f"forged-{number}-{event.__name__}", "ana", world.now, ref, **FORGED[event])
            assert await world.does(act) != NOTHING or event is Pressed
    assert world.rows("SELECT flow, subject, step, version FROM conversation ORDER BY flow, subject") == before
    assert len(world.platform.to("ana")) == 5


FORGED: dict[type, dict[str, Any]] = {Pressed: {"choice": "did"}, Submitted: {"fields": {"on": "9999-12-31"}}}


async def test_a_second_press_on_what_ends_a_conversation_says_nothing(world: World) -> None:
    await world.does(world.joined("ana"))
    await world.does(world.line("hi"))
    press = world.press("start")
    await world.does(press)
    said = len(world.platform.to("ana"))
    again = Pressed(world.new_id(), "ana", world.now, press.ref, "start", press.message)
    await world.does(again)
    assert len(world.platform.to("ana")) == said
