"""What Teams takes as a package, as far as it concerns ours: limits of lengths, names that belong together, sizes.

The whole schema is looked at by the tests; this is what a machine can look at without it.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

SIZES: Final[Mapping[str, int]] = {"color": 192, "outline": 32}
"""Pixels on each side of an icon."""

_LENGTHS: Final[Mapping[tuple[str, str], int]] = {
    ("name", "short"): 30,
    ("name", "full"): 100,
    ("description", "short"): 80,
    ("description", "full"): 4000,
    ("developer", "name"): 32,
    ("developer", "websiteUrl"): 2048,
    ("developer", "privacyUrl"): 2048,
    ("developer", "termsOfUseUrl"): 2048,
}
_TITLE: Final = 32
_SAID: Final = 128
_COMMANDS: Final = 10
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_VERSION: Final = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

Json = Mapping[str, Any]


def troubles(said: Json) -> Iterator[str]:
    """What Teams would not take of a manifest that was written here, a sentence's part each."""
    if not _GUID.fullmatch(said["id"]):
        yield "the app’s id is no GUID (TEAMS_APP_ID)"
    if version_of(said) is None:
        yield "its version is no three numbers"
    if any(one["botId"] != said["id"] for one in (*said["bots"], *said["composeExtensions"])):
        yield "its bot is another app"
    for (group, name), most in _LENGTHS.items():
        if not 0 < len(said[group][name]) <= most:
            yield f"{group}.{name} has {len(said[group][name])} signs of {most}"
    for one in said["bots"]:
        for commands in (group["commands"] for group in one["commandLists"]):
            yield from _commands(commands)
    for one in said["composeExtensions"]:
        yield from _commands(one["commands"])


def pages(said: Json) -> list[str]:
    """Every address that a manifest names."""
    return [url for name, url in said["developer"].items() if name != "name"]


def domains(said: Json) -> set[str]:
    """The hosts of those, and the domains that it says are valid."""
    return {urlsplit(url).hostname or "" for url in pages(said)} | set(said.get("validDomains", ()))


def version_of(said: Json) -> tuple[int, ...] | None:
    """The numbers of its version, to be compared; None where it has none."""
    found = _VERSION.fullmatch(str(said.get("version", "")))
    return tuple(map(int, found.groups())) if found else None


def size_of(png: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels; None where it is no PNG."""
    return struct.unpack(">II", png[16:24]) if png.startswith(_SIGNATURE) and len(png) >= 24 else None


def parsed(text: bytes) -> dict[str, Any] | None:
    """A manifest as it was written; None where it is no JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _commands(commands: list[Json]) -> Iterator[str]:
    if len(commands) > _COMMANDS:
        yield f"it offers {len(commands)} commands, and Teams takes {_COMMANDS}"
    for one in commands:
        if not (0 < len(one["title"]) <= _TITLE and len(one["description"]) <= _SAID):
            yield f"the command {one['title']!r} or its description is too long"
