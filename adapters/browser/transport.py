"""The playground as a platform: it keeps every conversation, shows it to open pages, and takes messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from adapters.browser.feed import Feed, Note
from adapters.browser.ports import History, Post
from adapters.browser.render import read_post, shown, write_post
from bot.outgoing import Outgoing

PLATFORM = "playground"
BOT = "bot"
"""The author of what the bot says; of everything else the author is a person's id."""
Mark = tuple[int, str]
"""A post's number and key: SQLite gives the number of a post that is gone to another one."""
NOWHERE: Final[Mark] = (0, "")


def address_of(person: str) -> str:
    """Where a person of the playground is reached."""
    return f"{PLATFORM}:{person}"


class Transport:
    """Takes the bot's messages. It is made before the bot is, and told afterwards where its history is."""

    def __init__(self, feed: Feed, clock: Callable[[], datetime]) -> None:
        self._feed = feed
        self._clock = clock
        self._history: History | None = None
        self._last: dict[str, Mark] = {}
        self._spoken: set[str] = set()

    async def keep_in(self, history: History, people: Iterable[str]) -> None:
        """Keep these people's conversations there from now on, after what stands there already."""
        self._history = history
        for person in people:
            posts = await self._since(person, 0)
            self._last[person] = (posts[-1].id, posts[-1].key) if posts else NOWHERE
            if any(post.author == person for post in posts):
                self._spoken.add(person)

    def has_spoken(self, person: str) -> bool:
        """Whether anything stands in the conversation that the person typed."""
        return person in self._spoken

    def last(self, person: str) -> Mark:
        """The last post of somebody's conversation."""
        return self._last.get(person, NOWHERE)

    async def lost(self, person: str, mark: Mark) -> bool:
        """Whether that post is gone: a whole conversation goes when the person is erased."""
        number, key = mark
        if mark == NOWHERE or any(post.key == key for post in await self._since(person, number - 1)):
            return False
        self._spoken.discard(person)
        return True

    async def send(self, row: Outgoing) -> str:
        """Show a message, or exchange the one whose key is `row.replaces`; the same key twice is one message."""
        person = row.address.removeprefix(f"{PLATFORM}:")
        return str(await self._add(person, row.key, BOT, {"message": shown(row.message), "replaces": row.replaces}))

    async def said(self, person: str, key: str, text: str, thread: str) -> None:
        """Show a person's own words."""
        self._spoken.add(person)
        await self._add(person, key, person, {"text": text, "thread": thread})

    async def notes(self, person: str, after: int) -> list[Note]:
        """A person's conversation since that post, as their page is told of it."""
        return [_note(person, post) for post in await self._since(person, after)]

    async def _since(self, person: str, after: int) -> Sequence[Post]:
        return await self._kept.posts(address_of(person), after)

    async def _add(self, person: str, key: str, author: str, payload: Mapping[str, Any]) -> int:
        at = self._clock()
        number = await self._kept.add_post(address_of(person), key, author, at, write_post(payload))
        self._last[person] = (number, key)
        self._feed.tell(Note("post", _post(key, author, at, payload), person, number))
        return number

    @property
    def _kept(self) -> History:
        if self._history is None:
            raise RuntimeError("The playground was not told where its history is.")
        return self._history


def is_new(note: Note) -> bool:
    """Whether this is a message of the bot's that the person has not seen in any form."""
    return note.data.get("author") == BOT and not note.data.get("replaces")


def _note(person: str, post: Post) -> Note:
    return Note("post", _post(post.key, post.author, post.at, read_post(post.payload)), person, post.id)


def _post(key: str, author: str, at: datetime, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": key, "author": author, "at": at.isoformat(), **payload}
