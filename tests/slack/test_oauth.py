"""Installing the bot by OAuth: a workspace, an organisation, twice, wrongly; and what becomes of it once removed."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet

from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import States
from bot.service import real_time
from bot.store import open_store
from tests.conftest import NewDatabase
from tests.slack.office import KEY, MANY, MONDAY, Office, office
from tests.slack.person import Person
from tests.slack.standin import StandIn

# slack_sdk 3.47 gives a client's id and secret to aiohttp in a way that aiohttp 3.14 calls old.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

ORG = {
    "ok": True,
    "access_token": "xoxb-org",
    "token_type": "bot",
    "scope": "chat:write",
    "bot_user_id": "UBOTE1",
    "app_id": "A1",
    "team": None,
    "enterprise": {"id": "E1", "name": "Acme Holding"},
    "authed_user": {"id": "U9"},
    "is_enterprise_install": True,
}
TEAM = {
    **ORG,
    "access_token": "xoxb-2",
    "bot_user_id": "UBOTT2",
    "team": {"id": "T2", "name": "Beta"},
    "enterprise": None,
    "is_enterprise_install": False,
}


@pytest.fixture
def database(new_database: NewDatabase) -> Any:
    with new_database("sqlite") as url:
        yield url


@pytest.fixture
async def house(database: str, slack: StandIn) -> AsyncIterator[Office]:
    """Many workspaces, none of which has installed the bot yet."""
    slack.workspace("xoxb-2", "T2")
    slack.workspace("xoxb-org", "E1", enterprise_id="E1", is_enterprise_install=True)
    slack.tokens["xoxb-2"]["user_id"] = "UBOTT2"
    async with office(database, slack, MANY) as one:
        yield one


class Browser:
    """Somebody's browser, which keeps the cookie."""

    def __init__(self, house: Office) -> None:
        self.house, self.cookie, self.state, self.asked = house, "", "", dict[str, list[str]]()

    async def begins(self) -> "Browser":
        async with self.house.session.get(f"{self.house.url}slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            to = urlsplit(answer.headers["Location"])
            self.asked = parse_qs(to.query)
            self.where = f"{to.scheme}://{to.netloc}{to.path}"
            set_cookie = answer.headers["Set-Cookie"]
        assert "Secure" in set_cookie
        assert "HttpOnly" in set_cookie
        self.cookie, self.state = set_cookie.partition(";")[0], self.asked["state"][0]
        return self

    async def comes_back(self, **query: str) -> tuple[int, str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        url = f"{self.house.url}slack/oauth_redirect"
        async with self.house.session.get(url, params=query, headers=headers) as answer:
            assert answer.content_type == "text/html"
            assert "script" not in await answer.text()
            return answer.status, await answer.text()


async def installs(house: Office, says: dict[str, Any]) -> tuple[int, str]:
    house.slack.answers("oauth.v2.access", says)
    browser = await Browser(house).begins()
    return await browser.comes_back(code="abc", state=browser.state)


async def test_a_workspace_installs_the_bot_and_its_people_can_write(house: Office) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await ada.says("hi")
    assert ada.messages() == []
    status, page = await installs(house, TEAM)
    assert (status, "is installed" in page) == (200, True)
    await ada.says("hi")
    assert "Start" in ada.buttons()
    assert {call.token for call in house.slack.calls if call.method == "chat.postMessage"} == {"xoxb-2"}
    assert ada.person == "T2-U1"


async def test_slack_is_asked_for_the_scopes_of_the_manifest_and_no_more(house: Office) -> None:
    browser = await Browser(house).begins()
    assert browser.asked["scope"] == [",".join(SCOPES)]
    assert browser.asked["client_id"] == ["1.2"]
    assert browser.where == f"{house.slack.url.removesuffix('/api/')}/oauth/v2/authorize"


async def test_nobody_is_asked_who_the_bot_is_while_somebody_waits(house: Office) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await installs(house, TEAM)
    asked = len(house.slack.of("auth.test"))
    for _ in range(3):
        await ada.says("hi")
    assert len(house.slack.of("auth.test")) == asked


async def test_the_token_stands_in_the_database_sealed(house: Office, database: str) -> None:
    await installs(house, TEAM)
    found = await house.bot.installations.find("slack", "T2")
    assert found is not None
    assert json.loads(found.secret)["bot_token"] == "xoxb-2"
    path = Path(database.removeprefix("sqlite:///"))
    for file in path.parent.iterdir():
        assert b"xoxb-2" not in file.read_bytes()


async def test_a_state_of_another_browser_is_refused(house: Office) -> None:
    browser = await Browser(house).begins()
    state, browser.cookie = browser.state, ""
    assert (await browser.comes_back(code="abc", state=state))[0] == 400
    other = await Browser(house).begins()
    assert (await other.comes_back(code="abc", state=state))[0] == 400
    assert house.slack.of("oauth.v2.access") == []


async def test_a_made_up_state_is_refused(house: Office) -> None:
    browser = Browser(house)
    for state in ("made-up", "", "gAAAAA", "ünsigned"):
        browser.cookie = f"slack-app-oauth-state={state}"
        status, page = await browser.comes_back(code="abc", state=state)
        assert status in (400, 401)
        assert "Begin once more" in page
    assert house.slack.of("oauth.v2.access") == []


async def test_a_state_ends_after_ten_minutes() -> None:
    times = [MONDAY, MONDAY + timedelta(minutes=9), MONDAY + timedelta(minutes=11)]
    states = States((KEY,), lambda: times.pop(0))
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)


async def test_what_was_sealed_for_something_else_is_no_state() -> None:
    states = States((KEY,), lambda: MONDAY)
    other = Fernet(KEY).encrypt_at_time(b"a token", int(MONDAY.timestamp())).decode()
    assert not await states.async_consume(other)


async def test_a_state_that_another_process_gave_is_taken(house: Office, database: str, slack: StandIn) -> None:
    browser = await Browser(house).begins()
    async with office(database, slack, MANY) as other:
        slack.answers("oauth.v2.access", TEAM)
        browser.house = other
        assert (await browser.comes_back(code="abc", state=browser.state))[0] == 200


async def test_a_cancelled_installation_is_said_kindly(house: Office) -> None:
    status, page = await (await Browser(house).begins()).comes_back(error="access_denied")
    assert status == 200
    assert "cancelled" in page


@pytest.mark.parametrize(
    "says",
    [
        {"ok": False, "error": "invalid_code"},
        {"ok": True},
        {"ok": True, "access_token": "xoxb-unknown", "team": {"id": "T2"}},
        {**TEAM, "team": None},
    ],
)
async def test_what_slack_does_not_confirm_is_not_installed(house: Office, says: dict[str, Any]) -> None:
    status, page = await installs(house, says)
    assert status in (401, 500)
    assert "not installed" in page
    assert await house.bot.installations.all("slack") == []


async def test_without_a_code_nothing_happens(house: Office) -> None:
    browser = await Browser(house).begins()
    assert (await browser.comes_back(state=browser.state))[0] == 401
    assert (await browser.comes_back())[0] in (400, 401)
    assert house.slack.of("oauth.v2.access") == []


def of_org(person: Person, payload: dict[str, Any], *, team: str | None, org_wide: bool = True) -> dict[str, Any]:
    """A payload as it comes from an organisation."""
    where = {"team": {"id": team} if team else None, "enterprise": {"id": "E1"}, "is_enterprise_install": org_wide}
    return {**payload, **where}


async def test_an_organisation_installs_from_its_admin_page_without_a_state(house: Office) -> None:
    house.slack.answers("oauth.v2.access", ORG)
    status, _ = await Browser(house).comes_back(code="abc")
    assert status == 200
    assert [one.place for one in await house.bot.installations.all("slack")] == ["E1"]
    ada = house.person("U1", "Ada", team="E1")
    house.slack.people["U1"]["team_id"] = "T5"
    event = {"type": "message", "channel_type": "im", "channel": "DU1", "user": "U1", "ts": "1.1", "text": "hi"}
    grant = [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]
    await house.event(event, "T5", enterprise_id="E1", authorizations=grant)
    assert await house.bot.knows("E1-U1")
    assert "Start" in ada.buttons()
    press = ada.button("Start")
    for team, org_wide in ((None, True), ("T5", True), ("T5", False)):
        await ada.clicks(of_org(ada, press, team=team, org_wide=org_wide))
        assert ada.hears() == []
    assert ada.sees().count("Hard news") == 1


async def test_nothing_but_an_organisation_gets_in_without_a_state(house: Office) -> None:
    house.slack.answers("oauth.v2.access", TEAM)
    status, page = await Browser(house).comes_back(code="abc")
    assert status == 401
    assert "not installed" in page
    assert await house.bot.installations.all("slack") == []


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT2"]}}]
)
async def test_a_removed_bot_stops_at_once_and_comes_back_when_it_is_installed_again(
    house: Office, event: dict[str, Any], logs: list[dict[str, Any]]
) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await installs(house, TEAM)
    await ada.says("promise Omar the numbers Thursday")
    await house.event(event, "T2")
    assert await house.bot.installations.all("slack") == []
    (logged,) = (entry for entry in logs if entry["event"] == "the bot was removed")
    assert (logged["place"], logged["kind"]) == ("T2", event["type"])
    said = ada.sees()
    await ada.says("hi")
    await ada.presses("Change")
    assert "not installed here" in ada.hears()[-1]
    assert ada.sees() == said
    house.slack.workspace("xoxb-3", "T2", user_id="UBOTT2")
    assert (await installs(house, {**TEAM, "access_token": "xoxb-3"}))[0] == 200
    await ada.says("hi")
    assert ada.sees() != said
    assert house.slack.calls[-1].token == "xoxb-3"


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT2"]}}]
)
async def test_what_slack_tells_late_of_an_earlier_installation_ends_no_new_one(
    house: Office, event: dict[str, Any], logs: list[dict[str, Any]]
) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await installs(house, TEAM)
    before = int(real_time().timestamp()) - 60
    await house.event(event, "T2", event_time=before)
    await ada.says("hi")
    assert "Start" in ada.buttons()
    assert not any(entry["event"] == "the bot was removed" for entry in logs)


async def test_a_process_that_knows_only_the_earlier_installation_does_not_end_the_new_one(
    house: Office, database: str, slack: StandIn
) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await installs(house, TEAM)
    await ada.says("hi")
    found = await house.bot.installations.find("slack", "T2")
    assert found is not None
    later = real_time() + timedelta(minutes=1)
    async with office(database, slack, MANY) as other:
        await other.bot.installations.save(replace(found, since=later))
    await house.event({"type": "app_uninstalled"}, "T2")
    assert [one.since for one in await house.bot.installations.all("slack")] == [later]


@pytest.mark.parametrize("tokens", [{"bot": []}, {"oauth": ["U1"]}, {"bot": ["UBOTT9"], "oauth": ["UBOTT2"]}])
async def test_a_token_of_somebody_elses_that_is_revoked_ends_nothing(
    house: Office, tokens: dict[str, list[str]]
) -> None:
    await installs(house, TEAM)
    await house.event({"type": "tokens_revoked", "tokens": tokens}, "T2")
    assert [one.place for one in await house.bot.installations.all("slack")] == ["T2"]


@pytest.mark.parametrize("told", [{"event_time": "soon"}, {"event_time": None}])
async def test_an_ending_that_cannot_be_read_ends_nothing(house: Office, told: dict[str, Any]) -> None:
    await installs(house, TEAM)
    assert (await house.event({"type": "app_uninstalled"}, "T2", **told)).status == 200
    assert [one.place for one in await house.bot.installations.all("slack")] == ["T2"]


def grant(team: str | None, *, org_wide: bool) -> dict[str, Any]:
    """For whom an event of the organisation comes."""
    return {
        "enterprise_id": "E1",
        "authorizations": [{"enterprise_id": "E1", "team_id": team, "is_enterprise_install": org_wide}],
    }


async def test_a_workspace_that_goes_leaves_its_organisation_and_the_other_way_round(house: Office) -> None:
    house.slack.answers("oauth.v2.access", ORG)
    await Browser(house).comes_back(code="abc")
    await installs(house, {**TEAM, "enterprise": {"id": "E1", "name": "Acme Holding"}})
    gone = {"type": "app_uninstalled"}
    for team, left in (("T7", ["E1", "T2"]), ("T2", ["E1"]), ("T2", ["E1"])):
        await house.event(gone, team, **grant(team, org_wide=False))
        assert [one.place for one in await house.bot.installations.all("slack")] == left
    await installs(house, {**TEAM, "enterprise": {"id": "E1", "name": "Acme Holding"}})
    await house.event(gone, "T2", **grant(None, org_wide=True))
    assert [one.place for one in await house.bot.installations.all("slack")] == ["T2"]


async def test_a_token_that_slack_takes_no_more_stops_the_workspace(house: Office) -> None:
    ada = house.person("U1", "Ada", team="T2")
    await installs(house, TEAM)
    await ada.says("hi")
    house.slack.answers("chat.postMessage", {"ok": False, "error": "account_inactive"})
    await ada.says("help")
    assert await house.bot.installations.all("slack") == []
    await ada.presses("Start")
    assert "not installed here" in ada.hears()[-1]


async def test_a_database_that_fails_is_said_with_an_id(
    house: Office, database: str, logs: list[dict[str, Any]]
) -> None:
    store = open_store(database, (KEY,))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE installation")
    store.close()
    status, page = await installs(house, TEAM)
    (logged,) = (one for one in logs if one["event"] == "an installation was not stored")
    assert status == 500
    assert logged["id"] in page


@pytest.mark.parametrize("code", ["x\nlevel='error' event='forged'", "\x1b[31mforged", "forged" * 60, "", "förged"])
async def test_what_is_no_code_is_refused_and_stands_in_no_log(
    house: Office, logs: list[dict[str, Any]], caplog: pytest.LogCaptureFixture, code: str
) -> None:
    browser = await Browser(house).begins()
    for query in ({"code": code}, {"code": code, "state": browser.state}, {"error": code}):
        status, page = await browser.comes_back(**query)
        assert status == (200 if "error" in query else 401)
        assert "Begin once more" in page
    assert house.slack.of("oauth.v2.access") == []
    assert all(len(entry["id"]) == 8 for entry in logs if entry["event"] == "the bot was not installed")
    assert "rged" not in str(logs)
    assert not [record for record in caplog.records if "slack" in record.name]


async def test_a_code_that_slack_does_not_know_is_logged_with_an_id_and_neither_it_nor_what_slack_says(
    house: Office, logs: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    says = {"ok": False, "error": "invalid_code", "forged": "by whoever answers"}
    house.slack.answers("oauth.v2.access", says)
    assert (await Browser(house).comes_back(code="made-up.1"))[0] == 401
    assert (await installs(house, says))[0] == 401
    first, second = (entry for entry in logs if entry["event"] == "the bot was not installed")
    assert first["id"] != second["id"]
    assert first["reason"] == second["reason"] == "invalid_code"
    assert "made-up.1" not in str(logs)
    assert not [record for record in caplog.records if "slack" in record.name]


async def test_the_secrets_stand_in_no_log(house: Office, logs: list[dict[str, Any]], caplog: Any) -> None:
    await installs(house, TEAM)
    await installs(house, {"ok": False, "error": "invalid_code"})
    said = str(logs) + caplog.text
    assert "xoxb-2" not in said
    assert "shh" not in said
