"""Keys are fetched once for all who wait, anew when one is missing or a day is over, and never as often as asked."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.teams import keys
from adapters.teams.keys import LARGEST
from tests.teams.openid import OpenId, signer
from tests.teams.porch import SERVICE, Porch, activity, porch
from tests.waiting import until

ONE = {"document": 1, "keys": 1}
"""One refresh: both halves of one question."""
WHY = "the keys that Teams signs with could not be fetched"


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[list[Any]]:
    with caplog.at_level(logging.DEBUG), capture_logs() as entries:
        yield entries
    assert "Rosebud" not in str(entries) + caplog.text


@pytest.fixture
async def one() -> AsyncIterator[Porch]:
    async with porch() as here:
        yield here


async def status(here: Porch, authorization: str = "") -> int:
    return (await here.post(activity(), authorization)).status


def stranger(here: Porch) -> str:
    """A token by a key of theirs, under an id that nobody knows."""
    return here.openid.bearer(SERVICE, by=signer(2))


async def test_nobody_is_asked_before_somebody_comes_and_then_once_for_all(one: Porch) -> None:
    assert one.openid.asked == {}
    one.openid.slow = 0.1
    assert await asyncio.gather(*(status(one) for _ in range(30))) == [200] * 30
    for _ in range(5):
        await status(one)
    assert one.openid.asked == ONE


async def test_a_rotated_key_is_taken_after_exactly_one_refresh(one: Porch) -> None:
    assert await status(one) == 200
    former = one.openid.bearer(SERVICE)
    one.openid.asked.clear()
    one.openid.rotate()
    one.openid.slow = 0.1
    assert await asyncio.gather(*(status(one) for _ in range(20))) == [200] * 20
    assert one.openid.asked == ONE
    assert await status(one, former) == 401, "what is no longer published is not taken"
    assert one.openid.asked == {"document": 2, "keys": 2}


async def test_however_many_unknown_keys_are_named_nobody_is_asked_more_than_thrice_in_five_minutes(one: Porch) -> None:
    await status(one)
    one.openid.asked.clear()
    assert [await status(one, stranger(one)) for _ in range(20)] == [401] * 3 + [503] * 17
    assert one.openid.asked == {"document": 3, "keys": 3}
    one.now += timedelta(minutes=4)
    answer = await one.post(activity(), stranger(one))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert await status(one) == 200, "whose key is known need not wait"
    one.openid.rotate()
    assert await status(one) == 503, "nobody can tell it from a stranger's, and nobody says that it is one"
    one.now += timedelta(minutes=1)
    assert await status(one) == 200
    assert one.openid.asked == {"document": 4, "keys": 4}


async def test_a_stranger_who_names_a_key_keeps_a_new_one_out_no_longer(one: Porch) -> None:
    await status(one)
    assert await status(one, stranger(one)) == 401
    one.openid.rotate()
    assert await status(one) == 200


async def test_after_a_day_they_are_fetched_anew_and_one_that_was_withdrawn_is_gone(one: Porch) -> None:
    withdrawn = one.openid.signers[0]
    await status(one)
    one.now += timedelta(hours=23)
    await status(one)
    assert one.openid.asked == ONE
    one.openid.rotate()
    one.now += timedelta(hours=1)
    assert await status(one, one.openid.bearer(SERVICE, by=withdrawn)) == 401
    assert one.openid.asked == {"document": 2, "keys": 2}
    assert await status(one) == 200


async def test_while_they_are_fetched_anew_nobody_waits_but_the_first(one: Porch) -> None:
    await status(one)
    one.now += timedelta(days=1)
    one.openid.slow = 1
    first = asyncio.create_task(status(one))
    await until(lambda: one.openid.asked["document"] == 2)
    assert await status(one) == 200
    assert not first.done()
    assert await first == 200


async def test_with_keys_in_memory_a_key_server_that_is_down_is_no_trouble_for_days(
    one: Porch, logs: list[Any]
) -> None:
    await status(one)
    one.openid.status = 500
    for _ in range(4):
        one.now += timedelta(days=1)
        assert await status(one) == 200
        assert await status(one) == 200
    assert one.openid.asked["document"] == 5, "one question a day"
    assert [(said["event"], said["kept"], len(said["id"])) for said in logs] == [(WHY, 1, 8)] * 4
    one.now += timedelta(minutes=5)
    assert await status(one) == 200
    assert one.openid.asked["document"] == 6, "and one more as soon as it may be"
    one.now += timedelta(days=1)
    assert await status(one) == 503, "but a key that was withdrawn long ago is not taken for ever"
    one.openid.status = 200
    one.now += timedelta(seconds=10)
    assert await status(one) == 200


async def test_without_keys_nobody_can_be_told_apart(one: Porch, logs: list[Any]) -> None:
    one.openid.status = 503
    answer = await one.post(activity())
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert await status(one, stranger(one)) == 503
    assert await status(one, "Bearer Rosebud") == 401, "that is none, whoever signs"
    assert one.openid.asked == {"document": 1}, "nobody asks again at once"
    assert one.handled == []
    assert {said.get("why") for said in logs} >= {"there are no keys to check tokens with"}
    one.openid.status = 200
    one.now += timedelta(seconds=9)
    assert await status(one) == 503
    one.now += timedelta(seconds=1)
    assert await status(one) == 200


async def test_a_key_server_that_does_not_answer_is_not_waited_for(
    one: Porch, monkeypatch: pytest.MonkeyPatch, logs: list[Any]
) -> None:
    monkeypatch.setattr(keys, "PATIENCE", 0.1)
    one.openid.slow = 1
    began = asyncio.get_running_loop().time()
    assert await asyncio.gather(*(status(one) for _ in range(10))) == [503] * 10
    assert asyncio.get_running_loop().time() - began < 2
    assert [said["error"] for said in logs if said["event"] == WHY] == ["TimeoutError"]


async def test_a_clock_that_is_put_back_keeps_nobody_out(one: Porch) -> None:
    one.openid.status = 500
    assert await status(one) == 503
    one.openid.status = 200
    one.now -= timedelta(days=3)
    assert await status(one) == 200


DOCUMENTS: list[Any] = [
    {},
    [],
    "Rosebud",
    None,
    {"jwks_uri": 7},
    {"jwks_uri": ""},
    {"jwks_uri": "Rosebud"},
    {"jwks_uri": "https://["},
    {"jwks_uri": "http://example.com/keys"},
    {"jwks_uri": "file:///etc/passwd"},
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
async def test_a_document_that_is_none_leaves_us_without_keys(one: Porch, document: Any) -> None:
    one.openid.document = document if document is not None else {"jwks_uri": None}
    assert await status(one) == 503
    assert one.openid.asked == {"document": 1}


KEY_SETS: list[Any] = [
    {},
    [],
    {"keys": {}},
    {"keys": []},
    {"keys": [7]},
    {"keys": [{}]},
    {"keys": [{"kid": "a", "kty": "RSA"}]},
    {"keys": [{"kid": "a", "kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
    {"keys": [{"kid": "a", "kty": "RSA", "n": "*", "e": 7}]},
    {"keys": [{"kid": "a", "kty": "oct", "k": "Um9zZWJ1ZA"}]},
    {"keys": [], "more": "Rosebud" * LARGEST},
]


@pytest.mark.parametrize("number", range(len(KEY_SETS)))
async def test_keys_that_are_none_leave_us_without_keys(one: Porch, number: int) -> None:
    one.openid.keys = KEY_SETS[number]
    assert await status(one) == 503


async def test_a_key_that_cannot_be_read_does_not_take_the_others_with_it(one: Porch) -> None:
    right = one.openid.signers[0].published()
    private = {**right, "kid": "b", "d": "AQAB"}
    other = {"kid": "c", "kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"}
    strange = {**right, "kid": "d", "endorsements": "msteams"}
    one.openid.keys = {"keys": [{"kid": "a", "kty": "RSA"}, private, other, strange, {"kty": "RSA"}, right]}
    assert await status(one) == 200


async def test_a_redirect_is_not_followed(one: Porch) -> None:
    one.openid.status = 302
    assert await status(one) == 503


async def test_what_was_fetched_stays_when_the_next_answer_has_no_keys(one: Porch) -> None:
    await status(one)
    one.openid.keys = {"keys": []}
    one.now += timedelta(days=1)
    assert await status(one) == 200
    assert one.openid.asked["keys"] == 2


async def test_a_key_server_that_is_not_there() -> None:
    async with OpenId() as gone:
        url = gone.url
    async with porch(openid_url=url) as here:
        assert await status(here) == 503
