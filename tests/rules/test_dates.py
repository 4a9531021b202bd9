"""Dates as people type them: what is understood, what is asked back, and what is left in the sentence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dates import Date, Impossible, Past, Reading, Several, find_date, read_date
from bot.rules.readings import FAR

SATURDAY = date(2026, 11, 21)
WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
SUNDAY = date(2026, 11, 29)


def said(found: Reading | None) -> str:
    match found:
        case Date(on):
            return f"{on:%a %d %b %Y}"
        case Several(dates):
            return " or ".join(f"{on:%d %b}" for on in dates)
        case Past(on):
            return f"past {on:%d %b %Y}"
        case Impossible(_, why):
            return why
        case None:
            return "none"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Thursday", "Thu 26 Nov 2026"),
        ("by thu.", "Thu 26 Nov 2026"),
        ("this Thursday", "Thu 26 Nov 2026"),
        ("Saturday", "21 Nov or 28 Nov"),
        ("next Thursday", "Thu 26 Nov 2026"),
        ("Thursday week", "Thu 03 Dec 2026"),
        ("a week on Thursday", "Thu 03 Dec 2026"),
        ("Thursday next week", "Thu 26 Nov 2026"),
        ("today", "Sat 21 Nov 2026"),
        ("Tomorrow!", "Sun 22 Nov 2026"),
        ("tomorrow morning", "Sun 22 Nov 2026"),
        ("the day after tomorrow", "Mon 23 Nov 2026"),
        ("in 3 days", "Tue 24 Nov 2026"),
        ("in a fortnight", "Sat 05 Dec 2026"),
        ("two weeks", "Sat 05 Dec 2026"),
        ("in two weeks’ time", "Sat 05 Dec 2026"),
        ("a couple of days", "Mon 23 Nov 2026"),
        ("in a month", "Mon 21 Dec 2026"),
        ("3 months from now", "Sun 21 Feb 2027"),
        ("3 December", "Thu 03 Dec 2026"),
        ("Dec 3", "Thu 03 Dec 2026"),
        ("3rd of december, 2027", "Fri 03 Dec 2027"),
        ("the first of March", "Mon 01 Mar 2027"),
        ("Thursday, 3 December", "Thu 03 Dec 2026"),
        ("Friday, 3 December", "03 Dec or 04 Dec"),
        ("3 December at 5pm", "Thu 03 Dec 2026"),
        ("3rd day of December 2026", "Thu 03 Dec 2026"),
        ("2026-12-03", "Thu 03 Dec 2026"),
        ("3.12.", "Thu 03 Dec 2026"),
        ("03.12.26", "Thu 03 Dec 2026"),
        ("the 3rd", "Thu 03 Dec 2026"),
        ("the 21st", "21 Nov or 21 Dec"),
        ("the 31st", "Thu 31 Dec 2026"),
        ("Thursday the 26th", "Thu 26 Nov 2026"),
        ("3/4", "04 Mar or 03 Apr"),
        ("3/4/2027", "04 Mar or 03 Apr"),
        ("4/4", "Sun 04 Apr 2027"),
        ("13/4", "Tue 13 Apr 2027"),
        ("4/13", "Tue 13 Apr 2027"),
        ("Friday 27/11", "Fri 27 Nov 2026"),
        ("3/12/2026", "Thu 03 Dec 2026"),
        ("next week", "23 Nov or 24 Nov or 25 Nov or 26 Nov or 27 Nov"),
        ("end of next week", "Fri 27 Nov 2026"),
        ("end of the month", "Mon 30 Nov 2026"),
        ("end of February", "Sun 28 Feb 2027"),
        ("31 February", "no_such_day"),
        ("29 February", "no_such_day"),
        ("31/2", "no_such_day"),
        ("the 32nd", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("3 December 2062", "too_far"),
        ("in 999 years", "too_far"),
        ("3 March 2020", "past 03 Mar 2020"),
        ("20 November", "past 20 Nov 2026"),
        ("yesterday", "past 20 Nov 2026"),
        ("last Thursday", "past 19 Nov 2026"),
        ("2 days ago", "past 19 Nov 2026"),
        ("1 January 0001", "past 01 Jan 1"),
        *((text, "none") for text in ("soon", "later", "asap", "", "a", "1", "may", "March", "second", "next month")),
        *((text, "none") for text in ("Omar", "12 to 23 December", "in 2 hours", "in 3 working days", "3/4/5/6", "🙏")),
    ],
)
def test_on_a_saturday(text: str, meant: str):
    assert said(read_date(text, SATURDAY)) == meant


@pytest.mark.parametrize(
    ("today", "text", "meant"),
    [
        (THURSDAY, "Thursday", "26 Nov or 03 Dec"),
        (THURSDAY, "next Thursday", "Thu 03 Dec 2026"),
        (WEDNESDAY, "next Thursday", "26 Nov or 03 Dec"),
        (WEDNESDAY, "Thursday next week", "Thu 03 Dec 2026"),
        (WEDNESDAY, "Thursday this week", "Thu 26 Nov 2026"),
        (WEDNESDAY, "Sunday next week", "29 Nov or 06 Dec"),
        (SUNDAY, "next Thursday", "03 Dec or 10 Dec"),
        (SUNDAY, "next Monday", "30 Nov or 07 Dec"),
        (WEDNESDAY, "this week", "25 Nov or 26 Nov or 27 Nov"),
        (WEDNESDAY, "end of the week", "Fri 27 Nov 2026"),
        (date(2027, 1, 5), "28 December", "past 28 Dec 2026"),
        (date(2027, 1, 31), "in a month", "Sun 28 Feb 2027"),
        (date(2028, 1, 5), "29 February", "Tue 29 Feb 2028"),
    ],
)
def test_it_depends_on_the_day(today: date, text: str, meant: str):
    assert said(read_date(text, today)) == meant


def test_a_week_is_the_persons_own():
    assert said(read_date("end of next week", WEDNESDAY, workdays="71234")) == "Thu 03 Dec 2026"
    assert said(read_date("next week", WEDNESDAY, workdays="71")) == "29 Nov or 30 Nov"


@pytest.mark.parametrize(
    ("locale", "text", "meant"),
    [
        ("de", "Donnerstag", "Thu 26 Nov 2026"),
        ("de", "Samstag", "21 Nov or 28 Nov"),
        ("de", "3. Dezember", "Thu 03 Dec 2026"),
        ("de-AT", "morgen", "Sun 22 Nov 2026"),
        ("de", "in zwei Wochen", "Sat 05 Dec 2026"),
        ("de", "bald", "none"),
        ("de", "3/4", "Sat 03 Apr 2027"),
        ("fr", "le 3 décembre", "Thu 03 Dec 2026"),
        ("pt_BR", "quinta-feira", "Thu 26 Nov 2026"),
        ("xx", "Thursday", "Thu 26 Nov 2026"),
        ("nonsense-locale", "demain", "none"),
    ],
)
def test_other_languages_are_read_too(locale: str, text: str, meant: str):
    assert said(read_date(text, SATURDAY, locale)) == meant


@pytest.mark.parametrize(
    ("line", "meant", "rest"),
    [
        ("Omar the numbers Thursday", "Thu 26 Nov 2026", "Omar the numbers"),
        ("send Lea the draft by Friday", "Fri 27 Nov 2026", "send Lea the draft"),
        (
            "tell the sales team before the reorganisation on 3 December",
            "Thu 03 Dec 2026",
            "tell the sales team before the reorganisation",
        ),
        ("the numbers, Thursday!! 🙏", "Thu 26 Nov 2026", "the numbers"),
        ("the numbers Thursday at 5pm", "Thu 26 Nov 2026", "the numbers at 5pm"),
        ("the numbers at 5pm on Thursday", "Thu 26 Nov 2026", "the numbers at 5pm"),
        ("the numbers by Friday at the latest", "Fri 27 Nov 2026", "the numbers"),
        ("the numbers on Thursday the 26th of November 2026 in the morning", "Thu 26 Nov 2026", "the numbers"),
        ("the numbers next week", "23 Nov or 24 Nov or 25 Nov or 26 Nov or 27 Nov", "the numbers"),
        ("the numbers on the 3rd", "Thu 03 Dec 2026", "the numbers"),
        ("the numbers by 3/4", "04 Mar or 03 Apr", "the numbers"),
        ("the numbers by 31 February", "no_such_day", "the numbers"),
        ("the numbers by 3 March 2020", "past 03 Mar 2020", "the numbers"),
        ("the numbers on Sun", "Sun 22 Nov 2026", "the numbers"),
        ("on Thursday send Lea the draft", "Thu 26 Nov 2026", "send Lea the draft"),
        ("Thursday: send Lea the draft", "Thu 26 Nov 2026", "send Lea the draft"),
        ("tomorrow send Lea the draft", "Sun 22 Nov 2026", "send Lea the draft"),
        ("Thursday", "Thu 26 Nov 2026", ""),
        ("by the 3rd", "Thu 03 Dec 2026", ""),
        ("x " * 50_000 + "by Friday", "Fri 27 Nov 2026", ("x " * 50_000).strip()),
    ],
)
def test_a_date_is_found_at_either_end_of_a_line(line: str, meant: str, rest: str):
    found = find_date(line, SATURDAY)
    assert found is not None
    assert (said(found[0]), found[1]) == (meant, rest)


def test_a_date_is_found_in_a_german_line():
    found = find_date("Omar die Zahlen morgen", SATURDAY, "de")
    assert found is not None
    assert (said(found[0]), found[1]) == ("Sun 22 Nov 2026", "Omar die Zahlen")
    assert find_date("wir machen das so", SATURDAY, "de") is None


@pytest.mark.parametrize(
    "line",
    [
        "wait a second",
        "as soon as I may",
        "the long march",
        "lie in the sun",
        "where Lea sat",
        "May 3 people join",
        "Friday numbers to Lea",
        "numbers every Thursday",
        "move the review to Thursday",
        "cover from Monday to Friday",
        "cover until Monday",
        "the call after Thursday",
        "Tuesday and Thursday",
        "a reply about the 3rd",
        "version 3.12",
        "page 3/4",
        "run it for 2 weeks",
        "what broke yesterday",
        "what we said last Thursday",
        "at 5pm",
        "",
    ],
)
def test_a_word_that_is_no_deadline_stays_in_the_sentence(line: str):
    assert find_date(line, SATURDAY) is None


PIECES = (
    "on by next last this in a 3 31 3rd the 12/13 3.4. 2026-02-30 9999 0000 Thursday sat may week day month months "
    "year 999 ago end of from now tomorrow 5pm at 25:00 until – - , \u202e \u200f 🙏🏽 \x00 \n ٣ ² Ⅷ \uff15 morgen"
)
pieces = st.sampled_from(PIECES.split(" "))
lines = st.lists(pieces, max_size=8).map(" ".join)
dates = st.dates(date(2000, 1, 1), date(2100, 12, 31))
locales = st.sampled_from(["en", "de", "fr", "ar", "ja", "th", "zz"])


@given(st.text(max_size=200) | lines, dates, locales, st.sampled_from(["12345", "71234", "", "1234567"]))
def test_no_text_is_too_strange(text: str, today: date, locale: str, workdays: str):
    for found in (read_date(text, today, locale, workdays=workdays), *(find_date(text, today, locale) or ())[:1]):
        match found:
            case Date(on):
                assert on >= today
                assert on.year <= today.year + FAR
            case Several(several):
                assert len(several) > 1
                assert list(several) == sorted(set(several))
                assert several[0] >= today
            case Past(on):
                assert on < today


@given(st.text(max_size=60) | lines, dates)
def test_what_is_left_of_a_line_was_in_it(text: str, today: date):
    found = find_date(text, today)
    if found is not None:
        assert set(found[1].split()) <= set(text.split()) | {word.strip(" .!,;:–—-(") for word in text.split()}


@pytest.mark.parametrize("text", ["a" * 100_000, "\x00\u202e🙏 " * 25_000, "3/" * 50_000, " " * 100_000 + "Friday"])
def test_very_long_lines_are_read_at_once(text: str):
    assert read_date(text, SATURDAY) in (None, Date(date(2026, 11, 27)))
    found = find_date(text, SATURDAY)
    assert found is None or found[0] == Date(date(2026, 11, 27))


@given(dates, st.integers(0, 320))
def test_a_date_in_full_is_read_back(today: date, ahead: int):
    on = today + timedelta(ahead)
    for text in (f"{on:%A %d %B %Y}", f"{on:%B %d, %Y}", on.isoformat(), f"{on:%d.%m.%Y}", f"{on.day} {on:%b}"):
        assert read_date(text, today) == Date(on)
