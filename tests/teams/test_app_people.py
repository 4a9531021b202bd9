"""Who people are on Teams: what an activity says of them, where they are found, and how they come and go."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.events import Act, Joined, Left, Moved
from bot.messages import Reply
from bot.references import Reference
from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, Person, office

BERLIN = ZoneInfo("Europe/Berlin")
OTHER = "0a4e4000-0000-4000-8000-00000000beef"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


@pytest.fixture
def told(acme: Office, monkeypatch: pytest.MonkeyPatch) -> list[Act]:
    """Every event that the bot takes from now on."""
    events: list[Act] = []
    right = acme.bot.receive

    async def receive(event: Act) -> Reply:
        reply = await right(event)
        events.append(event)
        return reply

    monkeypatch.setattr(acme.bot, "receive", receive)
    return events


def joined(told: list[Act]) -> list[Joined]:
    return [event for event in told if isinstance(event, Joined)]


def moved(told: list[Act]) -> list[tuple[str, str, str]]:
    return [(event.zone, event.locale, event.name) for event in told if isinstance(event, Moved)]


async def found(ada: Person) -> Reference:
    reference = await ada.office.bot.references.find(f"teams:{ada.person}")
    assert reference is not None
    return reference


async def practises(ada: Person) -> None:
    """She sets up a practice, and is asked about it from tomorrow on."""
    await ada.says("hi")
    for label in (
        "Start",
        "Listening",
        "Let people finish",
        "Any meeting",
        "Wait two seconds",
        "That’s it",
        "Good",
    ):
        await ada.presses(label)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


async def test_somebody_new_joins_with_name_zone_language_and_address(acme: Office, told: list[Act]) -> None:
    ada = acme.person(zone="America/New_York", locale="de-DE")
    await ada.says("hi")
    await ada.says("hi")
    (event,) = joined(told)
    assert (event.person, event.name, event.zone, event.locale) == (ada.person, "Ada", "America/New_York", "de-DE")
    assert event.address == f"teams:{ada.person}"
    assert moved(told) == []
    assert (await found(ada)).conversation == ada.chat


@pytest.mark.parametrize("said", [{}, {"localTimezone": "Mars/Base"}, {"localTimezone": "../../etc/passwd"}])
@pytest.mark.parametrize("locale", ["", "xx-nowhere", "de_DE@euro, en"])
async def test_a_zone_or_language_that_nobody_knows_is_none(
    acme: Office, told: list[Act], said: dict[str, str], locale: str
) -> None:
    ada = acme.person()
    await ada.says("hi", **{"localTimezone": "", **said}, locale=locale, entities=None)
    (event,) = joined(told)
    assert (event.zone, event.locale) == ("", "")
    assert "Start" in ada.buttons()


async def test_the_zone_of_the_client_counts_where_the_activity_names_none(acme: Office, told: list[Act]) -> None:
    ada = acme.person(zone="Asia/Tokyo")
    await ada.says("hi", localTimezone="")
    assert [event.zone for event in joined(told)] == ["Asia/Tokyo"]


async def test_whoever_installs_is_greeted_once_and_described_as_soon_as_teams_says_more(
    acme: Office, told: list[Act]
) -> None:
    ada = acme.person()
    await ada.installs()
    assert len(ada.messages()) == 1
    assert "Start" in ada.buttons()
    assert [event.name for event in joined(told)] == ["there"]
    await ada.presses("Start")
    assert moved(told) == [("Europe/Berlin", "en-GB", "Ada")]
    await ada.installs()
    assert len([one for one in ada.messages() if "Start" in str(one)]) <= 1, "nobody is greeted anew"


async def test_a_change_is_told_once_and_only_what_has_changed(acme: Office, told: list[Act]) -> None:
    ada = acme.person()
    await ada.says("hi")
    told.clear()
    ada.zone = "Asia/Tokyo"
    await ada.says("help")
    await ada.says("help")
    ada.locale = "de-DE"
    await ada.says("help")
    await ada.says("help", localTimezone=None, entities=[])
    assert moved(told) == [("Asia/Tokyo", "en-GB", "Ada"), ("", "de-DE", "Ada")]


async def test_a_change_is_known_in_another_process_and_after_a_restart(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            await practises(ada)
            await ada.says("zone Lisbon")
        async with office(url) as acme:
            ada = acme.person()
            await ada.says("help")
            assert "Your clock" not in ada.sees(), "she has chosen her zone, and is still where she was"
            ada.zone = "America/New_York"
            await ada.says("help")
            assert "Your clock is on New York time now" in ada.sees()


async def test_the_newest_address_counts(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    before = await found(ada)
    await ada.says("help")
    assert await found(ada) == before, "nothing is written when nothing has changed"
    elsewhere = f"{acme.teams.url}teams/"
    chat = {"id": "a:anew", "conversationType": "personal", "tenantId": ada.tenant}
    await ada.says("help", serviceUrl=elsewhere, conversation=chat)
    after = await found(ada)
    assert (after.conversation, after.service_url) == ("a:anew", elsewhere)
    assert acme.teams.seen("a:anew"), "the answer is there already"


async def test_in_a_team_or_a_chat_of_many_it_comes_and_goes_quietly(acme: Office, told: list[Act]) -> None:
    ada = acme.person()
    many = {"id": "19:many@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": ada.tenant}
    for activity in (
        ada.activity("installationUpdate", action="add", conversation=many),
        ada.activity("conversationUpdate", membersAdded=[{"id": BOT}], conversation=many),
        ada.activity("conversationUpdate", membersAdded=[{"id": "29:omar"}], conversation=many),
        ada.activity("conversationUpdate", membersRemoved=[{"id": BOT}], conversation=many),
        ada.activity("installationUpdate", action="remove", conversation=many),
    ):
        await ada.sends(activity)
        assert (ada.answer.status, ada.answer.text) == (200, "")
    assert (told, acme.teams.of("send"), acme.teams.of("create")) == ([], [], [])


async def test_what_was_planned_stops_with_the_app_and_goes_on_where_it_was(acme: Office, told: list[Act]) -> None:
    ada = acme.person()
    await practises(ada)
    await ada.uninstalls()
    before = len(ada.messages())
    assert [type(event) for event in told][-1] is Left
    await acme.goes_to(at(25, 18))
    assert len(ada.messages()) == before
    await ada.installs()
    assert "I go on where we were" in ada.sees_last()
    assert len(ada.messages()) == before + 1
    await acme.goes_to(at(26, 18))
    assert "Did it" in ada.buttons()
    await ada.presses("Did it")
    assert "1 of your last 1" in ada.sees()


async def test_somebody_who_had_removed_it_and_writes_is_answered(acme: Office) -> None:
    ada = acme.person()
    await practises(ada)
    await ada.uninstalls()
    assert not (await found(ada)).live
    await ada.says("hi")
    assert (await found(ada)).live
    assert "Shall I ask again?" in ada.sees_last()


async def test_whoever_has_blocked_the_bot_is_left_alone_until_they_write(acme: Office) -> None:
    ada = acme.person()
    await practises(ada)
    acme.teams.answers("send", 403, "ConversationBlockedByUser")
    await acme.goes_to(at(24, 18))
    assert not (await found(ada)).live
    sent = len(acme.teams.of("send"))
    await acme.goes_to(at(26, 18))
    assert len(acme.teams.of("send")) == sent
    await ada.says("hi")
    assert "Shall I ask again?" in ada.sees_last()
    await ada.presses("Ask again")
    await acme.goes_to(at(27, 18))
    assert "Did it" in ada.buttons()


async def test_an_app_that_is_brought_up_to_date_is_no_news(acme: Office, told: list[Act]) -> None:
    ada = acme.person()
    await ada.says("hi")
    told.clear()
    await ada.sends(ada.activity("installationUpdate", action="add-upgrade"))
    await ada.sends(ada.activity("installationUpdate", action="remove-upgrade"))
    assert (told, len(ada.messages())) == ([], 1)


async def test_somebody_who_never_spoke_can_remove_it(acme: Office) -> None:
    ada = acme.person()
    await ada.uninstalls()
    assert ada.answer.status == 200
    assert not await acme.bot.knows(ada.person)


@pytest.mark.parametrize(
    "sender",
    [{"id": "28:another-bot", "name": "Robot"}, {"id": BOT, "name": "Followthrough"}],
)
async def test_bots_are_not_answered(acme: Office, told: list[Act], sender: dict[str, Any]) -> None:
    ada = acme.person()
    await ada.says("hi", **{"from": sender})
    await ada.sends({**ada.in_channel("hi"), "from": sender})
    assert ada.answer.status == 200
    assert (told, acme.teams.of("send")) == ([], [])


async def test_whoever_has_no_id_in_the_directory_is_told_so_once(acme: Office, told: list[Act]) -> None:
    ada = acme.person()
    for stranger in ({"id": "29:x"}, {"id": "29:x", "aadObjectId": None}, {"id": "29:x", "aadObjectId": "ada"}):
        await ada.says("hi", **{"from": stranger})
    (line,) = ada.hears()
    assert line.startswith("I cannot tell who you are here")
    await ada.sends({**ada.activity("invoke", name="task/fetch", value={"data": {}}), "from": {"id": "29:x"}})
    assert ada.note.startswith("I cannot tell who you are here")
    assert told == []


async def test_guests_of_another_company_are_told_so(acme: Office, told: list[Act]) -> None:
    eve = acme.person("Eve")
    guest = {"id": "29:eve", "name": "Eve", "aadObjectId": eve.user, "userRole": "guest"}
    await eve.says("hi", **{"from": guest})
    assert eve.hears() == [
        "I work only with people of the organisation that installed me, so I cannot keep anything for you here."
    ]
    await eve.sends({**eve.activity("installationUpdate", action="add"), "from": guest})
    assert (len(eve.messages()), told) == (1, [])


async def test_people_of_another_tenant_do_not_come_in(acme: Office, told: list[Act]) -> None:
    eve = acme.person("Eve", tenant=OTHER)
    await eve.says("hi")
    assert eve.answer.status == 401
    assert (told, eve.messages()) == ([], [])


async def test_capital_letters_in_an_id_are_the_same_person(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    shouted = {"id": ada.account, "name": "Ada", "aadObjectId": ada.user.upper()}
    await ada.says("help", **{"from": shouted})
    assert "What you can type" in ada.sees_last()
    assert len(ada.messages()) == 2


async def test_removed_in_the_middle_of_the_first_practice_it_begins_there_again(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.presses("Start")
    await ada.uninstalls()
    await acme.goes_to(acme.now + timedelta(days=8))
    before = len(ada.messages())
    await ada.installs()
    assert len(ada.messages()) == before + 1
    await ada.presses("Listening")
    await ada.presses("Let people finish")
    assert "When?" in ada.sees_last()
