"""A page in the smallest message that a platform takes: split between leaders, never within one, and nothing cut."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from adapters.slack.render import message_payload
from adapters.slack.room import MESSAGE_ROOM
from adapters.teams.cards import message_card
from adapters.teams.room import ROOM
from bot.coaching import Line
from bot.facts import Person
from bot.messages import Choices, Message, Rows, Text
from tests.digests import STEADY, coaching, read, shows
from tests.slack.worst import NASTY as ON_SLACK
from tests.stage import Stage
from tests.teams.limits import everything
from tests.teams.worst import NASTY as ON_TEAMS

KEY: Final = "x" * 120
WIDE: Final = replace(
    STEADY, brings=("w" * 300, "“Ä”" * 100, "\\<&>*_~" * 40), waits_since=date(2026, 11, 2), due=2, kept=1, promised=1,
    quiet_since=date(2026, 11, 2), band="more", milestone="digest.milestone_26", fresh_on=date(2026, 12, 3),
    things_due=3, things_done=3, things_dropped=3,
)  # fmt: skip
"""All that can be said of one leader in a week."""


def many(count: int, line: Line, more: str = "", **between: Any) -> Stage:
    """So many leaders who show the same; `more` is what stands behind their names."""
    stage = coaching()
    for number in range(count):
        name = f"leader{number:03}"
        stage.people[name] = Person(name, f"{name.title()}{more}", "Europe/Berlin", state="active")
        shows(stage, name, line, **between)
    return read(stage)


def sent(stage: Stage) -> list[Message]:
    return [stage.messages[key].message for key in stage.order if stage.messages[key].person == "nora"]


def spans(message: Message) -> Iterator[str]:
    """Every piece of words in it."""
    for part in (part for ask in message.asks for part in ask.parts):
        if isinstance(part, Rows):
            yield from (text for name, told in part.rows for text in (name, *(span.text for span in told)))
        elif isinstance(part, Text):
            yield from (span.text for span in part.spans)


def texts(value: Any) -> Iterator[str]:
    """Every text of a payload, in the order in which it stands there."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def check_that_nothing_is_cut(messages: list[Message]) -> None:
    for message in messages:
        blocks = message_payload(message, KEY)["blocks"]
        sent_card = message_card(message, KEY)
        assert len(json.dumps(blocks, ensure_ascii=False)) <= MESSAGE_ROOM
        assert len(json.dumps(sent_card, ensure_ascii=False).encode()) <= ROOM
        on_slack = "".join(texts(blocks))
        on_teams = "".join(one["text"] for one in everything(sent_card["body"]) if one.get("type") == "TextRun")
        for words in spans(message):
            assert words in on_slack
            assert words in on_teams


@pytest.mark.parametrize(
    ("count", "line", "more"),
    [
        (12, WIDE, ""),
        (40, WIDE, ""),
        (200, STEADY, ""),
        (60, replace(STEADY, due=1), ""),
        (60, WIDE, f" {ON_SLACK}"),
        (60, WIDE, f" {ON_TEAMS}"),
        (200, STEADY, f" {ON_TEAMS}"),
    ],
    ids=["12 wide", "40 wide", "200 steady", "60", "names on Slack", "names on Teams", "200 names"],
)
def test_every_leader_stands_whole_in_one_message_on_slack_and_on_teams(count: int, line: Line, more: str) -> None:
    messages = sent(many(count, line, more))
    names = [one[:9] for message in messages for one in spans(message) if one.startswith("Leader")]
    assert names[:count] == [f"Leader{number:03}" for number in range(count)]
    assert len(names) <= count + 1, "but for the question at the end"
    check_that_nothing_is_cut(messages)


def test_whatever_is_owed_to_many_stands_whole_too() -> None:
    owed = {"ahead": ON_TEAMS * 3, "session_at": datetime(2026, 11, 26, 9, tzinfo=UTC)}
    messages = sent(many(200, STEADY, f" {ON_TEAMS}", **owed))
    said = "".join(words for message in messages for words in spans(message))
    assert said.count("the next session is not noted yet") == 200
    check_that_nothing_is_cut(messages)


def test_asked_for_again_it_comes_whole() -> None:
    stage = many(60, WIDE)
    came = sent(stage)
    again = sent(stage.says("digest"))[len(came) :]
    assert [list(spans(one)) for one in again] == [list(spans(one)) for one in came]


def test_the_buttons_stand_once() -> None:
    messages = sent(many(60, WIDE))
    assert len(messages) > 1
    assert sum(isinstance(part, Choices) for one in messages for ask in one.asks for part in ask.parts) == 1


def test_twelve_leaders_with_something_each_take_one_message() -> None:
    assert len(sent(many(12, replace(STEADY, due=1, promised=2, kept=2)))) == 1
