"""A form that comes back on Teams with fields missing, strange or far too long, or with another form in it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import NewDatabase
from tests.teams.person import Office, office, opened


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    """One tenant."""
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


async def test_a_form_with_fields_missing_or_strange_says_what_is_wrong(acme: Office) -> None:
    ada = acme.person()
    await opened(ada)
    sent = ada.submission()
    data = sent["value"]["data"]
    names = [name for name in data if "-" in name]
    bare = {name: value for name, value in data.items() if name not in names}
    for number, strange in enumerate(
        [
            bare,
            {**data, **dict.fromkeys(names, None)},
            {**data, **dict.fromkeys(names, "x" * 30_000)},
            {**data, **{name: "2026-13-45" for name in names if name.startswith("day")}},
            {**bare, "line-nothing": "Rosebud"},
        ]
    ):
        await ada.sends({**sent, "id": f"strange-{number}", "value": {"data": strange}})
        assert ada.answer.status == 200
        assert ada.errors or ada.note, number
    for strange in ({**data, names[0]: 7}, {**data, names[0]: ["Rosebud"]}, {**data, names[0]: "x" * 90_000}):
        await ada.sends({**sent, "id": "again", "value": {"data": strange}})
        assert "cannot make anything of that" in ada.note
    assert "Rosebud" not in ada.sees()
    await ada.sends(sent)
    assert "Rosebud" in ada.sees_last()


@pytest.mark.parametrize("drawn", ["", "Rosebud", "eJwDAAAAAAE=", "AAAA" * 90_000, None, 7, "a" * 10**5])
async def test_a_form_that_says_strange_things_of_itself_is_not_believed(acme: Office, drawn: Any) -> None:
    ada = acme.person()
    await opened(ada)
    await ada.fills({"By when?": "2020-01-01"})
    sent = ada.submission()
    sent["value"]["data"]["drawn"] = drawn
    await ada.sends(sent)
    assert ada.answer.status in (200, 400)
    assert ada.dialog is None
    if ada.answer.status == 200:
        assert ada.note, "what is wrong is said without the form"


async def test_another_form_in_the_button_is_not_drawn(acme: Office) -> None:
    ada = acme.person()
    await opened(ada)
    other = ada.submission()["value"]["data"]["drawn"]
    await ada.says("hi")
    await ada.presses("Start")
    await ada.presses("All in one form")
    sent = ada.submission()
    await ada.sends(sent)
    assert ada.errors, "it is empty, so it stays"
    sent["value"]["data"]["drawn"] = other
    await ada.sends({**sent, "id": "another"})
    assert (ada.dialog, bool(ada.note)) == (None, True)
