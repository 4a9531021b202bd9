"""Whoever is new joins with what they do first."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from bot.errors import Nobody
from bot.events import Act
from bot.messages import Page, Reply


class Bot(Protocol):
    """What the reception of a platform needs of the bot."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The bot's time, aware UTC."""

    async def receive(self, event: Act) -> Reply:
        """Take what a person did; raises Nobody where nobody has joined."""

    async def knows(self, person: str) -> bool:
        """Whether somebody of that id has joined."""

    async def known(self, people: Collection[str]) -> frozenset[str]:
        """Those of them who have joined and are still there."""

    async def view(self, person: str, place: str = "home") -> Page:
        """Draw a person's page."""


async def receive(bot: Bot, event: Act, join: Callable[[], Awaitable[None]]) -> Reply:
    """Take an act. Whoever is not known joins first; `join` raises where they may not.

    Nobody is asked for before the act is taken: almost everybody who does something is known.
    """
    try:
        return await bot.receive(event)
    except Nobody:
        await join()
    return await bot.receive(event)
