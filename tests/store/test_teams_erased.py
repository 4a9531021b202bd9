"""What erasing and exporting does to teams, rounds and what was told with a name; and what a preview takes along."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ballot.answer import Answer
from bot.ballot.asked import Chips, Open, Scale
from bot.ballot.cells import FileCells
from bot.ballot.released import Ended, Released
from bot.errors import KeysUnreachable
from bot.facts import Capture, Item, Member
from bot.flow import State
from bot.messages import Ask, Message, Plain, Quote, Ref, Text
from bot.store import Store, open_store
from tests.store.samples import KEY, NOW, outgoing, person, planned, words_for
from tests.store.test_circles import ITEM, NAMES, ROUND, founded
from tests.store.test_private import everything

QUESTIONS = (Scale("say", 1, 5), Chips("missing", ("time", "skill")), Open("wish"))
CLOSES = ROUND.closes_at


def answer(wish: str) -> Answer:
    return Answer({"say": 3, "missing": frozenset({"time"}), "wish": wish})


def asks(store: Store, round_: str, wish: str) -> None:
    with store.begin() as unit:
        unit.ballots.open(round_, NAMES, QUESTIONS, 5, CLOSES)
    for name in NAMES:
        with store.begin() as unit:
            assert unit.ballots.cast(round_, name, answer(f"{wish} {name}"), NOW) == "taken"


def lived(store: Store) -> None:
    """Ana's team after one round, in the middle of the next, with something told by Ben and everybody asked."""
    founded(store)
    asks(store, "r1", "an open wish of")
    with store.begin() as unit:
        assert isinstance(unit.ballots.close("r1", CLOSES), Released)
        unit.people.save([replace(ROUND, state="released"), replace(ROUND, id="r2", number=2, state="open")])
        unit.people.save([Member("ana", "eva", "out"), Item("i2", "lea", "ana", "thanks", "for the cake", NOW)])
        unit.people.save([Capture("c1", "ana", "promise", "an agenda", made_at=NOW, loop="i1")])
    asks(store, "r2", "a sealed wish of")
    with store.begin() as unit:
        invited = {"news": "opened", "invited": [*NAMES[:1], *NAMES[2:]]}
        unit.talks.put(
            [
                State("answer", "ben", "r2", "asked", {"news": "opened"}, asked="a"),
                State("item", "ana", "i1", "told", {"news": "told"}, asked="b"),
                State("item", "ana", "i2", "told", {"news": "told"}, asked="d"),
                State("pulse", "ana", "r2", "open", invited),
            ]
        )
        unit.follow_ups.put([planned("ben", flow="answer", kind="reminder", subject="r2", key="ben/answer")])
        unit.outbox.put(
            [
                _about("a", "ben", "answer", "r2", "Ana asks"),
                _about("b", "ana", "item", "i1", ITEM.text),
                _about("c", "lea", "loop", "r1", "Ana answers"),
                _about("d", "ana", "item", "i2", "for the cake"),
            ]
        )
        unit.outbox.mark_sent({1: "p1", 2: "p2", 3: "p3", 4: "p4"}, NOW)


def _about(key: str, to: str, flow: str, subject: str, words: str) -> object:
    parts = (Text((Plain("It is said:"),)), Quote(words))
    return outgoing(key, to, cls="behalf", message=Message((Ask(parts, Ref(flow, subject, "told")),)))


def stands(store: Store, *words: str) -> list[tuple[str, str]]:
    """Where these words are read, in any table but that of boxes, whose bytes are chance."""
    read = [(table, value) for table, opened, value in everything(store) if opened == "True" and table != "box"]
    return sorted({(table, word) for table, value in read for word in words if word in value})


def test_an_erased_leader_leaves_no_round_and_no_key(store: Store) -> None:
    lived(store)
    assert isinstance(store.cells, FileCells)
    assert len(store.cells.names()) == 1
    assert stands(store, "an open wish of")
    with store.begin() as unit:
        unit.erase("ana")
    assert stands(store, "an open wish of", "r1", "r2", "i1", "i2", ITEM.text) == []
    assert store.cells.names() == []
    with store.look() as unit:
        assert unit.ballots.open_rounds() == []
        assert {one.id for one in unit.people.all()} == {*NAMES, "omar", "zoe"}
        assert unit.follow_ups.waiting("ben") == []
        assert unit.people.facts(["ben"], words_for)["ben"].members == (Member("zoe", "ben"),)


def test_a_leader_whose_keys_cannot_be_destroyed_is_not_half_erased(store: Store, fresh_database: str) -> None:
    lived(store)
    without = open_store(fresh_database, (KEY,))
    with pytest.raises(KeysUnreachable), without.begin() as unit:
        unit.erase("ana")
    without.close()
    with store.look() as unit:
        assert unit.people.get("ana") is not None
        assert unit.ballots.open_rounds() == ["r2"]


def test_an_erased_member_goes_with_what_they_told_and_what_was_released_stays(store: Store) -> None:
    lived(store)
    with store.begin() as unit:
        unit.erase("ben")
    assert stands(store, "i1", ITEM.text, "ben") == [("comment", "ben")], "a comment cannot be found by person"
    with store.look() as unit:
        facts = unit.people.facts(["ana"], words_for)["ana"]
        assert [one.id for one in facts.items] == ["i2"]
        assert [one.id for one in facts.rounds] == ["r1", "r2"]
        assert dict(facts.invited)["r2"] == ("eva", "jon", "kim", "lea")
        assert facts.captures[0].loop == ""
        assert [row.message.asks for row in unit.outbox.shown_to("ana")][-1] == ()
        assert "for the cake" in str([row.message for row in unit.outbox.shown_to("ana")])
        assert isinstance(unit.ballots.ended("r1"), Released)
        assert unit.ballots.open_rounds() == ["r2"]
    with store.begin() as unit:
        ended = unit.ballots.close("r2", CLOSES)
    assert isinstance(ended, Released), "their answer counts with the others"


def test_a_leaders_export_tells_nobody_who_is_not_asked(store: Store) -> None:
    lived(store)
    with store.begin() as unit:
        told = unit.export("ana", NOW)
        for state in ("asked", "named", "out"):
            unit.people.save([Member("ana", "eva", state)])
            assert json.dumps(unit.export("ana", NOW)) == json.dumps(told)
    assert {row["state"] for row in told["member"]} == {"named"}
    assert told["invited"] == []
    assert "eva" not in json.dumps([told["conversation"], told["round"], told["outbox"]])
    assert {"text": ITEM.text, "author": "ben"}.items() <= told["item"][0].items()


def test_a_leaders_export_holds_comments_from_their_release_on_in_no_order(store: Store) -> None:
    lived(store)
    with store.look() as unit:
        before = unit.export("ana", ROUND.releases_at - timedelta(minutes=1))
        after = unit.export("ana", ROUND.releases_at)
    assert before["comment"] == before["result"] == before["chosen"] == before["ballot"] == []
    assert "wish of" not in json.dumps(before)
    assert {row["text"] for row in after["comment"]} == {f"an open wish of {name}" for name in NAMES}
    assert {frozenset(row) for row in after["comment"]} == {frozenset({"question", "text"})}
    assert [row["round"] for row in after["result"]] == ["r1"]
    assert after["chosen"] == [{"round": "r1", "question": "missing", "options": ["time"]}]
    assert "a sealed wish of" not in json.dumps(after)


def test_a_members_export_holds_their_own_rows_and_nobody_elses(store: Store) -> None:
    lived(store)
    with store.look() as unit:
        told = unit.export("eva", ROUND.releases_at)
    assert [(row["leader"], row["state"]) for row in told["member"]] == [("ana", "out")]
    assert [row["round"] for row in told["invited"]] == ["r1", "r2"]
    for table in ("team", "round", "item", "comment", "result", "chosen"):
        assert told[table] == []
    assert not {*NAMES} - {"eva"} & {word.strip('"') for word in json.dumps(told).split()}


def unread(ended: Ended) -> Ended:
    """What was released, without the words of it."""
    if not isinstance(ended, Released):
        return ended
    return replace(ended, comments=tuple(replace(one, text="…") for one in ended.comments))


def test_a_leader_is_copied_with_how_their_rounds_ended_and_without_any_box(store: Store) -> None:
    lived(store)
    for who in ("ana", "ben"):
        other = open_store("sqlite://", (KEY,))
        other.migrate()
        with store.look() as unit, other.begin() as copy:
            unit.copy_to(copy, who)
            theirs = unit.people.facts([who], words_for)[who]
            found = copy.people.facts([who], words_for)[who]
            assert copy.ballots.open_rounds() == []
        assert (found.rounds, found.teams) == (theirs.rounds, theirs.teams)
        assert found.released == tuple((round_, unread(ended)) for round_, ended in theirs.released)
        assert found.invited == theirs.invited
        other.close()


def test_somebody_in_no_team_is_counted_as_they_are(store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([person("omar")])
        unit.outbox.put([outgoing("a", "omar")])
    with store.look() as unit:
        counts = unit.counts("omar")
    assert {name: count for name, count in counts.items() if count} == {"person": 1, "outbox": 1}
