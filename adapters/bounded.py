"""A memory that forgets what it has not seen for longest, so that no workspace can fill it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class Bounded(Generic[K, V]):
    """At most `most` values by key."""

    most: int = 10_000
    _kept: OrderedDict[K, V] = field(default_factory=OrderedDict, repr=False)

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def get(self, key: K) -> V | None:
        """What is remembered, if it is."""
        return self._kept.get(key)

    def keep(self, key: K, value: V) -> None:
        """Remember it as the newest."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forget it."""
        self._kept.pop(key, None)
