"""Reads the content files of one language and lays single overrides over them; refuses what is not whole.

The words of `en` are the measure: another language, and every override, must have the same keys and the
same placeholders.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.content.words import Template, Wording, Words, fold, parse
from bot.errors import ContentError

HERE = Path(__file__).parent
REFERENCE = "en"

Texts = dict[str, Wording]
Lists = dict[str, tuple[str, ...]]


def load_words(locale: str = REFERENCE, overrides: Path | None = None) -> Words:
    """The words of `locale`; a language that has no folder is said in English.

    Args:
        overrides: a folder of the same shape (`<flow>.toml`, or `<locale>/<flow>.toml`) with single keys.

    Raises:
        ContentError: names the file and the key: unreadable, missing, unknown, or with other placeholders.
    """
    texts, lists = _packaged(HERE / REFERENCE)
    folder = next((HERE / name for name in (locale, locale.split("-")[0]) if (HERE / name).is_dir()), None)
    if folder is not None and folder.name != REFERENCE:
        other_texts, other_lists = _packaged(folder)
        _same_keys(folder, texts, other_texts)
        texts, lists = _over(folder, texts, other_texts), {**lists, **other_lists}
    if overrides is not None:
        if not overrides.is_dir():
            raise ContentError(f"CONTENT_DIR names {overrides}, which is not a folder.")
        for place in (overrides, overrides / locale):
            if place.is_dir():
                new_texts, new_lists = _folder(place)
                _known(place, new_lists, lists)
                texts, lists = _over(place, texts, new_texts), {**lists, **new_lists}
    return Words(locale, texts, lists)


@cache
def _packaged(folder: Path) -> tuple[Texts, Lists]:
    """What comes with the program does not change while it runs."""
    return _folder(folder)


def _folder(folder: Path) -> tuple[Texts, Lists]:
    texts: Texts = {}
    lists: Lists = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ContentError(f"{path} cannot be read: {error}") from error
        for name, entry in entries.items():
            if name == "words":
                lists |= _lists(path, entry)
            else:
                texts[f"{path.stem}.{name}"] = _wording(path, name, entry)
    return texts, lists


def _lists(path: Path, entry: object) -> Lists:
    if not isinstance(entry, dict):
        raise ContentError(f"{path}: [words] must be a table of lists.")
    for name, words in entry.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ContentError(f"{path}: words.{name} must be a list of texts.")
    return {f"{path.stem}.{name}": tuple(fold(word) for word in words) for name, words in entry.items()}


def _wording(path: Path, name: str, entry: object) -> Wording:
    variants = entry if isinstance(entry, list) else [entry]
    forms = tuple(_forms(path, name, variant) for variant in variants)
    if not forms:
        raise ContentError(f"{path}: {name} has no wording.")
    return Wording(forms)


def _forms(path: Path, name: str, variant: object) -> Mapping[str, Template]:
    plural: Mapping[str, str]
    match variant:
        case str() if variant.strip():
            plural = {"": variant}
        case dict() if isinstance(variant.get("other"), str):
            plural = {str(form): str(text) for form, text in variant.items()}
        case _:
            raise ContentError(f"{path}: {name} must be a text, a list of texts, or a table with one and other.")
    try:
        return {form: parse(text) for form, text in plural.items()}
    except (ValueError, TypeError) as error:
        raise ContentError(f"{path}: {name} has {error}.") from error


def _same_keys(folder: Path, texts: Texts, other: Texts) -> None:
    for key in texts:
        if key not in other:
            raise ContentError(f"{folder}: the key {key} is missing.")


def _known(place: Path, new: Lists, known: Lists) -> None:
    for key in new:
        if key not in known:
            raise ContentError(f"{place}: the list {key} is not one the bot knows.")


def _over(place: Path, texts: Texts, new: Texts) -> Texts:
    for key, wording in new.items():
        if key not in texts:
            raise ContentError(f"{place}: the key {key} is not one the bot says.")
        wanted = texts[key].names
        if wording.names != wanted:
            missing = ", ".join(sorted(wanted - wording.names)) or "none"
            unknown = ", ".join(sorted(wording.names - wanted)) or "none"
            raise ContentError(f"{place}: {key} has other placeholders (missing: {missing}; unknown: {unknown}).")
    return {**texts, **new}
