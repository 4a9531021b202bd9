"""Who is in a channel of Slack's, and what it is: asked before every message that is for certain people alone."""

from typing import Any

import pytest

from adapters.slack.audience import PAGE, PAGES, SlackAudiences
from bot.audience import Audience
from bot.delivery import CannotTell, Later, Refused
from tests.slack.desk import Desk
from tests.slack.standin import StandIn

ROOM = "slack:T1-C1"


def room(slack: StandIn, *members: str, **more: Any) -> None:
    """A private channel with the bot in it."""
    slack.channel("C1", *members, is_private=True, **more)
    slack.person("UBOT1", "Followthrough", is_bot=True)


async def asked(desk: Desk, *known: str, address: str = ROOM) -> Audience:
    return await SlackAudiences(desk.calls()).audience(address, lambda person: person in known)


async def test_everybody_in_a_private_channel_is_named_but_bots(slack: StandIn, desk: Desk) -> None:
    room(slack, "U1", "U2", "U3")
    slack.person("U2", "Lea", profile={"display_name": "Lea M."})
    slack.person("U3", "Reminders", is_bot=True)
    found = await asked(desk, "T1-U1")
    assert found == Audience(private=True, people={"T1-U1": "", "T1-U2": "Lea M."})
    assert [one["user"] for one in slack.of("users.info")] == ["UBOT1", "U2", "U3"], "whoever is known is not looked up"


async def test_a_bot_is_looked_up_once_and_a_person_every_time(slack: StandIn, desk: Desk) -> None:
    room(slack, "U2")
    slack.person("U2", "Lea")
    audiences = SlackAudiences(desk.calls())
    for _ in range(2):
        await audiences.audience(ROOM, lambda person: False)
    assert [one["user"] for one in slack.of("users.info")] == ["UBOT1", "U2", "U2"]
    assert (slack.counts["conversations.info"], slack.counts["conversations.members"]) == (2, 2), "nothing is kept"


async def test_somebody_of_whom_slack_says_nothing_is_there_all_the_same(slack: StandIn, desk: Desk) -> None:
    room(slack, "U9")
    assert (await asked(desk)).people == {"T1-U9": ""}


async def test_a_large_channel_is_read_page_by_page_and_a_huge_one_not_at_all(slack: StandIn, desk: Desk) -> None:
    many = [f"U{number}" for number in range(PAGE + 5)]
    room(slack, *many)
    known = [f"T1-{user}" for user in many]
    assert len((await asked(desk, *known)).people) == len(many)
    room(slack, *(f"U{number}" for number in range(PAGE * PAGES)))
    with pytest.raises(CannotTell):
        await asked(desk)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"is_private": False}, Audience(private=False)),
        ({"is_private": None}, Audience(private=False)),
        ({"is_ext_shared": True}, Audience(private=True, shared=True)),
        ({"is_shared": True}, Audience(private=True, shared=True)),
        ({"is_org_shared": True}, Audience(private=True, shared=True)),
        ({"is_pending_ext_shared": True}, Audience(private=True, shared=True)),
    ],
    ids=["public", "unsaid", "external", "shared", "of the organisation", "about to be external"],
)
async def test_what_is_open_to_others_is_said_and_nobody_in_it_counted(
    slack: StandIn, desk: Desk, more: dict[str, Any], found: Audience
) -> None:
    room(slack, "U1")
    slack.kept.channels["C1"] |= more
    assert await asked(desk) == found
    assert slack.of("conversations.members") == []


async def test_a_channel_that_is_archived_or_not_the_bots_any_more_is_gone(slack: StandIn, desk: Desk) -> None:
    for more in ({"is_archived": True}, {"is_archived": False, "is_member": False}):
        room(slack, "U1")
        slack.kept.channels["C1"] |= more
        with pytest.raises(Refused):
            await asked(desk)
    del slack.kept.channels["C1"]  # of a private one without the bot Slack says that there is none
    with pytest.raises(Refused) as refused:
        await asked(desk)
    assert not refused.value.gone, "that says nothing about anybody"
    with pytest.raises(Refused):
        await asked(desk, address="slack:T1-U1")


async def test_slack_that_does_not_say_now_is_asked_later(slack: StandIn, desk: Desk) -> None:
    room(slack, "U1")
    slack.answers("conversations.members", {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"})
    with pytest.raises(Later) as later:
        await asked(desk)
    assert later.value.seconds == 7


async def test_an_answer_without_sense_keeps_it_closed(slack: StandIn, desk: Desk) -> None:
    room(slack, "U1")
    slack.answers("conversations.members", {"ok": True, "members": [None]})
    with pytest.raises(CannotTell):
        await asked(desk)
