"""The edge at which people's acts are handled on a platform: each person's in the order in which they came, all
answered in time, and whatever goes wrong said to them with the id that stands in the log."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

import structlog

from adapters.tasks import Tasks, Turns, fault
from bot.content.words import Words
from bot.errors import FollowthroughError, NotSaved

log = structlog.get_logger()


class Unclear(FollowthroughError):
    """What a platform sent makes no sense."""


class NotForThem(Exception):
    """The bot does nothing for this visitor; `words` say why, "" says nothing."""

    def __init__(self, words: str = "") -> None:
        super().__init__("nothing is done for this visitor")
        self.words = words


class Visitor(Protocol):
    """Who did something."""

    @property
    def person(self) -> str:
        """The bot's id of them."""


V = TypeVar("V", bound=Visitor)
V_contra = TypeVar("V_contra", bound=Visitor, contravariant=True)
B = TypeVar("B")


class Answers(Protocol[V_contra, B]):
    """How a platform answers a visitor: with a body, which is of its own kind."""

    def nothing(self, visitor: V_contra) -> B:
        """The body of a bare yes."""

    async def say(self, visitor: V_contra, sentence: str) -> B:
        """A sentence that only they see, in the way in which they came."""

    def once_more(self, visitor: V_contra) -> B | None:
        """What asks them to do again what takes too long, and loses nothing; None where they need not."""

    async def late(self, visitor: V_contra, body: B) -> None:
        """The request was answered with a bare yes; say what would have been its answer."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[V, B]):
    """Runs what is done for visitors. `patience` is in seconds: then the platform is answered, done or not."""

    platform: str
    answers: Answers[V, B]
    words: Words
    tasks: Tasks
    turns: Turns
    patience: float

    async def handle(self, visitor: V, work: Coroutine[Any, Any, B]) -> B:
        """What to answer."""
        return await self.answer(visitor, self.begin(visitor, work))

    def begin(self, visitor: V, work: Coroutine[Any, Any, B]) -> asyncio.Task[B]:
        """Do it, after whatever else they did before, and to its end, whoever waits."""
        return self.tasks.start(self._guarded(visitor, work))

    async def answer(self, visitor: V, task: asyncio.Task[B]) -> B:
        """What to answer to what was begun: what became of it, if that is known in time."""
        await asyncio.wait({task}, timeout=self.patience)
        if task.done():
            return task.result()
        log.warning("a platform was answered before something was done", platform=self.platform, person=visitor.person)
        again = self.answers.once_more(visitor)
        if again is not None:
            return again
        self.tasks.background(self._late(visitor, task))
        return self.answers.nothing(visitor)

    async def _guarded(self, visitor: V, work: Coroutine[Any, Any, B]) -> B:
        try:
            async with self.turns.of(visitor.person):
                return await work
        except NotForThem as error:
            return await self.answers.say(visitor, error.words) if error.words else self.answers.nothing(visitor)
        except NotSaved as error:
            return await self.answers.say(visitor, str(error))  # it was logged, and its words hold the id
        except Unclear:
            log.warning(
                "something that a platform sent could not be read",
                id=uuid4().hex[:8],
                platform=self.platform,
                person=visitor.person,
            )
            return await self.answers.say(visitor, self.words.plain("platform.unclear"))
        except Exception as error:  # noqa: BLE001  an edge: the person sees the id that stands in the log
            trouble = fault("an act was not handled", error, person=visitor.person)
            return await self.answers.say(visitor, self.words.plain("platform.failed", id=trouble))

    async def _late(self, visitor: V, task: asyncio.Task[B]) -> None:
        body = await task
        if body != self.answers.nothing(visitor):
            await self.answers.late(visitor, body)
