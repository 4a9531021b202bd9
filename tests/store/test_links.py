from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from bot.facts import Linked, Practice
from bot.flow import State
from bot.messages import Ask, Message, Plain, Ref
from bot.messages import Text as Paragraph
from bot.rules import codes
from bot.store import Store, open_store
from bot.store.links import Tried
from bot.store.tables import TABLES
from tests.store.samples import KEY, NOW, OTHER_KEY, outgoing, person, practice, settle_in, words_for

WRONG = "CCCCDDDD"
HOUR = timedelta(hours=1)


def made(store: Store, who: str = "ana", now: datetime = NOW) -> str:
    with store.begin() as unit:
        return unit.links.make(who, now)


def used(store: Store, code: str, who: str = "omar", now: datetime = NOW) -> Tried:
    with store.begin() as unit:
        return unit.links.use(who, code, now)


@pytest.fixture
def settled(store: Store) -> Store:
    """Three people, none of them linked."""
    with store.begin() as unit:
        settle_in(unit, "ana", "omar", "lea")
    return store


def test_a_code_leads_once_to_whom_it_was_given(settled: Store) -> None:
    code = made(settled)
    assert used(settled, code) == Tried("found", "ana")
    assert used(settled, code) == used(settled, code, "lea") == Tried("wrong")


def test_a_code_is_eight_letters_that_nobody_mistakes_and_another_one_each_time(settled: Store) -> None:
    made_so = {made(settled) for _ in range(50)}
    assert len(made_so) == 50
    assert all(len(code) == 8 and set(code) <= set(codes.LETTERS) for code in made_so)


def test_a_code_is_good_for_an_hour(settled: Store) -> None:
    code = made(settled)
    assert used(settled, code, now=NOW + HOUR) == Tried("wrong")
    assert used(settled, code, now=NOW + HOUR - timedelta(seconds=1)) == Tried("found", "ana")


def test_a_new_code_takes_the_place_of_the_one_before(settled: Store) -> None:
    before, now = made(settled), made(settled)
    assert used(settled, before) == Tried("wrong")
    assert used(settled, now) == Tried("found", "ana")


def test_ones_own_code_is_not_used_up_and_no_wrong_one(settled: Store) -> None:
    code = made(settled)
    for _ in range(codes.MOST_WRONG + 1):
        assert used(settled, code, "ana") == Tried("own")
    assert used(settled, code) == Tried("found", "ana")
    assert used(settled, code, "ana") == Tried("wrong")


@pytest.mark.parametrize("change", [{"state": "stopped"}, {"state": "gone"}, {"linked": "lea"}])
def test_a_code_leads_to_nobody_who_has_ended_it_or_is_linked_by_now(settled: Store, change: dict[str, str]) -> None:
    code = made(settled)
    with settled.begin() as unit:
        unit.people.save([replace(person("ana"), **change)])  # type: ignore[arg-type]  # as named
    assert used(settled, code) == Tried("wrong")


def test_after_five_wrong_ones_none_is_tried_for_an_hour(settled: Store) -> None:
    code = made(settled)
    tries = [used(settled, WRONG, now=NOW + timedelta(minutes=n)).outcome for n in range(5)]
    assert tries == ["wrong"] * 4 + ["enough"]
    last = NOW + timedelta(minutes=4)
    assert used(settled, code, now=last + HOUR - timedelta(seconds=1)) == Tried("enough")
    assert used(settled, made(settled, now=last), now=last + HOUR - timedelta(seconds=1)) == Tried("enough")
    fresh = made(settled, now=last + HOUR)
    assert used(settled, fresh, now=last + HOUR) == Tried("found", "ana")


def test_wrong_ones_count_by_person_and_for_an_hour(settled: Store) -> None:
    for minutes in (0, 1, 2, 3, 61, 62, 63, 64):
        assert used(settled, WRONG, now=NOW + timedelta(minutes=minutes)) == Tried("wrong")
    assert used(settled, WRONG, "lea") == Tried("wrong")


def test_trying_a_code_keeps_ones_own(settled: Store) -> None:
    own = made(settled, "omar")
    used(settled, WRONG)
    assert used(settled, own, "ana") == Tried("found", "omar")


def test_of_two_who_use_a_code_at_once_one_does(settled: Store) -> None:
    for _ in range(5):
        code, ready = made(settled), Barrier(2)

        def use(who: str, code: str = code, ready: Barrier = ready) -> str:
            ready.wait()
            return used(settled, code, who).outcome

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(use, ("omar", "lea"))) == ["found", "wrong"]
        with settled.begin() as unit:
            unit.links.tidy(NOW + 2 * HOUR)


def test_only_a_hash_of_a_code_is_stored_and_not_one_that_can_be_searched_for(
    settled: Store, fresh_database: str
) -> None:
    code = made(settled)
    with settled.look() as unit:
        (row,) = unit.connection.execute(select(TABLES["code"])).all()
    assert code not in str(row)
    other = open_store(fresh_database, (OTHER_KEY, KEY))
    assert used(other, code) == Tried("wrong")
    other.close()
    assert used(settled, code) == Tried("found", "ana")


def test_what_is_over_is_tidied_and_what_is_not_stays(settled: Store) -> None:
    made(settled)
    used(settled, WRONG, now=NOW + timedelta(minutes=30))
    with settled.begin() as unit:
        unit.tidy(NOW + HOUR)
        owners = unit.connection.scalars(select(TABLES["code"].c.owner)).all()
        assert owners == ["omar"]
        unit.tidy(NOW + timedelta(minutes=90))
        assert unit.connection.scalars(select(TABLES["code"].c.owner)).all() == []


# two who are one


def linked(store: Store) -> dict[str, str]:
    with store.look() as unit:
        return {one.id: one.linked for one in unit.people.all() if one.linked}


def joined(store: Store, one: str = "ana", other: str = "omar") -> bool:
    with store.begin() as unit:
        return unit.links.join(one, other)


def test_two_are_joined_and_parted_from_either_side(settled: Store) -> None:
    for side in ("ana", "omar"):
        assert joined(settled)
        assert linked(settled) == {"ana": "omar", "omar": "ana"}
        with settled.begin() as unit:
            unit.links.part(side)
        assert linked(settled) == {}


def test_nobody_is_joined_twice_or_with_themselves_or_with_nobody(settled: Store) -> None:
    assert joined(settled)
    assert not joined(settled, "lea", "ana")
    assert not joined(settled, "omar", "lea")
    assert not joined(settled, "lea", "lea")
    assert not joined(settled, "lea", "nobody")
    assert linked(settled) == {"ana": "omar", "omar": "ana"}


@pytest.mark.parametrize("state", ["stopped", "gone"])
def test_nobody_is_joined_who_has_ended_it(settled: Store, state: str) -> None:
    with settled.begin() as unit:
        unit.people.save([person("omar", state=state)])
    assert not joined(settled)
    assert linked(settled) == {}


def test_of_two_who_are_joined_with_the_same_one_at_once_one_is(settled: Store) -> None:
    ready = Barrier(2)

    def join(who: str) -> bool:
        ready.wait()
        return joined(settled, who, "omar")

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(join, ("ana", "lea"))) == [False, True]
    assert len(linked(settled)) == 2


def test_no_code_leads_to_who_is_joined(settled: Store) -> None:
    code = made(settled)
    joined(settled, "ana", "lea")
    with settled.begin() as unit:
        unit.links.part("ana")
    assert used(settled, code) == Tried("wrong")


def test_parting_who_is_on_their_own_touches_nobody(settled: Store) -> None:
    joined(settled)
    with settled.begin() as unit:
        unit.links.part("lea")
        unit.links.part("nobody")
    assert linked(settled) == {"ana": "omar", "omar": "ana"}


def test_each_knows_what_is_practised_in_the_other_place_and_nobody_else_does(settled: Store) -> None:
    joined(settled)
    with settled.begin() as unit:
        unit.people.save([practice("wait", "omar"), practice("early", "omar", started_on=None)])
        facts = unit.people.facts(["ana", "lea", "omar"], words_for)
        assert facts["ana"].linked == Linked(
            person("omar", linked="ana"), (practice("wait", "omar"), practice("early", "omar", started_on=None))
        )
        assert facts["ana"].practices == ()
        assert facts["lea"].linked is None
        assert facts["omar"].linked == Linked(person("ana", linked="omar"))
        assert unit.people.facts(["ana"], words_for, frozenset({Practice}))["ana"].linked is None


def test_a_link_to_somebody_who_is_not_in_this_store_is_none(settled: Store) -> None:
    joined(settled)
    preview = open_store("sqlite://", (OTHER_KEY,))
    preview.migrate()
    with settled.look() as unit, preview.begin() as copy:
        unit.copy_to(copy, "ana")
        copy.connection.execute(TABLES["person"].delete().where(TABLES["person"].c.id == "omar"))
        assert copy.people.facts(["ana"], words_for)["ana"].linked is None
    preview.close()


def test_erasing_one_side_frees_the_other_and_leaves_no_trace(settled: Store) -> None:
    made(settled)
    joined(settled)
    question = Message((Ask((Paragraph((Plain("The same?"),)),), Ref("link", "ana", "same")),))
    with settled.begin() as unit:
        unit.links.use("ana", WRONG, NOW)
        unit.talks.put([State("link", "omar", "ana", "same", {"name": "Ana"}), State("link", "ana", "omar", "mine")])
        unit.outbox.put([outgoing("behalf/x/y/omar", "omar", cls="behalf", message=question)])
        unit.outbox.mark_sent({1: "p1"}, NOW)
        unit.erase("ana")
    assert linked(settled) == {}
    with settled.look() as unit:
        for table in TABLES.values():
            assert not [row for row in unit.connection.execute(select(table)) if "ana" in str(row).lower()]
        assert unit.people.get("omar") is not None


def test_the_export_tells_of_a_code_but_not_what_it_was(settled: Store) -> None:
    made(settled)
    with settled.look() as unit:
        (row,) = unit.export("ana", NOW)["code"]
    assert set(row) == {"owner", "until_at", "wrong", "wrong_at"}
