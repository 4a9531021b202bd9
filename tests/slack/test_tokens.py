"""A place is spoken to with its own token, and not at all once the app was removed there."""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from slack_sdk.oauth.installation_store import Installation as Bolt

from adapters.slack.tokens import MEMORY, Installed, OneWorkspace
from adapters.slack.whom import address_of, person_of, place_of, whom
from adapters.slack.workspaces import Many
from bot.delivery import Later, Refused
from bot.installations import Installations
from bot.store import open_store
from bot.store.installations import Installation
from tests.service.stage import KEY
from tests.slack.desk import NOW, Desk, row
from tests.slack.standin import StandIn

T = TypeVar("T")


async def run(work: Callable[[], T]) -> T:
    return work()


def installation(token: str, place: str = "T1") -> Installation:
    secret = Bolt(team_id=place, user_id="U1", bot_token=token, installed_at=NOW.timestamp()).to_dict()
    return Installation("slack", place, json.dumps(secret, default=str), NOW)


@pytest.fixture
def installations(fresh_database: str) -> Iterator[Installations]:
    """Those of a new database of each kind."""
    store = open_store(fresh_database, (KEY,))
    store.migrate()
    yield Installations(store, run)
    store.close()


def many(tokens: Installed) -> Many:
    """Every workspace, by the same tokens."""
    return Many(tokens.installations, tokens, tokens.clock)


@pytest.fixture
def seconds() -> list[float]:
    return [100.0]


@pytest.fixture
def tokens(installations: Installations, seconds: list[float]) -> Installed:
    return Installed(installations, lambda: seconds[0])


async def refused(asked: Awaitable[str]) -> bool:
    try:
        await asked
    except Refused as error:
        return not error.gone
    return False


async def test_an_installation_speaks_with_the_token_that_bolt_kept(
    installations: Installations, tokens: Installed
) -> None:
    await installations.save(installation("xoxb-1"))
    assert await tokens.of("T1") == "xoxb-1"
    assert await refused(tokens.of("T2"))


async def test_a_place_that_another_process_stopped_is_spoken_to_for_a_minute_at_most(
    installations: Installations, tokens: Installed, seconds: list[float]
) -> None:
    await installations.save(installation("xoxb-1"))
    await tokens.of("T1")
    await installations.stop("slack", "T1")
    assert await tokens.of("T1") == "xoxb-1"
    seconds[0] += MEMORY
    assert await refused(tokens.of("T1"))


async def test_a_stopped_place_is_not_spoken_to_from_that_moment_on(
    installations: Installations, tokens: Installed
) -> None:
    await installations.save(installation("xoxb-1"))
    await tokens.of("T1")
    assert await many(tokens).refused("T1", "xoxb-1")
    assert await refused(tokens.of("T1"))
    assert await many(tokens).refused("T1", "xoxb-1"), "nothing has changed since"


async def test_an_installation_that_comes_back_is_spoken_to_at_once_where_it_is_told_and_else_in_a_minute(
    installations: Installations, tokens: Installed, seconds: list[float]
) -> None:
    assert await refused(tokens.of("T1"))
    await installations.save(installation("xoxb-2"))
    assert await refused(tokens.of("T1"))
    seconds[0] += MEMORY
    assert await tokens.of("T1") == "xoxb-2"
    await installations.save(installation("xoxb-3"))
    tokens.forget("T1")
    assert await tokens.of("T1") == "xoxb-3"


async def test_only_the_installation_whose_token_was_refused_is_stopped(
    installations: Installations, tokens: Installed
) -> None:
    await installations.save(installation("xoxb-2"))
    assert not await many(tokens).refused("T1", "xoxb-1")
    assert not await many(tokens).refused("T2", "xoxb-2")
    assert await tokens.of("T1") == "xoxb-2"


async def test_an_installation_without_a_bot_is_none(installations: Installations, tokens: Installed) -> None:
    secret = json.dumps({"bot_token": None})
    await installations.save(Installation("slack", "T1", secret, NOW))
    assert await refused(tokens.of("T1"))


async def test_a_revoked_token_stops_the_place_and_a_new_installation_brings_it_back(
    slack: StandIn, desk: Desk, installations: Installations, tokens: Installed
) -> None:
    await installations.save(installation("xoxb-1"))
    desk.tokens, desk.workspaces = tokens, many(tokens)
    transport = desk.transport()
    await transport.send(row())
    del slack.tokens["xoxb-1"]
    for number in range(3):
        with pytest.raises(Refused):
            await transport.send(row(key=f"k{number}"))
    assert desk.stopped == ["T1"]
    assert len(slack.calls) == 2
    slack.workspace("xoxb-2", "T1")
    await installations.save(installation("xoxb-2"))
    tokens.forget("T1")
    await transport.send(row(key="k9"))
    assert slack.calls[-1].token == "xoxb-2"


async def test_a_process_that_remembers_an_old_token_wipes_no_fresh_installation_and_sends_with_it(
    slack: StandIn, desk: Desk, installations: Installations, tokens: Installed
) -> None:
    await installations.save(installation("xoxb-1"))
    desk.tokens, desk.workspaces = tokens, many(tokens)
    transport = desk.transport()
    await transport.send(row())
    del slack.tokens["xoxb-1"]
    slack.workspace("xoxb-2", "T1")
    await installations.save(installation("xoxb-2"))  # by another process
    with pytest.raises(Later) as caught:
        await transport.send(row(key="k2"))
    assert not caught.value.tried
    assert caught.value.seconds < 10
    assert desk.stopped == []
    await transport.send(row(key="k2"))
    assert slack.calls[-1].token == "xoxb-2"
    assert [one.place for one in await installations.all("slack")] == ["T1"]


async def test_the_one_workspace_of_the_settings_speaks_for_itself_alone() -> None:
    one = OneWorkspace("T1", "xoxb-1")
    assert await one.of("T1") == "xoxb-1"
    assert await refused(one.of("T2"))
    one.stop()
    assert await refused(one.of("T1"))


async def test_no_token_is_written_anywhere(installations: Installations, tokens: Installed) -> None:
    await installations.save(installation("xoxb-1"))
    await tokens.of("T1")
    assert "xoxb" not in repr((OneWorkspace("T1", "xoxb-1"), tokens))


def test_an_address_names_the_place_and_the_user() -> None:
    assert address_of("T1", "U1") == "slack:T1-U1"
    assert whom(address_of("E1", "W1")) == ("E1", "W1")
    assert person_of("T1", "U1") == "T1-U1"


@pytest.mark.parametrize("address", ["slack:", "slack:T1", "slack:-U1", "slack:T1-", "teams:T1-U1", "T1-U1"])
def test_another_address_is_none_of_slacks(address: str) -> None:
    with pytest.raises(ValueError, match="Slack"):
        whom(address)


def test_the_place_is_the_organisation_only_where_all_of_it_is_installed() -> None:
    assert place_of("T1", None, org_wide=False) == "T1"
    assert place_of("T1", "E1", org_wide=False) == "T1"
    assert place_of(None, "E1", org_wide=True) == "E1"
    with pytest.raises(ValueError, match="workspace"):
        place_of(None, "E1", org_wide=False)
