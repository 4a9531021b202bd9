"""What is read about teams: of one's own all of it, of others' what concerns oneself, and nothing that is private."""

from dataclasses import replace
from datetime import timedelta

from bot.ballot.asked import Scale
from bot.facts import Item, Member, Round, Team
from bot.store import Store
from bot.store.people import People
from tests.store.samples import NOW, TODAY, settle_in, words_for

TEAM = Team("ana", "running", 5, 6, "I have asked for your help.", TODAY, "wait", True, "slack:C1", True, TODAY)
ROUND = Round(
    id="r1",
    leader="ana",
    number=1,
    opened_on=TODAY,
    closes_at=NOW + timedelta(days=7),
    releases_at=NOW + timedelta(days=8),
    k=5,
    invited=5,
    practice="wait",
    since=TODAY - timedelta(days=28),
    guess="4",
    thanked_on=TODAY,
    replied_on=TODAY,
    unanswered_on=TODAY,
    heard="that it goes too fast",
    declined="the Monday meeting, for it is the only one",
)
ITEM = Item("i1", "ben", "ana", "request", "an agenda the day before", NOW, "answered", "from Monday on", TODAY, TODAY)
NAMES = ("ben", "eva", "jon", "kim", "lea")


def founded(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana", "omar", "zoe", *NAMES)
        members = [Member("ana", name, "asked", TODAY) for name in NAMES]
        unit.people.save([TEAM, *members, ROUND, ITEM, Member("zoe", "ben"), Team("zoe")])


def test_a_leader_reads_all_of_it(store: Store) -> None:
    founded(store)
    with store.look() as unit:
        facts = unit.people.facts(["ana"], words_for, frozenset({Team}))["ana"]
    assert facts.teams == (TEAM,)
    assert [one.person for one in facts.members] == list(NAMES)
    assert facts.rounds == (ROUND,)
    assert facts.items == (ITEM,)
    assert [one.id for one in facts.people] == list(NAMES)


def test_a_member_reads_of_both_teams_and_nothing_that_is_the_leaders_own(store: Store) -> None:
    founded(store)
    with store.look() as unit:
        facts = unit.people.facts(["lea", "ben"], words_for, frozenset({Team}))
    lea, ben = facts["lea"], facts["ben"]
    assert [one.leader for one in ben.teams] == ["ana", "zoe"]
    assert [(one.leader, one.person) for one in ben.members] == [("ana", "ben"), ("zoe", "ben")]
    assert [one.id for one in ben.people] == ["ana", "zoe"], "who else is in a team is not told"
    assert ben.items == (ITEM,)
    assert lea.items == (replace(ITEM, author="", text="", answer=""),)
    assert lea.rounds == (replace(ROUND, guess="", heard="", declined=""),)
    assert lea.released == lea.invited == lea.questions == ()


def test_whoever_is_in_no_team_reads_nothing(store: Store) -> None:
    founded(store)
    with store.look() as unit:
        facts = unit.people.facts(["omar"], words_for)["omar"]
    assert facts.teams == facts.members == facts.rounds == facts.items == facts.released == facts.invited == ()


def test_who_is_asked_and_how_it_ended_is_the_leaders_to_know(store: Store) -> None:
    founded(store)
    with store.begin() as unit:
        unit.ballots.open("r1", NAMES, (Scale("say", 1, 5),), 5, ROUND.closes_at)
    with store.look() as unit:
        facts = unit.people.facts(["ana"], words_for, frozenset({Team}))["ana"]
    assert facts.invited == (("r1", NAMES),)
    assert facts.questions == (("r1", (Scale("say", 1, 5),)),)
    assert facts.released == (), "an open round says nothing"
    with store.begin() as unit:
        ended = unit.ballots.close("r1", ROUND.closes_at)
        unit.people.save([replace(ROUND, state="below")])
    with store.look() as unit:
        facts = unit.people.facts(["ana"], words_for, frozenset({Team}))["ana"]
    assert facts.released == (("r1", ended),)


def test_nobody_is_asked_again_within_two_weeks_whoever_asks(store: Store) -> None:
    founded(store)
    with store.begin() as unit:
        unit.ballots.open("r1", NAMES, (Scale("say", 1, 5),), 5, ROUND.closes_at)
    with store.look() as unit:
        assert unit.ballots.asked(["ben", "omar"], TODAY - timedelta(days=14)) == {"ben": TODAY}
        assert unit.ballots.asked(["ben", "omar"], TODAY) == {}


def test_a_round_that_is_dropped_is_read_by_nobody(store: Store) -> None:
    founded(store)
    with store.begin() as unit:
        unit.ballots.open("r1", NAMES, (Scale("say", 1, 5),), 5, ROUND.closes_at)
    with store.begin() as unit:
        unit.ballots.drop("r1")
        unit.ballots.drop("r1")
    with store.look() as unit:
        assert unit.ballots.open_rounds() == []
    assert store.cells is not None
    assert store.cells.names() == []


def test_what_people_wrote_is_sealed(store: Store) -> None:
    founded(store)
    with store.look() as unit:
        assert isinstance(unit.people, People)
        rows = [
            *unit.connection.exec_driver_sql("SELECT notice FROM team WHERE leader = 'ana'").all(),
            *unit.connection.exec_driver_sql("SELECT guess, heard, declined FROM round").all(),
            *unit.connection.exec_driver_sql("SELECT text, answer FROM item").all(),
        ]
    stored = " ".join(words for row in rows for words in row)
    for words in (TEAM.notice, ROUND.heard, ROUND.declined, ITEM.text, ITEM.answer):
        assert words not in stored
