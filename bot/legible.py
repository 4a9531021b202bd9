"""What people typed, made fit to keep: two things that no database and no platform can hold are made visible.

Everything else stays exactly as it was typed.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

T = TypeVar("T")

NULL: Final = "\N{SYMBOL FOR NULL}"
"""Stands for the null character, which PostgreSQL's text cannot hold."""
BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for half of a surrogate pair, which JSON can carry and UTF-8 cannot."""
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def legible(value: T) -> T:
    """The same value, an event for example, with every text in it fit to keep."""
    fit: Any = value
    match value:
        case str():
            fit = _UNFIT.sub(lambda found: NULL if found[0] == "\x00" else BROKEN, value)
        case dict():
            fit = {legible(name): legible(one) for name, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            texts = {field.name: getattr(value, field.name) for field in fields(value)}
            changed = {name: new for name, old in texts.items() if (new := legible(old)) is not old and new != old}
            fit = replace(value, **changed) if changed else value
        case _:
            pass
    return fit  # type: ignore[no-any-return]  # the same kind as it was
