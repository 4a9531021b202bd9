"""What a platform shows of somebody: out of office, another name or language, a message worth keeping."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.events import Captured, Moved, OutOfOffice
from bot.messages import Form, Line
from tests.stage import ANA, Stage

FRIDAY_NIGHT = datetime(2026, 11, 27, 22, 59, tzinfo=UTC)
"""One minute before midnight in Berlin."""
SLIPS = "The release slips, I should have said so for weeks"


def ana(**more: object) -> Stage:
    stage = Stage()
    fields = {"state": "active", "joined_on": date(2026, 11, 2), "follow_status": True, **more}
    stage.saves(replace(ANA, **fields))  # type: ignore[arg-type]  # fields of a Person
    return stage


def out_until(stage: Stage, until: datetime) -> Stage:
    return stage.undergoes(OutOfOffice("ooo", "ana", stage.now, until))


def test_whoever_wants_it_is_asked_whether_to_pause_while_out_of_office() -> None:
    stage = out_until(ana(), FRIDAY_NIGHT)
    assert "Friday 27 November" in stage.seen() or "Friday, 27 November" in stage.seen()
    stage.presses("Yes, pause")
    assert stage.leader.person.away == ((date(2026, 11, 23), date(2026, 11, 27)),)


def test_a_typed_yes_or_no_is_enough() -> None:
    assert out_until(ana(), FRIDAY_NIGHT).says("yes").leader.person.away
    left = out_until(ana(), FRIDAY_NIGHT).says("no")
    assert (left.leader.person.away, "as usual" in left.seen()) == ((), True)


def test_nobody_is_asked_who_did_not_choose_it_or_is_away_or_paused_anyway() -> None:
    for stage in (
        ana(follow_status=False),
        ana(away=((date(2026, 11, 23), date(2026, 11, 27)),)),
        ana(state="paused", paused_until=date(2026, 11, 30)),
        ana(state="stopped"),
    ):
        assert out_until(stage, FRIDAY_NIGHT).all_seen() == ""


def test_a_status_that_has_ended_asks_nothing() -> None:
    assert out_until(ana(), datetime(2026, 11, 20, tzinfo=UTC)).all_seen() == ""


def test_the_choice_is_made_by_a_typed_line_and_unmade() -> None:
    stage = ana(follow_status=False).says("status on")
    assert stage.leader.person.follow_status
    assert not stage.says("status off").leader.person.follow_status


def test_a_new_name_or_language_is_taken_over_without_a_word() -> None:
    stage = ana()
    stage.undergoes(Moved("m", "ana", stage.now, locale="de-DE", name="Ana Maria"))
    assert (stage.leader.person.name, stage.leader.person.locale, stage.all_seen()) == ("Ana Maria", "de-DE", "")


def test_somebody_elses_message_becomes_a_promise_by_its_form_filled_in() -> None:
    stage = ana()
    stage.undergoes(Captured("c", "ana", stage.now, "promise", "Could you send me the numbers?", "Omar"))
    assert isinstance(stage.reply, Form)
    values = {field.name: field.value for field in stage.reply.body if isinstance(field, Line)}
    assert values == {"who": "Omar", "what": "Could you send me the numbers?"}
    stage.sends(who="Omar", what="send the numbers", on="2026-11-26")
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.who, kept.text, kept.on) == ("promise", "Omar", "send the numbers", date(2026, 11, 26))


def test_somebody_elses_message_becomes_a_thank_you_that_is_asked_about() -> None:
    stage = ana()
    stage.undergoes(
        Captured("c", "ana", stage.now, "thank", "The release slips, I should have said so for weeks", "Lea")
    )
    (kept,) = stage.leader.captures
    assert (kept.kind, kept.who) == ("thank", "Lea")
    assert kept.text == SLIPS
    assert any("thank" in one for one in stage.waiting())


def test_a_status_that_ends_before_the_day_does_leaves_that_day_as_it_is() -> None:
    back_on_friday = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    stage = out_until(ana(), back_on_friday).presses("Yes, pause")
    assert stage.leader.person.away == ((date(2026, 11, 23), date(2026, 11, 26)),)
    assert out_until(ana(), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)).all_seen() == ""


def test_whoever_has_not_greeted_the_bot_hears_nothing_of_another_clock() -> None:
    stage = Stage()
    stage.undergoes(Moved("m", "ana", stage.now, zone="America/New_York"))
    assert (stage.leader.person.zone, stage.all_seen()) == ("America/New_York", "")
