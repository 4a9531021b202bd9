"""What a form brings of a channel that was looked at: its address, what it is, its name, and who is in it."""

from dataclasses import dataclass

from bot.flows.people import named_in

LINES = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """A channel. `kind` is "private", "public", "shared" or "gone"; `people` are ids, and `others` in words those in it
    who cannot be asked anything."""

    address: str
    kind: str
    name: str
    people: tuple[str, ...]
    others: str


def looked(said: str) -> Looked | None:
    """The five lines of a field that `looks`; None for anything else."""
    lines = said.split("\n")
    if len(lines) != LINES or not lines[0].strip():
        return None
    address, kind, name, people, others = (line.strip() for line in lines)
    return Looked(address, kind, name, tuple(named_in(people)), others)
