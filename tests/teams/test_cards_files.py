"""A file is offered, and put where Teams says when it is accepted, into somebody's OneDrive and nowhere else."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.teams import files
from adapters.teams.files import NotTaken, Place, kept, offered, read_answer, upload
from adapters.teams.handles import Unclear
from bot.messages import Document
from tests.stage import WORDS

FILE = Document("followthrough.json", "application/json", '{"name": "Zoë"}')
HERE = "https://contoso-my.sharepoint.com/personal/ana/_api/v2.0/drive/items/1/uploadSession?guid='a'&path='b'"
INFO = {
    "uploadUrl": HERE,
    "contentUrl": "https://contoso-my.sharepoint.com/personal/ana/followthrough.json",
    "name": "followthrough.json",
    "uniqueId": "1",
    "fileType": "json",
}
ACCEPTED = {"type": "fileUpload", "action": "accept", "context": {"file": "export/1"}, "uploadInfo": INFO}


class Drive:
    """Somebody's OneDrive, on this machine."""

    def __init__(self) -> None:
        self.status = 201
        self.taken: list[tuple[bytes, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append((await request.read(), request.headers["Content-Range"]))
        return web.Response(status=self.status, headers={"Location": "http://127.0.0.1:1/"})


@pytest.fixture
async def drive() -> AsyncIterator[tuple[Drive, Place, str]]:
    """It, a place in it, and its host."""
    there, app = Drive(), web.Application()
    app.router.add_put("/{path:.*}", there.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield there, replace(place(), upload_url=f"http://{host}/upload?guid='a'"), host
    finally:
        await runner.cleanup()


def place() -> Place:
    key, found = read_answer(ACCEPTED)
    assert key == "export/1"
    assert found is not None
    return found


def test_a_file_is_offered_with_its_name_its_size_and_what_it_belongs_to() -> None:
    offer = offered(FILE, "export/1", WORDS)
    assert offer["contentType"] == "application/vnd.microsoft.teams.card.file.consent"
    assert (offer["name"], offer["content"]["sizeInBytes"]) == ("followthrough.json", 16)
    assert offer["content"]["acceptContext"] == offer["content"]["declineContext"] == {"file": "export/1"}
    assert "OneDrive" in offer["content"]["description"]


def test_an_answer_says_where_the_file_goes_or_that_it_goes_nowhere() -> None:
    assert (place().upload_url, place().kind) == (HERE, "json")
    assert read_answer({**ACCEPTED, "action": "decline"}) == ("export/1", None)
    assert read_answer({"action": "decline", "context": {"file": "export/1"}}) == ("export/1", None)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "accept",
        {},
        {**ACCEPTED, "action": "take"},
        {**ACCEPTED, "context": None},
        {**ACCEPTED, "context": {"file": ""}},
        {**ACCEPTED, "context": {"file": 7}},
        {**ACCEPTED, "uploadInfo": None},
        {**ACCEPTED, "uploadInfo": {**INFO, "uploadUrl": 7}},
        {**ACCEPTED, "uploadInfo": {**INFO, "uploadUrl": "https://x/" + "y" * 4000}},
        {**ACCEPTED, "uploadInfo": {name: INFO[name] for name in ("name", "uploadUrl")}},
    ],
)
def test_nonsense_is_unclear(value: Any) -> None:
    with pytest.raises(Unclear):
        read_answer(value)


def test_a_file_that_is_there_can_be_opened() -> None:
    shown = kept(place())
    assert (shown["name"], shown["contentUrl"]) == ("followthrough.json", INFO["contentUrl"])
    assert shown["content"] == {"uniqueId": "1", "fileType": "json"}


async def test_an_accepted_file_is_put_there_whole(drive: tuple[Drive, Place, str]) -> None:
    there, where, host = drive
    async with aiohttp.ClientSession() as session:
        await upload(session, where, FILE.content.encode(), (host,))
    assert there.taken == [(FILE.content.encode(), "bytes 0-15/16")]


@pytest.fixture
async def proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The machine's: what it was asked for, by how the request began."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode().strip())
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    yield asked
    server.close()


async def test_a_file_takes_the_way_of_the_machines_proxy(drive: tuple[Drive, Place, str], proxy: list[str]) -> None:
    there, where, host = drive
    async with aiohttp.ClientSession() as session:
        await upload(session, where, b"{}", (host,))
    assert there.taken == []
    assert [one.split("?")[0] for one in proxy] == [f"PUT http://{host}/upload"]


async def test_a_place_that_takes_no_connection_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CONNECT", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        host = f"127.0.0.1:{full.getsockname()[1]}"
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:  # whom nobody lets in, so that there is no room for another one
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        async with aiohttp.ClientSession() as session, asyncio.timeout(3):
            with pytest.raises(NotTaken, match="did not answer"):
                await upload(session, replace(place(), upload_url=f"http://{host}/x"), b"{}", (host,))
        for one in crowd:
            one.close()


@pytest.mark.parametrize("status", [302, 401, 404, 409, 500])
async def test_what_onedrive_does_not_take_is_said_to_be_that(status: int, drive: tuple[Drive, Place, str]) -> None:
    there, where, host = drive
    there.status = status
    async with aiohttp.ClientSession() as session:
        with pytest.raises(NotTaken, match=str(status)):
            await upload(session, where, b"{}", (host,))
    assert len(there.taken) == 1


async def test_nobody_there_is_said_to_be_that() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(NotTaken, match="did not answer"):
            await upload(session, replace(place(), upload_url="http://127.0.0.1:1/x"), b"{}", ("127.0.0.1:1",))


@pytest.mark.parametrize(
    "url",
    [
        "http://contoso-my.sharepoint.com/x",
        "https://contoso-my.sharepoint.com:8443/x",
        "https://sharepoint.com.evil.example/x",
        "https://evilsharepoint.com/x",
        "https://evil.example/.sharepoint.com",
        "https://ana@contoso.sharepoint.com/x",
        "https://evil.example\\@contoso.sharepoint.com/x",
        "https://127.0.0.1/x",
        "https://localhost:1/x",
        "https://[::1",
        "https://contoso.sharepoint.com:x/x",
        "ftp://contoso.sharepoint.com/x",
        "",
    ],
)
async def test_it_goes_nowhere_else(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(NotTaken, match="none in OneDrive"):
            await upload(session, replace(place(), upload_url=url), b"{}")
