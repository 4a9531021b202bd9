"""A file on Teams: it is offered, and goes into the OneDrive of whom it is for when they say so, and nowhere else."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.conftest import NewDatabase
from tests.teams.person import Office, Person, listening, office

Json = dict[str, Any]


@dataclass
class Drive:
    """Somebody's OneDrive."""

    url: str = ""
    status: int = 201
    files: list[bytes] = field(default_factory=list)

    async def put(self, request: web.Request) -> web.Response:
        self.files.append(await request.read())
        return web.Response(status=self.status)

    def place(self, url: str = "") -> Json:
        return {
            "uploadUrl": url or f"{self.url}upload",
            "contentUrl": f"{self.url}followthrough.json",
            "name": "followthrough.json",
            "uniqueId": "u1",
            "fileType": "json",
        }


@dataclass
class Stage:
    """An office with a drive beside it, and Ada, who has been offered her export."""

    acme: Office
    drive: Drive
    ada: Person

    async def answers(self, who: Person | None = None, **value: Any) -> None:
        """The answer to the offer, as Teams sends it."""
        said = {"type": "fileUpload", "context": self.offer["acceptContext"], **value}
        invoke = {"name": "fileConsent/invoke", "value": said, "replyToId": self.offered["id"]}
        await (who or self.ada).sends((who or self.ada).activity("invoke", **invoke))

    @property
    def offered(self) -> Json:
        """The newest message."""
        return self.ada.messages()[-1]

    @property
    def offer(self) -> Json:
        """What it offers."""
        content: Json = self.offered["attachments"][0]["content"]
        return content


@asynccontextmanager
async def stage(url: str) -> AsyncIterator[Stage]:
    drive, app = Drive(), web.Application()
    app.router.add_put("/upload", drive.put)
    async with (
        listening(app) as drive.url,
        office(url, drives=(drive.url.removeprefix("http://").rstrip("/"),)) as acme,
    ):
        ada = acme.person()
        await ada.says("hi")
        await ada.says("note Rosebud is quiet")
        await ada.says("export everything")
        yield Stage(acme, drive, ada)


@pytest.fixture
async def here(new_database: NewDatabase) -> AsyncIterator[Stage]:
    with new_database("sqlite") as url:
        async with stage(url) as one:
            yield one


async def test_a_file_that_is_accepted_goes_into_their_drive_and_stands_in_the_place_of_its_offer(here: Stage) -> None:
    count = len(here.ada.messages())
    assert here.offer["sizeInBytes"] > 100
    await here.answers(action="accept", uploadInfo=here.drive.place())
    assert here.ada.answer.status == 200
    (file,) = here.drive.files
    assert "Rosebud is quiet" in json.dumps(json.loads(file))
    (kept,) = here.ada.messages()[-1]["attachments"]
    assert (kept["contentType"], kept["name"]) == (
        "application/vnd.microsoft.teams.card.file.info",
        "followthrough.json",
    )
    assert len(here.ada.messages()) == count


@pytest.mark.parametrize(("typed", "name"), [("csv", "followthrough-weeks.csv"), ("md", "followthrough-weeks.md")])
async def test_each_file_is_offered_and_taken_under_its_own_name(here: Stage, typed: str, name: str) -> None:
    await here.ada.says("promise Zoë the numbers on Thursday")
    await here.ada.says(f"export {typed}")
    assert here.offered["attachments"][0]["name"] == name
    await here.answers(action="accept", uploadInfo={**here.drive.place(), "name": name, "fileType": typed})
    (file,) = here.drive.files
    assert file.startswith(b"\xef\xbb\xbfWeek," if typed == "csv" else b"# My weeks")
    assert "Zoë" in file.decode()
    assert here.ada.messages()[-1]["attachments"][0]["name"] == name


async def test_a_file_that_is_declined_goes_nowhere(here: Stage) -> None:
    await here.answers(action="decline")
    assert here.drive.files == []
    assert here.ada.messages()[-1]["text"].startswith("The file stays here")


async def test_nobody_gets_a_file_of_somebody_elses(here: Stage) -> None:
    await here.answers(here.acme.person("Eve"), action="accept", uploadInfo=here.drive.place())
    assert here.drive.files == []


@pytest.mark.parametrize("url", ["https://evil.example/upload", "http://127.0.0.1:1/upload", "ftp://x", "Rosebud"])
async def test_a_file_goes_to_no_other_place(here: Stage, url: str) -> None:
    await here.answers(action="accept", uploadInfo=here.drive.place(url))
    assert here.drive.files == []
    assert here.ada.messages()[-1]["text"].startswith("The file could not be put into your OneDrive")


async def test_a_drive_that_takes_no_file_is_said(here: Stage) -> None:
    here.drive.status = 507
    await here.answers(action="accept", uploadInfo=here.drive.place())
    assert here.ada.messages()[-1]["text"].startswith("The file could not be put into your OneDrive")


async def test_a_file_of_somebody_who_was_erased_is_not_there(here: Stage) -> None:
    offer = here.offer["acceptContext"]
    offered = here.offered["id"]
    await here.ada.says("erase")
    await here.ada.says("erase")
    value = {"action": "accept", "context": offer, "uploadInfo": here.drive.place()}
    invoke = {"name": "fileConsent/invoke", "value": value, "replyToId": offered}
    await here.ada.sends(here.ada.activity("invoke", **invoke))
    assert here.drive.files == []
    assert any(one.get("text", "").startswith("That file is not there") for one in here.ada.messages())


async def test_an_answer_that_comes_twice_is_one(here: Stage) -> None:
    value = {"action": "accept", "context": here.offer["acceptContext"], "uploadInfo": here.drive.place()}
    invoke = here.ada.activity("invoke", name="fileConsent/invoke", value=value, replyToId=here.offered["id"])
    await here.ada.sends(invoke)
    await here.ada.sends(invoke)
    assert len(here.drive.files) == 1
