"""What can be typed at any time: the table of commands, and how a line is read as one of them.

A line is a command by its first words (`commands.toml`) and by what follows them, so that "stop" stops the
bot and "stop interrupting" does not, and "pause until Monday" pauses and "pause before I answer" does not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, assert_never

from bot.content.words import Words, fold
from bot.facts import Person
from bot.messages import Choice

Rest = Literal["nothing", "days", "hours", "listed", "name", "someone", "anything"]
"""What may follow the first words: no more, a date or a span, a time of day, one of a list, a name, somebody's name
and what it is about, anything."""
_OWN_WORDS: Final = ("someone", "anything")

LONGEST_LEAD: Final = 8
"""Words with which a command, or a polite request, begins; a test holds the lists to it."""
LONGEST_TIME: Final = 8
LONGEST_NAME: Final = 5
"""In words: what is longer is a sentence."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its first words (a list of `commands.toml`), and the flow it begins.

    `exact`: a line that is read as this command can hardly mean anything else. `label` is the key of its
    button's words, "" when it has none. `only` lists what may follow (`listed`); `unless` lists words that
    make a sentence of it when they follow.
    """

    name: str
    words: str
    flow: str
    exact: bool = True
    rest: Rest = "nothing"
    label: str = ""
    only: str = ""
    unless: str = ""
    opens: bool = False  # its button opens a form


_ALL: Final = (
    Command("hello", "commands.hello", "welcome"),
    Command("start", "commands.start", "welcome"),
    Command("help", "commands.help", "desk", label="commands.help_label"),
    Command("about", "commands.about", "desk"),
    Command("home", "commands.home", "desk", label="commands.home_label"),
    Command("checkin", "commands.checkin", "desk", label="commands.checkin_label"),
    Command("practice", "commands.practice", "practice", label="commands.practice_label"),
    Command("promise", "commands.promise", "capture", False, "anything", label="commands.promise_label"),
    Command("remind", "commands.remind", "capture", False, "anything"),
    Command("note", "commands.note", "capture", False, "anything", label="commands.note_label"),
    Command("bring", "commands.bring", "capture", False, "anything", label="commands.bring_label"),
    Command(
        "thank",
        "commands.thank",
        "capture",
        False,
        "anything",
        "commands.thank_label",
        unless="commands.not_thanked",
    ),
    Command(
        "find",
        "commands.find",
        "capture",
        False,
        "anything",
        "commands.find_label",
        unless="commands.not_sought",
    ),
    Command(
        "feedback",
        "commands.feedback",
        "loop",
        False,
        "anything",
        "commands.feedback_label",
        unless="commands.not_feedback",
    ),
    Command("reply", "commands.reply", "loop", label="commands.reply_label"),
    Command("who_said", "commands.who_said", "desk", rest="anything"),
    Command("things", "commands.things", "things"),
    Command(
        "three_things",
        "commands.three_things",
        "things",
        False,
        "anything",
        "commands.three_things_label",
        unless="commands.not_things",
    ),
    Command("promise_form", "commands.never", "capture", label="commands.promise_form_label", opens=True),
    Command("pause", "commands.pause", "time_off", rest="days", label="commands.pause_label"),
    Command("resume", "commands.resume", "time_off", label="commands.resume_label"),
    Command("stop", "commands.stop", "time_off", label="commands.stop_label"),
    Command("away", "commands.away", "time_off", rest="days", label="commands.away_label"),
    Command("day_off", "commands.day_off", "time_off", rest="days"),
    Command("sick", "commands.sick", "time_off", rest="days"),
    Command("slower", "commands.slower", "pace", rest="days", label="commands.slower_label"),
    Command("faster", "commands.faster", "pace", rest="days"),
    Command("restart", "commands.restart", "restart", rest="days", label="commands.restart_label"),
    Command("outside", "commands.outside", "restart"),
    Command("hours", "commands.hours", "hours", rest="hours", label="commands.hours_label"),
    Command("ask_at", "commands.ask_at", "hours", rest="hours"),
    Command("days", "commands.days", "hours", rest="days"),
    Command("holidays", "commands.holidays", "hours", False, "name", unless="commands.not_a_name"),
    Command("effort", "commands.effort", "hours", rest="listed", only="commands.switch"),
    Command("energy", "commands.energy", "hours", rest="listed", only="commands.switch"),
    Command("status", "commands.status", "hours", rest="listed", only="commands.switch"),
    Command("zone", "commands.zone", "zone", False, "name", "commands.zone_label", unless="commands.not_a_name"),
    Command("lookback", "commands.lookback", "lookback", label="commands.lookback_label"),
    Command("partner", "commands.partner", "partner", False, "name", unless="commands.not_a_name"),
    Command("coach", "commands.coach", "engage", label="commands.coach_label"),
    Command("digest", "commands.digest", "digest", label="commands.digest_label"),
    Command(
        "invite",
        "commands.invite",
        "engage",
        False,
        "name",
        "commands.invite_label",
        unless="commands.not_invited",
        opens=True,
    ),
    Command("stop_with", "commands.stop_with", "invited", rest="name", unless="commands.not_stopped_with"),
    Command("privacy", "commands.privacy", "privacy", label="commands.privacy_label"),
    Command("share", "commands.share", "consent", rest="listed", only="commands.shared"),
    Command(
        "export", "commands.export", "export", rest="listed", label="commands.export_label", only="commands.exported"
    ),
    Command("erase", "commands.erase", "account", label="commands.erase_label"),
    Command("waiting", "commands.waiting", "waiting", label="commands.waiting_label"),
    Command("quiet", "commands.quiet", "mirror", label="commands.quiet_label"),
    Command(
        "tell",
        "commands.tell",
        "tell",
        False,
        "anything",
        "commands.tell_label",
        unless="commands.not_told",
        opens=True,
    ),
    Command(
        "session",
        "commands.session",
        "session",
        False,
        "someone",
        "commands.session_label",
        unless="commands.not_a_session",
        opens=True,
    ),
    Command("word", "commands.word", "word", False, "someone", "commands.word_label", unless="commands.not_a_word"),
    Command("show_clock", "commands.show_clock", "clock", label="commands.show_clock_label"),
    Command("told", "commands.told", "item", label="commands.told_label"),
    Command("talk", "commands.talk", "talk", label="commands.talk_label"),
    Command("team", "commands.team", "team", label="commands.team_label"),
    Command("ask_team", "commands.ask_team", "team", label="commands.ask_team_label"),
    Command("dont_ask", "commands.dont_ask", "member"),
    Command("ask_again", "commands.ask_again", "member"),
    Command("digest_channel", "commands.digest_channel", "page"),
    Command("link", "commands.link", "link", False, "name", "commands.link_label", unless="commands.not_a_name"),
    Command("unlink", "commands.unlink", "link"),
    Command("home_here", "commands.home_here", "link", label="commands.home_here_label"),
    Command("home_there", "commands.home_there", "link"),
)

COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({one.name: one for one in _ALL})
"""Every command by name."""


def read_command(
    words: Words, text: str, people: Iterable[Person] = (), *, asked: bool = False
) -> tuple[Command, str] | None:
    """The command that a typed line is, and what followed its first words; None when it is none.

    The longest first words win. Case, closing punctuation, a slash in front, "please" and thumbs are
    passed over; what follows is given back as it was typed. What is about someone begins with the name of one
    of `people` when it is long, or when they are `asked` for words of their own.
    """
    names = {name[0] for one in people if (name := fold(one.name).split())}
    short = 0 if asked else LONGEST_TIME
    tokens = tuple(_tokens(text))
    polite = words.list("commands.polite")
    start, end = 0, len(tokens)
    while start < end:
        head = tokens[start : min(end, start + LONGEST_LEAD + 1)]
        size = max(head[0].folded in polite, _asks(words, head))
        if not size:
            break
        start += size
    while end > start and tokens[end - 1].folded in polite:
        end -= 1
    best: tuple[int, Command] | None = None
    for command in _ALL:
        last = len(tokens) if command.rest in _OWN_WORDS else end
        length = _lead(words, command, tokens[start:last])
        rest = tokens[start + length : last]
        if command.rest == "someone" and len(rest) > short and not _begins_with_one_of(words, rest, names):
            continue
        if length and (best is None or length > best[0]) and _follows(words, command, rest):
            best = length, command
    if best is None:
        return None
    length, command = best
    last = len(tokens) if command.rest in _OWN_WORDS else end
    if start + length >= last:
        return command, ""
    return command, text[tokens[start + length - 1].end : tokens[last - 1].end].lstrip(" \t\r\n:;,-–—")


def button(words: Words, name: str, main: bool = False) -> Choice:
    """A command as a button; its press is the command."""
    command = COMMANDS[name]
    return Choice(name, words.plain(command.label), opens=command.opens, main=main)


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    end: int


_EDGES: Final = "/!?.,;:…\"'“”‘’()[]*_"
_TONES: Final = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_INNER: Final = re.compile(r"[-–—/,&+]")
_DAY: Final = re.compile(r"\d{1,2}(st|nd|rd|th)|\d{1,4}[./-]\d{1,2}([./-]\d{0,4})?\.?")
_HOUR: Final = re.compile(r"\d{1,2}([:.h]\d{2})?\s?(am|pm|h)?")


def _tokens(text: str) -> Iterator[_Token]:
    for match in re.finditer(r"\S+", text):
        folded = fold(_TONES.sub("", match[0])).strip(_EDGES)
        if folded:
            yield _Token(folded, match.end())


def _lead(words: Words, command: Command, tokens: tuple[_Token, ...]) -> int:
    """How many words of the line are the command's first words; 0 for none."""
    typed = tuple(token.folded for token in tokens[:LONGEST_LEAD])
    fitting = (lead.split() for lead in words.list(command.words))
    return max((len(lead) for lead in fitting if lead == list(typed[: len(lead)])), default=0)


def _asks(words: Words, tokens: tuple[_Token, ...]) -> int:
    """How many words of politeness a request begins with; none when nothing would be left of it."""
    typed = [token.folded for token in tokens]
    fitting = (lead.split() for lead in words.list("commands.requests"))
    return max((len(lead) for lead in fitting if lead == typed[: len(lead)] and len(typed) > len(lead)), default=0)


def _follows(words: Words, command: Command, tokens: tuple[_Token, ...]) -> bool:
    """Whether the rest of the line is something that this command takes."""
    if not tokens:
        return True
    rest = [token.folded for token in tokens]
    if command.unless and rest[0] in words.list(command.unless):
        return False
    match command.rest:
        case "nothing":
            return False
        case "days":
            return _is_time(words, rest, "commands.day_words", _DAY)
        case "hours":
            return _is_time(words, rest, "commands.hour_words", _HOUR)
        case "listed":
            return " ".join(rest) in words.list(command.only)
        case "name":
            return len(rest) <= LONGEST_NAME
        case "someone" | "anything":
            return True
        case _:
            assert_never(command.rest)


def _begins_with_one_of(words: Words, rest: tuple[_Token, ...], names: set[str]) -> bool:
    typed = [token.folded for token in rest]
    said = typed[1:] if typed[0] in words.list("session.with_words") else typed
    return bool(said) and said[0] in names


def _is_time(words: Words, rest: list[str], known: str, number: re.Pattern[str]) -> bool:
    """A short line with a day or a time in it, and no word that makes a sentence of it."""
    if len(rest) > LONGEST_TIME:
        return False
    pieces = [piece for word in rest for piece in (word, *_INNER.split(word)) if piece]
    if any(piece in words.list("commands.not_a_time") for piece in pieces):
        return False
    return any(piece in words.list(known) or number.fullmatch(piece) for piece in pieces)
