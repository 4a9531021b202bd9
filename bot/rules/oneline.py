"""Quick capture on one line: "promise Omar the numbers Thursday" as who, what and by when.

A name is a label and is kept as it was typed, mentions too. What the line does not say stays empty, and the
caller asks for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from bot.rules.dates import find_date
from bot.rules.day_names import months, plain, weekdays
from bot.rules.readings import Reading


@dataclass(frozen=True, slots=True)
class Captured:
    """What one line says; `on` is the reading of a promise's date, None when the line has none."""

    kind: str
    who: str = ""
    text: str = ""
    on: Reading | None = None


LONGEST_WHO: Final = 5
"""Words of a group's name: "the whole North sales team"."""

_GAP: Final = " \t\r\n:,;"
_MENTION: Final = re.compile(r"<[@!#][^>\s]{1,80}>|@\S{1,80}")
_GROUP: Final = re.compile(r"the|my|our|all|both|everybody|everyone", re.IGNORECASE)
_AFTER_WHO: Final = re.compile(
    r"to|that|the|an?|my|our|their|his|her|some|more|for|about|i|we|i'll|i'd|what|how|why|when|by|on", re.IGNORECASE
)
_GROUP_NOUNS: Final = ("team", "teams", "group", "board", "people", "colleagues", "boss", "manager", "coach")
_NOBODY: Final = re.compile(
    r"an?|some|more|less|fewer|better|no|not|never|new|that|this|these|those|it|i|we|to|two|three|one|what|how|"
    r"why|when|for|about|by|on|every|another",
    re.IGNORECASE,
)
_DROPPED: Final = re.compile(r"(?:to|that)\s+", re.IGNORECASE)


def read_capture(text: str, today: date, locale: str, leads: Mapping[str, tuple[str, ...]]) -> Captured | None:
    """The line as something to keep; None when it begins with no lead word. The longest lead wins.

    `leads` are the first words by kind: "promise", "note", "bring", "thank", "find".
    """
    line = text.strip("\ufeff\u200b\u200e\u200f\u2068\u2069 \t\r\n")
    found = [
        (match.end(), kind, lead)
        for kind, words in leads.items()
        for lead in words
        if (match := _lead(lead).match(line)) is not None
    ]
    if not found:
        return None
    end, kind, lead = max(found, key=lambda one: one[0])
    rest = line[end:].lstrip(_GAP)
    return captured(kind, f"to {rest}" if rest and lead.endswith(" to") else rest, today, locale)


def captured(kind: str, said: str, today: date, locale: str = "en", *, workdays: str = "12345") -> Captured:
    """What was typed after the lead word. Only a promise has a date, only it and a thank-you a person."""
    line = said.strip()
    match kind:
        case "promise":
            found = find_date(line, today, locale, workdays=workdays)
            on, rest = found if found is not None else (None, line)
            who, what = _whom(rest, locale)
            return Captured(kind, who, what, on)
        case "thank":
            who, what = _thanked(line, locale)
            return Captured(kind, who, what)
        case _:
            return Captured(kind, "", line)


def _whom(line: str, locale: str) -> tuple[str, str]:
    """To whom, and what: "Omar the numbers", "the sales team to send the plan", "the numbers to Omar"."""
    words = line.split(maxsplit=LONGEST_WHO + 2)
    if len(words) > 1 and words[0].lower() == "to" and (_is_name(words[1], locale) or _GROUP.fullmatch(words[1])):
        line = line[2:].lstrip()  # "to Omar the numbers"; "to send the numbers" has nobody in it
    what, _, last = line.rpartition(" to ")
    if what and _names_somebody(last, locale) and not _begins_with_who(what, locale):
        return last, _bare(what)  # "the numbers to Omar"
    size = _size_of_who(line, locale)
    return line[:size].rstrip(_GAP), _bare(line[size:])


def _names_somebody(text: str, locale: str) -> bool:
    """Whether these words are a name, a mention or a group, and no more."""
    first = text.partition(" ")[0]
    return _size_of_who(text, locale) == len(text) > 0 and (_is_name(first, locale) or bool(_GROUP.fullmatch(first)))


def _begins_with_who(text: str, locale: str) -> bool:
    """Whether a name or a group is certain: a first word in small letters is one only before "the", "a", ..."""
    first, *more = text.split(maxsplit=2)
    if _is_name(first, locale) or _GROUP.fullmatch(first):
        return _size_of_who(text, locale) > 0
    return bool(more) and not _NOBODY.fullmatch(first) and bool(_AFTER_WHO.fullmatch(more[0]))


def _thanked(line: str, locale: str) -> tuple[str, str]:
    line = re.sub(r"^to\s+", "", line, flags=re.IGNORECASE)
    head = re.match(rf"(\S+(?:\s+\S+){{0,{LONGEST_WHO}}}?)\s*(?:\s(?:for|because)\s+|[:–—]\s*)", line)
    if head is not None:
        return head[1].rstrip(_GAP), line[head.end() :].strip()
    size = _size_of_who(line, locale)
    return line[:size].rstrip(_GAP), line[size:].strip(_GAP)


def _size_of_who(line: str, locale: str) -> int:
    """How many characters at the beginning name people; 0 when nobody is named there."""
    words = list(re.finditer(r"\S+", line[:400]))
    if not words:
        return 0
    if _GROUP.fullmatch(words[0].group()):
        return _size_of_group(words)
    first = words[0].group()
    if _NOBODY.fullmatch(first.strip(_GAP)) or _is_day(first, locale) or not re.search(r"\w", first):
        return 0
    if _MENTION.match(first) or not first[0].isupper():
        # A name in small letters is one word: where it would end, nothing tells.
        last = 0
    else:
        last = next((n for n, word in enumerate(words[1:]) if not _is_name(word.group(), locale)), len(words) - 1)
    while (joined := _joined(words, last, locale)) is not None:
        last = joined
    return words[last].end()


def _joined(words: list[re.Match[str]], last: int, locale: str) -> int | None:
    """The place of one more name after "and" or a comma."""
    after = [word.group() for word in words[last + 1 : last + 3]]
    if len(after) == 2 and after[0] in ("and", "&"):
        both_small = not words[0].group()[0].isupper()
        return last + 2 if both_small or _is_name(after[1], locale) else None
    return last + 1 if after and words[last].group()[-1] == "," and _is_name(after[0], locale) else None


def _size_of_group(words: list[re.Match[str]]) -> int:
    """ "the sales team" ends where the next "to", "the" or "a" begins; where none does, it is no group."""
    if words[0].group().lower() in ("everybody", "everyone"):
        return words[0].end()
    for n, word in enumerate(words[1 : LONGEST_WHO + 1], 1):
        if word.group()[-1] in ":,":
            return word.end()
        if n > 1 and _AFTER_WHO.fullmatch(word.group()):
            return words[n - 1].end()
    return words[-1].end() if len(words) <= LONGEST_WHO and words[-1].group().lower().endswith(_GROUP_NOUNS) else 0


def _is_name(word: str, locale: str) -> bool:
    """A word written like a name: "Omar", "O'Neill", "Müller-Lüdenscheid", a mention."""
    bare = word.strip(_GAP)
    if _MENTION.match(word):
        return True
    return bare[:1].isupper() and (len(bare) == 1 or not bare.isupper()) and not _is_day(bare, locale)


def _is_day(word: str, locale: str) -> bool:
    return plain(word) in weekdays(locale) or plain(word) in months(locale)


def _bare(text: str) -> str:
    """The words of a promise, without the "to" or "that" they began with."""
    return _DROPPED.sub("", text.strip(_GAP), count=1) if _DROPPED.match(text.strip(_GAP)) else text.strip(_GAP)


@lru_cache(maxsize=256)
def _lead(words: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word).replace("'", "['’]") for word in words.split())
    return re.compile(rf"{spaced}(?=$|[\s:,])", re.IGNORECASE)
