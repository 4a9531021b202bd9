"""A page in the smallest message that a platform takes: split between leaders, never within one, and nothing cut."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from adapters.slack.render import message_payload
from adapters.slack.room import MESSAGE_ROOM
from adapters.teams.cards import message_card
from adapters.teams.room import ROOM
from bot.coaching import Line
from bot.messages import Choices, Message, Rows, Text
from tests.digests import STEADY, coaching, read, shows
from tests.stage import Stage

KEY: Final = "x" * 120
WIDE: Final = replace(
    STEADY, brings=("w" * 300, "“Ä”" * 100, "\\<&>*_~" * 40), waits_since=date(2026, 11, 2), due=2, kept=1, promised=1,
    quiet_since=date(2026, 11, 2), band="more", milestone="digest.milestone_26", fresh_on=date(2026, 12, 3),
    things_due=3, things_done=3, things_dropped=3,
)  # fmt: skip
"""All that can be said of one leader in a week."""


def many(count: int, line: Line) -> Stage:
    stage = coaching()
    for number in range(count):
        shows(stage, f"leader{number:03}", line)
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


@pytest.mark.parametrize(("count", "line"), [(12, WIDE), (40, WIDE), (200, STEADY), (60, replace(STEADY, due=1))])
def test_every_leader_stands_whole_in_one_message_on_slack_and_on_teams(count: int, line: Line) -> None:
    messages = sent(many(count, line))
    names = [one for message in messages for one in spans(message) if one.startswith("Leader")]
    assert names[:count] == [f"Leader{number:03}" for number in range(count)]
    assert len(names) <= count + 1, "but for the question at the end"
    for message in messages:
        blocks = message_payload(message, KEY)["blocks"]
        sent_card = message_card(message, KEY)
        assert len(json.dumps(blocks, ensure_ascii=False)) <= MESSAGE_ROOM
        assert len(json.dumps(sent_card, ensure_ascii=False).encode()) <= ROOM
        on_slack, on_teams = "".join(texts(blocks)), "".join(texts(sent_card))
        for words in spans(message):
            assert words in on_slack
            assert words.strip() in on_teams or len(words) > 40


def test_the_buttons_stand_once() -> None:
    messages = sent(many(60, WIDE))
    assert len(messages) > 1
    assert sum(isinstance(part, Choices) for one in messages for ask in one.asks for part in ask.parts) == 1


def test_twelve_leaders_with_something_each_take_one_message() -> None:
    assert len(sent(many(12, replace(STEADY, due=1, promised=2, kept=2)))) == 1
