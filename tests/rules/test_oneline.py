"""One typed line as who, what and by when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.oneline import Captured, captured, read_capture
from bot.rules.readings import Date, Several
from tests.rules.test_dates import lines, locales

TODAY = date(2026, 11, 21)
FRIDAY = Date(date(2026, 11, 27))
LEADS = {
    "promise": ("promise", "promised", "i promise", "i've promised", "promise to", "keep a promise"),
    "note": ("note", "note to self"),
    "bring": ("bring",),
    "thank": ("thank", "thanks to"),
    "find": ("find",),
}


@pytest.mark.parametrize(
    ("line", "who", "what"),
    [
        ("promise Omar the numbers by Friday", "Omar", "the numbers"),
        ("Promise: Omar, the numbers by Friday", "Omar", "the numbers"),
        ("promise omar the numbers friday", "omar", "the numbers"),
        ("promise Omar\nthe numbers\nby Friday", "Omar", "the numbers"),
        ("promise Omar Haddad the numbers by Friday", "Omar Haddad", "the numbers"),
        ("promise Lea and Omar the draft by Friday", "Lea and Omar", "the draft"),
        ("promise lea and omar the draft by Friday", "lea and omar", "the draft"),
        ("promise Lea, Omar & Ana the draft by Friday", "Lea, Omar & Ana", "the draft"),
        ("promise Omar PDF and Q3 numbers by Friday", "Omar", "PDF and Q3 numbers"),
        ("promise Omar that I will call by Friday", "Omar", "I will call"),
        ("promise the sales team to send the plan by Friday", "the sales team", "send the plan"),
        ("promise my boss a plan by Friday", "my boss", "a plan"),
        ("promise everyone a retro by Friday", "everyone", "a retro"),
        ("promise our team: the budget by Friday", "our team", "the budget"),
        ("promise to Omar the numbers by Friday", "Omar", "the numbers"),
        ("promise the numbers to Omar by Friday", "Omar", "the numbers"),
        ("promise feedback to the sales team by Friday", "the sales team", "feedback"),
        ("promise Omar an intro to Lea by Friday", "Omar", "an intro to Lea"),
        ("promise omar an intro to Lea by Friday", "omar", "an intro to Lea"),
        ("promise @Omar the numbers by Friday", "@Omar", "the numbers"),
        ("promise <@U123> the numbers by Friday", "<@U123>", "the numbers"),
        ("promise <!channel> an update by Friday", "<!channel>", "an update"),
        ("promise مريم الأرقام by Friday", "مريم", "الأرقام"),
        ("I’ve promised Omar the numbers by Friday", "Omar", "the numbers"),
        ("by Friday promise Omar the numbers", None, None),
        ("promise to send the plan by Friday", "", "send the plan"),
        ("promise a better agenda by Friday", "", "a better agenda"),
        ("promise I will call Omar by Friday", "", "I will call Omar"),
        ("promise the numbers by Friday", "", "the numbers"),
        ("promise the team lunch by Friday", "", "the team lunch"),
        ("promise Omar by Friday", "Omar", ""),
        ("promise the board by Friday", "the board", ""),
        ("promise Friday", "", ""),
    ],
)
def test_a_promise_says_to_whom_what_and_by_when(line: str, who: str | None, what: str | None):
    found = read_capture(line, TODAY, "en", LEADS)
    assert found == (None if who is None or what is None else Captured("promise", who, what, FRIDAY))


def test_the_example_of_the_first_day():
    found = read_capture("promise Omar the numbers Thursday", TODAY, "en", LEADS)
    assert found == Captured("promise", "Omar", "the numbers", Date(date(2026, 11, 26)))


@pytest.mark.parametrize("line", ["promise", "promise to", "Promise: ", "  promise  "])
def test_a_bare_promise_leaves_everything_open(line: str):
    assert read_capture(line, TODAY, "en", LEADS) == Captured("promise")


def test_a_promise_without_a_date_or_with_several_is_asked_about():
    assert captured("promise", "Omar the numbers", TODAY).on is None
    assert captured("promise", "Omar the numbers by 3/4", TODAY).on == Several((date(2027, 3, 4), date(2027, 4, 3)))
    assert captured("promise", "Omar a plan by the end of the week", date(2026, 11, 24), workdays="71234").on == Date(
        date(2026, 11, 26)
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("thank Lea for flagging the delay", Captured("thank", "Lea", "flagging the delay")),
        ("thanks to Lea and Omar for the demo on Friday", Captured("thank", "Lea and Omar", "the demo on Friday")),
        ("thank the sales team for the demo", Captured("thank", "the sales team", "the demo")),
        ("thank Lea because she asked", Captured("thank", "Lea", "she asked")),
        ("thank Lea: good question", Captured("thank", "Lea", "good question")),
        ("thank <@U123> for <!channel>", Captured("thank", "<@U123>", "<!channel>")),
        ("thank Lea", Captured("thank", "Lea", "")),
        ("thank", Captured("thank")),
        ("note Ana was quiet on Thursday", Captured("note", "", "Ana was quiet on Thursday")),
        ("note to self: call Ana by Friday", Captured("note", "", "call Ana by Friday")),
        ("bring how to say no to Sales", Captured("bring", "", "how to say no to Sales")),
        ("find Ana", Captured("find", "", "Ana")),
        ("\u200fNOTE\u00a0quiet day", Captured("note", "", "quiet day")),
        *((line, None) for line in ("promises", "note-taking is hard", "finding Ana", "hello", "", "\x00")),
    ],
)
def test_only_a_promise_has_a_date_and_only_it_and_thanks_a_person(line: str, found: Captured | None):
    assert read_capture(line, TODAY, "en", LEADS) == found


heads = st.sampled_from(["promise ", "thank ", "note ", "promise to ", "promise the team ", "promise Omar, ", ""])


@given(heads, st.text(max_size=200) | lines, locales)
def test_no_line_is_too_strange(head: str, text: str, locale: str):
    found = read_capture(head + text, TODAY, locale, LEADS)
    if found is not None:
        assert found.who in head + text
        assert found.text in head + text or "promise" in head.lower() + text.lower()


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "to " * 33_000, "Omar, " * 16_000, "for " * 25_000, "and Lea " * 12_000]
)
def test_very_long_lines_are_kept(text: str):
    for lead in ("promise", "thank", "note"):
        found = read_capture(f"{lead} {text}", TODAY, "en", LEADS)
        assert found is not None
        assert len(found.who) + len(found.text) > 90_000
