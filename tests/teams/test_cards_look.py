"""A card shows what the page shows: the same words in the same order, with the same buttons and fields."""

from collections.abc import Hashable

import pytest

from adapters.teams.cards import home_card, message_card
from adapters.teams.forms import form_card
from bot.home.page import home
from bot.messages import MESSAGE, FieldErrors, Form, Message, Page
from tests.contract import on_teams, on_the_page
from tests.stage import WORDS, Stage
from tests.walk import begun, explore, placed, started, starts, steps

WAYS = [("in", *way) for way in starts()] + [("at", *way) for way in steps()]
FILLINGS = ({"line": "the numbers", "day": "2026-12-01"}, {"line": "", "day": ""})

checked: set[Hashable] = set()
"""Across all ways, because most of what they show is the same."""


def new(what: Hashable) -> bool:
    if what in checked:
        return False
    checked.add(what)
    return True


@pytest.mark.parametrize(("how", "what", "value"), WAYS, ids=lambda one: one.replace("/", " "))
def test_a_card_shows_what_the_page_shows(how: str, what: str, value: str) -> None:
    stage = started(begun(Stage()), what, value) if how == "in" else placed(begun(Stage()), what, value)
    check_page(home(stage.leader, stage.states.get("ana", {}), stage.now))
    for place in explore(stage, fillings=FILLINGS, depth=2 if how == "in" else 1):
        for post in place.messages.values():
            if new(post.message):
                check_message(post.message)
        if isinstance(place.reply, Form) and new(place.reply):
            check_form(place.reply)
            if place.errors is not None:
                check_errors(place.reply, place.errors)


def check_message(message: Message) -> None:
    look, body = on_the_page.message_look(MESSAGE.dump_python(message)), message_card(message, "k")["body"]
    # Somebody placed at a step has not said what its buttons are made of, and Teams takes none without words.
    assert tuple(on_teams.lines_of(body)) == tuple(line.replace("[]", "[…]") for line in look.lines)
    assert [one["title"] for one in on_teams.elements_of(body)] == [button.label or "…" for button in look.buttons]


def check_page(page: Page) -> None:
    look, body = on_the_page.page_look(on_the_page.PAGE.dump_python(page)), home_card(page)["body"]
    assert tuple(on_teams.lines_of(body)) == look.lines


def check_form(form: Form) -> None:
    card = form_card(form, "k", words=WORDS, channels=(("teams:x", "#team"),))
    assert on_teams.form_look(form.title, card) == on_the_page.form_look(form)


def check_errors(form: Form, errors: FieldErrors) -> None:
    shown = on_teams.errors_of(form_card(form, "k", errors, {}, words=WORDS))
    assert sorted(sentence for _, sentence in shown) == sorted(sentence for _, sentence in errors.errors)
