"""A coach in Teams reads with others in a private channel, while everybody there is somebody the leader said yes to."""

from collections.abc import AsyncIterator

import pytest

from bot.coaching import Engagement
from bot.effects import Publish
from bot.flows.page import Places, places
from bot.messages import Plain, Ref, Text
from bot.outcome import gathered
from tests.conftest import NewDatabase
from tests.teams.desk import SECRET
from tests.teams.person import BOT, Office, Person, office
from tests.teams.standin import TENANT

GENERAL, ROOM = "19:general@thread.tacv2", "19:room@thread.tacv2"
CALLED = "Sales: coaching"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


@pytest.fixture
async def people(acme: Office) -> tuple[Person, Person, Person]:
    """Nora, a coach who works with Ada, and Lea, whom the bot has never met: with Nora she is in a private channel."""
    nora, ada, lea = acme.person("Nora"), acme.person("Ada"), acme.person("Lea")
    for one in (nora, ada, lea):
        acme.teams.person(one.user, one.account, one.name)
    for one in (nora, ada):
        await one.says("hi")
    acme.teams.team(GENERAL, "Sales", nora.user, ada.user, lea.user, coaching=ROOM)
    acme.teams.kinds[ROOM], acme.teams.rosters[ROOM] = "private", [nora.user, lea.user]
    told = nora.activity("conversationUpdate", membersAdded=[{"id": BOT}])
    place = {"id": ROOM, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    beside = {"team": {"id": GENERAL, "name": "Sales"}, "channel": {"id": ROOM, "name": "coaching"}}
    await nora.sends({**told, "conversation": place, "channelData": {**told["channelData"], **beside}})
    with acme.bot.store.begin() as unit:
        unit.people.save([Engagement(nora.person, ada.person, "accepted")])
    return nora, ada, lea


async def chooses(nora: Person) -> Person:
    """The channel, in the form."""
    await nora.says("digest channel")
    await nora.presses("Choose a channel")
    await nora.fills({"Which channel?": CALLED})
    return await nora.submits()


def read(acme: Office, nora: Person) -> Places:
    with acme.bot.store.look() as unit:
        return places(unit.people.facts([nora.person], acme.bot.words_for)[nora.person])


async def publish(acme: Office, nora: Person, words: str) -> None:
    """As the coach's digest does it."""
    found = read(acme, nora)
    with acme.bot.store.begin() as unit:
        play = acme.bot._turns.play(unit, nora.person, acme.now)
        assert play is not None
        play.published.append((Publish(found.address, (Text((Plain(words),)),), found.only), Ref("page", "", "done")))
        acme.bot._turns._write(unit, [gathered(play, f"k{len(acme.teams.calls)}", "notice")], acme.now)
    await acme.bot.deliver(acme.now)
    await acme.bot.deliver(acme.now)


async def test_the_digest_goes_to_a_private_channel_while_nobody_else_is_there(
    acme: Office, people: tuple[Person, Person, Person]
) -> None:
    nora, ada, lea = people
    await chooses(nora)
    assert "besides you: Lea" in nora.sees_last()
    await nora.presses("Yes, ask my leaders")
    await acme.goes_to(acme.now)
    assert f"Nora would like to read your line together with Lea, in {CALLED}" in ada.sees_last()
    await ada.presses("Yes, that’s fine")
    only = tuple(sorted((nora.person, lea.person)))
    assert read(acme, nora) == Places(f"teams:{TENANT}.{ROOM}", only, (ada.person,), ())
    await publish(acme, nora, f"Ada: 2 of 3 {SECRET}")
    assert len(acme.teams.seen(ROOM)) == 1
    tom = acme.person("Tom")
    acme.teams.person(tom.user, tom.account, "Tom")
    acme.teams.rosters[ROOM] += [tom.user]
    await publish(acme, nora, "Ada: 1 of 3")
    assert len(acme.teams.seen(ROOM)) == 1
    assert "has not got there" in nora.sees_last()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("standard", "is open to everybody"), ("shared", "People from elsewhere read"), ("", "could not find out")],
)
async def test_another_kind_of_channel_is_refused_at_its_field(
    acme: Office, people: tuple[Person, Person, Person], kind: str, says: str
) -> None:
    nora, ada, _ = people
    acme.teams.kinds[ROOM] = kind
    await chooses(nora)
    assert says in str(nora.errors)
    assert read(acme, nora) == Places(direct=(ada.person,))
