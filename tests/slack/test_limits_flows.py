"""Whatever people type and however much is kept about them, Slack takes what every flow shows: messages,
forms and home pages of every way in and every step, with the longest and worst of words."""

from collections.abc import Hashable, Iterator
from functools import cache

import pytest

from adapters.slack.charts import without_charts
from adapters.slack.forms import OPEN, errors_payload, modal_view, read_submission
from adapters.slack.handles import read_press
from adapters.slack.render import home_view, message_payload
from bot.flow import State
from bot.home.page import home
from bot.messages import Choices, FieldErrors, Form, Message, Page, Pick, Ref
from tests.slack import limits
from tests.slack.answers import submitted
from tests.slack.worst import LONG, kept
from tests.stage import Stage
from tests.walk import begun, copied, explore, placed, started, starts, steps

FILLINGS = ({"line": LONG, "day": "2026-12-01"}, {"line": "", "day": ""})
TYPED = (LONG, LONG[:2900], LONG[:280], "3", "tomorrow")
"""More than any question takes, about as much as fits into a form, and as much as a part of a practice has."""
MORE = [f"promise Omar {LONG} Thursday", f"note {LONG}", f"thank Omar for {LONG}", f"bring {LONG}", LONG, "find x"]
WAYS = [("in", *way) for way in (*starts(), *(("say", line) for line in MORE))] + [("at", *way) for way in steps()]
DEPTH = {"in": 3, "at": 1}
"""From each way in some turns deep, from each step one."""
KEY = f"{'x' * 120}/{'y' * 120}"
"""Longer than any key of the outbox."""

checked: set[Hashable] = set()
"""Across all ways, because most of what they show is the same."""


@cache
def leader() -> Stage:
    """Made once: each way begins from a copy."""
    return begun(Stage(), *kept())


def stages(how: str, what: str, value: str) -> Iterator[Stage]:
    stage = started(copied(leader()), what, value) if how == "in" else placed(copied(leader()), what, value)
    return explore(stage, TYPED, FILLINGS, DEPTH[how])


def new(what: Hashable) -> bool:
    if what in checked:
        return False
    checked.add(what)
    return True


def named(value: str) -> str:
    return value[:30].replace("/", " ")


@pytest.mark.parametrize(("how", "what", "value"), WAYS, ids=named)
def test_slack_takes_what_every_flow_shows(how: str, what: str, value: str) -> None:
    first = True
    for stage in stages(how, what, value):
        for post in stage.messages.values():
            if new(post.message):
                check_message(post.message)
        if isinstance(stage.reply, Form) and new(stage.reply):
            check_form(stage.reply)
            if stage.errors is not None:
                check_errors(stage.errors, stage.reply)
        if first:
            check_home(home(stage.leader, stage.states.get("ana", {}), stage.now))
        first = False


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
    ref, fields, key = read_submission(submitted(view))
    assert (ref, key) == (form.ref, KEY)
    assert set(fields) == {part.name for part in form.body if part.kind in ("line", "pick", "day")}
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


def test_a_walk_comes_to_every_step() -> None:
    seen: set[tuple[str, str]] = set()
    for flow, step in steps():
        stage = placed(copied(leader()), flow, step)
        seen |= {(state.flow, state.step) for state in stage.states["ana"].values() if isinstance(state, State)}
    assert set(steps()) <= seen


def test_no_page_of_somebody_new_breaks_a_limit() -> None:
    stage = Stage().says("hi")
    check_home(home(stage.leader, stage.states["ana"], stage.now))
