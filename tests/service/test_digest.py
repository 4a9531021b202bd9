"""A leader's Friday and a coach's Monday through the real bot on a real database: one message each."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching import Engagement
from bot.due import plan
from bot.effects import FollowUp
from bot.events import Pressed, Submitted
from bot.facts import Capture, Chance, Consent
from bot.messages import Form, Ref
from bot.play import NeedsMore, Play
from tests.service.stage import EVENING, MONDAY, World, leader, practice, practice_id

FRIDAY = datetime(2026, 11, 27, 16, tzinfo=UTC)
"""17:00 in Berlin."""
READ = datetime(2026, 11, 30, 8, tzinfo=UTC)
"""Monday, 09:00 in Berlin."""


@pytest.fixture
def coached(world: World) -> World:
    """Nora coaches Ana and Omar; Ana shows her everything, Omar nothing. The follow-ups are those of a yes."""
    with world.store.begin() as unit:
        unit.people.save([leader("nora")])
        for name in ("ana", "omar"):
            unit.people.save([leader(name), practice(name), Engagement("nora", name, "accepted")])
            days = (MONDAY - timedelta(days=3 - n) if n < 1 else MONDAY + timedelta(days=n - 1) for n in range(5))
            unit.people.save([Chance(practice_id(name), day, name, "did", answered_at=EVENING) for day in days])
            wishes = [
                FollowUp("friday", date(2026, 11, 27), "test", at=leader(name).asks_at, flow="shown", subject="nora"),
                FollowUp("preview", date(2026, 11, 27), "test", flow="shown", subject="nora"),
            ]
            unit.follow_ups.put([plan(leader(name), wish) for wish in wishes])
        unit.people.save(
            (Consent("k1", "ana", "nora", "open", EVENING), Capture("b1", "ana", "bring", "telling Sales"))
        )
        monday = FollowUp("monday", date(2026, 11, 30), "test", at=datetime(2026, 11, 30, 9).time(), flow="digest",
                          subject="page")  # fmt: skip
        unit.follow_ups.put([plan(leader("nora"), monday)])
    return world


async def test_the_leader_sees_on_friday_what_the_coach_reads_on_monday(coached: World) -> None:
    await coached.at(FRIDAY)
    (shown,) = coached.platform.to("ana")
    await coached.does(coached.press("bring:b1"))
    assert coached.platform.to("nora") == []
    assert coached.platform.to("omar") == []
    await coached.at(READ)
    (page,) = coached.platform.to("nora")
    assert shown.startswith("Nora reads this about you on Monday 30 November:\nAna: ")
    assert "Ana: brings “telling Sales”" in page
    assert "Omar" in page.split("Quiet")[1]
    assert [row[0] for row in coached.rows("SELECT leader FROM shown")] == ["ana"]


async def test_the_row_is_sealed(coached: World) -> None:
    await coached.at(FRIDAY)
    await coached.does(coached.press("bring:b1"))
    assert "Sales" not in str(coached.rows("SELECT * FROM shown"))


async def test_a_choice_that_ends_on_sunday_is_not_read_on_monday(coached: World) -> None:
    await coached.at(FRIDAY)
    coached.now = FRIDAY + timedelta(days=2)
    await coached.does(coached.line("share nothing"))
    await coached.at(READ)
    read = coached.platform.to("nora")[-1]
    assert read == "None of the 2 leaders you work with shares anything with you at the moment."


async def test_nobody_else_takes_anything_out_of_it(coached: World) -> None:
    await coached.at(FRIDAY)
    before = coached.rows("SELECT line FROM shown")
    ref = Ref("shown", "nora", "preview", "2026-11-27")
    for who in ("omar", "nora"):
        await coached.does(coached.press_of(ref, "bring:b1", who))
        await coached.does(Submitted(coached.new_id(), who, coached.now, ref, {"out": "going,counts"}))
    pressed = coached.press("out")
    await coached.does(Pressed(coached.new_id(), "omar", coached.now, pressed.ref, "out", pressed.message))
    assert coached.rows("SELECT line FROM shown") == before


async def test_the_same_form_twice_takes_out_once(coached: World) -> None:
    await coached.at(FRIDAY)
    form = await coached.does(coached.press("out"))
    assert isinstance(form, Form)
    sent = Submitted(coached.new_id(), "ana", coached.now, form.ref, {"out": "counts"})
    await coached.does(sent)
    await coached.does(sent)
    await coached.at(READ)
    await coached.does(coached.press("open", "nora"))
    await coached.does(coached.press("ana", "nora"))
    assert "How it stands: going" in coached.platform.to("nora")[-1]
    assert "Chances" not in coached.platform.to("nora")[-1]


async def test_somebody_elses_page_opens_nobody(coached: World) -> None:
    await coached.at(FRIDAY)
    await coached.at(READ)
    for ref, key in ((Ref("digest", "page", "page", "2026-11-30"), "open"), (Ref("digest", "one", "who"), "ana")):
        await coached.does(coached.press_of(ref, key, "omar"))
    assert not [one for one in coached.platform.to("omar") if "Ana" in one]


async def test_a_tick_composes_every_page_with_no_more_loaded_than_it_needs(
    coached: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in (FRIDAY, READ):
        await coached.at(moment)
    found: list[str] = []
    real = Play.state

    def watched(play: Play, flow: str, subject: str) -> object:
        try:
            return real(play, flow, subject)
        except NeedsMore:
            found.append(flow)
            raise

    monkeypatch.setattr(Play, "state", watched)
    for moment in (FRIDAY, READ):
        await coached.at(moment + timedelta(weeks=1))
    assert len(coached.platform.to("nora")) == 2
    assert "digest" not in found
