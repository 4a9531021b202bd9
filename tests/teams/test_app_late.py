"""What Teams tells late, or once more, of an installation: the newest of it counts, in whichever process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.teams.visitors import Place, Visitor
from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, Person, office
from tests.teams.standin import TENANT

Json = dict[str, Any]


@asynccontextmanager
async def two(new_database: NewDatabase) -> AsyncIterator[tuple[Office, Office]]:
    """Two processes on one database."""
    with new_database("sqlite") as url:
        async with office(url) as one, office(url) as another:
            yield one, another


def here(ada: Person, activity: Json) -> Json:
    """The same activity, delivered to this person's process."""
    return {**activity, "serviceUrl": ada.office.teams.service_url}


def removed(ada: Person) -> list[Json]:
    """Both halves of an uninstall, now."""
    return [
        ada.activity("installationUpdate", action="remove"),
        ada.activity("conversationUpdate", membersRemoved=[{"id": BOT}]),
    ]


async def is_live(ada: Person) -> bool:
    found = await ada.office.bot.references.find(f"teams:{ada.person}")
    assert found is not None
    return found.live


@pytest.mark.parametrize("handled", [[0], [1], [0, 1], []])
async def test_a_removal_that_is_told_late_or_again_ends_nothing_that_came_after_it(
    new_database: NewDatabase, handled: list[int]
) -> None:
    async with two(new_database) as (first, second):
        ada, elsewhere = first.person(), second.person()
        await ada.installs()
        gone = removed(ada)
        for number in handled:
            await ada.sends(gone[number])
            assert not await is_live(ada)
        await ada.installs()
        said = len(ada.messages())
        for half in gone * 2:
            await elsewhere.sends(here(elsewhere, half))
            assert (elsewhere.answer.status, await is_live(ada)) == (200, True)
        await ada.says("help")
        assert "What you can type" in ada.sees_last()
        assert len(ada.messages()) == said + 1
        assert elsewhere.messages() == []


async def test_an_installation_that_is_told_after_its_end_brings_nobody_back(new_database: NewDatabase) -> None:
    async with two(new_database) as (first, second):
        ada, elsewhere = first.person(), second.person()
        await ada.says("hi")
        back = ada.activity("installationUpdate", action="add")
        for half in removed(ada):
            await ada.sends(half)
        said = len(ada.messages())
        await elsewhere.sends(here(elsewhere, back))
        assert not await is_live(ada)
        assert (len(ada.messages()), elsewhere.messages()) == (said, [])
        for half in reversed(removed(elsewhere)):
            await elsewhere.sends(half)
        assert not await is_live(ada)


async def test_a_line_after_a_removal_counts_more_than_the_other_half_of_it(new_database: NewDatabase) -> None:
    async with two(new_database) as (first, second):
        ada, elsewhere = first.person(), second.person()
        await ada.installs()
        gone = removed(ada)
        await ada.sends(gone[0])
        await ada.says("hi")
        await elsewhere.sends(here(elsewhere, gone[1]))
        assert await is_live(ada)


async def test_a_removal_without_a_time_or_with_none_that_can_be_read_counts_from_now(
    new_database: NewDatabase,
) -> None:
    for timestamp in (None, "yesterday", "2026-11-23T09:00:00"):
        async with two(new_database) as (first, _):
            ada = first.person()
            await ada.installs(timestamp="2026-11-01T09:00:00+00:00")
            await ada.uninstalls(timestamp=timestamp)
            assert not await is_live(ada)


# --- which conversation is somebody's own ---


@pytest.mark.parametrize(
    "conversation",
    [
        {"id": "19:general@thread.tacv2;messageid=17"},
        {"id": "19:general@thread.tacv2", "conversationType": "personal"},
        {"id": "19:many@thread.v2"},
        {"id": "a:1"},
        {"id": "a:1", "conversationType": None},
        {"id": "a:1", "conversationType": "channel"},
    ],
)
async def test_only_what_is_called_personal_and_is_no_channel_is_somebodys_own(
    new_database: NewDatabase, conversation: Json
) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            await ada.says("note Rosebud", conversation={**conversation, "tenantId": TENANT})
            assert ada.answer.status == 200
            assert not await acme.bot.knows(ada.person)
            assert await acme.bot.references.find(f"teams:{ada.person}") is None
            assert acme.teams.seen(conversation["id"]) == []


async def test_a_channel_is_never_kept_as_where_somebody_is_found(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            await ada.says("hi")
            place = Place(acme.teams.service_url, "19:general@thread.tacv2", BOT)
            await acme.serving.app._reception.keep(Visitor(TENANT, ada.user, place, ada.account))
            found = await acme.bot.references.find(f"teams:{ada.person}")
            assert found is not None
            assert found.conversation == ada.chat


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_name_that_no_database_holds_keeps_nobody_out(new_database: NewDatabase, kind: str) -> None:
    with new_database(kind) as url:
        async with office(url) as acme:
            ada = acme.person()
            sender = {"id": ada.account, "name": "A\x00da", "aadObjectId": ada.user}
            await ada.sends({**ada.activity("message", text="hi"), "from": sender})
            assert "Start" in ada.buttons()
            found = await acme.bot.references.find(f"teams:{ada.person}")
            assert found is not None
            assert found.name == "A␀da"
