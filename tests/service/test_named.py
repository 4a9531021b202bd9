"""What is told with a name, through the real bot on a real database: when it arrives, and who gets to know what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.events import Left, Pressed, Submitted
from bot.facts import Item, Member, Round, Team
from bot.messages import Form, Message, Ref
from tests.service.stage import MORNING, World, drawn, leader

TEAM = Team("ana", "running", 5, 4, "I asked them.", date(2026, 11, 2), since=date(2026, 11, 3))
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.fixture
def team(world: World) -> World:
    """Ana, whose team Lea and Mia are in, and Omar, who is in nobody's."""
    people = [leader(name) for name in ("ana", "lea", "mia", "omar")]
    with world.store.begin() as unit:
        unit.people.save([*people, TEAM, Member("ana", "lea", "asked"), Member("ana", "mia", "asked")])
    return world


async def tells(world: World, words: str = "the agenda comes too late", who: str = "lea", kind: str = "know") -> None:
    await world.does(world.line(f"tell Ana that {words}", who))
    await world.does(world.press(kind, who))
    await world.does(world.press("send", who))
    await world.bot.deliver(world.now)


def items(world: World, who: str = "ana") -> tuple[Item, ...]:
    with world.store.look() as unit:
        return unit.people.facts([who], world.bot.words_for)[who].items


async def page(world: World, who: str) -> str:
    return drawn(Message((await world.bot.view(who)).asks))


async def test_from_the_line_to_what_became_of_it(team: World) -> None:
    await tells(team)
    assert "> the agenda comes too late" in team.platform.to("ana")[-1]
    await team.does(team.press("thank"))
    await team.bot.deliver(team.now)
    assert team.platform.to("lea")[-1].endswith("> Thank you for telling me")
    await team.does(team.press("will"))
    await team.does(team.line("send the agenda a day ahead by Thursday"))
    await team.does(team.press("send"))
    await team.bot.deliver(team.now)
    assert "What I’ll do: send the agenda a day ahead. By Thursday 26 November." in team.platform.to("lea")[-1]
    assert items(team)[0].state == "answered"
    await team.at(datetime(2026, 11, 26, 8, 0, tzinfo=UTC))
    await team.does(team.press("yes"))
    assert items(team)[0].state == "done"
    await team.does(team.press("tell"))
    await team.bot.deliver(team.now)
    assert "send the agenda a day ahead" in team.platform.to("lea")[-1]
    assert items(team)[0].state == "told"
    assert "1 heard, 1 answered. Nothing waits." in await page(team, "mia")


async def test_it_arrives_within_the_leaders_hours_and_outside_every_budget(team: World) -> None:
    team.now = SATURDAY
    for number in range(8):
        await tells(team, f"number {number}")
    assert team.platform.to("ana") == []
    await team.at(datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert len(team.platform.to("ana")) == 8


async def test_what_one_tells_no_other_member_sees(team: World) -> None:
    await tells(team)
    assert "1 heard, 0 answered, the oldest came today." in await page(team, "mia")
    (seen,) = items(team, "mia")
    assert (seen.author, seen.text) == ("", "")
    assert "Lea" not in await page(team, "mia")
    assert items(team, "omar") == ()


async def test_the_same_act_delivered_again_sends_it_once(team: World) -> None:
    await team.does(team.line("tell Ana that it is late", "lea"))
    await team.does(team.press("know", "lea"))
    send = team.press("send", "lea")
    for _ in range(3):
        await team.does(send)
    await team.does(replace(send, id="another device"))
    await team.bot.deliver(team.now)
    assert len(items(team)) == 1
    assert len(team.platform.to("ana")) == 1


async def test_a_leader_of_whom_one_is_no_member_cannot_be_told_by_any_form(team: World) -> None:
    await team.does(team.line("tell Ana", "lea"))
    form = await team.does(team.press("form", "lea"))
    assert isinstance(form, Form)
    for who in ("mia", "omar"):
        fields = {"leader": "ana" if who == "omar" else "omar", "words": "it is late", "kind": "know"}
        await team.does(Submitted(team.new_id(), who, team.now, form.ref, fields))
    assert items(team) == ()
    await team.does(
        Submitted(team.new_id(), "lea", team.now, form.ref, {"leader": "omar", "words": "x", "kind": "know"})
    )
    assert items(team) == ()


async def test_who_has_left_the_team_meanwhile_sends_nothing(team: World) -> None:
    await team.does(team.line("tell Ana that it is late", "lea"))
    await team.does(team.press("know", "lea"))
    with team.store.begin() as unit:
        unit.people.save([Member("ana", "lea", "left")])
    await team.does(team.press("send", "lea"))
    assert items(team) == ()
    assert "> it is late" in team.platform.to("lea")[-1]


async def test_the_buttons_of_an_item_do_nothing_in_other_hands(team: World) -> None:
    await tells(team)
    (item,) = items(team)
    for who in ("mia", "lea", "omar"):
        await team.does(team.press("thank", who, of="ana"))
        await team.does(Pressed(team.new_id(), who, team.now, Ref("item", item.id, "told"), "thank"))
        await team.does(Pressed(team.new_id(), who, team.now, Ref("item", item.id, "ready"), "send"))
    assert items(team)[0].state == "heard"
    assert not any("agenda" in one for who in ("mia", "omar") for one in team.platform.to(who))


async def test_whatever_an_author_erases_is_gone_for_the_leader_too(team: World) -> None:
    await tells(team)
    await team.does(team.line("erase", "lea"))
    await team.does(team.line("erase", "lea"))
    assert items(team) == ()
    await team.does(team.press("thank"))
    await team.at(datetime(2026, 12, 2, 16, 0, tzinfo=UTC))
    assert "still waiting" not in "".join(team.platform.to("ana"))


async def test_when_a_leader_goes_whoever_waits_is_told_once(team: World) -> None:
    await tells(team)
    await tells(team, "and the room is too small")
    await team.does(Left(team.new_id(), "ana", team.now))
    await team.bot.deliver(team.now)
    told = [one for one in team.platform.to("lea") if "will not be answered here" in one]
    assert len(told) == 1
    assert len(items(team, "lea")) == 2


async def test_what_could_not_be_brought_is_told_to_its_author(team: World) -> None:
    team.now = SATURDAY
    await tells(team)
    await team.bot.deliver(SATURDAY + timedelta(days=20))
    await team.bot.deliver(SATURDAY + timedelta(days=20))
    assert "I could not bring this to Ana" in team.platform.to("lea")[-1]


async def test_a_hundred_thousand_characters_reach_nobody(team: World) -> None:
    await team.does(team.line(f"tell Ana {'w' * 100_000}", "lea"))
    assert "more than 1500 characters" in team.platform.to("lea")[-1]
    assert items(team) == ()


async def test_the_clock_is_posted_to_the_channel_by_the_worker(team: World) -> None:
    with team.store.begin() as unit:
        unit.people.save([replace(TEAM, channel="x:channel")])
    await tells(team)
    await team.does(team.line("show the clock"))
    await team.does(team.press("show"))
    for day in (30, 31):
        await team.at(datetime(2026, 11, 23, 8, 30, tzinfo=UTC) + timedelta(days=day - 23))
    assert team.platform.to("channel") == [
        "What Ana was told, and what has been answered: 1 heard, 0 answered, the oldest waits 5 days."
    ]


async def test_an_open_round_stands_on_the_page_of_whoever_is_asked(team: World) -> None:
    closes = MORNING + timedelta(days=4)
    round_ = Round("r1", "ana", 1, MORNING.date(), closes, closes + timedelta(days=4), 5, 6)
    with team.store.begin() as unit:
        unit.people.save([round_])
    assert "asks you in a round" not in await page(team, "lea")
