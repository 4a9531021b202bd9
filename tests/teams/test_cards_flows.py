"""Whatever people type and however much is kept about them, Teams takes what every flow shows: messages, forms and
home pages of every way in and every step, with the longest and worst of words."""

from collections.abc import Hashable
from typing import assert_never

import pytest

from adapters.teams.cards import home_card, message_card, summary_of
from adapters.teams.forms import form_card
from adapters.teams.handles import read_form, read_press
from bot.home.page import home
from bot.messages import LIMIT, Ask, Channel, Choices, Day, Form, Input, Line, Message, Page, Pick, Ref, Someone
from bot.rules.shortened import units
from tests.stage import WORDS, Stage
from tests.teams import limits
from tests.teams.answers import submitted
from tests.teams.worst import LONG, NASTY
from tests.worst import Refused, Way, named, read_by_a_coach, round_form, shown, ways

KEY = f"{'x' * 120}/{'y' * 120}"
"""Longer than any key of the outbox."""

checked: set[Hashable] = set()
"""Across all ways, because most of what they show is the same."""


@pytest.mark.parametrize("way", ways(NASTY), ids=named)
def test_teams_takes_what_every_flow_shows(way: Way) -> None:
    for one in shown(NASTY, way):
        if one in checked:
            continue
        checked.add(one)
        match one:
            case Message():
                check_message(one)
            case Page():
                check_home(one)
            case Form():
                check_form(one)
            case Refused():
                check_refused(one)
            case _:
                assert_never(one)


def check_message(message: Message) -> None:
    card = message_card(message, KEY)
    assert limits.message(card) == []
    assert pressed(card) == handles(message.asks, KEY)
    assert 1 <= len(summary_of(message)) <= 200


def check_home(page: Page) -> None:
    card = home_card(page)
    assert limits.message(card) == []
    assert pressed(card) == handles(page.asks, "")


def check_form(form: Form) -> None:
    assert limits.dialog(form_card(form, KEY, words=WORDS)) == []
    card = form_card(form, KEY, words=WORDS, channels=(("teams:x", "#team"),))
    assert limits.dialog(card) == []
    if not form.send:
        assert "actions" not in card
        return
    ref, fields, key = read_form(submitted(card))
    assert (ref, key) == (form.ref, KEY)
    wanted = {part.name: value(part) for part in form.body if isinstance(part, Input)}
    lines = {block["id"] for block in card["body"] if "id" in block}
    assert set(fields) == set(wanted)
    for name, text in wanted.items():
        # What a form shows is never longer than this, but what was kept in former times may be.
        assert fields[name] == text or (units(text) > LIMIT and f"cut-line-{name}" in lines)


def check_refused(refused: Refused) -> None:
    """What was typed stands there again, with a sentence for each error."""
    form, errors = refused.form, refused.errors
    typed = {part.name: LONG for part in form.body if part.kind == "line"}
    card = form_card(form, KEY, errors, typed, words=WORDS)
    assert limits.dialog(card) == []
    said = "".join(run["text"] for run in limits.everything(card) if run.get("color") == "Attention")
    assert all(sentence in said for _, sentence in errors.errors)


def value(field: Input) -> str:
    match field:
        case Line():
            return field.value
        case Pick():
            chosen = [key for key, _ in field.options if key in field.value]
            return ",".join(chosen if field.many else chosen[:1])
        case Day():
            return field.value.isoformat() if field.value else ""
        case Someone():
            return " ".join(field.value)
        case Channel():
            return field.value


def handles(asks: tuple[Ask, ...], key: str) -> list[tuple[Ref | None, str, str, bool]]:
    every = ((ask.ref, part) for ask in asks for part in ask.parts if isinstance(part, Choices))
    return [(ref, choice.key, key, choice.opens) for ref, part in every for choice in part.choices]


def pressed(card: limits.Json) -> list[tuple[Ref | None, str, str, bool]]:
    sets = (block["actions"] for block in card["body"] if block["type"] == "ActionSet")
    return [(*read_press(action["data"]), "msteams" in action["data"]) for actions in sets for action in actions]


def test_teams_takes_the_form_of_a_round_with_all_that_can_be_asked() -> None:
    check_form(round_form(NASTY))


def test_teams_takes_what_a_coach_of_sixty_reads() -> None:
    for message in read_by_a_coach(NASTY):
        check_message(message)


def test_no_page_of_somebody_new_breaks_a_limit() -> None:
    stage = Stage().says("hi")
    check_home(home(stage.leader, stage.states["ana"], stage.now))
