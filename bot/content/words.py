"""Words of one language, ready to be said: templates with placeholders, variants, plurals and word lists.

In a file `checkin.toml` the entry `asked` has the key "checkin.asked". A string is one wording, a list is
several to rotate, a table with `one` and `other` is a plural chosen by the placeholder `count`. Entries of
the table `[words]` are lists of what people may type, or other plain lists. `*so*` is emphasised,
`{name}` is a placeholder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final, Literal
from zlib import crc32

from babel import Locale
from babel.dates import format_skeleton, format_time

from bot.messages import Plain, Span, Strong, Text, Typed

Value = str | int | float | date | time | Typed
Size = Literal["body", "small", "title"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder's place in a template."""

    name: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One wording: literal spans and placeholders, in order."""

    pieces: tuple[Plain | Strong | Slot, ...]

    @property
    def names(self) -> frozenset[str]:
        """The placeholders it holds."""
        return frozenset(piece.name for piece in self.pieces if isinstance(piece, Slot))


@dataclass(frozen=True, slots=True)
class Wording:
    """All wordings of one key: variants, each as plural form -> template ("" where there is no plural)."""

    variants: tuple[Mapping[str, Template], ...]

    @property
    def names(self) -> frozenset[str]:
        """Every placeholder that some variant holds."""
        return frozenset(name for forms in self.variants for one in forms.values() for name in one.names)


_PIECE = re.compile(r"\*([^*]+)\*|\{(\w+)\}|([^*{}]+)|([*{}])")


def parse(source: str) -> Template:
    """Read one wording.

    Raises:
        ValueError: an unmatched brace or star.
    """
    return Template(tuple(_pieces(source, strong=False)))


def _pieces(source: str, *, strong: bool) -> list[Plain | Strong | Slot]:
    found: list[Plain | Strong | Slot] = []
    for match in _PIECE.finditer(source):
        emphasised, name, literal, stray = match.groups()
        if stray:
            raise ValueError(f"an unmatched {stray} in {source!r}")
        if emphasised is not None:
            found.extend(_pieces(emphasised, strong=True))
        elif name is not None:
            found.append(Slot(name, strong))
        else:
            found.append(Strong(literal) if strong else Plain(literal))
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. Calling it says a key; the same `seed` always picks the same variant."""

    locale: str
    texts: Mapping[str, Wording]
    lists: Mapping[str, tuple[str, ...]]
    bare: dict[str, str] = field(default_factory=dict, compare=False, repr=False)  # labels, composed once

    def __call__(self, key: str, /, seed: str = "", size: Size = "body", **values: Value) -> Text:
        """A paragraph for `key`.

        Raises:
            KeyError: no such key, or a placeholder without a value; both are refused at start.
        """
        return Text(self.spans(key, seed, **values), size)

    def spans(self, key: str, /, seed: str = "", **values: Value) -> tuple[Span, ...]:
        """The same as spans, to stand in a row or before other words."""
        template = self._pick(self.texts[key], seed, values)
        spans: list[Span] = []
        for piece in template.pieces:
            if not isinstance(piece, Slot):
                spans.append(piece)
                continue
            value = values[piece.name]
            if isinstance(value, Typed):
                spans.append(value)
            else:
                text = spoken(value, self.locale)
                spans.append(Strong(text) if piece.strong else Plain(text))
        return tuple(spans)

    def plain(self, key: str, /, seed: str = "", **values: Value) -> str:
        """The same as bare text, for a button, a label or an error at a field."""
        if not values and not seed:
            known = self.bare.get(key)
            if known is None:
                known = self.bare[key] = "".join(span.text for span in self.spans(key))
            return known
        return "".join(span.text for span in self.spans(key, seed, **values))

    def list(self, key: str) -> tuple[str, ...]:
        """A plain list of the `[words]` table, lower case."""
        return self.lists[key]

    def means(self, key: str, text: str) -> bool:
        """Whether what somebody typed is one of the words listed under `key`."""
        return fold(text) in self.lists[key]

    def variant(self, key: str, seed: str) -> int:
        """Which of its wordings a key is said in."""
        return _place(self.texts[key], seed)

    def _pick(self, wording: Wording, seed: str, values: Mapping[str, Value]) -> Template:
        forms = wording.variants[_place(wording, seed)]
        if "" in forms:
            return forms[""]
        count = values["count"]
        form = _locale(self.locale).plural_form(count) if isinstance(count, (int, float)) else "other"
        return forms.get(form) or forms["other"]


def _place(wording: Wording, seed: str) -> int:
    """A seed that ends in a date takes the wordings in turn, so that no day repeats the one before it."""
    many = len(wording.variants)
    if many == 1:
        return 0
    of, day = seed[:-10], seed[-10:]
    if not _DAY.fullmatch(day):
        return crc32(seed.encode()) % many
    number = date.fromisoformat(day).toordinal()
    return (crc32(of.encode()) + number + 4 * (number // 7)) % many  # on by 1 from day to day, by 11 from week to week


def fold(text: str) -> str:
    """What was typed, as it is compared: lower case, single spaces, no closing punctuation."""
    return " ".join(text.lower().replace("’", "'").split()).rstrip(".!?,; ")


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    return Locale.parse({"en": "en_GB"}.get(name, name).replace("-", "_"))


@lru_cache(maxsize=4096)
def spoken(value: str | int | float | date | time, locale: str) -> str:
    """A value as the language writes it: "Thursday 26 November", "17:00", "7"."""
    match value:
        case str():
            return value
        case datetime():
            raise TypeError("say a local date or time, not an instant")
        case date():
            return format_skeleton("MMMMEEEEd", value, locale=_locale(locale)).replace(",", "")
        case time():
            return format_time(value, "HH:mm", locale=_locale(locale))
        case _:
            return f"{value:g}"
