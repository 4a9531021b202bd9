"""Who people are on Slack: they join with what Slack says of them, and what changes is told once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.events import Act, Joined, Left, Moved, OutOfOffice
from bot.messages import Reply
from tests.conftest import NewDatabase
from tests.slack.office import Office, office
from tests.slack.standin import StandIn


@pytest.fixture
async def acme(new_database: NewDatabase, slack: StandIn) -> AsyncIterator[Office]:
    """One workspace, by its bot token, over HTTP."""
    with new_database("sqlite") as url:
        async with office(url, slack) as one:
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


async def test_somebody_new_joins_with_name_zone_language_and_address(acme: Office, told: list[Act]) -> None:
    ada = acme.person("U1", "Ada", tz="America/New_York", locale="de-DE")
    await ada.says("hi")
    await ada.says("hi")
    (event,) = joined(told)
    assert (event.person, event.name, event.zone, event.locale) == ("T1-U1", "Ada", "America/New_York", "de-DE")
    assert event.address == "slack:T1-U1"
    assert len(acme.slack.of("users.info")) == 1


@pytest.mark.parametrize("way", ["home", "command", "shortcut"])
async def test_there_are_many_ways_in(acme: Office, told: list[Act], way: str) -> None:
    ada = acme.person("U1", "Ada")
    match way:
        case "home":
            await ada.opens_home()
            assert "How it stands" in ada.home()
        case "command":
            await ada.types_command("help")
        case _:
            await ada.uses_shortcut("promise_form")
    assert [event.name for event in joined(told)] == ["Ada"]


@pytest.mark.parametrize(
    "user",
    [
        {"profile": {"display_name": "", "real_name": "Ada Lovelace"}},
        {"profile": {"display_name": None, "real_name": None}, "real_name": "Ada Lovelace"},
        {"profile": {"display_name": None, "real_name": None}, "real_name": None, "name": "Ada Lovelace"},
        {"is_restricted": True, "is_ultra_restricted": True, "profile": {"display_name": "Ada Lovelace"}},
        {"team_id": "T7", "enterprise_user": {"id": "U1", "teams": ["T7"]}, "team": "T1", "name": "x"},
    ],
)
async def test_guests_are_people_and_names_are_found_where_they_stand(
    acme: Office, told: list[Act], user: dict[str, Any]
) -> None:
    ada = acme.person("U1", "Ada Lovelace")
    acme.slack.people["U1"].update({**user, "team_id": "T1"})
    await ada.says("hi")
    assert [event.name for event in joined(told)] == ["Ada Lovelace"]


@pytest.mark.parametrize("user", [{"is_bot": True}, {"is_workflow_bot": True}, {"deleted": True}])
async def test_bots_are_not_answered(acme: Office, told: list[Act], user: dict[str, Any]) -> None:
    robot = acme.person("U1", "Robot", **user)
    await robot.says("hi")
    await robot.types_command("help")
    assert told == []
    assert robot.messages() == []
    assert robot.answer.status == 200


@pytest.mark.parametrize("user", [{"is_stranger": True}, {"team_id": "T7"}])
async def test_somebody_of_another_company_is_told_once(acme: Office, told: list[Act], user: dict[str, Any]) -> None:
    eve = acme.person("U1", "Eve")
    acme.slack.people["U1"].update(user)
    await eve.says("hi")
    assert "workspace that installed me" in eve.sees_last()
    await eve.says("hi")
    await eve.types_command("help")
    assert (len(eve.messages()), eve.hears(), told) == (1, [], [])


async def test_somebody_whom_the_bot_may_not_see_is_a_stranger(acme: Office, told: list[Act]) -> None:
    eve = acme.person("U1", "Eve")
    acme.slack.answers("users.info", {"ok": False, "error": "user_not_visible"})
    await eve.says("hi")
    assert "workspace that installed me" in eve.sees_last()
    assert told == []


async def test_when_slack_does_not_say_who_somebody_is_they_join_all_the_same(acme: Office, told: list[Act]) -> None:
    ada = acme.person("U1", "Ada", tz="Europe/Berlin")
    acme.slack.answers("users.info", {"ok": False, "error": "internal_error"}, times=2)
    await ada.uses_shortcut("promise_form")
    (event,) = joined(told)
    assert (event.name, event.zone) == ("ada", ""), "what the payload calls her"
    assert ada.modal is not None
    await ada.says("hi")
    await ada.says("hi")
    (known,) = (event for event in told if isinstance(event, Moved))
    assert (known.name, known.zone) == ("Ada", "Europe/Berlin")


async def test_a_slow_answer_about_somebody_is_not_waited_for(acme: Office, told: list[Act]) -> None:
    ada = acme.person("U1", "Ada")
    acme.slack.hangs("users.info", 4.0, times=2)
    await ada.says("hi")
    assert [event.name for event in joined(told)] == ["there"]
    assert "Start" in ada.buttons()


async def test_a_change_is_told_once_and_only_of_people_whom_the_bot_knows(acme: Office, told: list[Act]) -> None:
    ada, eve = acme.person("U1", "Ada"), acme.person("U2", "Eve")
    await eve.changes(tz="Asia/Tokyo")
    assert told == []
    await ada.says("hi")
    told.clear()
    await ada.changes(profile={"status_text": "Lunch", "status_emoji": ":taco:"})
    assert told == []
    await ada.changes(tz="Asia/Tokyo", event_id="Ev900")
    await ada.changes(tz="Asia/Tokyo")
    assert [(event.id, event.zone) for event in told if isinstance(event, Moved)] == [("Ev900.moved", "Asia/Tokyo")]
    await ada.changes(profile={"display_name": "Ada L."})
    assert [event.name for event in told if isinstance(event, Moved)] == ["Ada", "Ada L."]


async def test_whoever_is_deactivated_has_left_and_comes_back(acme: Office, told: list[Act]) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    told.clear()
    await ada.changes(deleted=True)
    await ada.changes(deleted=True)
    await ada.changes(deleted=False)
    assert [type(event) for event in told] == [Left, Joined]


STATUSES = [
    ({"status_text": "Out of office", "status_emoji": ":no_entry:"}, True),
    ({"status_text": "OOO", "status_emoji": ""}, True),
    ({"status_text": "On vacation until Monday"}, True),
    ({"status_text": "Vacationing", "status_emoji": ":palm_tree:"}, True),
    ({"status_text": "", "status_emoji": ":face_with_thermometer:"}, True),
    ({"status_text": "Out sick"}, True),
    ({"status_text": "In a meeting", "status_emoji": ":calendar:"}, False),
    ({"status_text": "Sickle cell awareness week"}, False),
    ({"status_text": "Working remotely", "status_emoji": ":house_with_garden:"}, False),
]


@pytest.mark.parametrize(("status", "away"), STATUSES)
async def test_a_status_that_says_out_of_office_and_until_when_is_told(
    acme: Office, told: list[Act], status: dict[str, str], away: bool
) -> None:
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    told.clear()
    until = acme.now + timedelta(days=5)
    for ends in (0, int((acme.now - timedelta(days=1)).timestamp()), int(until.timestamp()), int(until.timestamp())):
        await ada.changes(profile={**status, "status_expiration": ends})
    assert [event.until for event in told if isinstance(event, OutOfOffice)] == ([until] if away else [])


async def test_of_an_organisation_any_workspace_is_home(new_database: NewDatabase, slack: StandIn) -> None:
    slack.tokens["xoxb-1"].update(enterprise_id="E1")
    with new_database("sqlite") as url:
        async with office(url, slack) as acme:
            ada = acme.person("U1", "Ada")
            acme.slack.people["U1"].update(team_id="T8", enterprise_user={"enterprise_id": "E1", "teams": ["T1", "T8"]})
            await ada.says("hi")
            assert "Start" in ada.buttons()
            eve = acme.person("U2", "Eve")
            acme.slack.people["U2"].update(team_id="T9", enterprise_user={"enterprise_id": "E9", "teams": ["T9"]})
            await eve.says("hi")
            assert "workspace that installed me" in eve.sees_last()
