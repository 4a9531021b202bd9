"""Whatever people type is kept and shown as they typed it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.events import Submitted
from bot.facts import Capture, Practice
from bot.legible import BROKEN, NULL, legible
from bot.messages import Ref
from tests.service.stage import MORNING, World

STRANGE = [
    "<!channel> <@U123> <at>everyone</at>",
    "<script>alert('x')</script> & <b>bold</b>",
    "'; DROP TABLE person; --",
    "100% sure %s %(name)s {name} $1 :name",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 ﷽",
    "\u202eright to left\u202c \u200fعربي\u200e",
    "~looks sealed",
    "\x01\x07\x1b[31m\x7f\x85x",
    "\ufeff\ufffe\uffff\U0010ffff",
    "x" * 100_000,
]


def kept(world: World, owner: str = "ana") -> list[Capture]:
    with world.store.look() as unit:
        return list(unit.people.facts([owner], world.bot.words_for)[owner].captures)


@pytest.mark.parametrize("typed", STRANGE, ids=lambda typed: ascii(typed[:20]))
async def test_a_line_is_kept_and_shown_as_it_was_typed(world: World, typed: str) -> None:
    world.settle(asked=False)
    await world.does(world.line(f"note {typed}"))
    assert [one.text for one in kept(world)] == [typed]
    await world.does(world.line("export everything"))
    assert world.rows("SELECT state FROM outbox WHERE state <> 'sent'") == []


async def test_a_null_character_is_kept_visibly_and_never_crashes(world: World) -> None:
    world.settle(asked=False)
    await world.does(world.line("note before\x00after \ud83d half"))
    assert [one.text for one in kept(world)] == [f"before{NULL}after {BROKEN} half"]


async def test_a_null_character_is_harmless_in_every_field_of_every_event(world: World) -> None:
    await world.does(world.joined("an\x00a", "x:an\x00a", zone="\x00", locale="\x00", invited_by="\x00"))
    world.settle(asked=False)
    evil = "\x00\udc00"
    ref = Ref(evil, evil, evil, evil)
    await world.does(Submitted(world.new_id() + evil, "ana", MORNING, ref, {evil: evil}, evil))
    await world.does(world.press_of(ref, evil))
    assert {str(name) for (name,) in world.rows("SELECT name FROM person")} == {"An\u2400A", "Ana"}


async def test_a_practice_of_strange_words_is_asked_about(world: World) -> None:
    world.settle()
    for number, typed in enumerate(STRANGE[:-1]):
        assert legible(typed) == typed
        with world.store.begin() as unit:
            found = unit.people.facts(["ana"], world.bot.words_for)["ana"].practices[0]
            unit.people.save([Practice(found.id, "ana", act=typed, wish=typed, state="active")])
        with world.store.look() as unit:
            assert unit.people.facts(["ana"], world.bot.words_for)["ana"].practices[0].act == typed, number


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(), max_size=30))
def test_what_is_legible_is_the_same_but_for_what_nothing_can_hold(typed: str) -> None:
    fit = legible(typed)
    assert len(fit) == len(typed)
    fit.encode()
    assert all(new == old or (new, old) in ((NULL, "\x00"), (BROKEN, old)) for new, old in zip(fit, typed, strict=True))
    assert legible(fit) == fit
