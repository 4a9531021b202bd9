"""The edge at which acts are handled: each person's in the order in which they came, and all answered in time."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

import structlog

from adapters.slack.answers import Answers, at_first_field
from adapters.slack.handles import Unclear
from adapters.slack.visitors import YES, Body, NotForThem, Visitor, Way
from adapters.tasks import Tasks, Turns, fault
from bot.content.words import Words
from bot.errors import NotSaved

log = structlog.get_logger()

PATIENCE: Final = 2.3
"""Seconds until Slack is answered, done or not; it waits for 3, the way there and back included."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Runs what listeners do."""

    answers: Answers
    words: Words
    tasks: Tasks
    turns: Turns
    patience: float = PATIENCE

    async def handle(self, visitor: Visitor, work: Coroutine[Any, Any, Body]) -> Body:
        """What to answer. When it takes too long a modal stays open, so that what was typed is not lost, and asks
        to be sent again, which is the same act; all else gets a bare yes, and the rest as a line of its own."""
        task = self.tasks.start(self._guarded(visitor, work))
        await asyncio.wait({task}, timeout=self.patience)
        if task.done():
            body: Body = task.result()
            return body
        log.warning("Slack was answered before something was done", person=visitor.person)
        view = visitor.way.view
        again = at_first_field(view, self.words.plain("slack.send_again")) if view is not None else YES
        if again == YES:
            self.tasks.background(self._late(visitor, task))
        return again

    async def _guarded(self, visitor: Visitor, work: Coroutine[Any, Any, Body]) -> Body:
        try:
            async with self.turns.of(visitor.person):
                return await work
        except NotForThem as error:
            return await self.answers.say(visitor, error.words) if error.words else YES
        except NotSaved as error:
            return await self.answers.say(visitor, str(error))  # it was logged, and its words hold the id
        except Unclear:
            log.warning("something that Slack sent could not be read", id=uuid4().hex[:8], person=visitor.person)
            return await self.answers.say(visitor, self.words.plain("slack.unclear"))
        except Exception as error:  # noqa: BLE001  an edge: the person sees the id that stands in the log
            trouble = fault("an act was not handled", error, person=visitor.person)
            return await self.answers.say(visitor, self.words.plain("slack.failed", id=trouble))

    async def _late(self, visitor: Visitor, task: asyncio.Task[Body]) -> None:
        """The request was answered, so what would have been its answer is said in their own chat."""
        body = await task
        if body == YES:
            return
        shown = body.get("text") if isinstance(body, dict) else body
        sentence = shown if isinstance(shown, str) else self.words.plain("slack.late_answer")
        await self.answers.write(replace(visitor, way=Way(url=visitor.way.url)), sentence)
