"""Words as they were typed, for a RichTextBlock: the one element in which Teams should read no markup.

The vendor's pages say so of a TextRun, and its renderers do not keep to it: all of them put a date in the place of
{{DATE(…)}} and {{TIME(…)}}, the mobile ones a character in the place of &amp; and the like, and the one for iOS reads
Markdown (github.com/microsoft/Teams-AdaptiveCards-Mobile of July 2026: UtiliOS.mm, MarkDownBlockParser.cpp,
TextElementProperties.cpp). Each reads one run at a time, so words in which one of them would find something are
divided between two runs: every character stays as it is, and there is nothing to be found.
"""

import re
from collections.abc import Iterator
from typing import Final

_MEANT: Final = re.compile(
    r"""
      \{(?=\{(?:DATE|TIME)\()               # a function
    | &(?=(?:amp|quot|lt|gt|nbsp);)         # an entity
    | \](?=\()                              # a link
    | (?<=[\n\r\[\])+\-0-9])[-+*](?=\ )    # an item of a list
    | (?<=[\n\r\[\])+\-])[0-9]+\.(?=\ )    # an item with a number
    | (?P<mark>[*_]+)                       # emphasis, when there is a second one
    """,
    re.VERBOSE,
)
_ITEM: Final = re.compile(r"(?:[-+*]|[0-9]+\.)(?= )")
"""What makes an item of a list where a run begins."""


def literal(text: str) -> list[str]:
    """The text in pieces, each for a run of its own."""
    return list(_pieces(text)) if text else []


def _pieces(text: str) -> Iterator[str]:
    start = 0
    marked = False
    first = _ITEM.match(text)
    if first is not None:
        yield first[0]
        start = first.end()
    for found in _MEANT.finditer(text, start):
        end = found.end()
        if found["mark"] is not None:
            if not marked:
                marked = True
                continue
            end = found.start()
        yield text[start:end]
        start, marked = end, False
        if found["mark"] is not None:
            marked = _ITEM.match(text, start) is None
            if not marked:
                yield text[start : start + 1]
                start += 1
    if start < len(text):
        yield text[start:]
