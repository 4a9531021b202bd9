"""A coach on Slack reads with others in a private channel, while everybody there is somebody the leader said yes to."""

from collections.abc import AsyncIterator

import pytest

from bot.coaching import Engagement
from bot.effects import Publish
from bot.flows.page import Places, places
from bot.messages import Plain, Ref, Text
from bot.outcome import gathered
from tests.conftest import NewDatabase
from tests.slack.desk import SECRET
from tests.slack.office import Office, office
from tests.slack.person import Person
from tests.slack.standin import StandIn

ROOM = "C1"
NORA, ADA, LEA = "T1-U1", "T1-U2", "T1-U3"


@pytest.fixture
async def acme(new_database: NewDatabase, slack: StandIn) -> AsyncIterator[Office]:
    with new_database("sqlite") as url:
        async with office(url, slack) as one:
            yield one


@pytest.fixture
async def nora(acme: Office) -> Person:
    """A coach who works with Ada, and a channel with Lea, whom the bot has never met."""
    nora, ada = acme.person("U1", "Nora"), acme.person("U2", "Ada")
    for one in (nora, ada):
        await one.says("hi")
    acme.person("U3", "Lea")
    acme.slack.person("UBOT1", "Followthrough", is_bot=True)
    acme.slack.channel(ROOM, "U1", "U3", name="coaching", is_private=True)
    with acme.bot.store.begin() as unit:
        unit.people.save([Engagement(NORA, ADA, "accepted")])
    return nora


async def chooses(nora: Person) -> Person:
    """The channel, in the form."""
    await nora.says("digest channel")
    await nora.presses("Choose a channel")
    await nora.fills({"Which channel?": ROOM})
    return await nora.submits()


def read(acme: Office) -> Places:
    with acme.bot.store.look() as unit:
        return places(unit.people.facts([NORA], acme.bot.words_for)[NORA])


async def publish(acme: Office, words: str) -> None:
    """As the coach's digest does it."""
    found = read(acme)
    with acme.bot.store.begin() as unit:
        play = acme.bot._turns.play(unit, NORA, acme.now)
        assert play is not None
        play.published.append((Publish(found.address, (Text((Plain(words),)),), found.only), Ref("page", "", "done")))
        acme.bot._turns._write(unit, [gathered(play, f"k{acme.slack.counts.total()}", "notice")], acme.now)
    await acme.bot.deliver(acme.now)
    await acme.bot.deliver(acme.now)


async def agreed(acme: Office, nora: Person) -> Person:
    """Chosen, and Ada has said yes."""
    await chooses(nora)
    await nora.presses("Yes, ask my leaders")
    await acme.goes_to(acme.now)
    ada = Person(acme, "U2", "Ada")
    assert "Nora would like to read your line together with Lea, in #coaching" in ada.sees_last()
    return await ada.presses("Yes, that’s fine")


async def test_the_digest_goes_to_a_private_channel_while_nobody_else_is_there(acme: Office, nora: Person) -> None:
    await chooses(nora)
    assert "besides you: Lea" in nora.sees_last()
    await agreed(acme, nora)
    assert read(acme) == Places(f"slack:T1-{ROOM}", (NORA, LEA), (ADA,), ())
    acme.slack.channel(ROOM, "U1", "U3", name="renamed", is_private=True)
    await publish(acme, f"Ada: 2 of 3 {SECRET}")
    assert len(acme.slack.seen(ROOM)) == 1, "by whatever name, it is the same channel"
    acme.slack.person("U9", "Reminders", is_bot=True)
    acme.slack.channel(ROOM, "U1", "U3", "U9", is_private=True)
    await publish(acme, "Ada: 3 of 3")
    assert len(acme.slack.seen(ROOM)) == 2, "an app is nobody"
    acme.slack.person("U4", "Tom")
    acme.slack.channel(ROOM, "U1", "U3", "U4", is_private=True)
    await publish(acme, "Ada: 1 of 3")
    assert len(acme.slack.seen(ROOM)) == 2
    assert "has not got there" in nora.sees_last()


@pytest.mark.parametrize(
    "change",
    [{"is_private": False}, {"is_private": True, "is_ext_shared": True}, {"is_private": True, "is_archived": True}, {}],
    ids=["public", "shared", "archived", "deleted"],
)
async def test_a_channel_that_has_changed_is_posted_nothing(
    acme: Office, nora: Person, change: dict[str, bool]
) -> None:
    await agreed(acme, nora)
    if change:
        acme.slack.channel(ROOM, "U1", "U3", **change)
    else:
        del acme.slack.kept.channels[ROOM]
    await publish(acme, "Ada: 2 of 3")
    assert acme.slack.seen(ROOM) == []
    assert "has not got there" in nora.sees_last()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"is_private": False}, "#coaching is open to everybody"),
        ({"is_private": True, "is_org_shared": True}, "People from elsewhere read #coaching"),
        ({"is_private": True, "is_archived": True}, "#coaching is archived"),
        ({"is_private": True, "is_member": False}, "I am not in that channel"),
    ],
    ids=["public", "shared", "archived", "without the bot"],
)
async def test_another_kind_of_channel_is_refused_at_its_field(
    acme: Office, nora: Person, change: dict[str, bool], says: str
) -> None:
    acme.slack.channel(ROOM, "U1", "U3", name="coaching", **change)
    await chooses(nora)
    assert says in str(nora.errors)
    assert acme.slack.of("conversations.members") == [], "nobody is met there"


async def test_a_guest_or_somebody_of_another_company_in_it_is_named(acme: Office, nora: Person) -> None:
    acme.slack.person("U3", "Lea", is_restricted=True)
    await chooses(nora)
    assert "there is also Lea" in str(nora.errors)
    assert read(acme) == Places(direct=(ADA,))
