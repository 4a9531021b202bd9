"""Holds the words against the code, both ways; the code's own literals are the only list of keys there is.

A key is a string such as "checkin.asked" whose first part is the name of a content file. Where it stands as
the first argument of a call that says it, the call's keywords are its placeholders.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.content.words import Words
from bot.errors import ContentError

SAYS = frozenset({"say", "label", "plain", "spans", "words", "__call__"})
"""Functions whose first argument is a key and whose other keywords are placeholders."""
OTHER = frozenset({"size", "seed"})


@dataclass(frozen=True, slots=True)
class Use:
    """One place in the code that names a key; `values` are the placeholders given there, if that is known."""

    key: str
    place: str
    values: frozenset[str] | None


def check(words: Words, *, packages: Collection[str] = ("bot",), unused: bool = False) -> None:
    """See that every key the code of these packages says has words with its placeholders, and with `unused` the
    reverse.

    Raises:
        ContentError: names the content file, the key, and the place in the code that says it.
    """
    names = frozenset(key.partition(".")[0] for key in (*words.texts, *words.lists))
    found = uses(names, tuple(packages))
    for use in found:
        file, _, key = use.key.partition(".")
        if use.key in words.lists:
            continue
        if use.key not in words.texts:
            raise ContentError(f"{file}.toml: the key {key} is missing; {use.place} says it.")
        given, wanted = words.texts[use.key].names, use.values
        if wanted is None or given == wanted:
            continue
        missing, unknown = ", ".join(sorted(wanted - given)), ", ".join(sorted(given - wanted))
        what = f"lacks the placeholder {missing}" if missing else f"has the unknown placeholder {unknown}"
        raise ContentError(f"{file}.toml: {key} {what}; {use.place} says it.")
    said = {use.key for use in found}
    spare = sorted(key for key in (*words.texts, *words.lists) if key not in said)
    if unused and spare:
        raise ContentError(f"Nothing says {', '.join(spare)}.")


@cache
def uses(names: frozenset[str], packages: tuple[str, ...] = ("bot",)) -> tuple[Use, ...]:
    """Every mention of a key in the source of these packages, for content files of these names."""
    return tuple(_uses(names, packages))


def _uses(names: frozenset[str], packages: tuple[str, ...]) -> Iterator[Use]:
    for path, source in (found for package in packages for found in _sources(files(package), package)):
        tree = ast.parse(source)
        said: dict[int, frozenset[str] | None] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYS:
                given = None if any(one.arg is None for one in node.keywords) else _keywords(node)
                for key in _alternatives(node.args[0]):
                    said[id(key)] = given
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_key(node.value, names):
                yield Use(node.value, f"{path}:{node.lineno}", said.get(id(node)))


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{name}/{entry.name}", entry.read_text(encoding="utf-8")


def _is_key(text: str, names: frozenset[str]) -> bool:
    file, dot, key = text.partition(".")
    return bool(dot) and file in names and key.replace("_", "").isalnum() and key.islower()


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _keywords(call: ast.Call) -> frozenset[str]:
    return frozenset(one.arg for one in call.keywords if one.arg is not None) - OTHER


def _alternatives(argument: ast.expr) -> Iterator[ast.expr]:
    """The literal itself, or both of a conditional."""
    if isinstance(argument, ast.IfExp):
        yield from _alternatives(argument.body)
        yield from _alternatives(argument.orelse)
    else:
        yield argument
