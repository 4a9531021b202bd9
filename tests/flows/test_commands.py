"""What can be typed at any time, and what only looks like it."""

from time import process_time

import pytest

from bot.content.loader import load_words
from bot.flows.commands import COMMANDS, LONGEST_LEAD, button, read_command

WORDS = load_words()


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("hi", "hello", ""),
        ("Good morning!", "hello", ""),
        ("start", "start", ""),
        ("help", "help", ""),
        ("home", "home", ""),
        ("check-in", "checkin", ""),
        ("New practice", "practice", ""),
        ("promise Omar the numbers Thursday", "promise", "Omar the numbers Thursday"),
        ("Promise: Omar the numbers", "promise", "Omar the numbers"),
        ("promise", "promise", ""),
        ("note to self: two\nlines, please", "note", "two\nlines, please"),
        ("bring how to say no", "bring", "how to say no"),
        ("thank Lea for flagging the delay", "thank", "Lea for flagging the delay"),
        ("find Ana", "find", "Ana"),
        ("Things", "things", ""),
        ("three things", "three_things", ""),
        ("three things: ask Omar\ncall Lea", "three_things", "ask Omar\ncall Lea"),
        ("session Ana Thursday 14:00", "session", "Ana Thursday 14:00"),
        ("next session with Ana", "session", "Ana"),
        ("word Ana the numbers", "word", "Ana the numbers"),
        ("pause", "pause", ""),
        ("Pause, please.", "pause", ""),
        ("pause a week", "pause", "a week"),
        ("pause until Monday", "pause", "until Monday"),
        ("pause until the 5th", "pause", "until the 5th"),
        ("pause until 1.12.", "pause", "until 1.12."),
        ("/pause", "pause", ""),
        ("I’m back", "resume", ""),
        ("back", "resume", ""),
        ("STOP", "stop", ""),
        ("please stop 👍🏽", "stop", ""),
        ("away 3-10 Dec", "away", "3-10 Dec"),
        ("day off 3 December", "day_off", "3 December"),
        ("i was sick since Monday", "sick", "since Monday"),
        ("slower", "slower", ""),
        ("faster please", "faster", ""),
        ("start fresh", "restart", ""),
        ("hours 9-17", "hours", "9-17"),
        ("ask me at 16:30", "ask_at", "16:30"),
        ("days Mon-Thu", "days", "Mon-Thu"),
        ("days none", "days", "none"),
        ("holidays Germany", "holidays", "Germany"),
        ("energy off", "energy", "off"),
        ("effort on", "effort", "on"),
        ("I'm in Berlin", "zone", "Berlin"),
        ("time zone Europe/Berlin", "zone", "Europe/Berlin"),
        ("look back", "lookback", ""),
        ("partner Omar", "partner", "Omar"),
        ("who sees what?", "privacy", ""),
        ("share status", "share", "status"),
        ("export", "export", ""),
        ("export as markdown", "export", "as markdown"),
        ("erase my data", "erase", ""),
        ("What's waiting?", "waiting", ""),
        ("link", "link", ""),
        ("link k7qw – m3pd", "link", "k7qw – m3pd"),
        ("*link K7QW-M3PD*", "link", "K7QW-M3PD*"),
        ("unlink", "unlink", ""),
        ("home here", "home_here", ""),
        ("ask me there please", "home_there", ""),
    ],
)
def test_a_command_is_known_by_its_first_words_and_keeps_the_rest_as_typed(typed: str, name: str, rest: str) -> None:
    read = read_command(WORDS, typed)
    assert read is not None
    assert (read[0].name, read[1]) == (name, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "stop interrupting",
        "stop talking over people",
        "pause before I answer",
        "pause two seconds",
        "pause until they finish",
        "pause until somebody else has spoken on a Monday morning at least once",
        "ask me what I need",
        "thank you",
        "thank people for bad news",
        "thanks",
        "find out what matters",
        "energy is low",
        "share credit",
        "i'm in a meeting",
        "i'm in two minds about the whole of it today",
        "start listening",
        "link what Omar said to the plan",
        "link the two teams",
        "session was good",
        "word of the day",
        "home office",
        "",
        "👍",
        "please",
    ],
)
def test_a_sentence_that_begins_like_a_command_is_none(typed: str) -> None:
    assert read_command(WORDS, typed) is None


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.label and not command.opens])
def test_every_buttons_words_can_be_typed_too(name: str) -> None:
    read = read_command(WORDS, button(WORDS, name).label)
    assert read is not None
    assert read[0].name == name
    assert len(button(WORDS, name).label) <= 25


def test_only_words_of_ones_own_leave_room_for_doubt() -> None:
    unsure = {name for name, command in COMMANDS.items() if not command.exact}
    assert unsure == {
        "promise",
        "remind",
        "note",
        "bring",
        "thank",
        "find",
        "holidays",
        "zone",
        "partner",
        "link",
        "tell",
        "feedback",
        "three_things",
        "session",
        "word",
        "invite",
    }


def test_no_two_commands_share_their_first_words() -> None:
    leads = [lead for command in COMMANDS.values() for lead in WORDS.list(command.words)]
    assert sorted(leads) == sorted(set(leads))


def test_the_form_for_a_promise_is_a_button_that_opens_and_is_never_typed() -> None:
    assert button(WORDS, "promise_form", main=True).opens
    assert WORDS.list(COMMANDS["promise_form"].words) == ()


def test_no_command_begins_with_more_words_than_are_looked_at() -> None:
    leads = [lead for one in COMMANDS.values() for lead in WORDS.list(one.words)] + [*WORDS.list("commands.requests")]
    assert max(len(lead.split()) for lead in leads) <= LONGEST_LEAD


@pytest.mark.parametrize("word", ["please ", "can you ", "pause ", "promise ", "a "])
def test_a_pasted_book_is_looked_at_once(word: str) -> None:
    before = process_time()
    read_command(WORDS, word * 50_000)
    assert process_time() - before < 2  # seconds; it was minutes
