"""What open pages are told as it happens, over server-sent events."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

PAGE_LIMIT = 2000
"""Notes that may wait for one page. A page that sleeps through more is dropped, and comes back by itself."""


@dataclass(frozen=True, slots=True)
class Note:
    """One event for pages: of one person's conversation, or, with person "", for all of them."""

    event: str
    data: Mapping[str, Any]
    person: str = ""
    id: int | None = None

    def line(self) -> bytes:
        """The event as it stands in the stream."""
        number = "" if self.id is None else f"id: {self.id}\n"
        return f"{number}event: {self.event}\ndata: {json.dumps(self.data)}\n\n".encode()


Waiting = asyncio.Queue[Note | None]
"""Notes for one page; None ends its stream."""


class Feed:
    """The pages that are open, each with what it has not been sent yet."""

    def __init__(self) -> None:
        self._pages: set[Waiting] = set()

    @contextmanager
    def listen(self) -> Iterator[Waiting]:
        """Collect everything that is told from now on."""
        page: Waiting = asyncio.Queue()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)

    def tell(self, note: Note) -> None:
        """Tell every open page."""
        for page in tuple(self._pages):
            if page.qsize() < PAGE_LIMIT:
                page.put_nowait(note)
            else:
                self._end(page)

    def close(self) -> None:
        """End every stream, so that the process can end."""
        for page in tuple(self._pages):
            self._end(page)

    def _end(self, page: Waiting) -> None:
        self._pages.discard(page)
        page.put_nowait(None)
