"""One person in two places: what the two sides do, one after the other and at the same moment."""

import asyncio
import re
from datetime import timedelta

import pytest

from bot.errors import Nobody
from bot.events import Left
from bot.store.tables import TABLES
from tests.service.stage import EVENING, MORNING, Platform, World, drawn, practice_id

ANA, LIND = "U0ANA", "T0LIND"
CODE = re.compile(r"\b\w{4}-\w{4}\b")
QUIET = "[here]"


async def come(world: World) -> None:
    """Ana in one place, where something goes on, and in another one, where she has only just come."""
    world.settle(ANA)
    await world.does(world.joined(LIND, zone="Europe/Berlin"))
    await world.does(world.line("hi", LIND))


async def says(world: World, words: str, who: str) -> str:
    """What is seen there after that line."""
    await world.does(world.line(words, who))
    await world.bot.deliver(world.now)
    return world.platform.to(who)[-1]


async def taps(world: World, choice: str, who: str) -> str:
    await world.does(world.press(choice, who))
    await world.bot.deliver(world.now)
    return world.platform.to(who)[-1]


async def code(world: World, who: str = ANA) -> str:
    found = CODE.search(await says(world, "link", who))
    assert found
    return found[0]


async def ask(world: World) -> None:
    """As far as the second question."""
    await come(world)
    await says(world, f"link {await code(world)}", LIND)
    await taps(world, "yes", LIND)


async def link(world: World) -> None:
    await ask(world)
    await taps(world, "yes", ANA)


def linked(world: World) -> dict[str, str]:
    return {str(one): str(other) for one, other in world.rows("SELECT id, linked FROM person") if other}


def states(world: World) -> dict[str, str]:
    return {str(one): str(state) for one, state in world.rows("SELECT id, state FROM person")}


async def test_two_yes_link_the_two_and_a_place_is_chosen(world: World) -> None:
    await link(world)
    assert linked(world) == {ANA: LIND, LIND: ANA}
    assert "[here] [there]" in world.platform.to(ANA)[-1]
    assert "the two are linked" in world.platform.to(LIND)[-1]
    assert QUIET in await taps(world, "there", ANA)
    assert "[begin:" in world.platform.to(LIND)[-1]
    assert states(world) == {ANA: "quiet", LIND: "active"}


async def test_the_chosen_place_asks_and_the_quiet_one_does_not_until_it_is_chosen(world: World) -> None:
    await link(world)
    await taps(world, "there", ANA)
    await taps(world, f"begin:{practice_id(ANA)}", LIND)
    before = len(world.platform.to(ANA))
    for days in range(3):
        await world.at(EVENING + timedelta(days=days))
    assert len(world.platform.to(ANA)) == before
    assert "[did]" in world.platform.to(LIND)[-1]
    reasons = world.rows(f"SELECT state, reason FROM follow_up WHERE person = '{ANA}' AND flow = 'checkin'")
    assert reasons == [("stopped", "asked in another place")]
    await taps(world, "here", ANA)
    asked = len(world.platform.to(LIND))
    for days in range(3, 6):
        await world.at(EVENING + timedelta(days=days))
    assert len(world.platform.to(LIND)) == asked
    assert "[did]" in world.platform.to(ANA)[-1]


async def test_replies_are_answers_and_what_goes_to_the_other_side_is_in_somebodys_name(world: World) -> None:
    await link(world)
    await taps(world, "there", ANA)
    classes = {str(key).partition("/")[0] for (key,) in world.rows("SELECT key FROM outbox WHERE key NOT LIKE '%#%'")}
    assert classes == {"reply", "behalf"}
    other = [key for key in world.platform.sent_keys() if key.startswith("behalf/") and "#" not in key]
    assert len(other) == 3  # the second question, that they are linked, and where the questions come


async def test_what_goes_to_the_other_side_waits_for_its_working_hours(world: World) -> None:
    await come(world)
    world.now = world.real = EVENING + timedelta(hours=3)
    typed = await code(world)
    await says(world, f"link {typed}", LIND)
    await taps(world, "yes", LIND)
    assert "Is that so?" not in world.platform.to(ANA)[-1]
    await world.at(MORNING + timedelta(days=1))
    assert "Is that so?" in world.platform.to(ANA)[-1]
    await world.at(MORNING + timedelta(days=1, hours=8))
    assert await taps(world, "yes", ANA)
    assert linked(world) == {ANA: LIND, LIND: ANA}


async def test_a_question_nobody_answers_is_over_and_whoever_waits_gets_to_know(world: World) -> None:
    await ask(world)
    await world.at(MORNING + timedelta(days=1, minutes=1))
    assert world.platform.to(LIND)[-1].startswith("I asked in another workspace or organisation, and nobody answered.")
    assert (await taps(world, "yes", ANA)).startswith("That question is over")
    assert linked(world) == {}


async def test_a_code_lies_nowhere_but_in_the_message_that_says_it(world: World) -> None:
    await come(world)
    typed = await code(world)
    await says(world, f"link {typed.lower().replace('-', ' ')}", LIND)
    bare = typed.replace("-", "").casefold()
    holding = set()
    with world.store.look() as unit:
        for name, table in TABLES.items():
            for row in unit.connection.execute(table.select()).mappings():
                folded = str(dict(row)).casefold()
                if any(way in folded for way in (typed.casefold(), bare, typed.casefold().replace("-", " "))):
                    holding.add((name, row.get("owner") or row.get("person")))
    assert holding == {("outbox", ANA)}
    sealed = world.rows("SELECT payload FROM outbox")
    assert all(typed not in str(payload) for (payload,) in sealed)


async def test_an_act_that_comes_twice_makes_one_code_and_one_question(world: World) -> None:
    await come(world)
    asking = world.line("link", ANA)
    for _ in range(2):
        await world.does(asking)
    found = CODE.search(world.platform.to(ANA)[-1])
    assert found
    typing = world.line(f"link {found[0]}", LIND)
    for _ in range(2):
        await world.does(typing)
    assert sum("Are you the one called" in said for said in world.platform.to(LIND)) == 1
    yes = world.press("yes", LIND)
    for _ in range(2):
        await world.does(yes)
    await world.bot.deliver(world.now)
    assert sum("Is that so?" in said for said in world.platform.to(ANA)) == 1


async def test_of_two_who_type_a_code_at_once_one_is_asked(world: World) -> None:
    await come(world)
    await world.does(world.joined("mallory", zone="Europe/Berlin"))
    typed = await code(world)
    other = world.another_bot()
    lines = world.line(f"link {typed}", LIND), world.line(f"link {typed}", "mallory")
    await asyncio.gather(world.bot.receive(lines[0]), other.receive(lines[1]))
    await asyncio.gather(world.bot.replied(), other.replied())
    said = [world.platform.to(who)[-1] for who in (LIND, "mallory")]
    assert sum("Are you the one called" in one for one in said) == 1
    assert sum("leads nowhere" in one for one in said) == 1
    await other.close()


async def test_guessing_is_over_after_five_and_nothing_is_tried_for_an_hour(world: World) -> None:
    await come(world)
    said = [await says(world, "link K7QW-M3PD", LIND) for _ in range(5)]
    assert [one[:20] for one in said] == ["That code leads nowh"] * 4 + ["Those were a few cod"]
    assert (await says(world, f"link {await code(world)}", LIND)).startswith("Those were a few codes")
    world.now = world.real = MORNING + timedelta(hours=1)
    assert "Are you the one called" in await says(world, f"link {await code(world)}", LIND)


async def test_two_yes_at_once_to_two_different_people_link_one_of_them(world: World) -> None:
    await ask(world)
    await world.does(world.joined("mallory", zone="Europe/Berlin"))
    typed = await code(world, "mallory")
    await says(world, f"link {typed}", LIND)
    await taps(world, "yes", LIND)
    yes = [world.press("yes", ANA), world.press("yes", "mallory")]
    taken = await asyncio.to_thread(world.bot.acts.take_all, yes)
    assert not [one for one in taken if isinstance(one, Exception)]
    world.later = timedelta(minutes=5)  # nobody sends what these acts said, and others take it over
    await world.bot.deliver(world.now)
    assert len(linked(world)) == 2
    assert linked(world)[LIND] in (ANA, "mallory")
    assert sum("can no longer be linked" in world.platform.to(who)[-1] for who in (ANA, "mallory")) == 1


@pytest.mark.parametrize("together", [True, False])
async def test_both_sides_choosing_themselves_at_once_leaves_one_that_asks(world: World, together: bool) -> None:
    await link(world)
    await says(world, "home here", LIND)
    await taps(world, "leave", LIND)
    await says(world, "unlink", ANA)
    await says(world, "start", ANA)
    await says(world, f"link {await code(world)}", LIND)
    await taps(world, "yes", LIND)
    await taps(world, "yes", ANA)
    assert states(world) == {ANA: "active", LIND: "active"}
    lines = [world.line("home here", ANA), world.line("home here", LIND)]
    if together:
        await asyncio.to_thread(world.bot.acts.take_all, lines)
    else:
        other = world.another_bot()
        await asyncio.gather(world.bot.receive(lines[0]), other.receive(lines[1]))
        await asyncio.gather(world.bot.replied(), other.replied())
        await other.close()
    assert sorted(states(world).values()) == ["active", "quiet"]


async def test_parting_while_the_other_side_does_something_else_parts_both(world: World) -> None:
    await link(world)
    lines = [world.line("ask me at 16:30", LIND), world.line("unlink", ANA)]
    await asyncio.to_thread(world.bot.acts.take_all, lines)
    assert linked(world) == {}


async def test_a_button_of_the_other_sides_message_is_somebody_elses(world: World) -> None:
    await ask(world)
    await world.does(world.press("yes", LIND, of=ANA))
    assert linked(world) == {}
    assert "somebody else’s" in world.platform.to(LIND)[-1]


async def test_erasing_one_side_frees_the_other_and_leaves_nothing_of_it(world: World) -> None:
    await link(world)
    await taps(world, "here", ANA)
    for _ in range(2):
        await says(world, "erase", ANA)
    assert linked(world) == {}
    assert states(world) == {LIND: "quiet"}
    assert world.platform.to(LIND)[-1].startswith("What I kept about you in another workspace")
    with pytest.raises(Nobody):
        await world.does(world.press("there", ANA))
    await world.bot.tidy(world.now)
    with world.store.look() as unit:
        left = [
            (name, dict(row))
            for name, table in TABLES.items()
            for row in unit.connection.execute(table.select()).mappings()
            if ANA in str(dict(row))
        ]
    assert left == []
    await taps(world, "here", LIND)
    assert states(world) == {LIND: "active"}


async def test_an_answer_about_somebody_who_was_erased_links_nobody(world: World) -> None:
    await ask(world)
    for _ in range(2):
        await says(world, "erase", LIND)
    assert (await taps(world, "yes", ANA)).startswith("That question")
    assert linked(world) == {}


async def test_who_leaves_where_they_are_asked_is_offered_the_questions_in_the_other_place(world: World) -> None:
    await link(world)
    await taps(world, "there", ANA)
    for _ in range(2):
        await world.does(Left(world.new_id(), LIND, world.now))
    await world.bot.deliver(world.now)
    assert sum("Nothing reaches you" in one for one in world.platform.to(ANA)) == 1
    await taps(world, "here", ANA)
    assert states(world) == {ANA: "active", LIND: "gone"}
    await world.at(EVENING)
    assert "[did]" in world.platform.to(ANA)[-1]


async def test_a_question_that_waits_to_be_sent_does_not_come_once_the_place_is_quiet(world: World) -> None:
    await link(world)
    await world.bot.tick(EVENING)
    world.now = world.real = EVENING
    with world.store.begin() as unit:
        waits = unit.connection.execute(TABLES["outbox"].select().where(TABLES["outbox"].c.cls == "slot")).all()
    assert len(waits) == 1
    await taps(world, "there", ANA)
    assert not any("[did]" in one for one in world.platform.to(ANA))


async def test_the_words_of_others_still_arrive_in_the_quiet_place(world: World) -> None:
    await link(world)
    world.settle("omar")
    world.now = world.real = EVENING + timedelta(hours=3)
    with world.store.begin() as unit:
        ana = unit.people.get(ANA)
        assert ana is not None
    await says(world, f"thank {ana.name} for flagging the delay", "omar")
    await taps(world, f"to:{ANA}", "omar")
    await taps(world, "there", ANA)
    await world.at(MORNING + timedelta(days=1))
    assert any("flagging the delay" in one for one in world.platform.to(ANA))


async def test_the_page_of_the_quiet_place_says_so(world: World) -> None:
    await link(world)
    await taps(world, "there", ANA)
    page = str(await world.bot.view(ANA))
    assert "I ask nothing here at the moment." in page
    assert "home_here" in page
    assert LIND not in page


async def test_a_second_process_takes_the_second_yes(world: World) -> None:
    await ask(world)
    other = world.another_bot(Platform())
    await other.receive(world.press("yes", ANA))
    await other.replied()
    assert linked(world) == {ANA: LIND, LIND: ANA}
    await other.close()


async def test_each_side_is_written_to_on_its_own_platform_and_hears_of_the_other_by_name(world: World) -> None:
    slack, teams = Platform(), Platform()
    world.transports |= {"slack": slack, "teams": teams}
    await world.does(world.joined(ANA, f"slack:{ANA}", zone="Europe/Berlin"))
    await world.does(world.joined(LIND, f"teams:{LIND}", zone="Europe/Berlin"))
    await world.does(world.line("link", ANA))
    found = CODE.search(drawn(slack.sent[-1][2]))
    assert found
    await world.does(world.line(f"link {found[0]}", LIND))
    assert "on Slack?" in drawn(teams.sent[-1][2])
    world.platform.sent = [(f"x:{LIND}", key, message, replaces) for _, key, message, replaces in teams.sent]
    await world.does(world.press("yes", LIND))
    await world.bot.deliver(world.now)
    assert "on Teams says that you are the same person" in drawn(slack.sent[-1][2])
    assert {address.partition(":")[0] for address, *_ in slack.sent} == {"slack"}
    assert {address.partition(":")[0] for address, *_ in teams.sent} == {"teams"}
