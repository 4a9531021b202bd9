"""One wording for each thing the bot says, as a coach would override it.

Which of several wordings somebody hears hangs on who they are, and one person has another id on each platform.
So both drivers are given the same folder, by the setting that a coach would use, with the first wording of each.
"""

import json
import tomllib
from pathlib import Path

from bot.content.loader import HERE, REFERENCE


def one_of_each(folder: Path) -> Path:
    """Write the folder; its path is what CONTENT_DIR would name."""
    folder.mkdir()
    for path in sorted((HERE / REFERENCE).glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        lines = [f"{name} = {_written(entry[0])}" for name, entry in entries.items() if isinstance(entry, list)]
        if lines:
            (folder / path.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _written(wording: str | dict[str, str]) -> str:
    if isinstance(wording, str):
        return json.dumps(wording, ensure_ascii=False)
    forms = ", ".join(f"{form} = {_written(text)}" for form, text in wording.items())
    return f"{{ {forms} }}"
