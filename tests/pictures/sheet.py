"""The sheet that is photographed: for one platform each message as it is sent, light beside dark."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import async_playwright

from adapters.slack.render import message_payload
from adapters.teams.cards import message_card
from bot.messages import Message
from bot.outcome import Post
from tests.half_year.house import CHROMIUM
from tests.pictures import messages, on_slack, on_teams
from tests.pictures.small import small

Platform = Literal["slack", "teams"]
DOCS: Final = Path(__file__).parents[2] / "docs"
PLACES: Final[Mapping[Platform, Path]] = {"slack": DOCS / "digest-slack.png", "teams": DOCS / "digest-teams.png"}
STYLE: Final = Path(__file__).with_name("sheet.css")


def drawn() -> tuple[tuple[str, str, Post], ...]:
    """What each is, when it came, and the message."""
    return (
        ("What a coach of twelve reads", "Monday 09:00", messages.monday()),
        ("A leader, opened from there", "Monday 09:02", messages.opened()),
        ("What a leader sees before their coach does", "Friday 17:00", messages.preview()),
    )


def sheet(platform: Platform) -> str:
    """One page of HTML; nothing is loaded from anywhere."""
    articles = "".join(
        f"<h2>{escape(what)}</h2><article><i></i><div><h3>Followthrough<time>{escape(when)}</time></h3>"
        f"<div class=message>{html(platform, post.message, post.key)}</div></div></article>"
        for what, when, post in drawn()
    )
    columns = "".join(f'<main class="{platform} {mode}">{articles}</main>' for mode in ("light", "dark"))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE.read_text(encoding='utf-8')}</style>{columns}"


def html(platform: Platform, message: Message, key: str) -> str:
    """The payload that would leave, drawn."""
    match platform:
        case "slack":
            return on_slack.html(message_payload(message, key))
        case "teams":
            return on_teams.html(message_card(message, key))


async def photograph() -> None:
    """A picture for each platform."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1240, "height": 400})
        for platform, place in PLACES.items():
            await page.set_content(sheet(platform))
            place.write_bytes(await small(page, await page.locator("body").screenshot()))
        await browser.close()
