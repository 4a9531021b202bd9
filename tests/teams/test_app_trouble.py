"""When something goes wrong on Teams, or takes too long: it is said, in time, and nothing is lost or logged."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.errors import NotSaved
from bot.events import Act
from bot.messages import Reply
from tests.conftest import NewDatabase
from tests.teams.person import Office, office, opened, state


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def test_what_cannot_be_saved_is_said_with_an_id(acme: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = acme.person()
    await ada.says("hi")
    await opened(ada)
    form = ada.submission()

    async def refuse(event: Act) -> Reply:
        raise NotSaved("That was not saved (1234abcd).")

    with monkeypatch.context() as broken:
        broken.setattr(acme.bot, "receive", refuse)
        await ada.says("Rosebud")
        assert "1234abcd" in ada.hears()[-1]
        await ada.presses("Start")
        assert ada.hears()[-1].count("1234abcd") == 1
        await ada.presses("Keep a promise")
        assert "1234abcd" in ada.note
        await ada.sends(form)
        assert "1234abcd" in next(iter(ada.errors.values()))
        assert "Rosebud" in ada.form()
    await ada.submits()
    assert ada.dialog is None
    assert "Rosebud" in ada.sees_last()


async def test_a_fault_of_ours_is_said_with_the_id_that_the_log_has_and_none_of_the_words(
    acme: Office, monkeypatch: pytest.MonkeyPatch, logs: list[dict[str, Any]]
) -> None:
    ada = acme.person()
    await ada.says("hi")

    async def fail(event: Act) -> Reply:
        raise KeyError("Rosebud")

    monkeypatch.setattr(acme.bot, "receive", fail)
    await ada.presses("Start")
    (logged,) = (one for one in logs if one["log_level"] == "error")
    assert logged["id"] in ada.hears()[-1]
    assert ada.answer.status == 200


async def slowly(acme: Office, patch: pytest.MonkeyPatch, seconds: float) -> None:
    right = acme.bot.receive

    async def slow(event: Act) -> Reply:
        await asyncio.sleep(seconds)
        return await right(event)

    patch.setattr(acme.bot, "receive", slow)


async def test_what_takes_too_long_is_answered_in_time_and_done_all_the_same(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await ada.says("hi")
    await slowly(acme, monkeypatch, 4.2)
    began = asyncio.get_running_loop().time()
    answer = await acme.post(ada.activity("message", text="promise Omar the numbers Thursday"))
    assert asyncio.get_running_loop().time() - began < 4
    assert answer.status == 200
    await acme.settled()
    assert "Omar" in ada.sees_last()


async def test_a_dialog_that_takes_too_long_to_open_is_opened_by_a_second_press(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await ada.says("home")
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.presses("Keep a promise")
    assert "press it once more" in ada.note
    await ada.presses("Keep a promise")
    assert "To whom?" in ada.form()


async def test_a_form_that_takes_too_long_stays_open_and_sent_once_more_is_kept_once(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await opened(ada)
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.submits()
    assert "send it once more" in str(ada.errors)
    assert "Rosebud" in ada.form()
    assert "Rosebud" in ada.sees_last()
    said = state(ada)
    await ada.submits()
    assert ada.dialog is None
    assert state(ada) == said


async def test_what_is_wrong_in_a_form_that_took_too_long_stands_at_its_field_when_it_is_sent_once_more(
    acme: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = acme.person()
    await opened(ada)
    await ada.fills({"By when?": "2020-01-01"})
    before = state(ada)
    with monkeypatch.context() as busy:
        await slowly(acme, busy, 4.0)
        await ada.submits()
    assert "send it once more" in str(ada.errors)
    assert state(ada) == before
    await ada.submits()
    assert list(ada.errors) == ["By when?"]
    assert "send it once more" not in str(ada.errors)


async def test_a_line_beside_the_conversation_that_teams_does_not_take_holds_nothing_up(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    for step in (
        lambda: acme.teams.answers("send", 403, "ConversationBlockedByUser"),
        lambda: acme.teams.answers("send", 500),
        lambda: acme.teams.drops("send"),
    ):
        step()
        await ada.says("home")
        assert ada.answer.status == 200
    await ada.says("home")
    assert "How it stands" in ada.sees_last()


async def test_teams_libraries_write_nothing_of_what_is_said_at_any_level(acme: Office) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    ada = acme.person()
    await ada.says("note Rosebud")
    await opened(ada)
    await ada.submits()
    assert "Rosebud" in ada.sees()
