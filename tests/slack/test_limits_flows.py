"""Whatever people type and however much is kept about them, Slack takes what every flow shows: messages,
forms and home pages of every way in and every step, with the longest and worst of words."""

from collections.abc import Hashable
from typing import assert_never

import pytest

from adapters.slack.charts import without_charts
from adapters.slack.fields import OPEN
from adapters.slack.forms import errors_payload, modal_view, read_submission
from adapters.slack.handles import read_press
from adapters.slack.render import home_view, message_payload
from bot.flow import State
from bot.home.page import home
from bot.messages import Choices, FieldErrors, Form, Message, Page, Pick, Ref
from tests.slack import limits
from tests.slack.answers import submitted
from tests.slack.worst import NASTY
from tests.stage import Stage
from tests.walk import copied, placed, steps
from tests.worst import Refused, Way, leader, named, read_by_a_coach, round_form, shown, ways

KEY = f"{'x' * 120}/{'y' * 120}"
"""Longer than any key of the outbox."""

checked: set[Hashable] = set()
"""Across all ways, because most of what they show is the same."""


@pytest.mark.parametrize("way", ways(NASTY), ids=named)
def test_slack_takes_what_every_flow_shows(way: Way) -> None:
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
                check_errors(one.errors, one.form)
            case _:
                assert_never(one)


def check_message(message: Message) -> None:
    payload = message_payload(message, KEY)
    assert limits.message(payload) == []
    assert limits.message(without_charts(payload)) == []
    wanted = [(ask.ref, choice.key, KEY) for ask in message.asks for choice in choices(ask.parts)]
    assert pressed(payload["blocks"]) == wanted


def check_home(page: Page) -> None:
    view = home_view(page)
    assert limits.home(view) == []
    assert pressed(view["blocks"]) == [(ask.ref, choice.key, "") for ask in page.asks for choice in choices(ask.parts)]


def check_form(form: Form) -> None:
    view = modal_view(form, KEY)
    assert limits.modal(view) == []
    if not form.send:  # only to read: nothing comes back
        assert "submit" not in view
        return
    ref, fields, key = read_submission(submitted(view))
    assert (ref, key) == (form.ref, KEY)
    assert set(fields) == {
        part.name for part in form.body if part.kind in ("line", "pick", "day", "someone", "channel")
    }
    assert not any(OPEN in [key for key, _ in part.options] for part in form.body if isinstance(part, Pick))


def check_errors(errors: FieldErrors, form: Form) -> None:
    view = submitted(modal_view(form, KEY))
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    found = errors_payload(errors, view)
    assert found
    assert set(found) <= inputs


def choices(parts: tuple[object, ...]) -> list[object]:
    return [choice for part in parts if isinstance(part, Choices) for choice in part.choices]


def pressed(blocks: list[limits.Json]) -> list[tuple[Ref, str, str]]:
    return [
        read_press(button["value"]) for block in blocks if block["type"] == "actions" for button in block["elements"]
    ]


def test_slack_takes_the_form_of_a_round_with_all_that_can_be_asked() -> None:
    check_form(round_form(NASTY))


def test_slack_takes_what_a_coach_of_sixty_reads() -> None:
    for message in read_by_a_coach(NASTY):
        check_message(message)


def test_a_walk_comes_to_every_step() -> None:
    seen: set[tuple[str, str]] = set()
    for flow, step in steps():
        stage = placed(copied(leader(NASTY)), flow, step)
        seen |= {(state.flow, state.step) for state in stage.states["ana"].values() if isinstance(state, State)}
    assert set(steps()) <= seen


def test_no_page_of_somebody_new_breaks_a_limit() -> None:
    stage = Stage().says("hi")
    check_home(home(stage.leader, stage.states["ana"], stage.now))
