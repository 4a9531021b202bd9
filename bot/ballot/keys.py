"""The order in which keys come and go beside a transaction, so that at every instant some cell opens the box.

The new key is in its cell before the box that needs it is committed, and the old one is zeroed only afterwards. What
was rolled back is zeroed at once. Where nobody knows whether a commit arrived, both stay until the box itself has
been asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.ballot.box import new_key
from bot.ballot.cells import Cells
from bot.errors import KeysUnreachable


@dataclass(frozen=True, slots=True, repr=False)
class _Change:
    """Of one pair of cells: which cell got which key, and which held which before; nothing new is an end."""

    round: str
    name: str
    place: int = 0
    new: bytes = b""
    old: bytes = b""


class Keys:
    """What one unit of work does to keys. `sent`: the commit is under way, and only it knows how it ends."""

    def __init__(self, cells: Cells | None) -> None:
        self._cells = cells
        self.sent = False
        self._changes: list[_Change] = []

    @property
    def cells(self) -> Cells:
        """Where they lie.

        Raises:
            KeysUnreachable: this process was not told.
        """
        if self._cells is None:
            raise KeysUnreachable("This process was started without a place for the keys of anonymous rounds.")
        return self._cells

    def begin(self, round_: str, name: str) -> bytes:
        """The first key of a new round."""
        self.cells.ready()
        return self._put(_Change(round_, name, new=new_key()))

    def turn(self, round_: str, name: str, place: int, old: bytes) -> bytes:
        """A new key beside the one in `place`, for a box that is sealed anew."""
        if any(one.name == name for one in self._changes):
            raise RuntimeError("a unit of work changes a box once: its two cells hold two keys, and no third one")
        return self._put(_Change(round_, name, 1 - place, new_key(), old))

    def end(self, round_: str, name: str) -> None:
        """No box needs these any more."""
        self._changes.append(_Change(round_, name))

    def done(self) -> None:
        """It was committed: what was needed until then is destroyed.

        Raises:
            KeysUnreachable: something is left, for `Ballots.settle`.
        """
        for one in self._changes:
            if not one.new:
                self.cells.destroy(one.name)
            elif one.old:
                self.cells.clear(one.name, 1 - one.place, one.old)

    def undo(self, kept: int = 0) -> None:
        """It was rolled back, all but the first so many: what was new is zeroed.

        Raises:
            KeysUnreachable: as `done`.
        """
        while len(self._changes) > kept:
            one = self._changes.pop()
            if one.new and not one.old:
                self.cells.destroy(one.name)
            elif one.new:
                self.cells.clear(one.name, one.place, one.new)

    @property
    def rounds(self) -> list[str]:
        """Those whose keys were changed."""
        return [one.round for one in self._changes]

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A part of the unit that can be rolled back by itself."""
        kept = len(self._changes)
        try:
            yield
        except BaseException:
            self.undo(kept)
            raise

    def _put(self, change: _Change) -> bytes:
        self._changes.append(change)  # before it is there: half a key is to be zeroed too
        self.cells.put(change.name, change.place, change.new)
        return change.new
