"""Somebody at the page: types, clicks, fills in forms, moves the clock, and writes down what they see."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from playwright.async_api import Page, Response

from adapters.browser.transport import Transport
from tests.half_year.house import House

BERLIN: Final = ZoneInfo("Europe/Berlin")
SCRIPT: Final = Path(__file__).with_name("page.js")
EMPTY_MOVES: Final = 40
"""How often in a row the next thing due may be nothing that anybody sees."""

PATIENCE: Final = 30
"""Seconds after which a page that does not get what it waits for has failed."""
HEAD: Final = (
    "Half a year of one leader, as it stood on the page. Hours are Berlin’s: while Ana is in New York, 22:00 is 17:00.",
    "[…] is a button; → is what a message above was changed to. Written by `python -m tests.half_year`.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stood on the page when it came; `unasked`: it came while the clock was moved."""

    key: str
    at: datetime
    text: str
    unasked: bool


@dataclass
class Notes:
    """The transcript, day by day."""

    lines: list[str] = field(default_factory=list)
    day: str = ""

    def add(self, at: datetime, who: str, said: str, words: list[str]) -> None:
        """One thing that happened."""
        local = at.astimezone(BERLIN)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self.day:
            self.lines += ["", "", day]
            self.day = day
        self.lines += ["", f"{local:%H:%M}  {who}{said}", *(f"       {line}".rstrip() for line in words)]

    def text(self) -> str:
        """All of it."""
        return "\n".join([*HEAD, *self.lines]).strip() + "\n"


@dataclass
class Player:
    """One person at a page of their own."""

    name: str
    page: Page
    transport: Transport
    clock: Callable[[], datetime]
    notes: Notes
    deliver: Callable[[datetime], Awaitable[int]]  # what the worker does every few seconds
    seen: list[Seen] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    drawn: list[dict[str, Any]] = field(default_factory=list)

    @property
    def person(self) -> str:
        return self.name.lower()

    @property
    def now(self) -> datetime:
        return self.clock()

    # what a person does

    async def does(self, *acts: str) -> None:
        """`[Label]` is pressed, anything else is typed."""
        await self.page.bring_to_front()
        for act in acts:
            label = re.fullmatch(r"\[(.+)]", act)
            if label:
                await self.presses(label[1])
            else:
                await self.types(act)

    async def types(self, text: str) -> None:
        """Type a line and send it."""
        self.notes.add(self.now, self.name, "", text.split("\n"))
        async with self.page.expect_response("**/api/say") as answered:
            await self.page.get_by_role("textbox", name=f"Message as {self.name}").fill(text)
            await self.page.keyboard.press("Enter")
        await self._acted(await answered.value)

    async def presses(self, label: str) -> None:
        """Press the newest button of that name in the conversation."""
        self.notes.add(self.now, self.name, f" presses [{label}]", [])
        button = self.page.locator("#log .choices button", has_text=re.compile(f"^{re.escape(label)}$")).last
        async with self.page.expect_response("**/api/press") as answered:
            await button.click()
        await self._acted(await answered.value)

    async def presses_at_home(self, label: str) -> None:
        """Press a button of the home page."""
        self.notes.add(self.now, self.name, f" presses [{label}] on the home page", [])
        async with self.page.expect_response("**/api/press") as answered:
            await self.page.locator("#home .choices button", has_text=label).click()
        await self._acted(await answered.value)

    async def fills_in(self, **fields: str) -> None:
        """Fill in the open form, field by its name, and send it."""
        dialog = self.page.get_by_role("dialog")
        title = await dialog.locator("h2").inner_text()
        words = await self.page.evaluate("formText()")
        for name, value in fields.items():
            control = dialog.locator(f'[name="{name}"]')
            if await control.count():
                await control.fill(value)
                label = await dialog.locator(f"label[for={await control.get_attribute('id')}]").inner_text()
            else:
                tick = dialog.get_by_role("radio", name=value, exact=True)
                await tick.check()
                label = await dialog.locator("fieldset", has=tick).locator("legend").inner_text()
            words.append(f"{label.removesuffix(' optional')}: {value}")
        send = dialog.locator("form > .choices button").first
        words.append(f"[{await send.inner_text()}]")
        self.notes.add(self.now, self.name, f" fills in “{title}”", words)
        async with self.page.expect_response("**/api/submit") as answered:
            await send.click()
        await self._acted(await answered.value)
        await dialog.wait_for(state="hidden")

    async def _acted(self, answer: Response) -> None:
        assert answer.ok, await answer.text()
        await self.deliver(self.now)
        await self.looks()

    # how time passes

    async def goes_on(self, others: "tuple[Player, ...]" = ()) -> list[dict[str, Any]]:
        """To the next thing due that shows; gives the messages that came."""
        for _ in range(EMPTY_MOVES):
            before = len(self.drawn)
            if not await self._moved("Next thing due", others):
                return []
            if len(self.drawn) > before:
                return self.drawn[before:]
        raise AssertionError(f"nothing comes any more at {self.now}")

    async def waits_a_day(self, others: "tuple[Player, ...]" = ()) -> None:
        """To the same hour tomorrow."""
        assert await self._moved("A day on", others)

    async def waits_until(self, at: datetime, others: "tuple[Player, ...]" = ()) -> None:
        """To that wall time in Berlin."""
        await self.page.get_by_label("Date and time to move to").fill(f"{at:%Y-%m-%dT%H:%M}")
        assert await self._moved("Go to that time", others)
        assert self.now == at.replace(tzinfo=BERLIN).astimezone(UTC)

    async def _moved(self, label: str, others: "tuple[Player, ...]") -> bool:
        """Whether there was anything to move to."""
        await self.page.bring_to_front()
        before = await self.page.evaluate("arrived.moves")
        async with self.page.expect_response("**/api/clock") as answered:
            await self.page.get_by_role("button", name=label, exact=True).click()
        if (await answered.value).status != 202:
            return False
        await self._until(f"arrived.moves > {before}")
        assert not await self.page.get_by_role("alert").inner_text()
        for player in (self, *others):
            await player.looks(unasked=True)
        return True

    async def _until(self, holds: str) -> None:
        """Wait for something in the page. The browser's own waiting sleeps in a page that lies behind another."""
        async with asyncio.timeout(PATIENCE):
            while not await self.page.evaluate(holds):  # noqa: ASYNC110  the page cannot set an event of ours
                await asyncio.sleep(0.01)

    # what a person sees

    async def looks(self, unasked: bool = False) -> None:
        """Write down what is new, and what reads differently now."""
        number, _ = self.transport.last(self.person)
        await self._until(f"arrived.ready && arrived.post >= {number}")
        messages = [one for one in await self.page.evaluate("messages()") if one["bot"]]
        for one in messages:
            lines = [line for ask in one["asks"] for line in ask["lines"]]
            text, key = "\n".join(lines), one["key"]
            if key not in self.shown:
                at = datetime.fromisoformat(one["at"])
                self.seen.append(Seen(key, at, text, unasked))
                self.notes.add(at, "Followthrough", "" if self.name == "Ana" else f" to {self.name}", lines)
            elif self.shown[key] != text:
                kept = self.shown[key].split("\n")
                new = [line for line in lines if line not in kept]
                if new:
                    self.notes.lines += [f"       → {line}" for line in new]
            self.shown[key] = text
        self.drawn = messages

    async def looks_at_home(self) -> None:
        """Write down the home page."""
        await self.page.locator("#home:not([aria-busy])").wait_for(state="attached")
        drawn = "\n".join(await self.page.evaluate("homeText()"))
        self.notes.add(self.now, self.name, "’s home page", drawn.split("\n"))


async def sits_down(name: str, house: House, notes: Notes) -> Player:
    """Somebody opens the page."""
    page = await house.context.new_page()
    await page.add_init_script(path=SCRIPT)
    await page.goto(f"{house.address}#{name.lower()}")
    await page.locator('#log[aria-live="polite"]').wait_for()
    player = Player(name, page, house.transport, house.clock, notes, house.bot.deliver)
    await player.looks()
    return player
