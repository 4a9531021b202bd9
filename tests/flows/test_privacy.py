"""Who sees what, what is kept, and what cannot be erased: computed from the register and from what there is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballot.released import Comment, Released
from bot.events import Pressed
from bot.facts import Capture, Chance, Item, Member, Partner, Practice, Round, Team
from bot.flow import STAY, Filled, Wrote
from bot.flows.privacy import FLOW
from bot.flows.privacy.register import REGISTER
from bot.flows.privacy.shown import LABELS
from bot.home import DESK
from tests.flows.scenes import scene_of
from tests.stage import ANA, NORA, OMAR, WORDS, Stage

TODAY = date(2026, 11, 23)
PRACTICE = Practice("p1", "ana", wish="listen", situation="any meeting", act="wait two seconds", started_on=TODAY)


def joined() -> Stage:
    return Stage(people={"ana": replace(ANA, state="active", joined_on=TODAY), "nora": NORA, "omar": OMAR})


def a_round(leader: str, number: int, state: str) -> Round:
    closes = datetime(2026, 8, 3, 16, tzinfo=UTC) + timedelta(weeks=number)
    return Round(f"r{number}", leader, number, TODAY, closes, closes, 5, 6, state=state, heard="a secret reply")  # type: ignore[arg-type]  # one of them


def test_who_sees_what_names_everybody_who_sees_something_today() -> None:
    stage = joined().saves(Partner("ana", "omar", "p1", "accepted"), Partner("ana", "lea", "p1", "declined"))
    stage.saves(Partner("omar", "ana", "p2", "accepted"))
    before = stage.says("privacy").seen()
    assert "Nora: only that you have joined" in before
    assert "Omar: one line a week" in before
    assert "\nlea:" not in before
    after = stage.says("share status").says("who sees what").seen()
    assert "Nora: whether you are going, paused or resting" in after
    assert "not your boss" in after
    assert "server" in after


def test_without_a_coach_none_is_named() -> None:
    stage = Stage(people={"ana": replace(ANA, state="active", coach="")})
    assert "coach" not in stage.says("privacy").seen()


def test_it_says_how_much_there_is_of_each_kind_and_nothing_of_what_is_not_there() -> None:
    stage = joined().saves(
        PRACTICE, Chance("p1", TODAY, "ana"), *(Capture(f"c{n}", "ana", "note", "mine") for n in "ab")
    )
    seen = stage.says("/privacy").seen()
    assert "Your practice: 1 practice, 1 day" in seen
    assert "What you wrote down: 2 kept lines" in seen
    assert "mine" not in seen
    assert "Anonymous rounds" not in seen
    assert stage.buttons() == ["You and your hours", "Your practice", "What you wrote down", "What cannot be erased"]


def test_each_page_says_who_reads_it_how_long_it_stays_and_what_is_above_a_threshold() -> None:
    stage = joined().saves(PRACTICE, Capture("c1", "ana", "note", "mine")).says("privacy").presses("Your practice")
    assert (
        "Each day’s answer. A partner gets a count, a coach counts: you, your coach, as far as you share it, "
        in stage.seen()
    )
    assert "A note you wrote about a day: you; until you erase it" in stage.seen()
    stage.presses("What you wrote down")
    assert "Your energy tap: you; three weeks" in stage.seen()
    stage.presses("What cannot be erased")
    assert "No name stands on them" in stage.seen()
    assert "Your practice" in stage.presses("Overview").buttons()


def test_a_press_turns_the_page_in_its_place() -> None:
    stage = joined().says("privacy")
    count = stage.said_count()
    assert stage.presses("You and your hours").presses("What cannot be erased").said_count() == count


def test_an_older_page_can_be_turned_too_and_a_button_of_the_home_page_shows_it() -> None:
    stage = joined().says("privacy").presses("What cannot be erased").says("who sees what")
    stage.undergoes(Pressed("p", "ana", stage.now, DESK, "privacy"))
    assert "Who sees what, today" in stage.seen()


def in_a_team(**team: object) -> Stage:
    """Omar asks Ana; two rounds of his were released, one was not."""
    rounds = (a_round("omar", 1, "released"), a_round("omar", 2, "below"), a_round("omar", 3, "released"))
    stage = joined()
    return stage.saves(Team("omar", "running", **{"k": 5, **team}), Member("omar", "ana", "asked", TODAY), *rounds)  # type: ignore[arg-type]  # fields of a team


def test_it_says_how_many_rounds_were_released_of_a_team_and_not_what() -> None:
    seen = in_a_team(k=4).says("privacy").seen()
    assert "Omar has been shown 2 anonymous rounds of the team you are in." in seen
    assert "shown only when at least 4 took part; otherwise all of it is destroyed" in seen
    assert "Omar: what you tell them with your name." in seen
    assert "secret" not in seen


def test_a_round_counts_from_its_release_on_and_not_from_its_close() -> None:
    stage = in_a_team()
    later = replace(a_round("omar", 4, "released"), releases_at=stage.now + timedelta(hours=1))
    assert "2 anonymous rounds" in stage.saves(later).says("privacy").seen()
    stage.now = later.releases_at
    assert "3 anonymous rounds" in stage.says("privacy").seen()


def test_whoever_asked_not_to_be_asked_still_learns_it_and_that_nobody_is_told() -> None:
    stage = in_a_team().saves(Member("omar", "ana", "out", TODAY)).says("privacy")
    assert "Omar has been shown 2 anonymous rounds" in stage.seen()
    assert "Your leader is not told: you" in stage.presses("Teams").seen()


def test_fewer_than_five_are_never_called_anonymous() -> None:
    seen = in_a_team(k=0).says("privacy").seen()
    assert "fewer than five people to ask is asked nothing anonymously" in seen


def test_a_leader_reads_it_of_their_own_team() -> None:
    stage = joined()
    stage.ended["r1"] = Released(5, 7, True, True, (), (Comment("c", "wish", "a secret"),))
    stage.saves(Team("ana", "running", 5), Member("ana", "omar", "asked"), a_round("ana", 1, "released"))
    seen = stage.saves(Item("i", "omar", "ana", "know", "a secret", stage.now)).says("privacy").seen()
    assert "Of your own team 1 anonymous round was released, to you." in seen
    assert "Your team: that you ask them" in seen
    assert "secret" not in seen


@pytest.mark.parametrize("page", [page for page in LABELS if page != "overview"])
def test_every_page_reads_as_whole_sentences_and_stays_short(page: str) -> None:
    for one in REGISTER:
        if one.what and one.group == page:
            assert len(WORDS.plain(one.what)) <= 80, one.what
    stage = joined().saves(PRACTICE).says("privacy")
    drawn = FLOW.step("page").draw(
        replace(scene_of(stage.state("privacy")), state=replace(stage.state("privacy"), answers={"page": page}))
    )
    assert len(str(drawn)) < 12_000


def test_a_form_or_words_of_ones_own_change_nothing() -> None:
    scene = scene_of(joined().says("privacy").state("privacy"))
    for answer in (Filled({}), Wrote("why?")):
        assert FLOW.step("summary").take(scene, answer).to == STAY
