"""Where a coach reads: a private channel, a yes of each leader to exactly who is there, and what holds it."""

from dataclasses import replace

import pytest

from bot.coaching import Engagement, Page
from bot.events import Held, Unposted
from bot.facts import Member, Person, Team
from bot.flow import Scene, State
from bot.flows.page import Places, held, joined, places
from bot.messages import FieldErrors, Ref
from bot.outcome import gathered
from tests.stage import Stage

ROOM = "stage:room"
PEOPLE = {name: Person(name, name.title(), "Europe/Berlin", homes=(f"stage:{name}",)) for name in ("lea", "tom", "kim")}
WITH_LEA = Page("nora", ROOM, "#coaching", ("lea", "nora"))


def coached(*leaders: str) -> Stage:
    """Nora coaches these, Ana among them at least."""
    stage = Stage()
    stage.people |= {one.id: one for one in PEOPLE.values()}
    stage.saves(*(Engagement("nora", one, "accepted") for one in leaders or ("ana",)))
    return stage


def looked(*people: str, kind: str = "private", name: str = "#coaching", others: str = "") -> str:
    """What the form brings of a channel."""
    return "\n".join((ROOM, kind, name, " ".join(people), others))


def chooses(stage: Stage, *people: str, **more: str) -> Stage:
    """Nora sends the form with that channel."""
    stage.who = "nora"
    return stage.says("digest channel").presses("Choose a channel").sends(channel=looked(*people, **more))


def agreed(stage: Stage, *leaders: str) -> Stage:
    """These say yes."""
    for one in leaders:
        stage.who = one
        stage.presses("Yes, that’s fine")
    stage.who = "nora"
    return stage


def page_of(stage: Stage) -> Page:
    page = stage._facts("nora").page
    assert page is not None
    return page


def withheld(stage: Stage, why: Held, *who: str) -> str:
    """What was published did not get there: what Nora is told, with all that follows from it."""
    play = stage._play("nora")
    scene = Scene(play.facts, State("digest", "nora"), stage.now, "e")
    event = Unposted("u", "nora", stage.now, Ref("digest", "", ""), ROOM, why, tuple((one, one.title()) for one in who))
    said, deeds = held(scene, event)
    for deed in deeds:
        play._do(deed, scene.state, "e")
    stage._keep(gathered(play, f"notice/{stage._id()}", "notice"), "u")
    return " ".join("".join(span.text for span in part.spans) for part in said if part.kind == "text")


def test_whoever_coaches_nobody_has_nothing_to_read() -> None:
    stage = Stage()
    assert "This is for coaches" in stage.says("digest channel").seen()


def test_without_a_choice_everything_comes_in_direct_messages() -> None:
    stage = coached("ana", "kim")
    assert places(stage._facts("nora")) == Places(direct=("ana", "kim"))
    stage.who = "nora"
    assert "where nobody else reads it" in stage.says("digest channel").seen()


def test_only_lines_of_leaders_who_said_yes_go_to_the_channel() -> None:
    stage = chooses(coached("ana", "kim"), "nora", "lea", "tom")
    assert "besides you: Lea, Tom" in stage.seen()
    stage.presses("Yes, ask my leaders")
    assert places(stage._facts("nora")) == Places(ROOM, ("lea", "nora", "tom"), (), ("ana", "kim"))
    stage.who = "ana"
    assert "Nora would like to read your line together with Lea, Tom, in #coaching: all right?" in stage.seen()
    agreed(stage, "ana")
    assert "Ana said yes to #coaching." in stage.seen()
    stage.who = "kim"
    stage.says("rather not")
    found = places(stage._facts("nora"))
    assert found == Places(ROOM, ("lea", "nora", "tom"), ("ana",), ("kim",))
    stage.who = "nora"
    assert "You read about Kim here" in stage.seen()
    shown = stage.says("digest channel").seen()
    assert "Read there: Ana" in shown
    assert "Read by you alone: Kim" in shown


@pytest.mark.parametrize(
    ("people", "more", "says"),
    [
        ("", {"kind": "public"}, "open to everybody"),
        ("", {"kind": "shared"}, "from elsewhere"),
        ("", {"kind": "gone"}, "archived"),
        ("nora lea", {"others": "Eve (a guest)"}, "Eve (a guest)"),
        ("lea tom", {}, "not in #coaching yourself"),
        ("nora", {"kind": "nonsense"}, "could not see"),
    ],
)
def test_a_channel_in_which_others_can_read_is_refused_with_the_reason(
    people: str, more: dict[str, str], says: str
) -> None:
    stage = chooses(coached(), *people.split(), **more)
    assert isinstance(stage.errors, FieldErrors)
    assert says in stage.errors.errors[0][1]
    assert stage._facts("nora").page is None


@pytest.mark.parametrize("value", ["", "stage:room", looked("nora").replace("stage:", "slack:"), "\n\n\n\n", "a\nb"])
def test_a_form_without_sense_changes_nothing(value: str) -> None:
    stage = coached()
    stage.who = "nora"
    stage.says("digest channel").presses("Choose a channel").sends(channel=value)
    assert isinstance(stage.errors, FieldErrors)
    assert stage._facts("nora").page is None


def test_a_yes_to_other_people_counts_for_nothing() -> None:
    stage = chooses(coached(), "nora", "lea").presses("Yes, ask my leaders")
    first = dict(stage.states["ana"])
    chooses(stage, "nora", "lea", "tom").presses("Yes, ask my leaders")
    stage.states["ana"] |= first
    agreed(stage, "ana")
    assert places(stage._facts("nora")).channel == ()


def test_the_same_people_again_need_no_second_yes_and_a_new_name_is_the_same_channel() -> None:
    stage = agreed(chooses(coached(), "nora", "lea").presses("Yes, ask my leaders"), "ana")
    chooses(stage, "nora", "lea", name="#renamed").presses("Yes, ask my leaders")
    assert places(stage._facts("nora")).channel == ("ana",)
    assert page_of(stage).name == "#renamed"


def test_a_yes_is_taken_back_in_one_tap() -> None:
    stage = agreed(chooses(coached(), "nora", "lea").presses("Yes, ask my leaders"), "ana")
    stage.who = "ana"
    stage.presses("Take it back")
    assert places(stage._facts("nora")).direct == ("ana",)


def test_a_newcomer_holds_it_and_each_leader_is_asked_anew_by_name() -> None:
    stage = agreed(chooses(coached("ana", "kim"), "nora", "lea").presses("Yes, ask my leaders"), "ana")
    assert "Tom has come into #coaching" in withheld(stage, "newcomer", "tom")
    assert places(stage._facts("nora")).direct == ("ana", "kim")
    stage.who = "ana"
    asked = stage.seen()
    assert "Tom has come into #coaching" in asked
    assert "Until you say yes, Nora reads it alone." in asked
    stage.who = "kim"
    assert "Tom has come" not in stage.seen(), "whoever has not said yes is not asked again"
    before = stage.all_seen("ana")
    withheld(stage, "newcomer", "tom")
    assert stage.all_seen("ana") == before, "a digest may be several messages, and the leaders are told once"
    agreed(stage, "ana")
    assert places(stage._facts("nora")) == Places(ROOM, ("lea", "nora", "tom"), ("ana",), ("kim",))
    assert page_of(stage).held == ""


@pytest.mark.parametrize(("why", "closed"), [("public", True), ("shared", True), ("gone", True), ("unknown", False)])
def test_a_channel_that_has_changed_holds_it_and_the_coach_gets_the_reason_each_time(why: Held, closed: bool) -> None:
    stage = agreed(chooses(coached(), "nora", "lea").presses("Yes, ask my leaders"), "ana")
    assert "nothing was posted there" in withheld(stage, why)
    assert "nothing was posted there" in withheld(stage, why)
    assert places(stage._facts("nora")).direct == (("ana",) if closed else ())
    assert ("Nothing goes to #coaching any more" in stage.says("digest channel").seen()) is closed


def test_what_happens_in_an_earlier_channel_does_not_matter() -> None:
    stage = coached()
    stage.saves(replace(WITH_LEA, channel="stage:other"))
    assert withheld(stage, "gone") == ""
    assert page_of(stage).held == ""


def test_read_here_again_takes_it_from_the_channel_and_an_old_yes_with_it() -> None:
    stage = agreed(chooses(coached(), "nora", "lea").presses("Yes, ask my leaders"), "ana")
    stage.says("digest channel").presses("Read it here")
    assert places(stage._facts("nora")) == Places(direct=("ana",))
    stage.who = "ana"
    stage.presses("Take it back")
    assert page_of(stage) == Page("nora")


def test_whoever_comes_to_work_with_the_coach_later_is_asked_too() -> None:
    stage = coached("ana", "kim")
    assert joined(stage._facts("nora"), "kim") == ()
    stage.saves(WITH_LEA)
    [start] = joined(stage._facts("nora"), "kim")
    assert (start.owner, start.answers["readers"]) == ("kim", "Lea")


def test_a_leaders_boss_in_the_channel_ends_it_without_a_word_to_the_leader() -> None:
    stage = coached("ana", "kim")
    stage.saves(Team("lea", "running"), Member("lea", "ana", "asked"))
    chooses(stage, "nora", "lea").presses("Yes, ask my leaders")
    assert "leads one of your leaders" in stage.seen()
    assert page_of(stage) == Page("nora")
    stage.who = "ana"
    assert "Lea" not in stage.seen()


@pytest.mark.parametrize("row", [Member("nora", "ana", "asked"), Member("ana", "nora", "asked")])
def test_between_two_of_whom_one_leads_the_other_nothing_goes_to_a_channel(row: Member) -> None:
    stage = coached()
    stage.saves(Team(row.leader, "running"), row)
    chooses(stage, "nora", "lea")
    assert isinstance(stage.errors, FieldErrors)
    assert "into no channel" in stage.errors.errors[0][1]


def test_whoever_comes_to_lead_the_other_later_or_has_not_said_so_yet_is_read_alone() -> None:
    stage = coached("ana", "kim")
    stage.saves(Team("ana"), Member("ana", "nora", "named"))
    chooses(stage, "nora", "lea").presses("Yes, ask my leaders")
    stage.who = "ana"
    assert "#coaching" not in stage.seen()
    agreed(stage, "kim")
    assert places(stage._facts("nora")) == Places(ROOM, ("lea", "nora"), ("kim",), ("ana",))
    stage.saves(Team("nora", "running"), Member("nora", "kim", "asked"))
    assert places(stage._facts("nora")).channel == ()


def test_who_does_not_work_together_any_more_is_asked_nothing_and_read_nowhere() -> None:
    stage = agreed(chooses(coached("ana", "kim"), "nora", "lea").presses("Yes, ask my leaders"), "ana", "kim")
    stage.saves(Engagement("nora", "ana", "ended"))
    assert places(stage._facts("nora")) == Places(ROOM, ("lea", "nora"), ("kim",), ())
    stage.who = "ana"
    stage.presses("Take it back")
    assert "Ana" not in page_of(stage).leaders
