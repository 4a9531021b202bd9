"""The page in the coach's channel: the lines of those who said yes to who is there; the rest by direct message."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.coaching import Engagement, Page
from bot.drawn import drawn
from bot.events import Unposted
from bot.messages import Choices, Ref
from bot.outcome import Post
from tests.digests import READ, STEADY, begun, coaching, read, shows, works_with
from tests.stage import Stage

PAGE = Page("nora", "stage:c", "ana-and-ben", ("ana", "ben", "nora"), ("ana", "ben"))


def channelled(page: Page = PAGE) -> Stage:
    """Ana and Ben said yes, Eva did not."""
    stage = coaching()
    for name in ("ana", "ben", "eva"):
        shows(stage, name, replace(STEADY, due=1), ahead="Petra joins")
    return stage.saves(page)


def posted(stage: Stage) -> list[Post]:
    return [stage.messages[key] for key in stage.order if stage.messages[key].address]


def direct(stage: Stage) -> str:
    mine = [stage.messages[key] for key in stage.order if stage.messages[key].person == "nora"]
    return "\n---\n".join(drawn(one.message) for one in mine if not one.address)


def test_the_lines_of_those_who_said_yes_stand_there_and_nowhere_else() -> None:
    stage = read(channelled())
    (post,) = posted(stage)
    assert drawn(post.message) == (
        "2 leaders, days closed by Friday 27 November\nLook here first\nAna: 1 promise due\nBen: 1 promise due"
    )
    assert direct(stage).splitlines()[:4] == [
        "You read about 2 of your leaders in ana-and-ben, unless something has changed there.",
        "1 leader, days closed by Friday 27 November",
        "Look here first",
        "Eva: 1 promise due",
    ]


def test_what_the_coach_owes_and_is_asked_and_can_press_is_for_the_coach_alone() -> None:
    stage = read(channelled())
    (post,) = posted(stage)
    there = drawn(post.message)
    assert "Petra" not in there
    assert "?" not in there
    assert not [part for ask in post.message.asks for part in ask.parts if isinstance(part, Choices)]
    assert "Open between you: Ana: “Petra joins” is yours to say" in direct(stage)
    assert "[Open a leader]" in direct(stage)


def test_it_leaves_only_while_nobody_else_is_there() -> None:
    (post,) = posted(read(channelled()))
    assert post.message.only
    assert post.address == "stage:c"


def test_in_a_channel_that_is_closed_or_was_never_agreed_to_nothing_is_posted() -> None:
    for page in (replace(PAGE, held="public"), replace(PAGE, leaders=()), Page("nora")):
        stage = read(channelled(page))
        assert posted(stage) == []
        assert "Ben: 1 promise due" in direct(stage)


def test_where_all_of_them_are_in_the_channel_no_leaders_are_counted_here() -> None:
    stage = read(channelled(replace(PAGE, leaders=("ana", "ben", "eva"))))
    assert direct(stage).splitlines()[0].startswith("You read about 3 of your leaders in ana-and-ben, unless")
    assert direct(stage).splitlines()[1].startswith("Open between you")


def test_opened_from_there_a_leader_is_shown_to_the_coach_alone() -> None:
    stage = read(channelled()).presses("Open a leader").presses("Ana")
    assert "Ana, this week" in direct(stage)
    assert len(posted(stage)) == 1


def test_what_was_not_posted_is_read_here_with_the_reason() -> None:
    stage = read(channelled())
    ref = Ref("digest", "page", "page", "2026-11-30")
    event = Unposted("u1", "nora", stage.now, ref, "stage:c", "public")
    stage.undergoes(event)
    assert "ana-and-ben" in stage.seen()
    assert "Ana: 1 promise due\nBen: 1 promise due\nEva: 1 promise due" in stage.seen()
    before = stage.said_count()
    assert stage.undergoes(replace(event, id="u2")).said_count() == before


def test_a_newcomer_holds_it_and_the_next_one_too() -> None:
    stage = read(channelled())
    ref = Ref("digest", "page", "page", "2026-11-30")
    stage.undergoes(Unposted("u1", "nora", stage.now, ref, "stage:c", "newcomer", (("x", "Max"),)))
    assert "Max" in stage.seen()
    assert "Ana: 1 promise due" in stage.seen()
    for name in ("ana", "ben", "eva"):
        shows(stage, name, friday=datetime(2026, 12, 4).date())
    stage.goes_to(READ + timedelta(weeks=1))
    assert len(posted(stage)) == 1


def test_what_stands_there_goes_when_the_choice_does() -> None:
    stage = read(channelled())
    (before,) = posted(stage)
    stage.messages.pop(before.key)
    stage.order.remove(before.key)
    stage.talks("ana").says("share nothing").talks("nora").ticks()
    (after,) = posted(stage)
    assert after.key == before.key, "in its place"
    assert "Ana: " not in drawn(after.message)
    assert "Ben: 1 promise due" in drawn(after.message)


def test_without_a_channel_nothing_has_to_be_taken_back() -> None:
    stage = begun(channelled(Page("nora"))).talks("ana").says("share nothing").talks("nora")
    stage.goes_to(datetime(2026, 11, 23, 9, 30))
    assert stage.waiting() == ["digest/monday 2026-11-30 09:00"]


def test_before_it_is_posted_nothing_is_taken_back() -> None:
    stage = begun(channelled()).goes_to(datetime(2026, 11, 28, 12))
    stage.talks("ana").says("share nothing").talks("nora").ticks()
    assert posted(stage) == []


def test_whoever_ends_it_is_on_no_page_in_no_channel() -> None:
    stage = channelled().saves(Engagement("nora", "ana", "ended"))
    (post,) = posted(read(stage))
    assert "Ana" not in drawn(post.message)
    assert "Ana" not in direct(works_with(stage, "kim"))


def test_when_the_only_one_there_ends_it_nothing_of_them_is_left_there() -> None:
    stage = read(channelled(replace(PAGE, leaders=("ana",))))
    (before,) = posted(stage)
    stage.messages.pop(before.key)
    stage.order.remove(before.key)
    stage.saves(Engagement("nora", "ana", "ended")).starts("digest", news="withdrawn").ticks()
    (after,) = posted(stage)
    assert drawn(after.message) == "That is all of this week."
