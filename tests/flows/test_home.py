"""The home page says how it stands, kindly when there is nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.facts import Capture, Chance, Consent, Facts, Partner, Person, Practice, Waiting
from bot.flow import State
from bot.home import DESK, home
from bot.home.setup import days_said
from bot.messages import Chart, Choices, Dots, Message, Page
from bot.rules.budget import KINDS
from tests.flows.scenes import ANA, NINE, WORDS
from tests.stage import ANA as STAGED
from tests.stage import Stage, drawn

WAIT = Practice("p1", "ana", situation="somebody talks in a meeting", act="wait two seconds", state="active")
NORA = Person("nora", "Nora")


def seen(facts: Facts, *states: State) -> str:
    return drawn(Message(page(facts, *states).asks))


def page(facts: Facts, *states: State) -> Page:
    return home(facts, {state.key: state for state in states}, NINE)


def waiting(flow: str, kind: str, wall: datetime, subject: str = "p1") -> Waiting:
    return Waiting(flow, kind, subject, wall, "slot", wall.date())


def test_an_empty_page_is_kind() -> None:
    text = seen(Facts(ANA, WORDS))
    assert "No practice yet." in text
    assert "Nothing is planned." in text
    assert "Nothing is waiting." in text
    assert "Nobody but you sees any of this." in text


def test_every_button_is_a_command_of_the_desk() -> None:
    asks = page(Facts(ANA, WORDS, practices=(WAIT,))).asks
    assert {ask.ref for ask in asks} == {DESK}
    pressed = [one.key for ask in asks for part in ask.parts if isinstance(part, Choices) for one in part.choices]
    assert {"practice", "promise_form", "pause", "hours", "export", "privacy"} <= set(pressed)
    assert len(pressed) == len(set(pressed))


def test_the_page_says_where_its_buttons_are_answered_and_without_buttons_it_does_not() -> None:
    told = "What you press here is answered in our conversation."
    assert told in seen(Facts(ANA, WORDS))
    stage = Stage().saves(replace(STAGED, state="active")).says("home")
    assert "How it stands" in stage.seen()
    assert told not in stage.seen()


def test_what_is_kept_can_be_had_and_erased_from_the_same_place() -> None:
    last = page(Facts(ANA, WORDS)).asks[-1]
    (buttons,) = (part for part in last.parts if isinstance(part, Choices))
    assert [one.key for one in buttons.choices] == ["privacy", "export", "erase"]


def test_a_practice_stands_as_its_sentence_and_its_last_ten_chances() -> None:
    practice = replace(WAIT, recent="dp0n")
    parts = page(Facts(ANA, WORDS, practices=(practice,))).asks[0].parts
    dots = next(part for part in parts if isinstance(part, Dots))
    assert dots.marks[:4] == ("did", "partly", "out", "not")
    assert dots.said == "2 of your last 3 chances."
    assert "wait two seconds" in seen(Facts(ANA, WORDS, practices=(practice,)))


def test_before_the_first_chance_no_tally_is_said() -> None:
    assert "No chance yet." in seen(Facts(ANA, WORDS, practices=(WAIT,)))


def test_a_resting_practice_is_named() -> None:
    assert "Resting: wait two seconds." in seen(Facts(ANA, WORDS, practices=(replace(WAIT, state="resting"),)))


def chances(*days: date, practice: str = "p1") -> tuple[Chance, ...]:
    return tuple(Chance(practice, day, "ana", mark="did") for day in days)


def test_two_weeks_make_a_picture_of_ones_own_past() -> None:
    days = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 17))
    missed = Chance("p1", date(2026, 11, 18), "ana", mark="not")
    facts = Facts(ANA, WORDS, practices=(WAIT,), chances=(*chances(*days), missed))
    chart = next(part for part in page(facts).asks[0].parts if isinstance(part, Chart))
    assert chart.labels == ("9 Nov", "16 Nov", "23 Nov")
    assert list(chart.series[0].values) == [2, 1, None]
    assert chart.said == "wait two seconds: 9 Nov: 2 of 2; 16 Nov: 1 of 2."


def test_one_week_makes_no_picture() -> None:
    facts = Facts(ANA, WORDS, practices=(WAIT,), chances=chances(date(2026, 11, 17), date(2026, 11, 18)))
    assert not any(isinstance(part, Chart) for part in page(facts).asks[0].parts)


def test_two_practices_are_two_sets_of_bars() -> None:
    other = replace(WAIT, id="p2", act="ask first")
    days = chances(date(2026, 11, 10), date(2026, 11, 17))
    facts = Facts(ANA, WORDS, practices=(WAIT, other), chances=(*days, *chances(date(2026, 11, 3), practice="p2")))
    chart = next(part for part in page(facts).asks[0].parts if isinstance(part, Chart))
    assert [one.name for one in chart.series] == ["wait two seconds", "ask first"]
    assert list(chart.series[1].values[:2]) == [1, None]


def test_what_comes_stands_with_its_day_and_time_soonest_first_and_six_at_most() -> None:
    walls = [datetime(2026, 11, 23, 17) + timedelta(days=n) for n in range(8)]
    facts = Facts(ANA, WORDS, waiting=tuple(waiting("checkin", "asked", wall) for wall in reversed(walls)))
    lines = [line for line in seen(facts).splitlines() if line.startswith("Check-in")]
    assert lines[0] == "Check-in: Today, 17:00"
    assert lines[1] == "Check-in: Tomorrow, 17:00"
    assert lines[2] == "Check-in: Wednesday 25 November, 17:00"
    assert len(lines) == 6


def test_what_falls_into_days_off_is_listed_on_the_day_on_which_it_comes_and_what_lapses_then_not_at_all() -> None:
    away = replace(ANA, away=((date(2026, 11, 24), date(2026, 11, 27)),))
    coming = (
        waiting("lookback", "weekly", datetime(2026, 11, 27, 17)),
        waiting("capture", "thank", datetime(2026, 11, 25, 17)),
        waiting("checkin", "asked", datetime(2026, 11, 23, 17)),
        replace(waiting("capture", "promised", datetime(2026, 11, 28, 7)), cls="timed"),
    )
    lines = seen(Facts(away, WORDS, waiting=coming)).split("What comes\n")[1].splitlines()
    assert lines[:4] == [
        "Check-in: Today, 17:00",
        "A promise: Monday 30 November, 08:30",
        "A thank-you: Monday 30 November, 17:00",
        "What is open",
    ]


def test_nothing_waits_only_because_somebody_was_away() -> None:
    stage = Stage().saves(replace(STAGED, state="active", joined_on=date(2026, 11, 2)))
    stage.says("thank Lea for flagging the delay").says("away 24 to 27 November")
    stage.goes_to(datetime(2026, 11, 27, 12))
    assert stage.waiting()[0] == "capture/thank 2026-11-30 17:00"
    text = drawn(Message(home(stage.leader, stage.states["ana"], stage.now).asks))
    assert "A thank-you: Monday 30 November, 17:00" in text
    assert "What is waiting" not in text
    assert "Nothing is waiting." in stage.says("waiting").seen()


def test_what_has_no_name_is_not_listed() -> None:
    facts = Facts(ANA, WORDS, waiting=(waiting("checkin", "closes", NINE), waiting("old", "kind", NINE)))
    assert "Nothing is planned." in seen(facts)


def test_a_promise_that_comes_is_named_in_its_own_words() -> None:
    promise = Capture("c1", "ana", "promise", "the numbers", "Omar", on=date(2026, 11, 26))
    coming = waiting("capture", "promised", datetime(2026, 11, 26, 9), "c1")
    text = seen(Facts(ANA, WORDS, captures=(promise,), waiting=(coming,)))
    assert "A promise: Thursday 26 November, 09:00 · Omar, the numbers" in text
    assert "Promise: Omar, the numbers, Thursday 26 November" in text


def test_of_two_practices_each_question_says_which() -> None:
    other = replace(WAIT, id="p2", act="ask first")
    coming = (waiting("checkin", "asked", datetime(2026, 11, 23, 17), "p2"),)
    assert "Today, 17:00 · ask first" in seen(Facts(ANA, WORDS, practices=(WAIT, other), waiting=coming))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_question_has_a_name_in_the_words(kind: tuple[str, str]) -> None:
    label = KINDS[kind].label
    assert not label or WORDS.plain(label)


def test_drafts_dilemmas_and_thanks_are_open_and_settled_things_are_not() -> None:
    kept = (
        Capture("a", "ana", "promise", "the deck", state="draft"),
        Capture("b", "ana", "bring", "how to say no"),
        Capture("c", "ana", "thank", "for the call", "Lea"),
        Capture("d", "ana", "note", "a secret"),
        Capture("e", "ana", "promise", "long gone", state="kept"),
    )
    text = seen(Facts(ANA, WORDS, captures=kept))
    assert "To finish: the deck" in text
    assert "To bring: how to say no" in text
    assert "Thanks to give: Lea, for the call" in text
    assert "secret" not in text
    assert "long gone" not in text


def test_of_many_open_things_eight_are_shown_and_the_rest_is_counted() -> None:
    kept = tuple(Capture(f"c{n}", "ana", "bring", f"thing {n}") for n in range(11))
    assert "And 3 more" in seen(Facts(ANA, WORDS, captures=kept))


def test_an_unfinished_welcome_is_open() -> None:
    begun = State("welcome", "ana", "", "welcome", asked="m1")
    assert "Begun: Getting started" in seen(Facts(replace(ANA, state="new"), WORDS), begun)
    assert "Begun: Getting started" not in seen(Facts(ANA, WORDS), begun), "they have begun otherwise"


def test_what_was_put_off_can_be_shown() -> None:
    late = Waiting("capture", "bring", "b", datetime(2026, 11, 24, 17), "slot", date(2026, 11, 20))
    assert "[What is waiting]" in seen(Facts(ANA, WORDS, waiting=(late,)))


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (replace(ANA, state="paused", paused_until=date(2026, 11, 30)), "Nothing comes before Monday 30 November."),
        (replace(ANA, state="paused"), "Nothing comes until you say so."),
        (replace(ANA, state="stopped"), "Nothing comes unless you begin again."),
    ],
)
def test_a_pause_and_a_stop_are_said_instead_of_what_comes(person: Person, said: str) -> None:
    text = seen(Facts(person, WORDS, waiting=(waiting("checkin", "asked", datetime(2026, 11, 23, 17)),)))
    assert said in text
    assert "Check-in" not in text
    assert "[I’m back]" in text
    assert "[Pause]" not in text


def test_where_nothing_is_asked_the_page_says_so_and_offers_the_questions() -> None:
    text = seen(Facts(replace(ANA, state="quiet"), WORDS))
    assert "Quiet. I ask nothing here at the moment." in text
    assert "[Ask me here]" in text
    assert "[Pause]" not in text


def test_another_place_can_be_linked_from_the_page_whatever_goes_on() -> None:
    for state in ("new", "active", "paused", "quiet", "stopped"):
        assert "[Slack and Teams]" in seen(Facts(replace(ANA, state=state), WORDS))


def test_hours_days_zone_and_pace_are_a_sentence() -> None:
    text = seen(Facts(ANA, WORDS))
    assert "At 17:00, Monday to Friday." in text
    assert "Never before 08:30 or after 17:30, Europe/Berlin. Pace: steady." in text


def test_who_is_asked_in_the_morning_reads_so() -> None:
    assert "At 09:00 about the working day before" in seen(Facts(replace(ANA, next_morning=True), WORDS))


@pytest.mark.parametrize(
    ("workdays", "said"),
    [
        ("12345", "Monday to Friday"),
        ("71234", "Sunday to Thursday"),
        ("135", "Monday, Wednesday, Friday"),
        ("12", "Monday, Tuesday"),
        ("1234567", "every day"),
        ("", "on no fixed days"),
    ],
)
def test_workdays_are_said_as_people_say_them(workdays: str, said: str) -> None:
    assert days_said(WORDS, workdays) == said


def test_who_sees_what_is_a_line_each_by_name() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    consents = (
        Consent("1", "ana", "nora", "together", now),
        Consent("2", "ana", "nora", "open", now, now + timedelta(days=1)),
        Consent("3", "ana", "kim", "status", now),
        Consent("4", "ana", "kim", "nothing", now),
    )
    partners = (Partner("ana", "nora", "p1", "accepted"), Partner("kim", "ana", "p9", "accepted"))
    text = seen(Facts(ANA, WORDS, consents=consents, partners=partners, people=(NORA,)))
    assert "Nora sees your practice by its title" in text
    assert "kim sees whether you are going" in text
    assert "Nora gets one line a week" in text
    assert text.count(" sees ") == 4  # the heading, two lines, the button
    assert "team" not in text


def test_the_asking_hour_is_never_outside_the_working_day() -> None:
    early = replace(ANA, asks_at=time(6, 0))
    assert "At 08:30" in seen(Facts(early, WORDS))
