"""An accountability partner: told first, agreed by button, one line a week, ended by either in one tap."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.effects import FollowUp, Save, Start
from bot.events import Due, Pressed, Undelivered
from bot.facts import Chance, Mark, Partner, Person, Practice
from bot.flow import DONE, STAY, Answer, Chose, Filled, Scene, State, Wrote
from bot.flows.partner import FLOW
from bot.flows.partner.weekly import chances_since
from bot.messages import Quote, Ref
from tests.flows.scenes import scene_of
from tests.stage import ANA, OMAR, Stage

PRACTICE = Practice("p1", "ana", situation="any meeting", act="wait two seconds", state="active")
SECOND = Practice("p2", "ana", situation="Mondays", act="write one line of thanks", state="active")
THURSDAY = datetime(2026, 11, 26, 12, 0)
FRIDAY = datetime(2026, 11, 27, 17, 1)


def leading(*practices: Practice, **people: Person) -> Stage:
    stage = Stage().saves(replace(ANA, state="active", joined_on=date(2026, 11, 2)), *(practices or (PRACTICE,)))
    stage.people["omar"] = people.get("omar", replace(OMAR, state="active"))
    return stage


def asked() -> Stage:
    return leading().says("partner Omar").presses("Yes, they know")


def agreed() -> Stage:
    stage = asked()
    stage.who = "omar"
    stage.says("yes")
    stage.who = "ana"
    return stage


def chance(day: int, mark: Mark) -> Chance:
    return Chance("p1", date(2026, 11, day), "ana", mark)


def test_the_first_invitation_can_still_be_accepted_when_its_reminder_has_come() -> None:
    stage = asked().goes_to(datetime(2026, 11, 26, 18, 0))
    first, again = [key for key in stage.order if stage.messages[key].person == "omar"]
    assert first != again
    ref = stage.messages[first].message.asks[0].ref
    stage.undergoes(Pressed("late", "omar", stage.now, ref, "yes", first))  # type: ignore[arg-type]  # it has one
    assert stage.leader.partners[0].state == "accepted"


def test_nothing_is_sent_before_the_leader_has_told_them() -> None:
    stage = leading().says("partner Omar")
    assert "Before Omar hears from me: have you told them?" in stage.seen()
    assert stage.said_count("omar") == 0


def test_not_yet_is_asked_again_after_two_working_days_and_once_more() -> None:
    stage = leading().says("partner Omar").presses("Not yet")
    assert stage.waiting() == ["partner/told 2026-11-25 17:00"]
    stage.goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.all_seen().count("have you told them?") == 3
    assert stage.waiting() == []
    assert stage.presses("Yes, they know").seen() == "I have asked Omar, in your name. I’ll tell you what they say."


def test_leaving_it_asks_nobody() -> None:
    stage = leading().says("partner Omar").presses("Leave it")
    assert stage.seen() == "All right. Nobody is asked."
    assert stage.said_count("omar") == 0


def test_whoever_is_known_is_offered_and_can_be_typed() -> None:
    stage = leading().says("partner")
    assert stage.buttons() == ["Nora", "Omar", "Leave it"]
    assert "Before Nora hears" in stage.says("nora").seen()
    assert "Before Omar hears" in leading().says("partner").presses("Omar").seen()
    assert leading().says("partner").presses("Leave it").seen() == "All right. Nobody is asked."


def test_somebody_the_bot_does_not_know_must_say_hi_first() -> None:
    stage = leading().says("partner Petra")
    assert stage.seen().startswith(
        "I don’t know anybody called Petra. They would need to say hi to me first. Then you can type their name here."
    )
    stage.people["petra"] = Person("petra", "Petra Lind", state="active")
    assert "Before Petra Lind hears" in stage.says("Petra").seen()


def test_two_of_one_name_are_told_apart_by_the_whole_name() -> None:
    stage = leading()
    stage.people["omar2"] = Person("omar2", "Omar Haddad", state="active")
    stage.people["omar3"] = Person("omar3", "Omar Sy", state="active")
    del stage.people["omar"]
    assert stage.says("partner Omar").seen().startswith("I know several people called Omar.")
    assert "Before Omar Sy hears" in stage.says("omar sy").seen()


def test_who_has_stopped_is_not_asked() -> None:
    stage = leading(omar=replace(OMAR, state="stopped"))
    assert stage.says("partner Omar").seen().startswith("I don’t know anybody called Omar.")


def test_without_anybody_the_bot_says_so() -> None:
    stage = leading()
    del stage.people["omar"], stage.people["nora"]
    assert stage.says("partner").seen().startswith("I know nobody here yet but you.")


def test_without_a_practice_there_is_nothing_to_follow() -> None:
    stage = leading(replace(PRACTICE, state="kept"))
    assert stage.says("partner").seen() == (
        "There is no practice that a partner could follow yet. “New practice” begins one."
    )


def test_of_two_practices_one_is_chosen() -> None:
    long = replace(SECOND, act="write one line of thanks to somebody in the team before I close my computer")
    stage = leading(PRACTICE, long).says("partner Omar")
    assert stage.buttons()[0] == "Wait two seconds"
    assert len(stage.buttons()[1]) <= 60
    assert "Before Omar hears" in stage.presses("Wait two seconds").seen()


def test_the_partner_is_asked_in_the_leaders_name_without_the_practice() -> None:
    stage = asked()
    assert stage.seen("omar").startswith("Ana asks whether you would be their partner in something they practise.")
    assert "wait two seconds" not in stage.all_seen("omar")


def test_a_yes_reaches_the_leader_and_plans_the_line_and_week_ten() -> None:
    stage = agreed()
    assert stage.seen().startswith("Omar said yes.")
    assert stage.waiting() == ["partner/weekly 2026-11-27 17:00", "partner/still 2027-02-01 17:00"]
    assert stage.leader.partners[0].since == date(2026, 11, 23)


def test_a_no_reaches_the_leader_and_ends_it() -> None:
    stage = asked()
    stage.who = "omar"
    stage.presses("Rather not")
    assert stage.seen("ana") == "Omar would rather not, this time."
    assert stage.leader.partners[0].state == "declined"
    assert stage.waiting() == []


def test_no_answer_is_reminded_once_and_then_ended() -> None:
    stage = asked().goes_to(datetime(2026, 12, 31, 18, 0))
    assert stage.all_seen("omar").count("would be their partner") == 1
    assert stage.all_seen("omar").count("would you be their partner") == 1
    assert stage.seen("ana") == "Omar has not answered, so I have stopped asking."
    stage.who = "omar"
    assert stage.waiting() == []
    assert stage.says("yes").leader.partners[0].state == "ended"


def test_the_weekly_line_leaves_on_what_is_the_last_workday_now() -> None:
    assert "partner/weekly 2026-11-25 17:00" in agreed().says("days mon-wed").waiting()
    assert "partner/weekly 2026-11-26 17:00" in agreed().says("away 27 November").waiting()


def test_the_weekly_line_is_two_numbers_and_nothing_else() -> None:
    stage = agreed().saves(chance(23, "did"), chance(24, "partly"), chance(25, "not"), chance(26, "pass"))
    stage.goes_to(FRIDAY)
    line = stage.seen("omar")
    assert "Ana" in line
    assert "2" in line
    assert "3" in line
    assert "wait" not in stage.all_seen("omar")
    assert stage.buttons() == []
    assert "partner/weekly 2026-12-04 17:00" in stage.waiting()


def test_the_next_line_counts_from_the_last_one() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY).saves(chance(27, "not"), chance(30, "did"))
    stage.goes_to(datetime(2026, 12, 4, 17, 1))
    numbers = "".join(letter if letter.isdigit() else " " for letter in stage.seen("omar")).split()
    assert sorted(numbers) == ["1", "2"]


def test_a_single_chance_is_said_in_the_singular() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY)
    assert "1 chance" in stage.seen("omar")


def test_a_week_without_a_chance_has_no_line_and_the_next_is_planned() -> None:
    stage = agreed().saves(chance(24, "none")).goes_to(FRIDAY)
    assert stage.said_count("omar") == 2
    assert "partner/weekly 2026-12-04 17:00" in stage.waiting()


def test_a_week_away_is_passed_over() -> None:
    stage = agreed().says("away 23 November to 6 December").goes_to(datetime(2026, 12, 7, 8, 0))
    assert stage.said_count("omar") == 2
    assert "partner/weekly 2026-12-11 17:00" in stage.waiting()


def test_a_line_whose_moment_went_by_is_not_sent_later() -> None:
    stage = agreed().saves(chance(24, "did")).says("pause")
    stage.goes_to(datetime(2026, 11, 30, 8, 30))
    assert stage.said_count("omar") == 2
    assert "partner/weekly 2026-12-04 17:00" in stage.waiting()


def test_the_partner_may_answer_with_one_question_in_their_name() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY)
    stage.who = "omar"
    stage.presses("Ask one question").says("What made it easy?")
    assert stage.seen() == "Passed on to Ana, in your name."
    assert stage.seen("ana") == (
        "Omar has a question about your week. The answer is between the two of you.\n> What made it easy?"
    )


def test_the_partner_may_think_better_of_it() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY)
    stage.who = "omar"
    before = stage.said_count("ana")
    stage.presses("Ask one question").presses("No question")
    assert stage.said_count("ana") == before


def test_a_stray_line_of_the_partners_is_never_passed_on() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY)
    stage.who = "omar"
    before = stage.said_count("ana")
    stage.says("what a week")
    assert stage.said_count("ana") == before


def test_the_partner_ends_it_in_one_tap_and_the_leader_knows() -> None:
    stage = agreed().saves(chance(24, "did")).goes_to(FRIDAY)
    stage.who = "omar"
    assert stage.presses("No more lines").seen() == "Ended. Ana gets to know that, and no reason."
    stage.who = "ana"
    assert stage.seen() == "The weekly lines to Omar have ended."
    assert not any("partner" in one for one in stage.waiting())


def test_the_leader_ends_it_in_one_tap_and_the_partner_knows() -> None:
    stage = agreed().says("partner")
    assert "Omar: gets yours" in stage.seen()
    assert stage.presses("End with Omar").seen() == "Ended. Omar gets to know that, and no reason."
    assert stage.seen("omar") == "The weekly lines from Ana have ended. There is nothing for you to do."
    assert stage.waiting() == []


def test_both_roles_and_what_is_open_stand_on_one_page() -> None:
    stage = leading(PRACTICE, SECOND).says("partner Omar").presses("Wait two seconds").presses("Yes, they know")
    assert "Omar: asked, no answer yet" in stage.says("partner").seen()
    assert "[Ask somebody]" in stage.seen()
    assert "Who would get one line" in stage.presses("Ask somebody").seen()
    stage.who = "omar"
    assert "Ana: has asked you" in stage.says("partner").seen()
    stage.presses("End with Ana")
    assert stage.seen("ana") == "The weekly lines to Omar have ended."


def test_the_partners_page_says_whose_line_they_get() -> None:
    stage = agreed()
    stage.who = "omar"
    assert "Ana: sends you theirs" in stage.says("partner").seen()


def test_with_two_practices_without_a_partner_asking_somebody_asks_which() -> None:
    third = replace(SECOND, id="p3", act="ask first")
    stage = leading(PRACTICE, SECOND, third).says("partner Omar").presses("Wait two seconds").presses("Yes, they know")
    assert "Which practice is it about?" in stage.says("partner").presses("Ask somebody").seen()


def test_week_ten_asks_whether_to_go_on() -> None:
    stage = agreed().goes_to(datetime(2027, 2, 1, 17, 1))
    assert "Ten weeks of lines to Omar. Shall they go on?" in stage.seen()
    stage.says("yes")
    assert "partner/still 2027-04-12 17:00" in stage.waiting()
    stage = agreed().goes_to(datetime(2027, 2, 1, 17, 1)).presses("End them")
    assert stage.leader.partners[0].state == "ended"


def test_week_ten_is_asked_twice_at_most() -> None:
    stage = agreed().goes_to(datetime(2027, 3, 1, 18, 0))
    assert stage.all_seen().count("Shall they go on?") == 2


def test_a_practice_that_has_ended_ends_the_lines() -> None:
    stage = agreed().saves(replace(PRACTICE, state="kept")).goes_to(FRIDAY)
    assert stage.leader.partners[0].state == "ended"
    assert stage.seen("omar").startswith("The weekly lines from Ana have ended.")


def test_stopping_ends_every_partnership_and_tells_the_other_once() -> None:
    stage = agreed()
    mine = Partner("omar", "ana", "q1", "accepted")
    stage.saves(mine)
    before = stage.said_count("omar")
    stage.says("stop")
    assert stage.said_count("omar") == before + 1
    assert {row.state for row in stage.leader.partners} == {"ended"}


# What can hardly happen, and is answered all the same


def side(person: str, step: str = "", row: Partner | None = None, **answers: str) -> Scene:
    """Either side's scene, with the other one known."""
    scene = scene_of(State("partner", person, "p1", step, dict(answers)))
    other = OMAR if person == "ana" else ANA
    me = scene.facts.person if person == "ana" else OMAR
    rows = (row,) if row else ()
    return replace(scene, facts=replace(scene.facts, person=me, people=(other,), partners=rows, practices=(PRACTICE,)))


ROW = Partner("ana", "omar", "p1", "accepted", date(2026, 11, 2))
ENDED = replace(ROW, state="ended")


def due(kind: str, attempt: int = 1) -> Due:
    now = scene_of(State("partner", "ana")).now
    return Due("d", "ana", now, "partner", "p1", kind, date(2026, 11, 27), attempt)


@pytest.mark.parametrize("kind", ["weekly", "still", "unanswered"])
@pytest.mark.parametrize("row", [None, ENDED])
def test_what_comes_due_after_the_end_asks_nothing(kind: str, row: Partner | None) -> None:
    found = FLOW.due[kind](side("ana", row=row), due(kind))
    assert (found.to, found.deeds) == (STAY, ())
    assert found.because


def test_asking_again_about_somebody_who_has_gone_asks_nothing() -> None:
    found = FLOW.due["told"](side("ana", partner="lea", practice="p1"), due("told"))
    assert (found.to, found.deeds) == (STAY, ())


@pytest.mark.parametrize("news", ["accepted", "asked", "line", "other"])
def test_news_about_what_has_ended_changes_nothing(news: str) -> None:
    for person in ("ana", "omar"):
        found = FLOW.begin(side(person, row=ENDED, news=news))
        assert (found.to, found.deeds) == (DONE, ())
        assert found.because


def test_news_about_an_erased_partnership_is_one_line_for_the_end_only() -> None:
    ended = FLOW.begin(side("ana", news="ended", name="Omar"))
    assert len(ended.say) == 1
    assert FLOW.begin(side("ana", news="accepted")).say == ()


def test_an_invitation_that_did_not_arrive_is_told_to_the_leader() -> None:
    row = replace(ROW, state="asked")
    lost = Undelivered("u", "omar", side("omar").now, Ref("partner", "p1", "invited"), "blocked")
    assert FLOW.lost is not None
    found = FLOW.lost(side("omar", "invited", row), lost)
    assert Save(ENDED) in found.deeds
    assert Start("partner", "p1", owner="ana", answers={"news": "unreached"}) in found.deeds
    assert FLOW.begin(side("ana", row=ENDED, news="unreached")).say
    assert FLOW.lost(side("omar", "line", ROW), replace(lost, ref=Ref("partner", "p1", "line"))).deeds == ()


@pytest.mark.parametrize("answer", [Chose("yes"), Chose("no")])
def test_an_answer_to_a_withdrawn_invitation_changes_nothing(answer: Answer) -> None:
    found = FLOW.step("invited").take(side("omar", "invited", ENDED), answer)
    assert found.to == DONE
    assert not any(isinstance(deed, Save | Start | FollowUp) for deed in found.deeds)
    assert FLOW.step("invited").draw(side("omar", "invited"))


def test_a_question_for_an_ended_partnership_is_not_passed_on() -> None:
    found = FLOW.step("question").take(side("omar", "question", ENDED), Wrote("Why?"))
    assert found.deeds == ()
    assert not any(isinstance(part, Quote) for part in found.say)


def test_a_late_tap_on_an_ended_line_or_week_ten_changes_nothing() -> None:
    assert FLOW.step("line").take(side("omar", "line", ENDED), Chose("end")).deeds == ()
    assert FLOW.step("still").take(side("ana", "still", ENDED), Chose("on")).deeds == ()
    assert FLOW.step("still").draw(side("ana", "still"))


def test_the_leaders_yes_for_somebody_gone_meanwhile_sends_nothing() -> None:
    found = FLOW.step("told").take(side("ana", "told", partner="lea", practice="p1"), Chose("yes"))
    assert not any(isinstance(deed, Start) for deed in found.deeds)
    assert FLOW.step("told").draw(side("ana", "told", partner="lea"))


@pytest.mark.parametrize("step", [step.name for step in FLOW.steps if step.name != "question"])
def test_a_stray_form_changes_nothing(step: str) -> None:
    row = replace(ROW, state="asked") if step == "invited" else ROW
    person = "omar" if step in ("invited", "line") else "ana"
    assert FLOW.step(step).take(side(person, step, row), Filled({})).to == STAY


def test_a_leader_who_never_works_again_gets_no_line_planned() -> None:
    scene = side("ana", row=ROW, news="accepted")
    idle = replace(scene.facts.person, workdays="")
    found = FLOW.begin(replace(scene, facts=replace(scene.facts, person=idle)))
    assert [deed.kind for deed in found.deeds if isinstance(deed, FollowUp)] == ["still"]


def test_a_day_without_an_answer_is_nothing_that_a_partner_hears_of() -> None:
    row = Partner("ana", "omar", "p1", "accepted", since=date(2026, 11, 23))
    silent, told = chance(23, ""), chance(24, "did")
    facts = replace(agreed().leader, partners=(row,), chances=(silent, told))
    scene = Scene(facts, State("partner", "ana", "p1"), datetime(2026, 11, 27, 16, 0, tzinfo=UTC))
    assert chances_since(scene, row) == (told,)
