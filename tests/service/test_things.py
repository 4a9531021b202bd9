"""Three things through the real bot on a real database: booked, moved there and back, proposed, and nobody else's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching import Engagement
from bot.events import Captured, Submitted
from bot.facts import Capture
from bot.messages import Form, Ref
from tests.service.stage import World, leader

THURSDAY = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
"""17:00 in Berlin."""


@pytest.fixture
def three(world: World) -> World:
    """Ana, whose coach Nora is, and Omar, who is nobody's."""
    people = [leader(name) for name in ("ana", "nora", "omar")]
    with world.store.begin() as unit:
        unit.people.save([*people, Engagement("nora", "ana", "accepted")])
    return world


async def acts(three: World, line: str = "ask Omar two questions on Thursday") -> None:
    await three.does(three.line(f"three things {line}"))
    await three.does(three.press("said"))


def things(world: World, who: str = "ana") -> list[Capture]:
    with world.store.look() as unit:
        kept = unit.people.facts([who], world.bot.words_for)[who].captures
    return [one for one in kept if one.kind == "thing"]


async def sends(world: World, form: object, **fields: str) -> object:
    assert isinstance(form, Form)
    return await world.does(Submitted(world.new_id(), "ana", world.now, form.ref, fields))


async def test_it_comes_on_its_day_three_and_ten_working_days_later_and_no_more(three: World) -> None:
    await acts(three)
    for day in range(30):
        await three.at(THURSDAY + timedelta(days=day))
    asked = [one for one in three.platform.to("ana") if "[not_yet]" in one]
    assert len(asked) == 3
    assert [one.state for one in things(three)] == ["closed"]


async def test_where_it_is_to_happen_is_kept_sealed(three: World) -> None:
    await three.does(three.line("three things ask Omar two questions on Thursday"))
    await three.does(three.line("in the Rosebud review"))
    assert things(three)[0].place == "in the Rosebud review"
    assert "Rosebud" not in str(three.rows("SELECT * FROM capture"))


async def test_a_day_can_be_changed_there_and_back_and_it_is_asked_about_all_the_same(three: World) -> None:
    await acts(three)
    for day in ("2026-11-27", "2026-11-26", "2026-11-27", "2026-11-26"):
        await three.does(three.line("things"))
        await three.does(three.press(f"thing:{things(three)[0].id}"))
        form = await three.does(three.press("change"))
        await sends(three, form, what="ask Omar two questions", who="", place="", on=day)
    assert things(three)[0].on == date(2026, 11, 26)
    await three.at(THURSDAY)
    assert "[not_yet]" in three.platform.to("ana")[-1]


async def test_a_form_sent_twice_keeps_one_thing(three: World) -> None:
    await three.does(three.line("three things"))
    form = await three.does(three.press("form"))
    assert isinstance(form, Form)
    sent = Submitted("once", "ana", three.now, form.ref, {"what": "call Lea", "on": "2026-11-26"})
    await three.does(sent)
    await three.does(sent)
    assert len(things(three)) == 1


async def test_a_message_to_act_on_opens_a_form_also_for_somebody_new(three: World) -> None:
    await three.does(three.joined("eva"))
    reply = await three.does(Captured(three.new_id(), "eva", three.now, "thing", "Could you call Lea?", "Omar"))
    assert isinstance(reply, Form)


async def test_what_a_coach_proposes_arrives_in_their_name_and_only_once(three: World) -> None:
    await three.does(three.line("three things for Ana: communicate better", "nora"))
    send = three.press("send", "nora")
    await three.does(send)
    await three.does(three.press_of(send.ref, "send", "nora"))
    await three.bot.deliver(three.now)
    assert [one for one in three.platform.to("ana") if "Nora proposes" in one] == [
        "Nora proposes something to act on. Is it for you?\n> communicate better\n[take:0] [none]"
    ]
    form = await three.does(three.press("take:0"))
    await sends(three, form, what="ask one question first", who="Omar", place="", on="2026-11-26")
    assert [(one.text, one.owner) for one in things(three)] == [("ask one question first", "ana")]
    assert things(three, "nora") == []


async def test_nobody_who_is_no_coach_of_theirs_reaches_a_leader_with_it(three: World) -> None:
    await three.does(three.line("three things for Ana: resign", "omar"))
    await three.does(three.press_of(Ref("things", "ana", "read"), "send", "omar"))
    await three.bot.deliver(three.now)
    assert three.platform.to("ana") == []


async def test_an_engagement_that_ends_meanwhile_stops_what_is_not_sent(three: World) -> None:
    await three.does(three.line("three things for Ana: communicate better", "nora"))
    with three.store.begin() as unit:
        unit.people.save([Engagement("nora", "ana", "ended")])
    await three.does(three.press("send", "nora"))
    await three.bot.deliver(three.now)
    assert three.platform.to("ana") == []
    assert "do not work together" in three.platform.to("nora")[-1]


async def test_a_thing_in_somebody_elses_hands_is_not_theirs(three: World) -> None:
    await acts(three)
    await three.does(three.line("three things call Lea on Friday", "omar"))
    ref = Ref("things", things(three)[0].id, "happened")
    await three.does(three.press_of(ref, "done", "omar"))
    assert [one.state for one in things(three)] == ["open"]
