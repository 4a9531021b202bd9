"""A leader's team: named one by one, told first, asked on what was agreed, changed and stopped."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.ballot.released import Lost
from bot.effects import OpenRound
from bot.facts import Member, Person, Round
from bot.messages import FieldErrors, Form, Pick
from bot.rules import calendar
from tests.roster import LONG_AGO, NAMES, PRACTICE, TEAM, leading, person
from tests.stage import ANA, Stage

MONDAY = date(2026, 11, 23)


def settled(*names: str, joined_on: date = LONG_AGO) -> Stage:
    """Ana without a team, and people the bot knows."""
    stage = Stage().saves(replace(ANA, state="active", joined_on=joined_on), PRACTICE)
    stage.people.update({name: person(name) for name in names or NAMES})
    return stage


def named(*names: str, **more: object) -> Stage:
    """She has named them and gone through the names."""
    stage = settled(*names, **more)  # type: ignore[arg-type]  # a date
    everybody = ",".join(names or NAMES)
    return stage.says("team").presses("Name people").sends(people=everybody).presses("stay").sends(stay=everybody)


def agreed(*names: str, **fields: str) -> Stage:
    """She has chosen how they are asked."""
    filled = {"k": "5", "every": "4", "practice": "none", "holds": "no", **fields}
    return named(*names).presses("How we ask them").sends(**filled)


def told(*names: str, **fields: str) -> Stage:
    """She has told them on Monday."""
    return agreed(*names, **fields).presses("In my words").sends(notice="A bot will ask you.").presses("I’ve told them")


def wrong(stage: Stage) -> list[str]:
    """The fields at which something is wrong."""
    return [name for name, _ in stage.errors.errors] if isinstance(stage.errors, FieldErrors) else []


def in_it(stage: Stage) -> list[str]:
    return [one.person for one in stage.leader.members if one.state != "left"]


def test_nobody_hears_anything_while_a_team_is_named() -> None:
    stage = agreed().presses("In my words").sends(notice="A bot will ask you.")
    assert [one.state for one in stage.leader.members] == ["named"] * 6
    assert all(stage.said_count(name) == 0 for name in NAMES)


def test_every_name_is_gone_through_and_can_be_taken_out() -> None:
    stage = settled().says("team").presses("Name people").sends(people=" ".join(NAMES))
    assert "6 people. Would you go through them name by name?" in stage.seen()
    assert all(name.title() in stage.seen() for name in NAMES)
    form = stage.presses("Go through the names").reply
    assert isinstance(form, Form)
    (ticks,) = [one for one in form.body if isinstance(one, Pick)]
    assert ticks.many
    assert ticks.value == NAMES
    assert in_it(stage.sends(stay="ben,eva,jon,kim,lea")) == ["ben", "eva", "jon", "kim", "lea"]


def test_the_leader_is_never_in_their_own_team_and_nobody_unknown_is() -> None:
    stage = settled().says("team").presses("Name people").sends(people="ana ben a-bot ben nobody")
    assert in_it(stage) == ["ben"]
    assert wrong(settled().says("team").presses("Name people").sends(people="ana a-bot")) == ["people"]


def test_nobody_of_another_workspace_can_be_named() -> None:
    stage = settled()
    stage.people["T2.U1"] = Person("T2.U1", "Zoe")
    assert wrong(stage.says("team").presses("Name people").sends(people="T2.U1")) == ["people"]


def test_the_coach_is_left_out_of_a_channel_and_can_be_named_on_purpose() -> None:
    stage = settled().says("team").presses("Everybody in a channel").sends(members="nora ben ana")
    assert in_it(stage) == ["ben"]
    assert "Nora coaches you and is left out." in stage.seen()
    assert in_it(settled().says("team").presses("Name people").sends(people="nora ben")) == ["nora", "ben"]


def test_more_people_than_one_team_takes_are_refused_at_the_field() -> None:
    many = [f"p{number}" for number in range(31)]
    assert wrong(settled(*many).says("team").presses("Name people").sends(people=" ".join(many))) == ["people"]


@pytest.mark.parametrize("nonsense", ["", "   ", ",,,", "x" * 2999, "'; drop table member"])
def test_nonsense_names_nobody(nonsense: str) -> None:
    stage = settled().says("team").presses("Name people").sends(people=nonsense)
    assert wrong(stage) == ["people"]
    assert stage.leader.members == ()


def test_the_arithmetic_is_shown_before_anything_is_chosen() -> None:
    stage = named()
    assert "At least 5 of your 6 must answer, or all of it is destroyed unread." in stage.seen()
    form = stage.presses("How we ask them").reply
    assert isinstance(form, Form)
    k = next(one for one in form.body if isinstance(one, Pick) and one.name == "k")
    assert [label for _, label in k.options] == [
        "5 of your 6 must answer, or all of it is destroyed", "4 of your 6 must answer, or all of it is destroyed"
    ]  # fmt: skip


def test_from_eight_people_on_four_is_no_choice() -> None:
    eight = (*NAMES, "pia", "raj")
    stage = named(*eight).presses("How we ask them")
    assert isinstance(stage.reply, Form)
    assert "k" not in [one.name for one in stage.reply.body if isinstance(one, Pick)]
    assert stage.sends(k="4", every="4", holds="no").leader.teams[0].k == 5


@pytest.mark.parametrize(
    ("field", "value"), [("k", "3"), ("k", ""), ("every", "1"), ("every", "14"), ("practice", "p9"), ("holds", "maybe")]
)
def test_what_cannot_be_chosen_stands_at_its_field(field: str, value: str) -> None:
    stage = agreed(**{field: value})
    assert wrong(stage) == [field]
    assert stage.leader.teams[0].k == 0


def test_fewer_than_five_are_never_called_anonymous() -> None:
    stage = named("ben", "eva", "jon")
    assert "With fewer than five I never call anything anonymous" in stage.seen()
    assert stage.buttons() == ["With their names", "An open talk", "Name more people", "Leave it"]
    stage.presses("With their names")
    assert "We are too few for anything anonymous." in stage.seen()
    stage.presses("In my words").sends(notice="Tell me things there.").presses("I’ve told them")
    stage.next_day(1, 11)
    assert "with your name" in stage.seen("ben")
    assert "not even encrypted" not in stage.all_seen("ben")
    assert stage.goes_to(datetime(2027, 2, 1, 9)).asked == {}, "they are never asked in a round"
    assert "never" in stage.says("team").seen().lower()
    assert "Ask my team now" not in stage.buttons()


def test_three_people_can_have_an_open_talk_instead() -> None:
    stage = named("ben", "eva", "jon").presses("An open talk")
    assert "So this is a talk, with names and without numbers." in stage.seen()


def test_a_few_peers_make_a_small_team_large_enough() -> None:
    stage = named("ben", "eva", "jon", "kim")
    stage.people.update({name: person(name) for name in ("lea", "mia")})
    stage.presses("Name more people").sends(people="lea mia")
    assert "At least 5 of your 6 must answer" in stage.seen()


def test_the_draft_says_how_often_and_on_how_many_answers_it_rests() -> None:
    assert "every 6 weeks" in agreed(every="6").seen()
    assert "at least 4 of you have answered" in agreed(k="4").seen()
    assert "now and then" in agreed(every="0").seen()


def test_a_notice_has_words_of_a_length_that_can_be_read() -> None:
    assert wrong(agreed().presses("In my words").sends(notice="  ")) == ["notice"]
    assert wrong(agreed().presses("In my words").sends(notice="x" * 1501)) == ["notice"]


def test_whether_they_have_been_told_is_asked_twice_and_then_left() -> None:
    stage = agreed().presses("In my words").sends(notice="A bot will ask you.")
    assert stage.waiting() == ["team/told 2026-11-24 17:00"]
    stage.goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.all_seen().count("Tell them yourself first") == 3
    assert stage.waiting() == []
    assert all(stage.said_count(name) == 0 for name in NAMES)
    assert "On Monday 4 January they hear" in stage.goes_to(datetime(2027, 1, 1, 9)).presses("I’ve told them").seen()


def test_somebody_new_can_begin_with_their_team_and_needs_no_practice() -> None:
    stage = Stage().says("hi").says("ask my team")
    assert "Who is in your team?" in stage.seen()
    assert (stage.leader.person.state, stage.leader.person.joined_on) == ("active", date(2026, 11, 23))
    assert [one.split()[0] for one in stage.waiting()] == ["consent/again"], "the welcome is not repeated"


def test_whoever_had_ended_it_is_asked_first_whether_to_begin_again() -> None:
    stage = Stage(people={"ana": replace(ANA, state="stopped")}).says("ask my team")
    assert "Who is in your team?" not in stage.seen()
    assert stage.leader.person.state == "stopped"


@pytest.mark.parametrize("typed", ["told", "told them", "I told them.", "they know", "yes"])
def test_that_they_were_told_can_be_typed(typed: str) -> None:
    stage = agreed().presses("In my words").sends(notice="A bot will ask you.").says(typed)
    assert "they hear from me who I am" in stage.seen()


@pytest.mark.parametrize("hour", [0, 9, 23])
@pytest.mark.parametrize("day", range(23, 30))
def test_nobody_hears_from_the_bot_before_the_working_day_after_they_were_told(day: int, hour: int) -> None:
    stage = agreed().presses("In my words").sends(notice="A bot will ask you.")
    stage.now = calendar.instant(datetime(2026, 11, day, hour, 5), ANA.zone)
    stage.planned.clear()
    stage.presses("I’ve told them")
    stage.goes_to(datetime(2026, 12, 31, 18, 0))
    first = min(stage.messages[key].not_before for key in stage.order if stage.messages[key].person in NAMES)
    told_on = date(2026, 11, day)
    assert calendar.local(first, ANA.zone).date() == calendar.next_workday(ANA, told_on)


def test_they_are_introduced_to_on_one_day_and_asked_on_the_next() -> None:
    stage = told()
    assert stage.waiting() == ["pulse/introduce 2026-11-24 10:00"]
    stage.goes_to(datetime(2026, 11, 24, 10, 0))
    assert {stage.said_count(name) for name in NAMES} == {1}
    assert stage.waiting() == ["pulse/open 2026-11-25 10:00"]
    assert stage.leader.teams[0].state == "running"


def test_one_question_is_asked_from_the_third_day_on() -> None:
    stage = settled(joined_on=MONDAY).saves(TEAM, *(Member("ana", name, "asked") for name in NAMES))
    assert stage.says("ask my team").seen() == (
        "I know you too briefly. From Thursday 26 November on you can ask your team."
    )
    stage.now += timedelta(days=3)
    stage.says("ask my team").presses("One thing next time")
    ((wanted, invited, _),) = stage.asked.values()
    assert [one.name for one in wanted.questions] == ["next"]
    assert invited == set(NAMES)


def test_without_a_team_asking_begins_with_naming() -> None:
    assert "Before anybody is asked, I need to know who your team is." in settled().says("ask my team").seen()


def test_a_newcomer_hears_when_the_first_questions_can_really_come() -> None:
    stage = named(joined_on=MONDAY).presses("choose").sends(k="5", every="4", practice="none", holds="no")
    stage.presses("In my words").sends(notice="A bot will ask you.").presses("I’ve told them")
    assert "The first questions can come on Thursday 26 November." in stage.seen()
    assert "The first questions can come on Wednesday 25 November." in told().seen()


def test_asking_before_the_introduction_says_from_when_it_can() -> None:
    assert told().says("ask my team").seen() == (
        "Your team hears on Tuesday 24 November who I am. You can ask them once that is done."
    )


def test_no_practice_is_needed_and_one_that_may_not_be_named_is_not() -> None:
    stage = leading(replace(TEAM, practice="")).says("ask my team")
    assert "how has Ana changed in listening to the team?" in stage.seen()
    assert "wait two seconds" not in stage.seen()
    named_ = leading(replace(TEAM, practice="p1")).says("ask my team")
    assert "how has Ana changed in this: wait two seconds?" in named_.seen()


def round_of(**more: object) -> Round:
    opened = date(2026, 11, 11)
    closes = calendar.instant(datetime(2026, 11, 18, 17), ANA.zone)
    releases = calendar.instant(datetime(2026, 11, 19, 10), ANA.zone)
    return replace(Round("r1", "ana", 1, opened, closes, releases, 5, 6), **more)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("round_", "says"),
    [
        (round_of(), "A round is going on."),
        (round_of(state="released"), "Your reply to the last round is still missing"),
        (round_of(state="released", replied_on=MONDAY), "The next round can open on Wednesday 25 November."),
        (round_of(state="lost"), "The next round can open on Wednesday 25 November."),
        (round_of(state="dropped"), "The next round can open on Wednesday 25 November."),
    ],
    ids=["open", "no reply", "replied", "lost", "dropped"],
)
def test_a_round_that_cannot_open_says_why_and_from_when_on_it_can(round_: Round, says: str) -> None:
    stage = leading().saves(round_)
    stage.ended["r1"] = Lost()
    stage.says("ask my team")
    assert says in stage.seen()
    assert stage.asked == {}


def test_a_reply_that_never_came_holds_up_the_next_round_no_longer_than_the_team_was_told() -> None:
    late = round_of(state="released", opened_on=date(2026, 10, 12))
    stage = leading()
    stage.ended["r1"] = Lost()
    assert "on Thursday 17 December" in stage.saves(late).says("ask my team").seen()
    given_up = replace(late, unanswered_on=MONDAY)
    assert "Which one question?" in stage.saves(given_up).says("ask my team").seen()


def test_no_round_opens_whose_results_come_while_the_leader_is_away() -> None:
    stage = leading()
    stage.people["ana"] = replace(stage.people["ana"], away=((date(2026, 11, 30), date(2026, 12, 4)),))
    said = stage.says("ask my team").seen()
    assert said.startswith("You are away when the results would come.")
    assert stage.asked == {}


def test_where_no_keys_can_be_kept_the_leader_gets_the_reason() -> None:
    stage = leading()
    stage.refuses = "Others may enter /dev/shm/keys; its rights must be 0700."
    stage.says("ask my team").presses("Something small")
    assert "Nobody was asked, because answers could not be kept safe here." in stage.seen()
    assert "its rights must be 0700" in stage.seen()
    assert stage.leader.rounds == ()


def test_with_too_few_people_free_the_leader_is_not_told_who_or_why() -> None:
    stage = leading(TEAM, "ben", "eva", "jon", "kim", "lea")
    stage.saves(Member("ana", "ben", "out"))
    before = stage.says("team").seen()
    assert "Ben" in before
    stage.presses("Ask my team now").presses("Something small")
    assert stage.seen().startswith("Nobody was asked. It takes five people who may be asked at the same time")
    assert "Ben" not in stage.seen()


def test_who_opted_out_looks_like_everybody_else_to_the_leader() -> None:
    plain, out = leading(), leading().saves(Member("ana", "ben", "out", TEAM.since))
    assert plain.says("team").seen() == out.says("team").seen()
    assert plain.presses("Take people out").reply == out.presses("Take people out").reply


def test_people_who_join_later_are_told_and_introduced_to_first() -> None:
    stage = leading()
    stage.people["pia"] = person("pia")
    stage.says("team").presses("Name more people").sends(people="pia")
    assert stage.seen().startswith("Tell them yourself first: Pia.")
    assert stage.presses("I’ve told them").waiting() == ["pulse/introduce 2026-11-24 10:00"]
    stage.goes_to(datetime(2026, 11, 24, 10, 0))
    assert stage.said_count("pia") == 1
    assert stage.said_count("ben") == 0, "whoever knows is not introduced to again"


def test_whoever_asked_not_to_be_asked_is_not_brought_back_by_naming_them_again() -> None:
    stage = leading().saves(Member("ana", "ben", "out", TEAM.since))
    stage.says("team").presses("Name more people").sends(people="ben")
    assert next(one for one in stage.leader.members if one.person == "ben").state == "out"


@pytest.mark.parametrize("how", ["taken out", "stopped"])
def test_whoever_asked_not_to_be_asked_is_not_brought_back_by_leaving_them_out_first(how: str) -> None:
    seen = {}
    for state in ("asked", "out"):
        stage = leading().saves(Member("ana", "ben", state, TEAM.since)).says("team")
        if how == "taken out":
            stage.presses("Take people out").sends(stay="eva,jon,kim,lea,mia")
            stage.says("team").presses("Name more people").sends(people="ben")
        else:
            stage.presses("Stop asking them").says("team").presses("Name people").sends(people=",".join(NAMES))
            stage.presses("stay").sends(stay=",".join(NAMES)).presses("choose")
            stage.sends(k="5", every="4", practice="none", holds="yes").presses("In my words").sends(notice="Again.")
        seen[state] = stage.seen()
        stage.presses("I’ve told them")
        seen[state] += stage.seen()
        before = stage.said_count("ben")
        stage.goes_to(datetime(2026, 11, 24, 10, 0))
        assert stage.said_count("ben") - before == (state == "asked")
    assert "Ben" in seen["asked"]
    assert seen["asked"] == seen["out"]


def test_nobody_is_taken_out_while_a_round_is_open() -> None:
    """A leader who lets some of a team answer and takes the others out would know whose answers these are."""
    stage = leading(replace(TEAM, practice="")).says("team").presses("Take people out")
    early = stage.reply
    stage.says("ask my team").presses("Something small").says("team").presses("Take people out")
    read = stage.reply
    assert isinstance(read, Form)
    assert not read.send
    assert "A round is open until Monday 30 November" in str(read.body)
    stage.reply = early
    stage.sends(stay="ben,eva,jon,kim,lea")
    assert stage.errors is not None
    assert "mia" in in_it(stage)
    stage.goes_to(datetime(2026, 11, 30, 17, 1)).says("team").presses("Take people out")
    assert "mia" not in in_it(stage.sends(stay="ben,eva,jon,kim,lea"))


def test_a_team_that_falls_below_five_is_anonymous_no_more() -> None:
    stage = leading(TEAM, "ben", "eva", "jon", "kim", "lea").says("team").presses("Take people out").sends(stay="ben")
    assert "With fewer than five I never call anything anonymous" in stage.seen()
    assert stage.leader.teams[0].k == 0


def test_a_form_from_before_calls_no_team_anonymous_that_is_too_small_by_now() -> None:
    stage = leading(TEAM, "ben", "eva", "jon", "kim", "lea").says("team").presses("agree")
    before = stage.reply
    stage.says("team").presses("Take people out").sends(stay="ben,eva,jon,kim")
    stage.reply = before
    stage.sends(k="4", every="4", practice="none", holds="no")
    assert stage.errors is not None
    assert stage.leader.teams[0].k == 0


def grown(*more: Member) -> Stage:
    """Four people in whose team everything had a name are five, and how they are asked is agreed."""
    stage = leading(replace(TEAM, k=0), "ben", "eva", "jon", "kim").saves(*more)
    stage.people["lea"] = person("lea")
    stage.says("team").presses("Name more people").sends(people="lea").presses("How we ask them")
    stage.sends(k="4", every="4", practice="none", holds="no")
    return stage.presses("In my words").sends(notice="We are five now.")


def test_whom_a_leader_has_to_tell_anew_does_not_show_who_asks_not_to_be_asked() -> None:
    stage = grown(Member("ana", "ben", "out", TEAM.since))
    assert stage.seen() == grown().seen()
    stage.presses("I’ve told them").goes_to(datetime(2026, 11, 24, 10, 0))
    assert stage.said_count("ben") == 0
    assert stage.said_count("eva") == 1
    assert next(one for one in stage.leader.members if one.person == "ben").state == "out"


def test_when_nobody_of_those_who_are_told_anew_wants_to_be_asked_a_leader_reads_the_same() -> None:
    nobody = (Member("ana", one, "out", TEAM.since) for one in ("ben", "eva", "jon", "kim"))
    stage = grown(*nobody).saves(Member("ana", "lea", "out"))
    assert stage.presses("I’ve told them").seen() == grown().presses("I’ve told them").seen()


def test_a_small_team_that_grows_to_five_is_told_and_introduced_to_anew() -> None:
    stage = grown()
    assert stage.seen().startswith("Tell them yourself first: Ben, Eva, Jon, Kim, Lea.")
    stage.presses("I’ve told them").goes_to(datetime(2026, 11, 24, 10, 0))
    assert "not even encrypted" in stage.seen("ben")


def test_how_often_moves_the_next_round_and_never_stops_it() -> None:
    stage = told().goes_to(datetime(2026, 11, 24, 11))
    fields = {"k": "5", "practice": "none", "holds": "no"}
    stage.says("team").presses("agree").sends(every="0", **fields)
    assert stage.waiting() == []
    stage.says("team").presses("agree").sends(every="8", **fields)
    assert stage.waiting() == ["pulse/open 2026-11-25 10:00"]


def test_words_go_to_a_channel_of_the_same_workspace_only() -> None:
    stage = leading()
    stage.people["ana"] = replace(stage.people["ana"], homes=("slack:T1.U1",))
    stage.says("team").presses("Where my words go").sends(where="channel", channel="slack:T2.C1", shows="yes")
    assert wrong(stage) == ["channel"]
    stage.sends(where="channel", channel="slack:T1.C1", shows="yes")
    assert (stage.leader.teams[0].channel, stage.leader.teams[0].shows) == ("slack:T1.C1", True)
    stage.says("team").presses("Where my words go").sends(where="each", channel="", shows="yes")
    assert (stage.leader.teams[0].channel, stage.leader.teams[0].shows) == ("", False)


def test_stopping_in_the_middle_of_a_round_is_asked_once_more_and_told_to_everybody() -> None:
    stage = leading().says("ask my team").presses("Something small").says("team").presses("Stop asking them")
    assert "whatever has been answered is destroyed unread" in stage.seen()
    assert stage.presses("Leave it").leader.teams[0].state == "running"
    stage.says("team").presses("Stop asking them").presses("Stop all the same")
    (said,) = {stage.all_seen(name).partition("What Ana asked")[2] for name in NAMES}
    assert said.startswith(" was taken back before its time. Whatever was answered is destroyed")
    assert "Ana has ended this for the team" in said
    assert stage.leader.rounds[0].state == "dropped"
    assert stage.waiting() == []


def test_whoever_knows_a_team_is_told_when_it_is_stopped_between_rounds() -> None:
    stage = leading().saves(Member("ana", "ben", "out", TEAM.since))
    stage.says("team").presses("Stop asking them")
    assert {stage.seen(name) for name in NAMES} == {
        "Ana has ended this for the team. I ask you nothing for Ana any more, and pass nothing on."
    }


def test_a_leader_who_stops_the_bot_drops_the_round_and_everybody_is_told_once() -> None:
    stage = leading().says("ask my team").presses("Something small").says("stop")
    assert [stage.all_seen(name).count("taken back") for name in NAMES] == [1] * 6
    assert (stage.leader.teams[0].state, stage.leader.rounds[0].state) == ("stopped", "dropped")
    assert stage.waiting() == []


def test_a_team_that_was_stopped_begins_again_with_names() -> None:
    stage = leading().says("team").presses("Stop asking them").says("team")
    assert stage.buttons() == ["Name people", "Everybody in a channel", "Leave it"]
    stage.presses("Name people").sends(people="ben eva jon kim lea")
    assert in_it(stage) == ["ben", "eva", "jon", "kim", "lea"]


def test_an_old_button_of_a_team_that_is_no_more_changes_nothing() -> None:
    stage = leading().says("team")
    stage.saves(replace(TEAM, state="stopped"))
    assert stage.presses("Ask my team now").seen() == "That has passed. “Team” shows how it stands."
    assert not any(isinstance(one, OpenRound) for one, *_ in stage.asked.values())
