"""What is posted in a channel is there for all to see, and answered by whomever it is meant for and by nobody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.outgoing import Outgoing
from tests.conftest import NewDatabase
from tests.contract.on_teams import elements_of
from tests.teams.desk import words
from tests.teams.person import Office, Person, body_of, office, shown, state
from tests.teams.standin import TENANT
from tests.teams.test_app_people import at, practises

Json = dict[str, Any]
GENERAL = "19:general@thread.tacv2"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


def digest(ada: Person, channel: str = GENERAL, key: str = "digest", **more: Any) -> Outgoing:
    """Something about somebody, for a channel."""
    now = ada.office.now
    given: Json = {"message": words("Three practices this week."), "expires_at": now + timedelta(hours=2), **more}
    return Outgoing(
        key=key,
        person=ada.person,
        address=f"teams:{TENANT}.{channel}",
        cls="notice",
        day=now.date(),
        not_before=now,
        **given,
    )


async def delivered(acme: Office, *rows: Outgoing) -> None:
    with acme.bot.store.begin() as unit:
        unit.outbox.put(rows)
    await acme.bot.deliver(acme.now)


async def test_a_digest_is_posted_where_the_channel_was_heard_and_what_belongs_to_it_under_it(acme: Office) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi"))
    await delivered(acme, digest(ada))
    [post] = acme.teams.seen(GENERAL)
    with acme.bot.store.look() as unit:
        thread, _, root = unit.outbox.platform_id("digest").partition("|")
    assert (thread, root) == (f"{GENERAL};messageid={post['id']}", post["id"])
    await delivered(acme, digest(ada, thread, key="more"))
    assert len(acme.teams.seen(thread)) == 1
    assert acme.teams.of("create") == []


@pytest.mark.parametrize(("status", "code"), [(403, "BotNotInConversationRoster"), (404, "ConversationNotFound")])
async def test_a_channel_that_refuses_it_leaves_everybody_as_they_were(acme: Office, status: int, code: str) -> None:
    ada = acme.person()
    await practises(ada)
    acme.teams.answers("create", status, code)
    await delivered(acme, digest(ada))
    with acme.bot.store.look() as unit:
        (row,) = unit.connection.exec_driver_sql("SELECT state FROM outbox WHERE key = 'digest'").all()
    assert tuple(row) == ("failed",)
    known = await acme.bot.references.find(f"teams:{ada.person}")
    assert known is not None
    assert known.live
    await acme.goes_to(at(24, 18))
    assert "Did it" in ada.buttons(), "she is asked as ever"


# --- who answers it ---


async def asked_in_channel(acme: Office, ada: Person) -> Json:
    """The day's question to Ada, posted in a channel for all to see; what stands there."""
    await practises(ada)
    await acme.goes_to(at(24, 16, 59))
    acme.clock.now = at(24, 17)
    await acme.bot.tick(acme.now)
    with acme.bot.store.begin() as unit:
        here = (f"teams:{TENANT}.{GENERAL}", ada.person)
        unit.connection.exec_driver_sql("UPDATE outbox SET address = ? WHERE state = 'waiting' AND person = ?", here)
    await acme.bot.deliver(acme.now)
    [post] = acme.teams.seen(GENERAL)
    assert "Did it" in titles(post)
    return post


def titles(post: Json) -> list[str]:
    """Labels of its buttons."""
    return [one["title"] for one in elements_of(body_of(post))]


def pressed(somebody: Person, post: Json, label: str = "Did it") -> Json:
    """A press of a button that stands in the channel."""
    action = next(one for one in elements_of(body_of(post)) if one["title"] == label)
    thread = {"id": f"{GENERAL};messageid={post['id']}", "conversationType": "channel", "isGroup": True}
    return {**somebody.press(action, post["id"]), "conversation": {**thread, "tenantId": TENANT}}


async def test_whom_it_is_meant_for_answers_it_and_it_changes_in_its_place(acme: Office) -> None:
    ada = acme.person("Ada")
    post = await asked_in_channel(acme, ada)
    await ada.sends(pressed(ada, post))
    [after] = acme.teams.seen(GENERAL)
    assert after["id"] == post["id"]
    assert "Did it" not in titles(after)
    assert "1 of your last 1" in shown(after)
    assert acme.teams.seen(f"{GENERAL};messageid={post['id']}") == [], "nothing is said beside it"


async def test_somebody_else_whom_the_bot_knows_is_told_in_their_own_chat_and_nothing_changes(acme: Office) -> None:
    ada, omar = acme.person("Ada"), acme.person("Omar")
    await omar.says("hi")
    post = await asked_in_channel(acme, ada)
    before, updates = state(ada), len(acme.teams.of("update"))
    await omar.sends(pressed(omar, post))
    assert omar.answer.status == 200
    assert "somebody else’s" in omar.sees_last()
    assert acme.teams.seen(GENERAL) == [post]
    assert acme.teams.seen(f"{GENERAL};messageid={post['id']}") == []
    assert (state(ada), len(acme.teams.of("update"))) == (before, updates)
    await ada.sends(pressed(ada, post))
    assert "1 of your last 1" in shown(acme.teams.seen(GENERAL)[0])


async def test_a_stranger_is_shown_the_way_in_and_nothing_of_it(acme: Office) -> None:
    ada, eve = acme.person("Ada"), acme.person("Eve")
    post = await asked_in_channel(acme, ada)
    before = state(ada)
    await eve.sends(pressed(eve, post))
    [said] = acme.teams.seen(f"{GENERAL};messageid={post['id']}")
    assert said["text"].startswith("<at>Eve</at>, I answer only in our own chat")
    assert (acme.teams.seen(GENERAL), state(ada)) == ([post], before)
    assert not await acme.bot.knows(eve.person)
    assert eve.messages() == []


async def test_a_form_of_somebody_elses_opens_for_nobody(acme: Office) -> None:
    ada, omar, eve = acme.person("Ada"), acme.person("Omar"), acme.person("Eve")
    await omar.says("hi")
    await ada.says("hi")
    await ada.presses("Start")
    with acme.bot.store.look() as unit:
        question = unit.outbox.shown_to(ada.person)[0]
    await delivered(acme, digest(ada, key="asked", message=question.message))
    [post] = acme.teams.seen(GENERAL)
    for one in (omar, eve):
        await one.sends(pressed(one, post, "All in one form"))
        assert one.dialog is None
    assert omar.note == "My answer is in our own chat."
    assert "somebody else’s" in omar.sees_last()
    assert "I hold nothing about you" in eve.note
    assert acme.teams.seen(GENERAL) == [post]
    assert acme.teams.seen(f"{GENERAL};messageid={post['id']}") == []
    assert not await acme.bot.knows(eve.person)
