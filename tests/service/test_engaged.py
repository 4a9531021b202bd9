"""Coaches and those they invite, through the real bot on a real database: who is found, who is asked, and what ends."""

from dataclasses import replace

import pytest

from bot.coaching import Engagement
from bot.events import Pressed, Submitted
from bot.facts import Consent, Person
from bot.messages import FieldErrors, Form, Reply
from tests.service.stage import MONDAY, World, leader
from tests.service.test_erased import found

WHO = "U0NORA77"
NOTE = "Shall we look at how you listen?"


@pytest.fixture
def company(world: World) -> World:
    """Nora, Ana and Omar, who are here, and thirty others who have never written to the bot."""
    with world.store.begin() as unit:
        unit.people.save(leader(name) for name in ("nora", "ana", "omar"))
        unit.people.save(Person(f"p{n:02}", f"Aaron {n:02}", homes=(f"x:p{n:02}",)) for n in range(30))
        unit.people.save([Person("zoe", "Zoe Ábalos", homes=("x:zoe",))])
    return world


async def invites(world: World, people: str = "", names: str = "", coach: str = "nora") -> Reply:
    await world.does(world.line("coach", coach))
    form = await world.does(world.press("invite", coach))
    assert isinstance(form, Form)
    fields = {"people": people, "names": names, "note": NOTE, "hour": "own", "days": "own"}
    reply = await world.does(Submitted(world.new_id(), coach, world.now, form.ref, fields))
    await world.bot.deliver(world.now)
    return reply


def works(world: World, who: str = "nora") -> dict[str, str]:
    with world.store.look() as unit:
        engagements = unit.people.facts([who], world.bot.words_for)[who].engagements
    return {one.leader: one.state for one in engagements if one.coach == who}


async def test_a_pasted_name_is_found_however_many_there_are(company: World) -> None:
    await invites(company, names="1. zoe ábalos\nAaron 29, Ana")
    assert works(company) == {"zoe": "invited", "p29": "invited", "ana": "invited"}
    assert "> Shall we look at how you listen?" in company.platform.to("zoe")[-1]


async def test_a_cohort_is_asked_at_once_and_thirteen_are_not(company: World) -> None:
    thirteen = [f"p{n:02}" for n in range(13)]
    assert isinstance(await invites(company, " ".join(thirteen)), FieldErrors)
    assert works(company) == {}
    await invites(company, " ".join(thirteen[:12]))
    assert [len(company.platform.to(one)) for one in thirteen] == [1] * 12 + [0]


async def test_a_yes_and_its_choice_let_the_coach_see_and_the_end_closes_it(company: World) -> None:
    await invites(company, "ana omar")
    await company.does(company.press("yes", "ana"))
    await company.does(company.press("together", "ana"))
    await company.does(company.press("no", "omar"))
    assert works(company) == {"ana": "accepted", "omar": "declined"}
    assert [one.scope for one in granted(company)] == ["together"]
    await company.does(company.line("stop working with Nora", "ana"))
    await company.bot.deliver(company.now)
    assert works(company)["ana"] == "ended"
    assert granted(company) == ()
    assert "Ana has ended your work together here." in company.platform.to("nora")[-1]


async def test_what_has_ended_leaves_no_follow_up_about_it(company: World) -> None:
    await invites(company, "ana")
    await company.does(company.press("yes", "ana"))
    await company.does(company.line("stop working with Nora", "ana"))
    planned = company.rows("select flow, subject from follow_up where state = 'open' and person = 'ana'")
    assert not {("consent", "nora"), ("shown", "nora"), ("invited", "nora")} & set(planned)


async def test_the_same_form_sent_twice_asks_once(company: World) -> None:
    await company.does(company.line("coach", "nora"))
    form = await company.does(company.press("invite", "nora"))
    assert isinstance(form, Form)
    sent = Submitted("once", "nora", company.now, form.ref, {"people": "ana", "note": NOTE})
    for event in (sent, sent, replace(sent, id="another device")):
        await company.does(event)
    await company.bot.deliver(company.now)
    assert len(company.platform.to("ana")) == 1


async def test_a_press_on_somebody_elses_invitation_accepts_nothing(company: World) -> None:
    await invites(company, "ana")
    theirs = company.press("yes", "omar", of="ana")
    await company.does(theirs)
    await company.does(Pressed(company.new_id(), "omar", company.now, theirs.ref, "yes"))
    assert works(company) == {"ana": "invited"}


async def test_a_coach_who_is_erased_leaves_nothing_and_their_leaders_hear_of_it(company: World) -> None:
    with company.store.begin() as unit:
        unit.people.save([replace(leader(WHO), name="Nora"), replace(leader("ana"), coach=WHO)])
        unit.people.save([Engagement(WHO, "ana", "accepted", "a note", MONDAY), Engagement("omar", WHO, "accepted")])
        unit.people.save([Consent("c1", "ana", WHO, "open", company.now)])
    await invites(company, "p01", coach=WHO)
    for _ in range(2):
        await company.does(company.line("erase", WHO))
    await company.bot.deliver(company.now)
    assert company.platform.to("ana")[-1].startswith("Nora no longer works with you as your coach here.")
    assert "has ended your work together here." in company.platform.to("omar")[-1]
    await company.bot.tidy(company.now)
    assert found(company, WHO) == []


async def test_a_leader_who_is_erased_leaves_nothing_with_the_coach(company: World) -> None:
    with company.store.begin() as unit:
        unit.people.save([replace(leader(WHO), name="Kassandra")])
    await invites(company, f"{WHO} ana")
    await company.does(company.press("yes", WHO))
    await company.does(company.press("open", WHO))
    for _ in range(2):
        await company.does(company.line("erase", WHO))
    await company.bot.deliver(company.now)
    assert company.platform.to("nora")[-1].startswith("Kassandra has ended your work together here.")
    await company.bot.tidy(company.now)
    assert found(company, WHO) == []
    assert works(company) == {"ana": "invited"}


def granted(world: World) -> tuple[Consent, ...]:
    with world.store.look() as unit:
        return unit.people.facts(["nora"], world.bot.words_for)["nora"].granted
