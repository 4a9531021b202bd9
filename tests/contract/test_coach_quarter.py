"""Every line of every page of a quarter can be traced to a choice, to the row made under it, and to what was shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.coaching import Line, Shown
from bot.flow import Scene
from bot.flows.digest import page
from bot.flows.shown import line
from tests.conftest import NewDatabase
from tests.contract.cast import EVERYBODY, NAMES
from tests.contract.player import Player
from tests.contract.playground import InThePlayground
from tests.contract.runs import TRACED, kept, opened
from tests.contract.script import read, scripts
from tests.contract.traced import kept_in, pages, trace, trace_opened
from tests.contract.traced import opened as opened_about

SCRIPT, PLATFORM = TRACED
WEEK = """\
after first_practice
Nora: says invite Ana
Nora: presses [Invite people]
Nora: fills Your words to them: A minute a day.
Nora: sends
presses [Yes, work together]
says share {scope}
says promise Omar the numbers Thursday
until Fri 27 Nov 17:05
until Sun 29 Nov 12:00
says {sunday}
until Mon 30 Nov 09:05
"""
"""One leader and one Monday."""


def traced(player: Player) -> list[set[str]]:
    """Of each page of Nora's, whom it says something of."""
    driver = player.driver
    assert isinstance(driver, InThePlayground)
    stored = kept_in(driver.bot.store)
    return [trace(one, "nora", driver.messages, stored) for one in pages(driver.messages("Nora"))]


async def test_every_line_of_a_quarter_is_traced(new_database: NewDatabase) -> None:
    script = next(one for one in scripts() if one.name == SCRIPT)
    with new_database("sqlite") as url:
        async with opened(PLATFORM, url, EVERYBODY) as player:
            assert await player.plays(script) == kept(script).read_text(encoding="utf-8")
            found = traced(player)
            assert len(found) == 15, "fourteen Mondays, and one that was asked for"
            assert set().union(*found) == {"Ana", "Ida", "Omar", "Raj", "Sam", "Tom"}
            for name in ("Omar", "Raj"):
                (one,) = opened_about(player.driver.messages("Nora"), name)
                trace_opened(one, name, player.driver.messages)
            assert isinstance(player.driver, InThePlayground)
            ended = [one.until_at for one in kept_in(player.driver.bot.store).consents]
            assert len(ended) > 6, "one each, and what took the place of it"
            assert None not in ended, "with the coach every choice about her has ended"


async def one_week(url: str, scope: str = "together", sunday: str = "share") -> list[set[str]]:
    async with opened(PLATFORM, url, NAMES) as player:
        await player.plays(read("week", WEEK.format(scope=scope, sunday=sunday)))
        return traced(player)


async def test_one_week_is_traced(new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        assert await one_week(url) == [{"Ana"}]


Read = Callable[[Scene, str, date], Shown | None]


def without_a_choice(_: Read) -> Read:
    return lambda scene, leader, monday: Shown(leader, scene.person.id, monday - timedelta(days=3), "", Line(due=1))


def with_more(found: Read) -> Read:
    def more(scene: Scene, leader: str, monday: date) -> Shown | None:
        row = found(scene, leader, monday)
        assert row is not None
        return replace(row, line=replace(row.line, things_due=2))

    return more


@pytest.mark.parametrize(
    ("wrong", "sunday", "error"),
    [(without_a_choice, "share nothing", "shared nothing at"), (with_more, "share", "is not stored")],
)
async def test_a_line_that_is_composed_without_a_choice_or_with_more_than_was_shown_is_found(
    wrong: Callable[[Read], Read],
    sunday: str,
    error: str,
    new_database: NewDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page, "read", wrong(page.read))
    monkeypatch.setattr(page, "nobody_shares", lambda _: False)
    with new_database("sqlite") as url, pytest.raises(AssertionError, match=error):
        await one_week(url, sunday=sunday)


async def test_a_field_that_the_choice_does_not_let_out_is_found(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "in_scope", lambda _: frozenset(line.BLANK))
    with new_database("sqlite") as url, pytest.raises(AssertionError, match="is not in “status”"):
        await one_week(url, scope="status")
