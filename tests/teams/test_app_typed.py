"""What people type on Teams is taken as it was typed, and shown so: no markup, no mention, however long."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import NewDatabase
from tests.teams.person import BOT, Office, office

Json = dict[str, Any]


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


SHOUTED = (
    "<at>everyone</at> <b>bold</b> &lt;i&gt; &amp; **stars** [a](https://e.vil) {{DATE(2017-02-14T06:08:39Z)}} Rosebud "
)


async def test_what_looks_like_markup_is_shown_as_it_was_typed_and_calls_nobody(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.says(f"promise Omar {SHOUTED}Thursday")
    for piece in SHOUTED.split():
        assert piece in ada.sees(), piece
    sent = json.dumps(acme.teams.chats)
    assert '"mention"' not in sent
    assert not any(one["type"] == "TextBlock" and "Rosebud" in one["text"] for one in blocks(acme))


def blocks(acme: Office) -> list[Json]:
    cards = [one["content"] for said in acme.teams.chats.values() for message in said for one in message["attachments"]]
    return [block for card in cards for block in card.get("body", ())]


async def test_mentions_are_names_and_the_bots_own_is_nothing(acme: Office) -> None:
    ada = acme.person()
    named = [
        {"type": "mention", "text": "<at>Followthrough</at>", "mentioned": {"id": BOT, "name": "Followthrough"}},
        {"type": "mention", "text": "<at>Omar Haddad</at>", "mentioned": {"id": "29:omar", "name": "Omar Haddad"}},
        {"type": "mention", "text": None, "mentioned": None},
        {"type": "something else", "text": 5},
        "Rosebud",
    ]
    await ada.says("<at>Followthrough</at>&nbsp;promise <at>Omar Haddad</at> the numbers Thursday", entities=named)
    assert "Omar Haddad, the numbers" in ada.sees_last()


async def test_a_line_that_is_only_html_is_its_words(acme: Office) -> None:
    ada = acme.person()
    html = "<div><p>promise Omar the &lt;b&gt; numbers &amp; <emoji alt='🙂'></emoji></p><p>Thursday</p></div>"
    await ada.says("", attachments=[{"contentType": "text/html", "content": html}])
    assert "<b> numbers & 🙂" in ada.sees()
    await ada.says("<p>note x &lt; 5</p>", textFormat="xml")
    await ada.says("find x <")
    assert "x < 5" in ada.sees()


async def test_forty_thousand_signs_are_kept(acme: Office) -> None:
    ada = acme.person()
    await ada.says("hi")
    await ada.says(f"note {(SHOUTED * 1000)[:40_000]}")
    assert ada.answer.status == 200
    await ada.says("find Rosebud")
    assert "Rosebud" in ada.sees_last()
    for one in acme.teams.of("send") + acme.teams.of("update"):
        assert len(json.dumps(one.body["attachments"], ensure_ascii=False).encode()) < 30_000
