"""Spans of days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.day_spans import Backwards, read_span
from bot.rules.readings import Impossible, Several
from tests.rules.test_dates import dates, lines, locales

SATURDAY = date(2026, 11, 21)
THURSDAY = date(2026, 11, 26)


def said(text: str, today: date, locale: str = "en", workdays: str = "12345") -> str:
    match read_span(text, today, locale, workdays=workdays):
        case (first, last):
            return f"{first:%d %b} to {last:%d %b %Y}"
        case Several(several):
            return " or ".join(f"{on:%d %b %Y}" for on in several)
        case Backwards(first, last):
            return f"backwards {first:%d %b} {last:%d %b}"
        case Impossible(_, why):
            return why
        case _:
            return "none"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12 to 23 December", "12 Dec to 23 Dec 2026"),
        ("12–23 Dec", "12 Dec to 23 Dec 2026"),
        ("December 12-23", "12 Dec to 23 Dec 2026"),
        ("the 12th to the 23rd", "12 Dec to 23 Dec 2026"),
        ("from 3rd to 5th of december", "03 Dec to 05 Dec 2026"),
        ("between 3 and 5 December", "03 Dec to 05 Dec 2026"),
        ("3 and 4 December", "03 Dec to 04 Dec 2026"),
        ("24.12.-2.1.", "24 Dec to 02 Jan 2027"),
        ("24/12 - 2/1", "24 Dec to 02 Jan 2027"),
        ("24 December 2026 to 2 January 2027", "24 Dec to 02 Jan 2027"),
        ("2026-12-03 - 2026-12-10", "03 Dec to 10 Dec 2026"),
        ("from Monday to Friday", "23 Nov to 27 Nov 2026"),
        ("mon-fri", "23 Nov to 27 Nov 2026"),
        ("Monday to Monday", "23 Nov to 30 Nov 2026"),
        ("Monday and Tuesday", "23 Nov to 24 Nov 2026"),
        ("Monday and Thursday", "none"),
        ("tomorrow to Thursday", "22 Nov to 26 Nov 2026"),
        ("10 December to 3 August", "10 Dec to 03 Aug 2027"),
        ("tomorrow", "22 Nov to 22 Nov 2026"),
        ("3 December", "03 Dec to 03 Dec 2026"),
        ("next week", "23 Nov to 29 Nov 2026"),
        ("the rest of the week", "21 Nov to 22 Nov 2026"),
        ("last week", "09 Nov to 15 Nov 2026"),
        ("for 3 days", "21 Nov to 23 Nov 2026"),
        ("two weeks", "21 Nov to 04 Dec 2026"),
        ("a week from Monday", "23 Nov to 29 Nov 2026"),
        ("from Monday for a week", "23 Nov to 29 Nov 2026"),
        ("until Monday", "21 Nov to 22 Nov 2026"),
        ("back on Monday", "21 Nov to 22 Nov 2026"),
        ("through Friday", "21 Nov to 27 Nov 2026"),
        ("until 3 January", "21 Nov to 02 Jan 2027"),
        ("until today", "backwards 21 Nov 20 Nov"),
        ("until 3 November", "backwards 21 Nov 02 Nov"),
        ("since Tuesday", "17 Nov to 21 Nov 2026"),
        ("since 3 November", "03 Nov to 21 Nov 2026"),
        ("since the 3rd", "03 Nov to 21 Nov 2026"),
        ("since 3 February", "03 Feb to 21 Nov 2026"),
        ("since yesterday", "20 Nov to 21 Nov 2026"),
        ("since 3/11", "11 Mar 2026 or 03 Nov 2026"),
        ("since tomorrow", "none"),
        ("since 31 February", "no_such_day"),
        ("16 to 18 November", "16 Nov to 18 Nov 2026"),
        ("12 to 23 November", "12 Nov to 23 Nov 2026"),
        ("yesterday", "20 Nov to 20 Nov 2026"),
        ("23 to 12 December", "backwards 23 Dec 12 Dec"),
        ("23 December to 12 December", "backwards 23 Dec 12 Dec"),
        ("3 December to tomorrow", "backwards 03 Dec 22 Nov"),
        ("20 January to 3 January", "backwards 20 Jan 03 Jan"),
        ("20 February to 3 January", "backwards 20 Feb 03 Jan"),
        ("31 February to 3 March", "no_such_day"),
        ("3/4 to 5/6", "04 Mar 2027 or 03 Apr 2027"),
        ("4/4 to 5/6", "06 May 2027 or 05 Jun 2027"),
        ("13/12 to 20/12", "13 Dec to 20 Dec 2026"),
        ("31/2 to 32/2", "no_such_day"),
        *(
            (text, "none")
            for text in ("soon", "", "from Monday", "2 to 3 days", "monday to omar", "omar-ana", "for ever")
        ),
    ],
)
def test_on_a_saturday(text: str, meant: str):
    assert said(text, SATURDAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Thursday", "26 Nov 2026 or 03 Dec 2026"),
        ("Thursday to Friday", "26 Nov 2026 or 03 Dec 2026"),
        ("until Thursday", "26 Nov 2026 or 03 Dec 2026"),
        ("since Thursday", "19 Nov 2026 or 26 Nov 2026"),
        ("from Monday to Friday", "30 Nov to 04 Dec 2026"),
        ("Monday to next Friday", "27 Nov 2026 or 04 Dec 2026"),
        ("for a week from Thursday", "26 Nov 2026 or 03 Dec 2026"),
        ("today to friday", "26 Nov to 27 Nov 2026"),
        ("this week", "26 Nov to 29 Nov 2026"),
    ],
)
def test_on_a_thursday(text: str, meant: str):
    assert said(text, THURSDAY) == meant


def test_a_week_is_the_persons_own():
    assert said("next week", THURSDAY, workdays="71234") == "29 Nov to 05 Dec 2026"


def test_german_days_are_read():
    assert said("Montag - Freitag", SATURDAY, "de") == "23 Nov to 27 Nov 2026"


@given(st.text(max_size=200) | lines | st.tuples(lines, lines).map(" to ".join), dates, locales)
def test_no_text_is_too_strange(text: str, today: date, locale: str):
    for line in (text, f"since {text}", f"until {text}"):
        match read_span(line, today, locale):
            case (date() as first, date() as last):
                assert first <= last
            case Backwards(first, last):
                assert last < first


def test_a_very_long_line_is_no_span():
    assert read_span("monday to friday " * 6_000, SATURDAY) is None
