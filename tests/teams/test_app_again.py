"""What comes again on Teams is done once; what is over, or somebody else's, changes nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.conftest import NewDatabase
from tests.teams.person import PROMISE, Office, office, opened, state


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def test_what_comes_again_is_done_once_and_answered_alike(acme: Office) -> None:
    ada = acme.person()
    line = ada.activity("message", text="promise Omar the numbers Thursday")
    await ada.sends(line)
    said = state(ada)
    await ada.sends(line)
    await asyncio.gather(ada.sends(line), ada.sends(line))
    assert state(ada) == said
    home = ada.activity("message", text="home")
    await ada.sends(home)
    await ada.sends(home)
    assert ada.sees().count("How it stands") == 1
    fetch = ada.button("Keep a promise")
    await ada.sends(fetch)
    first = ada.answer.text
    await ada.sends(fetch)
    assert ada.answer.text == first
    await ada.fills(PROMISE)
    sent = ada.submission()
    await asyncio.gather(ada.sends(sent), ada.sends(sent), ada.sends({**sent, "id": "another"}))
    assert ada.sees().count("Omar, the Rosebud numbers") == 1


async def test_what_comes_again_after_a_restart_is_done_once(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        async with office(url) as acme:
            ada = acme.person()
            line = ada.activity("message", text="promise Omar the numbers Thursday")
            await ada.sends(line)
            await opened(ada)
            sent = ada.submission()
            await ada.sends(sent)
        async with office(url) as acme:
            ada = acme.person()
            for activity in (line, sent, {**sent, "id": "another"}):
                await ada.sends({**activity, "serviceUrl": acme.teams.service_url})
                assert ada.answer.status == 200
            assert ada.messages() == []


async def test_two_presses_of_a_fast_finger_are_one(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    press = ada.button("Start")
    await asyncio.gather(ada.sends(press), ada.sends({**press, "id": "another"}))
    assert ada.sees().count("Listening") == 1
    await ada.sends({**press, "id": "a third"})
    assert ada.sees().count("Listening") == 1


async def test_two_people_whose_activities_have_the_same_id_are_two(acme: Office) -> None:
    ada, omar = acme.person("Ada"), acme.person("Omar")
    await ada.says("hi", id="1700")
    await omar.says("hi", id="1700")
    assert "Start" in omar.buttons()


async def test_a_button_of_a_question_that_has_passed_says_so(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    old = ada.button("Who sees what")
    await ada.presses("Start")
    await ada.presses("Listening")
    await ada.sends(old)
    assert "behind us" in ada.sees_last()


async def test_a_button_of_a_form_that_has_passed_says_where_the_answer_is(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.presses("Start")
    old = ada.button("All in one form")
    await ada.presses("Listening")
    await ada.presses("Let people finish")
    await ada.sends(old)
    assert ada.note == "My answer is in our own chat."
    assert ada.dialog is None


async def test_somebody_elses_card_changes_nothing_and_says_so(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await ada.says("hi")
    await eve.says("hi")
    stolen = {**ada.button("Start"), "from": eve.activity("message")["from"]}
    before = state(ada)
    await eve.sends({**stolen, "conversation": eve.activity("message")["conversation"]})
    assert "somebody else’s" in eve.sees_last()
    in_company = ada.in_channel("")["conversation"]
    await eve.sends({**stolen, "id": "9", "conversation": in_company})
    assert eve.sees().count("somebody else’s") == 2
    assert acme.teams.seen(in_company["id"]) == [], "nobody else reads it"
    assert state(ada) == before


async def test_a_strangers_press_in_a_channel_says_where_the_bot_answers(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await ada.says("hi")
    stolen = {**ada.button("Start"), "from": eve.activity("message")["from"]}
    in_company = ada.in_channel("")["conversation"]
    await eve.sends({**stolen, "conversation": in_company})
    (said,) = acme.teams.seen(in_company["id"])
    assert said["text"].startswith("<at>Eve</at>, I answer only in our own chat")
    assert not await acme.bot.knows(eve.person)


async def test_somebody_elses_form_is_nothing(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    await opened(ada)
    hers = eve.activity("message")
    sent = {**ada.submission(), "from": hers["from"], "conversation": hers["conversation"]}
    before = state(ada)
    await eve.sends(sent)
    assert "I hold nothing about you" in str(eve.errors) + eve.note
    await eve.says("hi")
    await eve.sends({**sent, "id": "another"})
    assert eve.answer.status == 200
    assert "Rosebud" not in eve.sees()
    assert state(ada) == before


async def test_after_erasure_nothing_brings_anybody_back_but_a_word_of_theirs(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    press = ada.button("Start")
    await opened(ada)
    form = ada.submission()
    await ada.says("erase")
    await ada.says("erase")
    assert not await acme.bot.knows(ada.person)
    assert await acme.bot.references.find(f"teams:{ada.person}") is None
    await ada.sends(press)
    assert "I hold nothing about you" in ada.hears()[-1]
    await ada.sends(form)
    assert "I hold nothing about you" in str(ada.errors)
    await ada.uninstalls()
    assert not await acme.bot.knows(ada.person)
    assert await acme.bot.references.find(f"teams:{ada.person}") is None
    await ada.says("hi")
    assert await acme.bot.knows(ada.person)
    assert "Start" in ada.buttons()
