"""A file that somebody was offered, and their answer: it goes into their own OneDrive, or nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

import aiohttp
import structlog

from adapters.edge import Unclear
from adapters.teams.activity import Activity
from adapters.teams.answers import Answers
from adapters.teams.files import NotTaken, Place, kept, read_answer, upload
from adapters.teams.visitors import Visitor
from bot.content.words import Words
from bot.messages import Document

log = structlog.get_logger()


class Bot(Protocol):
    """What knows the files."""

    async def document(self, person: str, key: str) -> Document | None:
        """The file in a message of that key to this person."""


@dataclass(frozen=True, slots=True)
class Downloads:
    """`hosts` are those of places in somebody's OneDrive."""

    bot: Bot
    session: aiohttp.ClientSession
    answers: Answers
    words: Words
    hosts: Sequence[str]

    async def answered(self, visitor: Visitor, activity: Activity) -> None:
        """Upload it, and show it in the place of the offer; whatever keeps it from being there is said there."""
        await self.answers.exchange(visitor.place, activity.answers or "", await self._outcome(visitor, activity.value))

    async def _outcome(self, visitor: Visitor, value: object) -> dict[str, Any]:
        try:
            key, place = read_answer(value)
        except Unclear:
            return self._line("platform.unclear")
        document = await self.bot.document(visitor.person, key)
        if place is None:
            return self._line("teams.file_declined")
        if document is None:
            return self._line("teams.file_gone")
        return await self._uploaded(visitor, place, document)

    async def _uploaded(self, visitor: Visitor, place: Place, document: Document) -> dict[str, Any]:
        try:
            await upload(self.session, place, document.content.encode(), self.hosts)
        except NotTaken as error:
            log.warning("a file was not taken", id=uuid4().hex[:8], person=visitor.person, why=str(error))
            return self._line("teams.file_failed")
        return {"type": "message", "attachments": [kept(place)]}

    def _line(self, key: str) -> dict[str, Any]:
        return {"type": "message", "text": self.words.plain(key), "textFormat": "plain"}
