"""What the playground's server takes, and what it refuses in one sentence."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from adapters.browser.feed import PAGE_LIMIT, Feed, Note
from bot.events import Joined, Pressed, Said, Submitted
from bot.messages import Ref
from tests.browser.conftest import START, Stage, on_stage
from tests.browser.stage import FORM, REF, SAVED, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINE = {"id": "0123456789ab", "person": "ana", "text": "hi", "thread": ""}
BUTTON = {
    "id": "0123456789ab",
    "person": "ana",
    "ref": {"flow": "checkin", "subject": "p1", "step": "ask", "occasion": "2026-11-23"},
    "choice": "did",
    "message": "message-1",
}
FILLED = {"id": "0123456789ab", "person": "ana", "ref": BUTTON["ref"], "fields": {"good": "x"}, "message": ""}


def _joined(stage: Stage) -> list[Joined]:
    return [event for event in stage.bot.heard if isinstance(event, Joined)]


async def test_everybody_joins_the_inviter_before_the_invited() -> None:
    async with on_stage(zone="Europe/Zurich") as stage:
        joined = _joined(stage)
        assert stage.bot.playground.marked
    assert [event.person for event in joined] == ["nora", "omar", "ana"]
    assert joined[2].invited_by == "nora"
    assert joined[2].address == "playground:ana"
    assert {event.zone for event in joined} == {"Europe/Zurich"}


async def test_the_browser_says_the_zone_until_somebody_has_spoken(stage: Stage) -> None:
    _, said = await stage.post("/api/arrive", {"zone": "Europe/Berlin"})
    assert said["zone"] == "Europe/Berlin"
    assert [(event.person, event.zone) for event in _joined(stage)[3:]] == [
        ("nora", "Europe/Berlin"),
        ("omar", "Europe/Berlin"),
        ("ana", "Europe/Berlin"),
    ]
    await stage.post("/api/say", LINE)
    await stage.post("/api/arrive", {"zone": "Asia/Tokyo"})
    assert [event.person for event in _joined(stage)[7:]] == ["nora", "omar"]


async def test_the_settings_zone_goes_before_the_browser_s() -> None:
    async with on_stage(zone="Europe/Zurich") as stage:
        _, said = await stage.post("/api/arrive", {"zone": "Asia/Tokyo"})
        assert said["zone"] == "Europe/Zurich"
        assert {event.zone for event in _joined(stage)} == {"Europe/Zurich"}


async def test_whoever_is_erased_starts_again(stage: Stage) -> None:
    await stage.post("/api/say", LINE)
    with stage.feed.listen() as notes:
        await stage.post("/api/say", {**LINE, "text": "forget me"})
        told = [notes.get_nowait() for _ in range(notes.qsize())]
    assert ("reset", "ana") in [(note.event, note.person) for note in told if note]
    before = len(_joined(stage))
    await stage.post("/api/say", LINE)
    assert [event.person for event in _joined(stage)[before:]] == ["ana"]


async def test_a_line_a_button_and_a_form_become_events(stage: Stage) -> None:
    await stage.post("/api/say", {**LINE, "thread": "message-7"})
    await stage.post("/api/press", BUTTON)
    await stage.post("/api/submit", FILLED)
    assert stage.bot.heard[-3:] == [
        Said("0123456789ab", "ana", START, "hi", "message-7"),
        Pressed("0123456789ab", "ana", START, Ref("checkin", "p1", "ask", "2026-11-23"), "did", "message-1"),
        Submitted("0123456789ab", "ana", START, REF, {"good": "x"}, ""),
    ]


async def test_every_reply_has_its_json(stage: Stage) -> None:
    assert (await stage.post("/api/say", LINE))[1] == {"reply": "nothing"}
    opened = (await stage.post("/api/press", {**BUTTON, "choice": "form"}))[1]
    assert opened["reply"] == "form"
    assert opened["form"]["title"] == FORM.title
    stage.bot.reply = WRONG
    assert (await stage.post("/api/submit", FILLED))[1] == {
        "reply": "errors",
        "errors": [list(e) for e in WRONG.errors],
    }
    stage.bot.reply = SAVED
    assert (await stage.post("/api/submit", FILLED))[1] == {"reply": "closed"}


async def _raw(stage: Stage, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, Any]]:
    async with (
        ClientSession() as session,
        session.request(method, stage.url + path, data=body, headers=headers) as response,
    ):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        text = await response.text()
        return response.status, json.loads(text) if text.startswith("{") else {"text": text}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"nonsense", "That is not JSON."),
        (b"", "That is not JSON."),
        (b"\xff\xfe", "That is not JSON."),
        (b'{"text": "\\ud800"}', "That is not JSON."),
        (b"[]", "That should be an object."),
        (b"{}", "“id” is missing."),
        (json.dumps({**LINE, "person": "eve"}).encode(), "“eve” is nobody in the playground."),
        (json.dumps({**LINE, "text": 7}).encode(), "“text” should be a valid string."),
        (json.dumps({**LINE, "text": ""}).encode(), "“text”: String should have at least 1 character."),
        (json.dumps({**LINE, "more": 1}).encode(), "“more” is not known here."),
        (json.dumps({**LINE, "id": "<b>"}).encode(), "“id” is not an id."),
    ],
)
async def test_nonsense_gets_one_clear_sentence(stage: Stage, body: bytes, sentence: str) -> None:
    status, said = await _raw(stage, "POST", "/api/say", body, Origin=stage.url)
    assert (status, said) == (400, {"sentence": sentence})
    assert not any(isinstance(event, Said) for event in stage.bot.heard)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/press", {**BUTTON, "ref": {"flow": "checkin"}}),
        ("/api/press", {**BUTTON, "ref": None}),
        ("/api/submit", {**FILLED, "fields": {"good": 1}}),
        ("/api/submit", {**FILLED, "fields": []}),
        ("/api/clock", {"move": "never", "zone": "UTC"}),
        ("/api/clock", {"move": "day", "zone": "Moon/Base"}),
        ("/api/clock", {"move": "day", "zone": "../../etc/passwd"}),
        ("/api/clock", {"move": "to", "zone": "UTC", "at": "tomorrow"}),
        ("/api/clock", {"move": "to", "zone": "UTC", "at": "9999-12-31T23:59"}),
        ("/api/clock", {"move": "to", "zone": "UTC", "at": "0001-01-01T00:00"}),
        ("/api/clock", {"move": "to", "zone": "UTC", "at": "2026-12-01T00:00+02:00"}),
        ("/api/arrive", {"zone": ""}),
    ],
)
async def test_what_makes_no_sense_is_refused_and_reaches_nobody(stage: Stage, path: str, body: dict[str, Any]) -> None:
    before = len(stage.bot.heard)
    status, said = await stage.post(path, body)
    assert status == 400
    assert said["sentence"].endswith(".")
    assert len(stage.bot.heard) == before


async def test_a_body_that_is_not_packed_as_it_says_is_refused(stage: Stage) -> None:
    headers = {"Origin": stage.url, "Content-Encoding": "gzip"}
    status, said = await _raw(stage, "POST", "/api/say", b"not packed", **headers)
    assert (status, said) == (400, {"sentence": "What was sent is not packed as it says."})


async def test_unknown_paths_and_people(stage: Stage) -> None:
    assert await _raw(stage, "GET", "/nothing") == (404, {"sentence": "There is nothing here."})
    assert (await _raw(stage, "GET", "/static/../app.py"))[0] == 404
    assert (await _raw(stage, "GET", "/static/"))[0] == 403
    assert (await _raw(stage, "GET", "/api/say"))[0] == 405
    assert (await _raw(stage, "GET", "/api/home?person=eve"))[0] == 400
    assert (await _raw(stage, "GET", "/api/events?person=ana&after=x"))[0] == 400
    assert (await _raw(stage, "GET", "/api/events?person=ana&after=" + "9" * 30))[0] == 400


async def test_a_megabyte_is_the_most(stage: Stage) -> None:
    status, said = await stage.post("/api/say", {**LINE, "text": "x" * (2**20 - 200)})
    assert status == 200, said
    status, said = await stage.post("/api/say", {**LINE, "text": "x" * 2**20})
    assert (status, said["sentence"]) == (413, "That is too long: at most 1 MB can be sent at once.")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "0.0.0.0"])
async def test_a_name_that_somebody_points_at_this_machine_is_refused(stage: Stage, host: str) -> None:
    for path in ("/", "/api/home?person=ana", "/static/page.js"):
        assert (await _raw(stage, "GET", path, Host=host))[0] == 403
    assert (await _raw(stage, "POST", "/api/say", json.dumps(LINE).encode(), Host=host, Origin=f"http://{host}"))[
        0
    ] == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
async def test_this_machine_s_own_names_are_welcome(stage: Stage, host: str) -> None:
    assert (await _raw(stage, "GET", "/", Host=f"{host}:{stage.port}"))[0] == 200


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:1", "https://{here}"])
async def test_another_site_cannot_post(stage: Stage, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin.replace("{here}", stage.url.removeprefix("http://"))}
    for path, body in (("/api/say", LINE), ("/api/clock", {"move": "day", "zone": "UTC"})):
        assert (await _raw(stage, "POST", path, json.dumps(body).encode(), **headers))[0] == 403
    assert not any(isinstance(event, Said) for event in stage.bot.heard)


async def test_what_the_bot_could_not_save_is_said_in_its_words(stage: Stage) -> None:
    status, said = await stage.post("/api/say", {**LINE, "text": "fail"})
    assert (status, said) == (500, {"sentence": "I could not save that, please try once more (id 1234abcd)."})


async def test_a_fault_has_an_id_and_tells_nothing_of_itself(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = await stage.post("/api/say", {**LINE, "text": "crash"})
    assert status == 500
    assert said["sentence"] == "Something went wrong here; it is not your fault."
    assert len(said["id"]) == 8
    assert said["id"] in capsys.readouterr().out


async def _heard(
    stage: Stage, count: int, then: Callable[[], Awaitable[object]] | None = None, **headers: str
) -> list[tuple[str, str]]:
    """The first events of a stream, name and id; `then` is done when the page is ready."""
    found: list[tuple[str, str]] = []
    number = ""
    async with (
        asyncio.timeout(5),
        ClientSession() as session,
        session.get(f"{stage.url}/api/events?person=ana", headers=headers) as response,
    ):
        assert response.headers["Content-Type"] == "text/event-stream"
        async for line in response.content:
            name, _, value = line.decode().strip().partition(": ")
            if name == "id":
                number = value
            if name == "event":
                found.append((value, number))
                number = ""
                if value == "ready" and then is not None:
                    await then()
                if len(found) == count:
                    break
    return found


async def test_a_page_that_comes_back_is_told_what_it_missed(stage: Stage) -> None:
    await stage.post("/api/say", LINE)
    await stage.post("/api/say", {**LINE, "id": "another-one"})
    ids = [number for name, number in await _heard(stage, 5) if name == "post"]
    assert len(ids) == 4
    later = await _heard(stage, 3, **{"Last-Event-ID": ids[1]})
    assert later == [("post", ids[2]), ("post", ids[3]), ("ready", "")]


async def test_a_page_of_another_database_is_told_to_start_again(stage: Stage) -> None:
    assert (await _heard(stage, 2, **{"Last-Event-ID": "4711"}))[0] == ("reset", "")


async def test_others_conversations_are_pointed_at_and_not_told(stage: Stage) -> None:
    heard = await _heard(stage, 2, lambda: stage.post("/api/say", {**LINE, "person": "nora"}))
    assert [name for name, _ in heard] == ["ready", "elsewhere"]


async def test_a_page_that_sleeps_is_dropped_before_it_fills_the_memory() -> None:
    feed = Feed()
    with feed.listen() as waiting:
        for _ in range(PAGE_LIMIT + 5):
            feed.tell(Note("clock", {}))
        assert waiting.qsize() == PAGE_LIMIT + 1
