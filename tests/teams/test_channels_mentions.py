"""Whoever calls the bot among others is named, and nobody else is, whatever they are called; and who calls whom is read
from whose the mentions are and never from how they look."""

import xml.etree.ElementTree as Tree
from collections.abc import AsyncIterator
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.mentions import LONGEST, invitation, shown_name
from bot.content.loader import load_words
from bot.events import Act, Said
from bot.messages import Reply
from bot.rules.shortened import units
from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, office

Json = dict[str, Any]
WORDS = load_words()
THREAD = "19:general@thread.tacv2;messageid=17"


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


@pytest.fixture
def told(acme: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that the bot takes."""
    lines: list[str] = []
    right = acme.bot.receive

    async def receive(event: Act) -> Reply:
        if isinstance(event, Said):
            lines.append(event.text)
        return await right(event)

    monkeypatch.setattr(acme.bot, "receive", receive)
    return lines


def named(said: Json) -> str:
    """The name under which an activity calls somebody: the only element in its text, and exactly its entity's."""
    [entity] = said["entities"]
    assert (said["textFormat"], entity["type"], set(entity)) == ("xml", "mention", {"type", "text", "mentioned"})
    assert said["text"].count(entity["text"]) == 1
    text = Tree.fromstring(f"<all>{said['text']}</all>")
    [called] = text
    assert (called.tag, len(called), called.attrib) == ("at", 0, {})
    assert entity["mentioned"]["name"] == called.text
    assert (called.tail or "").startswith(", I answer only in our own chat")
    return called.text or ""


# --- whom the bot calls ---


HOSTILE = {
    "plain": "Ada Lovelace",
    "tags": "</at><at>everyone</at>",
    "open tag": "<at>",
    "tag of a mention": '<at id="0">Omar</at>',
    "ampersand": "Lea & Co",
    "what looks escaped": "&lt;at&gt;everyone&lt;/at&gt; &amp; &nbsp;",
    "less than": "x < 5",
    "markup": "**Ada** [here](https://e.vil) `code` <b>bold</b>",
    "quotes": "\"Ada\" 'O’Neil'",
    "the bot's": "Followthrough",
    "the text's": "I answer only in our own chat",
    "placeholders": "{name} {0} %s",
    "emoji": "Ada 👩🏽‍💻🇩🇪",
    "right to left": "עדה لافلايس",
    "a mark of direction": "Ada\u200f (Acme)",
    "a comment": "<!-- Ada --> ]]>",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
async def test_whoever_calls_it_is_named_as_they_are_called_and_nobody_else_is(acme: Office, name: str) -> None:
    ada = acme.person()
    sender = {"id": ada.account, "name": name, "aadObjectId": ada.user}
    await ada.sends(ada.in_channel("hi", **{"from": sender}))
    [said] = acme.teams.seen(THREAD)
    assert named(said) == name
    assert said["entities"][0]["mentioned"]["id"] == ada.account
    assert not acme.teams.seen(THREAD.partition(";")[0]), "it stands in the thread in which the bot was called"
    assert "attachments" not in said


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada\n\nLovelace\t\x00\x1b", "Ada Lovelace ␀"),
        ("\u202eada\u202c \u2066x\u2069", "ada x"),
        ("A" * 500, "A" * (LONGEST - 1) + "…"),
        ("🙂" * 500, "🙂" * 39 + "…"),
        ("<" * 500, "<" * (LONGEST - 1) + "…"),
        ("Ada " * 100, "Ada " * 18 + "Ada…"),
    ],
)
async def test_what_would_reach_beyond_a_name_is_left_out(acme: Office, name: str, shown: str) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi", **{"from": {"id": ada.account, "name": name, "aadObjectId": ada.user}}))
    [said] = acme.teams.seen(THREAD)
    assert named(said) == shown


@pytest.mark.parametrize("name", ["", "   ", None, "\u202e"])
async def test_whoever_has_no_name_is_not_named(acme: Office, name: str | None) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi", **{"from": {"id": ada.account, "name": name, "aadObjectId": ada.user}}))
    [said] = acme.teams.seen(THREAD)
    assert said["text"].startswith("I answer only in our own chat")
    assert (said["textFormat"], "entities" in said) == ("plain", False)


@given(st.text())
def test_any_name_is_one_name(name: str) -> None:
    said = invitation("29:a", name, WORDS)
    if shown_name(name):
        assert named(said) == shown_name(name)
        assert units(shown_name(name)) <= LONGEST
    else:
        assert "entities" not in said


async def test_in_a_chat_of_several_it_stands_in_the_chat(acme: Office) -> None:
    ada = acme.person()
    many = {"id": "19:many@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": ada.tenant}
    await ada.sends(ada.in_channel("hi", conversation=many))
    [said] = acme.teams.seen("19:many@thread.v2")
    assert named(said) == "Ada"


async def test_two_who_call_it_in_one_thread_are_both_answered_there(acme: Office) -> None:
    ada, omar = acme.person("Ada"), acme.person("Omar")
    for one in (ada, omar):
        await one.sends(one.in_channel("hi"))
    assert [named(said) for said in acme.teams.seen(THREAD)] == ["Ada", "Omar"]


async def test_what_comes_again_is_answered_once(acme: Office) -> None:
    ada = acme.person()
    line = ada.in_channel("hi")
    await ada.sends(line)
    acme.clock.now += timedelta(minutes=1)
    await ada.sends(line)
    assert len(acme.teams.seen(THREAD)) == 1
    await ada.sends({**line, "id": "another"})
    assert len(acme.teams.seen(THREAD)) == 2


# --- who calls the bot ---


def mention(text: str | None, account: str, name: str | None = None) -> Json:
    return {"type": "mention", "text": text, "mentioned": {"id": account, "name": name}}


OURS = mention("<at>Followthrough</at>", BOT, "Followthrough")


@pytest.mark.parametrize(
    ("entities", "called"),
    [
        ([OURS], True),
        ([mention(None, BOT, "Followthrough")], True),
        ([mention("<at>The bot</at>", BOT)], True),
        ([mention("<at>Followthrough</at>", "29:omar", "Followthrough")], False),
        ([mention("<at>Followthrough</at>", "28:another", "Followthrough")], False),
        ([mention("<at>Followthrough</at>", "29:omar", "")], False),
        ([mention("<at>Followthrough</at>", "29:omar")], False),
        ([{"type": "mention", "text": "<at>Followthrough</at>"}], False),
        ([{"type": "mention", "text": "<at>Followthrough</at>", "mentioned": {"name": "Followthrough"}}], False),
        ([], False),
        (None, False),
        ([mention("<at>Followthrough</at>", "29:omar", "Followthrough"), OURS], True),
    ],
)
async def test_it_is_called_by_its_id_and_not_by_its_name(acme: Office, entities: Any, called: bool) -> None:
    ada = acme.person()
    await ada.sends(ada.in_channel("hi", entities=entities))
    assert ada.answer.status == 200
    assert len(acme.teams.seen(THREAD)) == called


SAME = "<at>Followthrough</at>"
OMAR = mention("<at>Omar</at>", "29:omar", "Omar")
READ: dict[str, tuple[str, list[Json], str]] = {
    "the bot's own is nothing": (f"{SAME} note x", [OURS], "note x"),
    "wherever it stands": (f"note {SAME}", [OURS], "note"),
    "twice": (f"{SAME} note x {SAME}", [OURS, OURS], "note x"),
    "twice, and named once": (f"{SAME} note x {SAME}", [OURS], "note x"),
    "somebody of the same name after it": (
        f"{SAME} note {SAME} x",
        [OURS, mention(SAME, "29:f", "Followthrough")],
        "note Followthrough x",
    ),
    "somebody of the same name before it": (
        f"note {SAME} x {SAME}",
        [mention(SAME, "29:f", "Followthrough"), OURS],
        "note Followthrough x",
    ),
    "two of one name": (
        "note <at>Omar</at> and <at>Omar</at>",
        [OMAR, mention("<at>Omar</at>", "29:omar2", "Omar (Sales)")],
        "note Omar and Omar (Sales)",
    ),
    "without its text": (f"{SAME} note x", [mention(None, BOT, "Followthrough")], "note x"),
    "two of one name, of whom one is without its text": (
        "note <at>Omar</at> and <at>Omar</at>",
        [mention(None, "29:omar", "Omar"), mention("<at>Omar</at>", "29:omar2", "Omar (Sales)")],
        "note Omar and Omar (Sales)",
    ),
    "an ampersand, escaped": ("note <at>L &amp; Co</at>", [mention(None, "29:l", "L & Co")], "note L & Co"),
    "an ampersand, as it is": ("note <at>L & Co</at>", [mention(None, "29:l", "L & Co")], "note L & Co"),
    "an ampersand of the bot's": ("<at>F &amp; T</at> note x", [mention(None, BOT, "F & T")], "note x"),
    "no name": ("note <at>Omar</at>", [mention("<at>Omar</at>", "29:omar")], "note Omar"),
    "one within another": (
        "note <at>Ann</at> <at>Lee</at> and <at>Ann</at>",
        [mention("<at>Ann</at>", "29:ann", "Ann"), mention("<at>Ann</at> <at>Lee</at>", "29:lee", "Ann Lee")],
        "note Ann Lee and Ann",
    ),
    "a name that looks like a mention of the bot": (
        "note <at>x</at> y",
        [mention("<at>x</at>", "29:x", SAME), OURS],
        f"note {SAME} y",
    ),
    "a name that looks like one of itself": (
        "note <at>x</at>",
        [mention("<at>x</at>", "29:x", "<at>x</at>!"), mention("<at>x</at>", "29:x", "z")],
        "note <at>x</at>!",
    ),
    "typed, and nobody's": ("note <at>everyone</at> <at>Omar</at>", [OMAR], "note <at>everyone</at> Omar"),
    "an entity for what was only typed": ("note x", [mention("x", BOT, "x"), mention("", BOT, "")], "note x"),
    "an entity that is nowhere in the text": ("note x", [OMAR, OURS], "note x"),
}


@pytest.mark.parametrize(("text", "entities", "read"), READ.values(), ids=READ)
async def test_the_bots_own_mention_is_nothing_and_others_are_names(
    acme: Office, told: list[str], text: str, entities: list[Json], read: str
) -> None:
    ada = acme.person()
    await ada.says(text, entities=entities)
    assert told[:1] == [read]


async def test_in_html_a_name_is_a_name_too(acme: Office, told: list[str]) -> None:
    ada = acme.person()
    hostile = mention("<at>Omar</at>", "29:omar", "<b>Omar</b> & Co")
    await ada.says(f"<p>{SAME} note <at>Omar</at></p>", textFormat="xml", entities=[OURS, hostile])
    assert told[:1] == ["note <b>Omar</b> & Co"]


@pytest.mark.parametrize("quoted", [SAME, "<at>Omar</at>", escape(SAME)])
async def test_a_mention_in_what_somebody_quotes_is_not_theirs(acme: Office, told: list[str], quoted: str) -> None:
    ada = acme.person()
    await ada.says("hi")
    asked = ada.messages()[0]["id"]
    beside = ada.quotation(asked, "note x")
    content = beside["attachments"][0]["content"].replace("Something else…", f"{quoted} Something else…")
    attachments = [{"contentType": "text/html", "content": content}]
    told.clear()
    await ada.says("note x", attachments=attachments, entities=[OURS, OMAR])
    await ada.says("", attachments=attachments, entities=[OURS, OMAR])
    assert told == ["note x", "note x"]
