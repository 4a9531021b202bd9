"""What a coach will read, made on the last working day and seen by the leader first, word for word."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.coaching import Engagement, Line
from bot.due import plan
from bot.effects import FollowUp
from bot.facts import Capture, Chance, Consent
from bot.flows.digest.full import GROUPS
from bot.flows.shown.line import BLANK
from bot.messages import Form, Pick
from bot.rules import calendar
from tests.showing import CHOSEN, FRIDAY, ON_FRIDAY, READ, SUNDAY, everything, line, row, together
from tests.stage import Stage


def opened(stage: Stage) -> dict[str, str]:
    """The lines that can be taken out."""
    stage.presses("Take a line out")
    assert isinstance(stage.reply, Form)
    (field,) = (part for part in stage.reply.body if isinstance(part, Pick))
    return dict(field.options)


def test_it_stands_on_the_last_workdays_card_below_the_look_back() -> None:
    stage = together().starts("lookback").starts("checkin", "p1")
    for day in (24, 25, 26):
        stage.goes_to(datetime(2026, 11, day, 17, 1)).presses("Did it")
    before = stage.said_count()
    stage.goes_to(ON_FRIDAY)
    assert stage.said_count() == before + 1
    seen = stage.seen()
    assert seen.index("[Did it]") < seen.index("[Look back]") < seen.index("Nora reads this about you")


def test_word_for_word_what_the_coach_reads_and_opens() -> None:
    stage = together()
    stage.saves(Capture("c1", "ana", "promise", "the numbers", "Omar", date(2026, 11, 26), state="kept"))
    stage.saves(Capture("b1", "ana", "bring", "telling Sales it slips"))
    stage.goes_to(ON_FRIDAY).presses("Bring “telling Sales it slips”")
    before = stage.seen().splitlines()
    stage.goes_to(READ)
    page = stage.seen("nora").splitlines()
    assert before[1] in page
    detail = stage.talks("nora").presses("Open a leader").seen().splitlines()[1:-1]
    picture = detail.pop().removeprefix("The last weeks: ")
    assert before[3:-1] == [*detail, picture]


def test_the_row_is_made_for_somebody_who_never_answers_and_nobody_is_told() -> None:
    stage = together().goes_to(ON_FRIDAY)
    assert row(stage) is not None
    assert stage.said_count("nora") == 0


@pytest.mark.parametrize("scope", ["", "nothing"])
def test_nothing_is_made_or_shown_where_nothing_is_shared(scope: str) -> None:
    stage = together(scope).goes_to(SUNDAY)
    assert row(stage) is None
    assert stage.said_count() == 0
    assert stage.waiting() == ["shown/friday 2026-12-04 17:00", "shown/preview 2026-12-04 17:00"]


def test_where_they_work_together_no_more_it_ends() -> None:
    stage = together().saves(Engagement("nora", "ana", "ended")).goes_to(SUNDAY)
    assert row(stage) is None
    assert stage.waiting() == []


def test_each_coach_has_a_line_of_their_own_under_a_choice_of_their_own() -> None:
    stage = together("status").saves(Engagement("omar", "ana", "accepted"))
    stage.saves(Consent("k2", "ana", "omar", "open", CHOSEN)).starts("shown", "omar", news="begun").goes_to(ON_FRIDAY)
    mine, other = row(stage), row(stage, coach="omar")
    assert mine is not None
    assert other is not None
    assert (mine.consent, mine.line) == ("k1", Line(going=True))
    assert (other.consent, other.line.expected) == ("k2", 5)
    assert "Nora reads this about you" in stage.seen()
    assert "Omar reads this about you" in stage.seen()


@pytest.mark.parametrize("group", [group for group in GROUPS if group not in ("brings", "quiet", "waits", "band")])
def test_each_line_can_be_taken_out_and_is_not_kept_either(group: str) -> None:
    stage = everything(together()).goes_to(ON_FRIDAY)
    before = opened(stage)
    stage.sends(out=group)
    kept = row(stage)
    assert kept is not None
    assert set(GROUPS[group]) <= set(kept.removed)
    assert all(getattr(kept.line, name) == BLANK[name] for name in GROUPS[group])
    assert set(before) - set(opened(stage)) == {group}
    label = before[group].partition(":")[0]
    assert label not in stage.seen()
    stage.goes_to(READ)
    assert label not in stage.talks("nora").presses("Open a leader").seen()


def test_with_every_line_taken_out_nothing_is_shared_and_no_more() -> None:
    stage = everything(together()).goes_to(ON_FRIDAY)
    stage.sends(out=",".join(opened(stage)))
    assert stage.seen().startswith("Nora reads on Monday 30 November that you share nothing this week, and no more.")
    stage.goes_to(READ)
    assert "Quiet, or nothing shared: Ana\n" in stage.seen("nora")
    detail = stage.talks("nora").presses("Open a leader").seen()
    assert detail.splitlines()[0] == "Ana: nothing shared this week."


def test_what_was_taken_out_can_be_put_back() -> None:
    stage = together().goes_to(ON_FRIDAY)
    before = stage.seen()
    stage.sends(out=",".join(opened(stage)))
    assert stage.presses("Put it all back").seen() == before


@pytest.mark.parametrize("ticked", ["", "nonsense", "bring/7,,x", "leader,coach,consent,line", "going2"])
def test_nonsense_takes_nothing_out(ticked: str) -> None:
    stage = together().goes_to(ON_FRIDAY)
    before = row(stage)
    opened(stage)
    stage.sends(out=ticked)
    assert row(stage) == before


def test_only_what_is_brought_by_a_tap_on_it_is_brought() -> None:
    stage = together()
    stage.saves(Capture("b1", "ana", "bring", "telling Sales it slips"), Capture("b2", "ana", "bring", "my own boss"))
    stage.saves(Capture("n1", "ana", "note", "a secret"), Capture("b3", "ana", "bring", "over", state="closed"))
    stage.goes_to(ON_FRIDAY)
    assert [one for one in stage.buttons() if "Bring" in one] == [
        "Bring “my own boss”",
        "Bring “telling Sales it slips”",
    ]
    assert line(stage).brings == ()
    stage.presses("Bring “telling Sales it slips”")
    assert line(stage).brings == ("telling Sales it slips",)
    assert [one for one in stage.buttons() if "Bring" in one] == ["Bring “my own boss”"]
    stage.goes_to(READ)
    assert "telling Sales" in stage.seen("nora")
    assert "boss" not in stage.all_seen("nora")
    assert "secret" not in stage.all_seen("nora")


def test_two_taps_on_it_bring_it_once() -> None:
    stage = together().saves(Capture("b1", "ana", "bring", "telling Sales it slips")).goes_to(ON_FRIDAY)
    stage.presses("Bring “telling Sales it slips”")
    with pytest.raises(AssertionError, match="no button"):
        stage.presses("Bring “telling Sales it slips”")
    assert len(line(stage).brings) == 1


def test_what_was_brought_can_be_taken_out_by_itself() -> None:
    stage = together()
    stage.saves(Capture("b1", "ana", "bring", "one"), Capture("b2", "ana", "bring", "two")).goes_to(ON_FRIDAY)
    stage.presses("Bring “one”").presses("Bring “two”")
    assert "bring/0" in opened(stage)
    stage.sends(out="bring/0")
    assert line(stage).brings == ("two",)
    assert "Bring “one”" in stage.buttons()


def test_a_dilemma_can_be_brought_to_somebody_who_sees_only_whether_it_goes_on() -> None:
    stage = together("status").saves(Capture("b1", "ana", "bring", "one")).goes_to(ON_FRIDAY).presses("Bring “one”")
    assert line(stage) == Line(brings=("one",))


def test_a_long_dilemma_leaves_as_far_as_it_was_shown() -> None:
    stage = together().saves(Capture("b1", "ana", "bring", "word " * 300)).goes_to(ON_FRIDAY)
    stage.presses(next(one for one in stage.buttons() if one.startswith("Bring")))
    (brought,) = line(stage).brings
    assert len(brought) <= 300
    assert brought in stage.seen()
    assert not [one for one in stage.buttons() if one.startswith("Bring")]


def test_once_it_is_read_nothing_can_be_changed() -> None:
    stage = together().saves(Capture("b1", "ana", "bring", "one")).goes_to(ON_FRIDAY)
    before = row(stage)
    stage.goes_to(READ)
    assert "Nora has read that week" in stage.presses("Bring “one”").seen()
    assert row(stage) == before


def test_a_form_that_was_open_when_it_was_read_changes_nothing() -> None:
    stage = together().goes_to(ON_FRIDAY)
    opened(stage)
    before = row(stage)
    stage.now = calendar.instant(READ, "Europe/Berlin")
    stage.sends(out="going")
    assert row(stage) == before


def test_a_choice_that_changes_before_monday_makes_the_line_anew_and_shows_it() -> None:
    stage = together("open").saves(Capture("b1", "ana", "bring", "one")).goes_to(ON_FRIDAY).presses("Bring “one”")
    stage.goes_to(SUNDAY).says("share status")
    kept = row(stage)
    assert kept is not None
    assert (kept.line, kept.consent != "k1") == (Line(), True)
    assert "Nora reads this about you on Monday 30 November" in stage.seen()
    assert "Practises" not in stage.seen()
    stage.goes_to(READ)
    assert "Ana going" in stage.seen("nora")
    assert "one" not in stage.seen("nora").split("One for you")[0].replace("None", "")


def test_a_choice_that_is_withdrawn_before_monday_leaves_nothing_to_read() -> None:
    stage = together().goes_to(ON_FRIDAY)
    stage.goes_to(SUNDAY).says("share nothing").goes_to(READ)
    assert stage.seen("nora") == "The leader you work with shares nothing with you at the moment."


def test_a_choice_in_mid_week_shows_nothing_yet() -> None:
    stage = together("")
    stage.goes_to(datetime(2026, 11, 25, 12)).says("share open")
    assert "reads this about you" not in stage.all_seen()
    assert "Nora reads this about you" in stage.goes_to(ON_FRIDAY).seen()


def test_a_first_choice_on_saturday_is_shown_and_read_on_monday() -> None:
    stage = together("").goes_to(datetime(2026, 11, 28, 12)).says("share together")
    assert "Nora reads this about you on Monday 30 November" in stage.seen()
    assert "Ana" in stage.goes_to(READ).seen("nora")


@pytest.mark.parametrize(
    ("changes", "practice"),
    [
        ({"state": "paused", "paused_until": date(2026, 12, 7)}, {}),
        ({"away": ((date(2026, 11, 27), date(2026, 12, 4)),)}, {}),
        ({}, {"level": 4}),
    ],
    ids=["paused", "away", "quiet"],
)
def test_nobody_is_shown_it_who_is_left_alone(changes: dict[str, object], practice: dict[str, object]) -> None:
    stage = everything(together(**practice))
    stage.saves(replace(stage.leader.person, **changes)).goes_to(SUNDAY)  # type: ignore[arg-type]  # plain values
    assert "Nora reads this about you" not in stage.all_seen()
    kept = row(stage)
    assert kept is not None
    assert kept.line == Line(going=bool(changes.get("away"))), "what they have not seen leaves nobody"
    assert len([one for one in stage.waiting() if one.startswith("shown/")]) == 2


def test_a_line_that_is_made_when_the_day_is_over_says_no_more_than_the_status() -> None:
    stage = everything(together())
    stage.now = calendar.instant(SUNDAY, "Europe/Berlin")
    stage.ticks()
    kept = row(stage)
    assert kept is not None
    assert kept.line == Line()
    assert "Nora reads this about you" not in stage.all_seen()


@pytest.mark.parametrize(("line_", "day"), [("days mon-wed", "2026-11-25"), ("away 26 to 27 November", "2026-11-25")])
def test_it_moves_with_the_last_working_day(line_: str, day: str) -> None:
    stage = together().says(line_)
    assert [one for one in stage.waiting() if one.startswith("shown/")] == [
        f"shown/friday {day} 17:00",
        f"shown/preview {day} 17:00",
    ]
    stage.goes_to(datetime.fromisoformat(f"{day}T17:01"))
    assert row(stage, date.fromisoformat(day)) is not None
    assert "Nora reads this about you on Monday 30 November" in stage.seen()


def test_with_another_hour_it_is_made_and_shown_then_and_what_was_taken_out_stays_out() -> None:
    stage = together().says("ask me at 10:00").goes_to(datetime(2026, 11, 27, 10, 1))
    opened(stage)
    stage.sends(out="counts").goes_to(SUNDAY)
    kept = row(stage)
    assert kept is not None
    assert kept.removed == GROUPS["counts"]


def test_whoever_comes_back_is_shown_it_again() -> None:
    stage = together().says("stop")
    assert stage.goes_to(datetime(2026, 12, 8, 12)).says("start").waiting()
    assert [one[:23] for one in stage.waiting() if one.startswith("shown/")] == [
        "shown/friday 2026-12-11",
        "shown/preview 2026-12-1",
    ]


def test_digest_shows_a_leader_what_will_be_read_or_when_that_is_known() -> None:
    stage = together().says("digest")
    assert stage.seen() == "Nora reads about you on Mondays. What that will be, I show you on Friday 27 November."
    stage.goes_to(ON_FRIDAY)
    before = stage.seen()
    assert stage.says("what will my coach read").seen() == before
    assert "reads nothing about you" in together("nothing").says("digest").seen()


def test_two_weeks_on_there_are_two_rows() -> None:
    stage = together().goes_to(datetime(2026, 12, 4, 17, 1))
    assert row(stage) is not None
    assert row(stage, date(2026, 12, 4)) is not None


def test_whoever_leads_and_coaches_sees_both() -> None:
    stage = together().saves(Engagement("ana", "omar", "accepted")).goes_to(ON_FRIDAY).says("digest")
    assert "The leader you work with shares nothing with you at the moment." in stage.seen()
    assert "Nora reads this about you on Monday 30 November:" in stage.seen()


def test_whoever_is_left_alone_from_that_very_evening_is_read_no_more_than_that() -> None:
    stage = everything(together(level=2, recent="dd....", id="p9", changed_on=date(2026, 11, 2)))
    for day in (date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20)):
        stage.saves(Chance("p9", day, "ana", ""))
    wish = FollowUp("asked", FRIDAY, "", occasion=FRIDAY, flow="checkin", subject="p9")
    item = plan(stage.leader.person, wish)
    stage.planned[item.key] = item
    stage.goes_to(SUNDAY)
    assert "Nora reads this about you" not in stage.all_seen()
    kept = row(stage)
    assert kept is not None
    assert kept.line == Line(going=False)
