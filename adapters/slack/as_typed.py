"""Slack's own marks in what people typed, taken back to what they saw while they typed it.

A mention arrives as <@U1>, a link as <https://a.b|a.b>, and &, < and > as entities, so that whatever stands in
angle brackets is Slack's: docs.slack.dev, Formatting message text.
"""

import re
from collections.abc import Mapping
from typing import Final

_MARK: Final = re.compile(r"<([^<>]*)>")
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)[|>]")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_AT_DATE: Final = 3
"""A date is `!date^1392734382^{date_short}^https://a.b`, of which the link may be missing."""


def mentioned(text: str) -> tuple[str, ...]:
    """The users whom a text names, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def as_typed(text: str, names: Mapping[str, str], somebody: str) -> str:
    """The text without marks; `names` are users' names by id, and whoever has none there is `somebody`."""
    return unescaped(_MARK.sub(lambda found: _shown(found[1], names, somebody), text))


def unescaped(text: str) -> str:
    """The three characters that Slack sends as entities."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _shown(mark: str, names: Mapping[str, str], somebody: str) -> str:
    target, _, label = mark.partition("|")
    match target[:1]:
        case "@":
            return names.get(target[1:]) or label.removeprefix("@") or somebody
        case "#":
            return f"#{label}" if label else target
        case "!":
            return _special(target[1:], label)
        case _:
            return label if label and label in target else f"{label} ({target})" if label else target


def _special(target: str, label: str) -> str:
    """A call to many (`here`), a group (`subteam^S1`), or a date with its own fallback."""
    if label:
        return label
    name, _, rest = target.partition("^")
    return f"@{name}" if not rest else "@group" if name == "subteam" else rest
