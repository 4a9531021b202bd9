"""F14, the coach's page: Monday at nine, by exception, made of what leaders show; opened, and answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching import Engagement, Line
from bot.facts import Person
from bot.flows.digest.owed import question
from bot.flows.digest.parts import Entry
from bot.messages import Chart
from tests.digests import MONDAY, READ, STEADY, begun, chooses, coaching, read, shows, twelve, works_with
from tests.stage import WORDS

NAMES = ("ana", "ben", "eva", "ida", "jon", "kim", "lea", "mia", "omar", "raj", "sam", "tom")
TWELVE = """\
12 leaders, days closed by Friday 27 November
Together 36 of 46 chances, from the 10 who show theirs.
Look here first
Ana: brings “telling Sales it slips”; session Wednesday 2 December 14:00
Lea: quiet for 10 days, which they wanted you to know
Omar: the team awaits an answer, 5 days; 2 promises due
Good news
Ben: 2 of 2 promises kept; team: “more”
Mia: 8 of 10 chances, usually 4
Steady, each against their own past: Eva, Jon, Raj as usual; Kim above
Quiet, or nothing shared: Ida, Sam, Tom
Open between you: Ana: “Petra joins” is yours to say; Ben: the next session is not noted yet
One for you: What could be clearer in what you ask of Omar?
[Open a leader] [Send a word] [Three things] [Session]"""


def test_twelve_leaders_fit_in_twenty_lines_by_exception() -> None:
    stage = read(twelve())
    assert stage.seen() == TWELVE
    assert len(stage.seen().splitlines()) <= 20


def test_twelve_who_all_need_something_fit_too() -> None:
    stage = coaching()
    ends = datetime(2026, 11, 26, 9, tzinfo=UTC)
    for number, name in enumerate(NAMES):
        line = replace(STEADY, due=1) if number < 6 else replace(STEADY, promised=1, kept=1)
        shows(stage, name, line, session_at=ends)
    assert len(read(stage).seen().splitlines()) <= 20


def test_it_comes_on_monday_at_nine_where_the_coach_is() -> None:
    stage = shows(coaching(), "ana")
    stage.people["nora"] = replace(stage.people["nora"], zone="America/New_York")
    assert begun(stage).waiting() == ["digest/monday 2026-11-30 09:00"]
    assert stage.goes_to(datetime(2026, 11, 30, 14, 59)).said_count("nora") == 0
    assert stage.goes_to(datetime(2026, 11, 30, 15, 1)).said_count("nora") == 1
    assert stage.waiting() == ["digest/monday 2026-12-07 09:00"]


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"free_days": (MONDAY,)}, "2026-12-01"),
        ({"workdays": "345"}, "2026-12-02"),
        ({"workdays": "71234"}, "2026-11-30"),
    ],
    ids=["a Monday off", "from Wednesday on", "Sunday to Thursday"],
)
def test_or_on_the_first_day_of_that_week_on_which_they_work(changes: dict[str, object], day: str) -> None:
    stage = shows(coaching(), "ana")
    stage.people["nora"] = replace(stage.people["nora"], **changes)  # type: ignore[arg-type]  # plain values
    assert begun(stage).waiting() == [f"digest/monday {day} 09:00"]


def test_a_second_leader_moves_nothing() -> None:
    stage = begun(shows(coaching(), "ana")).goes_to(datetime(2026, 11, 30, 8, 0))
    assert begun(shows(stage, "ben")).waiting() == ["digest/monday 2026-11-30 09:00"]


def test_whoever_coaches_nobody_any_more_reads_nothing_and_is_asked_nothing() -> None:
    stage = begun(shows(coaching(), "ana"))
    stage.saves(Engagement("nora", "ana", "ended")).goes_to(READ)
    assert stage.said_count("nora") == 0
    assert stage.waiting() == []


def test_where_nobody_shares_one_line_says_so_once() -> None:
    stage = read(works_with(coaching(), "ana", "ben"))
    assert stage.seen() == "None of the 2 leaders you work with shares anything with you at the moment."
    stage.goes_to(READ + timedelta(weeks=3))
    assert stage.said_count() == 1
    shows(stage, "ana", friday=date(2026, 12, 25)).goes_to(READ + timedelta(weeks=4))
    assert "Ana as usual" in stage.seen()
    chooses(stage, "ana", "nothing").goes_to(READ + timedelta(weeks=5))
    assert stage.seen() == "None of the 2 leaders you work with shares anything with you at the moment."


def test_rest_silence_and_nothing_shared_look_the_same() -> None:
    stage = coaching()
    shows(stage, "ana", replace(STEADY, going=False))
    shows(stage, "ben", Line(going=False))
    works_with(stage, "eva")
    shows(stage, "kim")
    assert "Quiet, or nothing shared: Ana, Ben, Eva\n" in read(stage).seen()


def test_a_leader_whose_lines_are_all_taken_out_shares_nothing_and_no_more() -> None:
    stage = shows(coaching(), "ana", Line(), removed=("going",))
    shows(stage, "ben")
    assert "Quiet, or nothing shared: Ana\n" in read(stage).seen()
    stage.presses("Open a leader").presses("Ana")
    assert stage.seen().splitlines()[0] == "Ana: nothing shared this week."


def test_a_line_made_under_a_choice_that_has_ended_is_not_read() -> None:
    stage = shows(coaching(), "ana", replace(STEADY, due=3))
    shows(stage, "ben")
    chooses(stage, "ana", "open", "another")
    assert "Quiet, or nothing shared: Ana\n" in read(stage).seen()


@pytest.mark.parametrize("friday", [date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 4)])
def test_nothing_but_the_line_of_the_week_before_is_read(friday: date) -> None:
    stage = shows(coaching(), "ana", friday=friday)
    shows(stage, "ben")
    assert "Quiet, or nothing shared: Ana\n" in read(stage).seen()


def test_the_next_lines_are_not_read_before_their_monday() -> None:
    stage = read(shows(coaching(), "ana", replace(STEADY, due=1)))
    stage.goes_to(datetime(2026, 12, 4, 18))
    shows(stage, "ana", replace(STEADY, due=2), friday=date(2026, 12, 4))
    stage.says("digest")
    assert stage.seen().startswith("The next page comes on Monday 7 December at 09:00.")
    opened = stage.presses("Open a leader").seen()
    assert opened.startswith("What Ana shows you next, you read on Monday 7 December.")
    assert "promise" not in opened


def test_the_page_comes_again_when_it_is_asked_for() -> None:
    stage = read(twelve())
    assert stage.says("digest").seen() == TWELVE
    assert stage.says("my digest").seen() == TWELVE


def test_whoever_coaches_nobody_is_told_how_it_begins() -> None:
    assert "Coach" in coaching().says("digest").seen()


def test_figures_of_a_group_are_told_from_five_leaders_on() -> None:
    stage = coaching()
    for name in ("ana", "ben", "eva", "ida"):
        shows(stage, name)
    shows(stage, "jon", Line())
    assert "Together" not in read(stage).seen()
    shows(stage, "jon")
    assert "Together 15 of 20 chances" in stage.says("digest").seen()


def test_leaders_stand_by_name_and_never_by_number() -> None:
    stage = coaching()
    for number, name in enumerate(("zoe", "ana", "kim")):
        shows(stage, name, replace(STEADY, due=number + 1))
    lines = read(stage).seen().splitlines()
    assert [line.partition(":")[0] for line in lines[2:5]] == ["Ana", "Kim", "Zoe"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (STEADY, "as usual"),
        (replace(STEADY, done=4), "above"),
        (replace(STEADY, done=2), "below"),
        (replace(STEADY, usual_expected=3, usual_done=3), "going"),
        (replace(STEADY, done=1, expected=1), "going"),
    ],
)
def test_steady_is_against_ones_own_past_and_only_where_there_is_one(line: Line, said: str) -> None:
    assert f"their own past: Ana {said}\n" in read(shows(coaching(), "ana", line)).seen()


def test_what_waits_a_day_or_two_is_no_alarm_and_stands_beside_what_is_more() -> None:
    stage = shows(coaching(), "ana", replace(STEADY, waits_since=date(2026, 11, 26)))
    shows(stage, "ben", replace(STEADY, waits_since=date(2026, 11, 26), promised=1, kept=1))
    seen = read(stage).seen()
    assert "Ben: 1 of 1 promise kept; the team awaits an answer, 2 days" in seen
    assert "their own past: Ana as usual" in seen


def test_an_invitation_without_an_answer_is_among_what_the_coach_owes() -> None:
    stage = works_with(shows(coaching(), "ana"), "kim", state="invited")
    seen = read(stage).seen()
    assert "Open between you: Kim: no answer to your invitation yet" in seen
    assert seen.startswith("1 leader,")


def test_nothing_is_owed_where_nothing_is_noted() -> None:
    assert "Open between you" not in read(shows(coaching(), "ana")).seen()


def test_the_question_is_about_the_coachs_part_and_another_one_each_week() -> None:
    leader, between = Person("ana", "Ana"), Engagement("nora", "ana", "accepted")
    stalled = (Entry(leader, None, between),)
    shown = read(shows(coaching(), "ana", replace(STEADY, due=1))).leader.shown[0]
    stalls = (Entry(leader, shown, between),)
    mondays = [MONDAY + timedelta(weeks=n) for n in range(5)]
    asked = ["".join(span.text for span in question(WORDS, "nora", stalls, day).spans) for day in mondays]
    assert len(set(asked)) == 5
    assert all("Ana" in one and one.endswith("?") for one in asked)
    others = ["".join(span.text for span in question(WORDS, "nora", stalled, day).spans) for day in mondays]
    assert len(set(others)) == 5
    assert not any("Ana" in one for one in others)


def test_several_who_stall_take_turns() -> None:
    stage = coaching()
    for name in ("ana", "ben"):
        shows(stage, name, replace(STEADY, due=1))
    read(stage)
    entries = tuple(
        Entry(stage.people[one.leader], one, Engagement("nora", one.leader, "accepted")) for one in stage.leader.shown
    )
    asked = [question(WORDS, "nora", entries, MONDAY + timedelta(weeks=n)) for n in range(4)]
    about = ["Ana" if any(span.text == "Ana" for span in one.spans) else "Ben" for one in asked]
    assert about in (["Ana", "Ben", "Ana", "Ben"], ["Ben", "Ana", "Ben", "Ana"])


def test_a_leader_is_opened_with_twelve_weeks_as_a_picture_and_the_numbers_in_words() -> None:
    weeks = ((2, 4), (0, 0), (3, 4))
    line = replace(STEADY, practice="wait two seconds", weeks=weeks, things_done=1, things_dropped=2, milestone="")
    stage = read(shows(shows(coaching(), "ana", line), "ben")).presses("Open a leader")
    assert stage.buttons() == ["Ana", "Ben", "Nobody now"]
    stage.presses("Ana")
    (chart,) = (part for ask in stage.messages[stage.order[-1]].message.asks for part in ask.parts
                if isinstance(part, Chart))  # fmt: skip
    assert chart.labels == ("13 Nov", "20 Nov", "27 Nov")
    assert chart.series[0].values == (2.0, None, 3.0)
    assert stage.seen() == (
        "Ana, this week\n"
        "How it stands: going\n"
        "Practises: wait two seconds\n"
        "Chances taken: 3 of 4, usually 3\n"
        "Things to act on: 1 thing done; 2 things dropped\n"
        "The last weeks: Chances taken week by week, oldest first: 2 of 4, –, 3 of 4.\n"
        "[Send a word] [Three things] [Session]"
    )


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ben", "Ben, this week"),
        ("ben stone", "Ben Stone, this week"),
        ("Zoe", "You work with nobody called Zoe."),
        ("nobody", "All right."),
    ],
)
def test_a_leader_can_be_named(typed: str, seen: str) -> None:
    stage = shows(coaching(), "ana")
    stage.people["b"] = Person("b", "Ben Stone" if "stone" in typed else "Ben", "Europe/Berlin", state="active")
    read(shows(stage, "b")).presses("Open a leader")
    assert stage.says(typed).seen().startswith(seen)


def test_of_two_of_one_name_the_whole_one_is_wanted() -> None:
    stage = coaching()
    for id_, name in (("b1", "Ben Stone"), ("b2", "Ben Hill")):
        stage.people[id_] = Person(id_, name, "Europe/Berlin", state="active")
        shows(stage, id_)
    assert "several people called Ben" in read(stage).presses("Open a leader").says("Ben").seen()


def test_with_more_leaders_than_buttons_any_name_can_be_typed() -> None:
    stage = coaching()
    for number in range(30):
        shows(stage, f"leader{number:02}")
    read(stage).presses("Open a leader")
    assert len(stage.buttons()) == 21
    assert stage.says("Leader29").seen().startswith("Leader29, this week")


def test_the_only_leader_is_opened_at_once() -> None:
    assert read(shows(coaching(), "ana")).presses("Open a leader").seen().startswith("Ana, this week")


@pytest.mark.parametrize(
    ("button", "flow"), [("Send a word", "word"), ("Three things", "things"), ("Session", "session")]
)
def test_what_can_be_done_from_the_page_begins_with_that_leader(button: str, flow: str) -> None:
    stage = read(shows(shows(coaching(), "ana"), "ben"))
    stage.presses(button).presses("Ben")
    assert stage.state(flow, "ben").step
    opened = read(shows(coaching(), "ana")).presses("Open a leader").presses(button)
    assert opened.state(flow, "ana").step


def test_the_buttons_of_the_page_count_whatever_was_opened_meanwhile() -> None:
    stage = read(shows(shows(coaching(), "ana"), "ben"))
    page = stage.order[-1]
    for name in ("Ana", "Ben"):
        stage.order.append(stage.order.pop(stage.order.index(page)))
        stage.presses("Open a leader").presses(name)
        assert stage.seen().startswith(f"{name}, this week")


def test_last_weeks_page_says_that_it_has_passed() -> None:
    stage = read(shows(coaching(), "ana"))
    page = stage.order[-1]
    shows(stage, "ana", friday=date(2026, 12, 4)).goes_to(READ + timedelta(weeks=1))
    stage.order.append(stage.order.pop(stage.order.index(page)))
    assert "earlier week" in stage.presses("Open a leader").seen()


def test_from_the_moment_on_that_it_ends_a_leader_is_opened_no_more() -> None:
    stage = read(shows(shows(coaching(), "ana", replace(STEADY, due=7)), "ben")).presses("Open a leader")
    chooses(stage, "ana", "nothing")
    assert stage.presses("Ana").seen().startswith("Ana: nothing shared this week.")
    stage = read(shows(shows(coaching(), "ana", replace(STEADY, due=7)), "ben")).presses("Open a leader")
    stage.saves(Engagement("nora", "ana", "ended"))
    assert "7 promises" not in stage.presses("Ana").seen()


def test_the_session_of_this_week_stands_in_the_coachs_hours() -> None:
    at = datetime(2026, 12, 2, 13, tzinfo=UTC)
    stage = shows(coaching(), "ana", replace(STEADY, due=1), session_at=at)
    stage.people["nora"] = replace(stage.people["nora"], zone="Europe/Lisbon")
    assert "1 promise due; session Wednesday 2 December 13:00" in begun(stage).goes_to(READ.replace(hour=11)).seen()
