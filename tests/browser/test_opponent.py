"""The view of an opponent in the browser, over the real bot, a database file and key cells."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, Page, expect

from adapters.browser.app import Playground
from adapters.browser.clock import Clock
from adapters.browser.feed import Feed
from adapters.browser.people import CAST
from adapters.browser.transport import PLATFORM, Transport
from bot.ballot.answer import Answer
from bot.ballot.asked import Open, Scale
from bot.ballot.cells import FileCells
from bot.errors import OnlyPlaygrounds
from bot.facts import Round, Team
from bot.service import Bot, build
from bot.settings import read
from bot.store import open_store
from tests.browser.conftest import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CLOSES = START + timedelta(days=7)
SIX = tuple(one.id for one in CAST.people if one.group == "Ana’s team")
WORD = "Quittenmus"


@dataclass(frozen=True, slots=True)
class House:
    """A playground with the real bot, and a round of Ana's team."""

    url: str
    bot: Bot

    def opens(self) -> None:
        with self.bot.store.begin() as unit:
            unit.people.save([Team("ana", "running", 5)])
            unit.people.save([Round("r1", "ana", 1, date(2026, 11, 23), CLOSES, CLOSES, 5, 6)])
            unit.ballots.open("r1", SIX, (Scale("changed", -3, 3), Open("next")), 5, CLOSES)

    def answers(self, person: str) -> None:
        with self.bot.store.begin() as unit:
            assert unit.ballots.cast("r1", person, Answer({"changed": 1, "next": WORD}), START) == "taken"

    def closes(self) -> None:
        with self.bot.store.begin() as unit:
            unit.ballots.close("r1", CLOSES)


@asynccontextmanager
async def living(folder: Path) -> AsyncIterator[House]:
    key = "A" * 43 + "="
    settings = read({"FOLLOWTHROUGH_KEY": key, "DATABASE_URL": f"sqlite:///{folder / 'playground.db'}"})
    store = open_store(settings.database_url, settings.keys)
    store.migrate()
    store.close()
    feed, clock = Feed(), Clock(lambda: START)
    transport = Transport(feed, clock)
    bot = build(settings, {PLATFORM: transport}, clock, cells=FileCells(folder / "keys", plain=True))
    playground = Playground(bot, clock, feed, transport, "Europe/Berlin")
    await playground.open()
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield House(f"http://127.0.0.1:{runner.addresses[0][1]}", bot)
    finally:
        await runner.cleanup()
        await bot.close()


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with living(tmp_path) as one:
        yield one


async def opened(chromium: Browser, url: str, width: int = 1280) -> Page:
    context = await chromium.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(5000)
    page = await context.new_page()
    await page.goto(url)
    return page


async def test_it_can_be_reached_from_the_playground(chromium: Browser, house: House) -> None:
    page = await opened(chromium, house.url)
    await page.get_by_role("link", name="What an opponent sees").click()
    await expect(page.get_by_role("heading", name="What an opponent sees")).to_be_visible()
    await expect(page.get_by_text("No round is open at this moment.")).to_be_visible()
    await page.get_by_role("link", name="Back to the playground").click()
    await expect(page.get_by_role("button", name="Ana leader")).to_be_visible()
    await page.context.close()


async def test_a_works_council_looks_at_a_round(chromium: Browser, house: House) -> None:
    house.opens()
    page = await opened(chromium, f"{house.url}/opponent")
    await expect(page.get_by_role("heading", name="The round of Ana")).to_be_visible()
    can, cannot = page.locator(".can"), page.locator(".cannot")
    await expect(can).to_contain_text("Read who is asked in the round: Ida, Jon, Kim, Mia, Noa, Raj.")
    await expect(cannot).to_contain_text("exactly as many as when nobody has")
    await expect(page.get_by_text("32 bytes, a key")).to_have_count(1)
    await expect(page.get_by_text("a plain folder that a backup can hold")).to_be_visible()
    await expect(page.get_by_role("group", name="Rows of invited").get_by_role("row")).to_have_count(7)

    house.answers("kim")
    await page.get_by_role("button", name="Look now").click()
    await expect(cannot).to_contain_text("are other ones, and the key of now does not open the old one")
    await expect(can).to_contain_text("As long as there is only one answer, that tells whose it is.")

    await page.get_by_label("A word of five letters or more").fill(WORD)
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.locator("#places .said")).to_have_text("It stands in none of 6 places.")

    for person in SIX:
        if person != "kim":
            house.answers(person)
    house.closes()
    await page.get_by_role("button", name="Look now").click()
    await expect(page.locator("#ended")).to_have_text(
        "Ana, released. Its box is gone, so are its keys; 6 comments are kept."
    )
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.locator("#places .said")).to_have_text("It stands in 1 of 4 places.")
    await page.context.close()


async def test_what_somebody_typed_as_a_message_is_found(chromium: Browser, house: House) -> None:
    page = await opened(chromium, house.url)
    await page.get_by_role("textbox", name="Message as Ana").fill(f"note {WORD}")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.bot")).to_have_count(1)
    await page.goto(f"{house.url}/opponent")
    await page.get_by_label("A word of five letters or more").fill(WORD)
    await page.keyboard.press("Enter")
    row = page.get_by_role("row", name="every row, opened")
    await expect(row).to_contain_text(WORD)
    await page.context.close()


async def test_a_word_that_is_too_short_is_not_looked_for(house: House) -> None:
    for word in ("", "    ", "four"):
        status, said = await post(house.url, "/api/opponent/search", f'{{"word": "{word}"}}')
        assert status == 400
        assert "shorter ones stand in any large file by chance" in said


async def test_nonsense_is_refused_in_one_sentence(house: House) -> None:
    for path, body in (
        ("/api/opponent", '{"before": {"r1": "zz"}}'),
        ("/api/opponent", '{"before": []}'),
        ("/api/opponent", "not JSON"),
        ("/api/opponent/search", "{}"),
        ("/api/opponent/search", '{"word": 5}'),
        ("/api/opponent/search", f'{{"word": "{"x" * 201}"}}'),
    ):
        status, said = await post(house.url, path, body)
        assert status == 400, body
        assert said.startswith('{"sentence": ')


async def test_another_site_cannot_ask(house: House) -> None:
    assert (await post(house.url, "/api/opponent", '{"before": {}}', "http://elsewhere.example"))[0] == 403


async def test_a_box_that_was_never_one_is_held_against_the_present_one(house: House) -> None:
    house.opens()
    status, said = await post(house.url, "/api/opponent", '{"before": {"r1": "00", "r2": "ff"}}')
    assert status == 200
    assert "does not open the old one" in said


async def test_nothing_is_shown_of_a_database_that_is_no_playground(house: House) -> None:
    with house.bot.store.begin() as unit:
        unit.connection.exec_driver_sql("DELETE FROM playground")
    for path, body in (("/api/opponent", '{"before": {}}'), ("/api/opponent/search", f'{{"word": "{WORD}"}}')):
        status, said = await post(house.url, path, body)
        assert status == 500
        assert str(OnlyPlaygrounds()) in said


async def test_a_staged_bot_without_a_playground_says_so_too(stage: Stage) -> None:
    assert (await stage.post("/api/opponent", {"before": {}}))[0] == 500


async def test_on_a_phone_the_page_never_scrolls_sideways(chromium: Browser, house: House) -> None:
    house.opens()
    house.answers("kim")
    page = await opened(chromium, f"{house.url}/opponent", 360)
    await expect(page.get_by_role("heading", name="The round of Ana")).to_be_visible()
    await page.get_by_label("A word of five letters or more").fill("Donnerstag")
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.locator("#places .said")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.context.close()


async def post(url: str, path: str, body: str, origin: str = "") -> tuple[int, str]:
    asked = {"data": BytesIO(body.encode()), "headers": {"Origin": origin or url}}
    async with ClientSession() as session, session.post(url + path, **asked) as answer:
        return answer.status, await answer.text()
