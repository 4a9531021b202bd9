"""People and channels in a form of the page, a form that is only read, and the channel that everybody reads."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.events import Submitted
from bot.messages import Ask, Channel, Form, Message, Plain, Someone, Text
from bot.outgoing import Outgoing
from tests.browser.conftest import THREE, OpenPage, Stage
from tests.browser.stage import REF

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEAM = THREE.channels[0]
NAMING = Form(
    REF,
    "Your team",
    (
        Someone("who", "Who is in it?", most=2),
        Someone("one", "Who asks?", value=("nora",)),
        Channel("there", "Where?", optional=True),
        Channel("all", "Or everybody of", members=True, optional=True),
        Channel("read", "Read where?", looks=True, optional=True),
    ),
    "Send",
)
FILLED: dict[str, Any] = {
    "id": "0123456789ab",
    "person": "ana",
    "ref": {"flow": "checkin", "subject": "p1", "step": "ask", "occasion": ""},
    "message": "",
}


async def opens(page: Page, stage: Stage, form: Form) -> None:
    stage.bot.form = form
    await page.get_by_role("textbox", name="Message as").fill("hi")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Form…").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


def sent(stage: Stage) -> dict[str, str]:
    return next(event.fields for event in reversed(stage.bot.heard) if isinstance(event, Submitted))


async def test_people_are_ticked_by_name_and_come_as_ids(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await opens(page, stage, NAMING)
    who = page.get_by_role("group", name="Who is in it?")
    for name in ("Ana", "Nora", "Omar"):
        await who.get_by_role("checkbox", name=name).check()
    await expect(page.get_by_role("group", name="Who asks?").get_by_role("radio", name="Nora")).to_be_checked()
    await page.get_by_role("button", name="Send", exact=True).last.click()
    await expect(page.get_by_text("At most 2 fit; these are 3.")).to_be_visible()
    await who.get_by_role("checkbox", name="Ana").uncheck()
    await page.get_by_role("group", name="Or everybody of").get_by_role("radio", name="#team").check()
    await page.get_by_role("group", name="Read where?").get_by_role("radio", name="#team").check()
    await page.get_by_role("button", name="Send", exact=True).last.click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    read = "\n".join((TEAM.address, "public", "#team", "", ""))
    assert sent(stage) == {"who": "nora omar", "one": "nora", "there": "", "all": "ana nora omar", "read": read}


async def test_a_form_that_is_only_read_has_one_button_that_closes_it(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await opens(page, stage, Form(REF, "What was heard", (Text((Plain("Six said so."),)),), ""))
    await expect(page.get_by_role("dialog").get_by_role("button")).to_have_text(["Close"])
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert not any(isinstance(event, Submitted) for event in stage.bot.heard)


async def test_everybody_reads_what_is_posted_in_the_channel(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    now = datetime.now(UTC)  # noqa: TID251  nobody reads it
    words = Message((Ask((Text((Plain("What I heard from you."),)),)),))
    await stage.bot.transport.send(Outgoing("k1", "ana", TEAM.address, "behalf", now.date(), words, now, now))
    await expect(page.get_by_role("button", name="#team")).to_contain_text("has something new")
    await expect(page.get_by_text("What I heard from you.")).to_have_count(0)
    await page.get_by_role("button", name="#team").click()
    await expect(page.get_by_text("What I heard from you.")).to_be_visible()
    await expect(page.get_by_role("button", name="Send")).to_be_hidden()
    await expect(page.get_by_role("button", name="Answer this one")).to_be_hidden()
    await page.get_by_role("button", name="Ana").click()
    await expect(page.get_by_role("button", name="Send")).to_be_visible()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("nora  omar nora", {"who": "nora omar"}),
        ("", {"who": ""}),
        ("nora eve", None),
        ("T1-U1", None),
        (" ".join(["nora"] * 1000), {"who": "nora"}),
        (" ".join(f"p{number}" for number in range(1000)), None),
    ],
)
async def test_nobody_arrives_who_is_not_there(stage: Stage, said: str, fields: dict[str, str] | None) -> None:
    body = {**FILLED, "fields": {"who": said}, "kinds": {"who": "someone"}}
    status, answer = await stage.post("/api/submit", body)
    assert status == 200
    if fields is None:
        assert answer["reply"] == "errors"
        assert not any(isinstance(event, Submitted) for event in stage.bot.heard)
    else:
        assert sent(stage) == fields


@pytest.mark.parametrize("kind", ["channel", "members", "looked"])
async def test_a_channel_that_is_not_there_is_said_to_be_none(stage: Stage, kind: str) -> None:
    body = {**FILLED, "fields": {"there": "slack:T1-C1"}, "kinds": {"there": kind}}
    assert (await stage.post("/api/submit", body))[0] == 400
    assert (await stage.post("/api/submit", {**body, "kinds": {"there": "anything"}}))[0] == 400
    assert not any(isinstance(event, Submitted) for event in stage.bot.heard)


async def test_nobody_acts_as_a_channel(stage: Stage) -> None:
    for path, act in (("say", {"text": "hi", "thread": ""}), ("submit", {**FILLED, "fields": {}})):
        body = {**act, "id": "0123456789ab", "person": TEAM.id}
        assert (await stage.post(f"/api/{path}", body))[0] == 400
