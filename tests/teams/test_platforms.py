"""Where there are credentials for Teams, the web process and the worker send there, and let go of it at the end."""

import pytest

from adapters.platforms import platforms
from adapters.teams.outward import TeamsRefuses
from adapters.teams.whom import PLATFORM
from bot.service import build
from bot.settings import Settings, TeamsSettings
from bot.store import open_store
from tests.store.samples import KEY
from tests.teams.desk import row
from tests.teams.standin import TENANT, Connector


def settings_on(url: str, teams: TeamsSettings) -> Settings:
    """A database with its tables, and Teams."""
    store = open_store(url, (KEY,))
    store.migrate()
    store.close()
    return Settings(keys=(KEY,), database_url=url, teams=teams)


async def test_a_message_of_the_outbox_reaches_teams(teams: Connector, fresh_database: str) -> None:
    settings = settings_on(fresh_database, teams.settings())
    async with platforms(settings) as outward:
        bot = build(settings, outward.transports, directories=outward.directories)
        await outward.connect(bot)
        assert list(outward.transports) == [PLATFORM]
        assert list(outward.directories) == [], "Teams cannot be asked what it has"
        one = row()
        with bot.store.begin() as unit:
            unit.outbox.put([one])
        assert await bot.deliver(one.not_before) == 1
        conversation = teams.chat_of(TENANT, one.address.rpartition(".")[2])
        [activity] = teams.seen(conversation)
        with bot.store.look() as unit:
            assert unit.outbox.platform_id(one.key) == f"{conversation}|{activity['id']}"
        found = await bot.references.find(one.address)
        assert found is not None
        assert found.conversation == conversation
        await bot.close()


async def test_wrong_credentials_keep_the_process_from_starting(teams: Connector, fresh_database: str) -> None:
    settings = settings_on(fresh_database, teams.settings(password="another"))
    async with platforms(settings) as outward:
        bot = build(settings, outward.transports)
        with pytest.raises(TeamsRefuses, match="TEAMS_APP_PASSWORD"):
            await outward.connect(bot)
        await bot.close()
