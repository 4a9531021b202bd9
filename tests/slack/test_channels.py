"""A message to a channel of Slack's is posted and changed like one to a person, and says nothing of anybody."""

import pytest

from adapters.slack.trouble import TABLE, Means, decide
from adapters.slack.whom import address_of, is_channel
from bot.delivery import Doubted, Platforms, Refused, Sent, send_all
from tests.slack.desk import NOW, SECRET, Desk, row, words
from tests.slack.standin import StandIn
from tests.slack.test_transport_quiet import hours, night

POST, UPDATE = "chat.postMessage", "chat.update"
PERSONS = sorted(code for code, decision in TABLE.items() if decision.means is Means.PERSON)
CHANNEL = "C0123"


def test_channels_and_people_are_told_apart_by_their_ids() -> None:
    assert [is_channel(one) for one in ("C1", "G1", "U1", "W1", "DU1", "D1", "")] == [True, True, *[False] * 5]


async def test_a_message_is_posted_there_and_changes_in_its_place(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    first = await transport.send(row(CHANNEL))
    [message] = slack.seen(CHANNEL)
    assert (first, SECRET in message["text"]) == (f"{CHANNEL}:{message['ts']}", True)
    again = await transport.send(row(CHANNEL, key="k2", message=words("Noted."), replaces="k1", replaced_id=first))
    assert again == first
    [message] = slack.seen(CHANNEL)
    assert message["text"].startswith("Noted.")
    for call in slack.calls:
        assert (call.arguments["parse"], call.arguments["link_names"]) == ("none", False)


@pytest.mark.parametrize("redrawn", [False, True])
@pytest.mark.parametrize("code", PERSONS)
async def test_what_refuses_it_makes_nobody_gone(slack: StandIn, desk: Desk, code: str, redrawn: bool) -> None:
    slack.answers(UPDATE if redrawn else POST, {"ok": False, "error": code})
    given = {"replaces": "k1", "replaced_id": f"{CHANNEL}:1.1"} if redrawn else {}
    with pytest.raises(Refused) as caught:
        await desk.transport().send(row(CHANNEL, key="k2", **given))
    assert not caught.value.gone
    slack.answers(POST, {"ok": False, "error": code})
    with pytest.raises(Refused) as caught:
        await desk.transport().send(row("U1"))
    assert caught.value.gone


def test_no_code_is_about_a_person_in_a_channel() -> None:
    assert not [code for code in TABLE if decide(code, channel=True).means is Means.PERSON]


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found"])
async def test_a_channel_that_the_bot_is_not_in_refuses_it_and_makes_nobody_gone(
    slack: StandIn, desk: Desk, code: str
) -> None:
    slack.answers(POST, {"ok": False, "error": code})
    with pytest.raises(Refused) as caught:
        await desk.transport().send(row(CHANNEL))
    assert not caught.value.gone
    await desk.transport().send(row(CHANNEL))


async def test_nobody_asks_whether_a_channel_is_quiet_and_people_beside_it_are_asked_about(
    slack: StandIn, desk: Desk
) -> None:
    slack.quiet["U1"] = night(hours(-1), hours(2))
    transport = desk.transport()
    addresses = [address_of("T1", one) for one in (CHANNEL, "U1", "U2", "G7")]
    assert await transport.quiet_until(addresses) == {"slack:T1-U1": NOW + hours(2)}
    assert [said["users"] for said in slack.of("dnd.teamInfo")] == ["U1,U2"]
    assert await desk.transport().quiet_until([address_of("T1", CHANNEL)]) == {}
    assert len(slack.calls) == 1


async def test_one_that_may_be_there_is_looked_for_in_the_channel(slack: StandIn, desk: Desk) -> None:
    transport = desk.transport()
    platforms = Platforms({"slack": transport}, {"slack": transport})
    first = await transport.send(row(CHANNEL))
    slack.drops(POST)
    [doubted] = await send_all([row(CHANNEL, key="k2")], platforms, NOW, lambda: True)
    assert isinstance(doubted, Doubted)
    [found] = await send_all([row(CHANNEL, key="k2", doubtful=True, last_id=first)], platforms, NOW, lambda: True)
    assert isinstance(found, Sent)
    assert found.platform_id == f"{CHANNEL}:{slack.seen(CHANNEL)[1]['ts']}"
    assert len(slack.seen(CHANNEL)) == 2
