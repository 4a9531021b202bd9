"""An answer shows nothing of itself, wherever it ends up by accident."""

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass
from typing import Any

import pytest
import structlog
from pydantic_core import to_json

from bot.ballot.answer import MASK, UNSEEN, Answer

SECRET = "Kassandra-4711 said it"


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that carries an answer."""

    round: str
    answer: Answer


def given() -> Answer:
    return Answer({"changed": 3, "next": SECRET})


def test_it_gives_what_was_given_to_whoever_asks_for_a_question() -> None:
    one = Answer({"changed": 3, "say": UNSEEN, "next": SECRET})
    assert [one.given(name) for name in ("changed", "say", "next", "other")] == [3, "unseen", SECRET, None]
    assert one.names == {"changed", "say", "next"}


def test_its_words_are_a_mask() -> None:
    one = given()
    for text in (
        str(one),
        repr(one),
        f"{one} {one!r} {one!s}",
        f"{[one]}",
        f"{Effect('r', one)}",
    ):
        assert MASK in text
        assert SECRET not in text


def test_it_goes_into_no_encoder_and_no_copy() -> None:
    ways: tuple[Any, ...] = (pickle.dumps, copy.copy, copy.deepcopy, json.dumps, to_json, list, dict, vars)
    for way in ways:
        with pytest.raises((TypeError, ValueError)) as refused:
            way(given())
        assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_what_carries_it_cannot_be_taken_apart_either() -> None:
    with pytest.raises(TypeError):
        asdict(Effect("r", given()))


def test_a_log_shows_the_mask(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("any").warning("%s %r %s", given(), given(), Effect("r", given()))
    structlog.get_logger().warning("cast", answer=given(), effect=Effect("r", given()))
    shown = caplog.text + "".join(capsys.readouterr())
    assert shown.count(MASK) >= 5
    assert SECRET not in shown


def test_what_no_database_can_hold_is_made_visible() -> None:
    assert Answer({"next": "a\x00b\ud800"}).given("next") == "a␀b\N{REPLACEMENT CHARACTER}"
