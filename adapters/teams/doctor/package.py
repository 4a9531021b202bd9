"""Whether the app's package is one that Teams takes, belongs to this address, and is still what would be written."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from adapters.teams.about import ABOUT_PATH
from adapters.teams.door import PATH
from adapters.teams.manifest import package
from adapters.teams.manifest.rules import SIZES, domains, pages, parsed, size_of, troubles, version_of
from bot.finding import Finding, look, mend, ok
from bot.here import is_this_machine
from bot.settings import Settings

MANIFEST: Final = "manifest.json"
WRITTEN: Final = "--package"
MOST: Final = 2**20
"""Bytes of a file in a package, and of a package; ours have a few thousand."""

Files = Mapping[str, bytes]


def app_package(settings: Settings, url: str) -> Iterator[Finding]:
    """What would be written for the address; nothing of it is asked of anybody."""
    files = _unpacked(package(settings, url)) or {}
    said = parsed(files[MANIFEST]) or {}
    wrong = "; ".join(troubles(said))
    if wrong:
        yield mend("App package", f"Teams would not take it: {wrong}.")
    else:
        yield ok("App package", f"The manifest of version {said['version']} is one that Teams takes for this app.")
    sizes = {name: size_of(files[file]) for name, file in said["icons"].items()}
    if sizes == {name: (size, size) for name, size in SIZES.items()}:
        yield ok("App icons", f"They are {' and '.join(f'{size} by {size}' for size in SIZES.values())} pixels.")
    else:
        yield mend("App icons", "They have other sizes than Teams takes; is this installation whole?")
    yield _endpoint(said, url)


def written(settings: Settings, url: str, file: Path) -> Finding:
    """Whether a package that was written before is still the one, for the same address where none is given."""
    if settings.teams is None or not settings.teams.app_id:
        return look(WRITTEN, "There is no TEAMS_APP_ID, so there is nothing with which it could be compared.")
    try:
        content = file.read_bytes() if file.stat().st_size <= MOST else b""
    except OSError:
        return mend(WRITTEN, "The file cannot be read; look at its place and its rights.")
    files = _unpacked(content) or {}
    said = parsed(files.get(MANIFEST, b""))
    if said is None:
        return mend(WRITTEN, "The file is no package of an app; write one with `followthrough manifest teams`.")
    before, address = version_of(said), url or _address(said)
    ours = _unpacked(package(settings, address)) or {}
    wanted = parsed(ours[MANIFEST]) or {}
    if said.get("id") != wanted["id"]:
        return mend(WRITTEN, "It is the package of another app than TEAMS_APP_ID; write it again and upload that one.")
    changed = sorted(name for name in {*said, *wanted} if said.get(name) != wanted.get(name) and name != "version")
    changed += sorted(name for name in {*files, *ours} - {MANIFEST} if files.get(name) != ours.get(name))
    after = version_of(wanted)
    if not changed and before == after:
        return ok(WRITTEN, f"It is what would be written now, version {wanted['version']}.")
    what = f"It differs from what would be written now ({', '.join(changed) or 'version'})"
    if before is None or after is None or before < after:
        return look(WRITTEN, f"{what}, whose version is {wanted['version']}: write it again, and upload that one.")
    if before == after:
        said_so = f"{what}, and both are version {wanted['version']}, of which Teams keeps the one that it has"
        return mend(WRITTEN, f"{said_so}: write it again, remove the app in Teams, and upload that one.")
    return look(WRITTEN, f"{what}, and its version is higher than {wanted['version']}: was it written by a later one?")


def _endpoint(said: Mapping[str, Any], url: str) -> Finding:
    what, parts = "Messaging endpoint", urlsplit(url)
    if parts.scheme != "https":
        lacks = f"Teams calls only https, so {url}{PATH} can be none of its endpoints."
        return look(what, lacks) if is_this_machine(parts.hostname or "") else mend(what, lacks)
    if domains(said) != {parts.hostname} or not all(page.startswith(f"{url}/") for page in pages(said)):
        return mend(what, f"The package names other hosts than {parts.hostname}; write it for this address.")
    return ok(what, f"It is {url}{PATH}: the portal must say the same. The package names no other host.")


def _address(said: Mapping[str, Any]) -> str:
    """For which a package was written; "" where it does not say."""
    developer = said.get("developer")
    page = developer.get("websiteUrl") if isinstance(developer, dict) else ""
    return page.removesuffix(ABOUT_PATH) if isinstance(page, str) else ""


def _unpacked(content: bytes) -> dict[str, bytes] | None:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if any(one.file_size > MOST for one in archive.infolist()):
                return None
            return {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None
