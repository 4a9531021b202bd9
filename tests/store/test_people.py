from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.facts import Capture, Chance, Facts, Partner, Person, Practice, Waiting, Week
from bot.store import Store
from tests.store.samples import FULL, NOW, TODAY, person, planned, practice, settle_in, words_for


def test_every_kind_of_record_comes_back_as_it_was(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "nora", "omar")
        unit.people.save(FULL)
    with store.look() as unit:
        facts = unit.people.facts(["ana"], words_for)["ana"]
    ana, wait, asked, missed, capture, partner, consent, week, engagement, page, shown = FULL
    assert facts == Facts(
        ana,  # type: ignore[arg-type]  # the sample's order
        words_for("en"),
        practices=(wait,),  # type: ignore[arg-type]
        chances=(missed, asked),  # type: ignore[arg-type]
        captures=(capture,),  # type: ignore[arg-type]
        partners=(partner,),  # type: ignore[arg-type]
        consents=(consent,),  # type: ignore[arg-type]
        weeks=(week,),  # type: ignore[arg-type]
        people=(person("nora"), person("omar")),
        engagements=(engagement,),  # type: ignore[arg-type]
        page=page,  # type: ignore[arg-type]
        shown=(shown,),  # type: ignore[arg-type]
    )


def test_saving_again_overwrites_and_the_last_of_a_batch_stays(store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([person(), practice(act="I wait")])
        unit.people.save([practice(act="I count"), practice(act="I breathe")])
        facts = unit.people.facts(["ana"], words_for)["ana"]
    assert [one.act for one in facts.practices] == ["I breathe"]


def test_only_what_is_needed_is_loaded(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "nora", "omar")
        unit.people.save(FULL)
        facts = unit.people.facts(["ana", "omar", "nobody"], words_for, frozenset({Practice}))
    assert set(facts) == {"ana", "omar"}
    assert facts["ana"] == Facts(FULL[0], words_for("en"), practices=(FULL[1],))  # type: ignore[arg-type]  # the sample's order
    assert facts["omar"].practices == ()


def test_history_before_a_day_stays_where_it_is(store: Store) -> None:
    days = [TODAY - timedelta(days=days) for days in (300, 10, 0)]
    with store.begin() as unit:
        unit.people.save([person(), *(Chance("wait", day, "ana") for day in days), *(Week("ana", day) for day in days)])
        facts = unit.people.facts(["ana"], words_for, since=TODAY - timedelta(days=10))["ana"]
    assert [one.day for one in facts.chances] == days[1:]
    assert [one.friday for one in facts.weeks] == days[1:]


def test_everything_is_told_oldest_first(store: Store) -> None:
    captures = [
        Capture(id_, "ana", "note", "x", made_at=NOW + timedelta(days=days)) for id_, days in (("a", 2), ("b", 1))
    ]
    practices = [practice("late", started_on=None), practice("second", started_on=TODAY), practice("first")]
    with store.begin() as unit:
        unit.people.save([person(), *captures, Capture("c", "ana", "note", "x"), *practices])
        facts = unit.people.facts(["ana"], words_for)["ana"]
    assert [one.id for one in facts.captures] == ["c", "b", "a"]
    assert [one.id for one in facts.practices] == ["first", "second", "late"]


def test_partners_know_of_each_other(store: Store) -> None:
    partner = Partner("ana", "omar", "wait", "accepted", TODAY)
    with store.begin() as unit:
        settle_in(unit, "ana", "omar", "lea")
        unit.people.save([partner])
        facts = unit.people.facts(["ana", "omar", "lea"], words_for)
    assert facts["ana"].partners == facts["omar"].partners == (partner,)
    assert facts["lea"].partners == ()
    assert [one.id for one in facts["omar"].people] == ["ana", "lea"]


def test_others_are_the_first_by_name_and_those_one_has_to_do_with(store: Store) -> None:
    others = [person(f"p{number:02}") for number in range(30)]
    with store.begin() as unit:
        unit.people.save([*others, person("zoe"), person("ana", coach="zoe"), person("p99")])
        unit.people.save([Partner("ana", "p99", "wait")])
        facts = unit.people.facts(["ana", "p01"], words_for)
    assert [one.id for one in facts["ana"].people] == [*(f"p{number:02}" for number in range(20)), "p99", "zoe"]
    assert [one.id for one in facts["p01"].people] == ["ana", "p00", *(f"p{number:02}" for number in range(2, 20))]


def test_what_waits_is_told_with_its_class_and_soonest_first(store: Store) -> None:
    later = planned(occasion=TODAY + timedelta(days=1))
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.follow_ups.put([later, planned(kind="no_longer_known"), replace(planned(), flow="sharpen", kind="next")])
        waiting = unit.people.facts(["ana"], words_for, frozenset({Waiting}))["ana"].waiting
    assert waiting == (
        Waiting("sharpen", "next", "wait", datetime(2026, 11, 23, 17), "slot", TODAY),
        Waiting("checkin", "asked", "wait", datetime(2026, 11, 24, 17), "slot", TODAY + timedelta(days=1)),
    )


def test_people_are_found_by_id_and_all_together(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "omar", "ana")
        assert unit.people.get("ana") == person("ana")
        assert unit.people.get("nobody") is None
        assert [one.id for one in unit.people.all()] == ["ana", "omar"]


def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="needs its zone"), store.begin() as unit:
        unit.people.save([person(quiet_until=datetime(2026, 11, 23, 16))])


def test_a_wall_time_with_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no zone of its own"), store.begin() as unit:
        unit.follow_ups.put([planned(wall=NOW)])


def test_both_instants_of_a_repeated_hour_stay_apart(store: Store) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with store.begin() as unit:
        unit.people.save([person("one", quiet_until=first), person("two", quiet_until=first.replace(fold=1))])
        quiet = [one.quiet_until for one in unit.people.all()]
    assert quiet == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    assert all(moment is not None and moment.tzinfo is UTC for moment in quiet)


def test_what_people_type_comes_back_whatever_it_is(store: Store) -> None:
    words = "~ not sealed? 'quoted' \"twice\" %s :name {x} \\ 🦆 \u202e ‏שלום"
    with store.begin() as unit:
        unit.people.save([person(name=words), practice(act=words), Chance("wait", TODAY, "ana", note=words)])
        facts = unit.people.facts(["ana"], words_for)["ana"]
    assert (facts.person.name, facts.practices[0].act, facts.chances[0].note) == (words, words, words)


def test_a_record_of_somebody_unknown_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match=r"FOREIGN KEY|meanwhile"), store.begin() as unit:
        unit.people.save([practice(owner="nobody")])


def test_a_day_of_two_practices_is_two_chances(store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([person(), Chance("wait", TODAY, "ana", "did"), Chance("thank", TODAY, "ana", "not")])
        unit.people.save([Chance("wait", TODAY, "ana", "partly")])
        chances = unit.people.facts(["ana"], words_for)["ana"].chances
    assert [(one.practice, one.mark) for one in chances] == [("thank", "not"), ("wait", "partly")]


def test_a_person_without_anything_has_empty_facts(store: Store) -> None:
    with store.begin() as unit:
        unit.people.save([])
        settle_in(unit, "ana")
        facts = unit.people.facts(["ana"], words_for)["ana"]
    assert facts == Facts(Person("ana", "Ana", zone="Europe/Berlin", homes=("slack:ana",)), words_for("en"))
