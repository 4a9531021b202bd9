"""The home tab: drawn when somebody opens it, and again after what they do while they may be looking."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Protocol
from uuid import uuid4

import structlog

from adapters.bounded import Bounded
from adapters.slack.calls import Calls, Misspoken
from adapters.slack.render import home_view
from adapters.slack.visitors import Visitor
from bot.delivery import Doubtful, Later, Refused
from bot.errors import FollowthroughError
from bot.messages import Page

log = structlog.get_logger()

LATELY: Final = 3600.0
"""Seconds for which somebody who opened the page may still look at it."""
MOST: Final = 2000
"""People whose pages are kept up to date at once."""


class Bot(Protocol):
    """Something that draws pages."""

    async def view(self, person: str, place: str = "home") -> Page:
        """Draw a person's page."""


@dataclass(slots=True)
class _Shown:
    """A page that somebody opened: until when it is kept up to date, and what it showed last."""

    until: float
    drawn: str = ""
    under_way: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class HomeTab:
    """`clock` is monotonic, in seconds; `background` runs what nobody waits for."""

    bot: Bot
    calls: Calls
    clock: Callable[[], float]
    background: Callable[[Coroutine[Any, Any, None]], None]
    _shown: Bounded[str, _Shown] = field(default_factory=lambda: Bounded(MOST))

    def opened(self, visitor: Visitor) -> None:
        """Somebody looks at the page: show it, also when nothing has changed."""
        shown = self._shown.get(visitor.person) or _Shown(0.0)
        shown.until, shown.drawn = self.clock() + LATELY, ""
        self._shown.keep(visitor.person, shown)
        self._draw(visitor, shown)

    def acted(self, visitor: Visitor) -> None:
        """Somebody did something: the page may have changed."""
        shown = self._shown.get(visitor.person)
        if shown is not None and self.clock() < shown.until:
            self._draw(visitor, shown)

    def _draw(self, visitor: Visitor, shown: _Shown) -> None:
        """Draw one after the other, so that the newest page is the last; what comes meanwhile is drawn once."""
        shown.again = shown.under_way
        if not shown.under_way:
            shown.under_way = True
            self.background(self._publish(visitor, shown))

    async def _publish(self, visitor: Visitor, shown: _Shown) -> None:
        try:
            await self._show(visitor, shown)
            while shown.again:
                shown.again = False
                await self._show(visitor, shown)
        except (Later, Refused, Doubtful, Misspoken, FollowthroughError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            log.warning("a home page was not shown", id=uuid4().hex[:8], person=visitor.person, why=why)
        finally:
            shown.under_way = False

    async def _show(self, visitor: Visitor, shown: _Shown) -> None:
        view = json.dumps(home_view(await self.bot.view(visitor.person, "home")))
        drawn = sha256(view.encode()).hexdigest()
        if drawn != shown.drawn:
            asked = {"user_id": visitor.user, "view": view}
            await self.calls.call(visitor.here.place, "views.publish", asked, urgent=True)
            shown.drawn = drawn
