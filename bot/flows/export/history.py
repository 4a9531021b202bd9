"""A coach's history: of each Monday and leader what they read then, said by the functions that made the page."""

from collections.abc import Iterable, Iterator

from bot.content.words import Words
from bot.flows.digest import full, said
from bot.flows.digest.leader import LEAST
from bot.flows.export.between import Between
from bot.flows.shown.days import monday_after
from bot.messages import Span
from bot.sheets import Cell, Sheet


def history(words: Words, some: Iterable[Between]) -> Sheet:
    """Whatever was read, the oldest Monday first, leaders by name."""
    theirs = sorted((one for one in some if one.read), key=_order)
    headings = ("export.monday", "export.leader", "export.about", "export.said")
    return Sheet(
        words.plain("export.history"),
        tuple(words.plain(one) for one in headings),
        tuple(row for one in theirs for row in _rows(words, one)),
    )


def _order(one: Between) -> tuple[str, str, str]:
    return (monday_after(one.shown.friday).isoformat(), one.leader.name.casefold(), one.leader.id)


def _rows(words: Words, one: Between) -> Iterator[tuple[Cell, ...]]:
    monday = monday_after(one.shown.friday)
    for label, text in told(words, one):
        yield (monday, one.leader.name or one.leader.id, label, text)


def told(words: Words, one: Between) -> Iterator[tuple[str, str]]:
    """The line of the page, what stood behind it, and the weeks of its picture: each with its label."""
    yield words.plain("export.in_short"), text_of(said.in_short(words, one.shown, one.leader))
    for _, label, spans in full.lines(words, one.shown, one.leader):
        yield label, text_of(spans)
    if len(one.shown.line.weeks) >= LEAST:
        yield words.plain("digest.weeks"), full.weeks(words, one.shown)


def text_of(spans: tuple[Span, ...]) -> str:
    """The bare words."""
    return "".join(one.text for one in spans)
