import json
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Text, select, text, type_coerce
from sqlmodel import SQLModel

from bot.errors import StoreError, WrongKey
from bot.facts import Consent, Partner
from bot.flow import State
from bot.messages import Ask, Message, Plain, Quote, Ref
from bot.messages import Text as Paragraph
from bot.store import Store, open_store
from bot.store.types import Sealed
from bot.store.vault import vault_of
from tests.store.samples import (
    FULL,
    KEY,
    NOW,
    OTHER_KEY,
    TODAY,
    message,
    outgoing,
    person,
    planned,
    reference,
    settle_in,
    words_for,
)

WORDS = (
    "it was quiet for once",
    "Omar the numbers",
    "the pause",
    "a walk",
    "Lea, for the notes",
    "a dilemma",
    "a rude word",
    "my own line",
    "I would like to work with you",
    "Petra joins",
    "telling Sales",
)


def live(store: Store) -> None:
    """Everything about Ana that there can be, and Omar, Nora and Lea who have to do with her."""
    with store.begin() as unit:
        settle_in(unit, "nora", "omar", "lea", "anabel")
        unit.people.save(FULL)
        unit.people.save([person("omar", coach="ana"), Partner("lea", "ana", "other")])
        unit.people.save([Consent("k2", "omar", "ana", "status", NOW)])
        unit.talks.put(
            [
                State("capture", "ana", "c1", "when", {"text": "a dilemma"}),
                State("partner", "omar", "ana", "asked", {"leader": "ana"}),
                State("consent", "nora", "", "shown", {"who": ["ana"], "other": "anabel"}, asked="behalf/e/ana/nora"),
                State("checkin", "anabel", "wait", "asked", {"open": "2026-11-23"}),
            ]
        )
        unit.follow_ups.put([planned(), planned("omar", subject="ana", key="omar/1"), planned("anabel")])
        about_ana = Message((Ask((Paragraph((Plain("Ana asks"),)),), Ref("partner", "ana", "asked")),))
        unit.outbox.put(
            [
                outgoing("slot/ana/1"),
                outgoing("reply/e1/ana", cls="reply", message=message("Kept:", quote="a rude word")),
                outgoing("behalf/e2/ana/lea", "lea", cls="behalf", message=message("From Ana")),
                outgoing("behalf/e3/ana/omar", "omar", cls="behalf", message=about_ana),
                outgoing("slot/omar/2", "omar", message=about_ana),
                outgoing("slot/anabel/1", "anabel"),
            ]
        )
        unit.outbox.mark_sent({4: "p4", 5: "p5"}, NOW)
        unit.first_seen({"press/ana/1": NOW})
        unit.first_seen({"press/anabel/1": NOW})
        for address in ("teams:ana", "teams:anabel", "other:ana"):
            unit.references.save(reference(address))
        unit.playground.add_post("slack:ana", "k", "ana", NOW, '{"text": "my own line"}')
        unit.playground.add_post("slack:lea", "l", "ana", NOW, "{}")
        unit.playground.add_post("slack:anabel", "m", "anabel", NOW, '{"text": "hello"}')


def everything(store: Store) -> Iterator[tuple[str, str, str]]:
    """Every value that lies in any table: opened, and as it lies there."""
    with store.look() as unit:
        for table in SQLModel.metadata.tables.values():
            stored = [type_coerce(column, Text) if isinstance(column.type, Sealed) else column for column in table.c]
            for opened, raw in ((True, table.c), (False, stored)):
                for row in unit.connection.execute(select(*raw)):
                    for value in row:
                        yield table.name, str(opened), str(value)


def test_what_people_type_for_themselves_is_not_in_the_bytes_of_the_database(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, (KEY,))
    store.migrate()
    live(store)
    files = b"".join(file.read_bytes() for file in tmp_path.glob("followthrough.db*"))
    assert b"slot/ana/1" in files, "the search is blind"
    assert [words for words in WORDS if words.encode() in files] == []
    store.close()


def test_sealed_words_are_sealed_on_both_databases(store: Store) -> None:
    live(store)
    raw = " ".join(value for _, opened, value in everything(store) if opened == "False")
    read = " ".join(value for _, opened, value in everything(store) if opened == "True")
    assert [words for words in WORDS if words in raw] == []
    assert [words for words in WORDS if words not in read] == []


def test_a_daily_question_is_left_open_and_one_that_quotes_is_not(store: Store) -> None:
    rows = {
        "open": outgoing("a"),
        "quote": outgoing("b", message=message(quote="mine")),
        "reply": outgoing("c", cls="reply"),
        "other flow": outgoing("d", message=message(flow="lookback")),
        "just words": outgoing("e", message=Message((Ask((Quote("mine"),)),))),
    }
    with store.begin() as unit:
        unit.outbox.put(list(rows.values()))
        raw = unit.connection.exec_driver_sql("SELECT payload FROM outbox ORDER BY id").scalars().all()
    assert [payload.startswith("{") for payload in raw] == [True, False, False, False, False]


def test_keys_are_changed_without_losing_anything(store: Store, fresh_database: str) -> None:
    live(store)
    with store.look() as unit:
        before = unit.export("ana", NOW)
    turning = open_store(fresh_database, (OTHER_KEY, KEY))
    assert turning.rotate_keys() > 10
    turning.close()
    new = open_store(fresh_database, (OTHER_KEY,))
    new.check()
    with new.look() as unit:
        assert unit.export("ana", NOW) == before
    new.close()
    with pytest.raises(WrongKey):
        store.check()


def test_an_erased_person_is_nowhere(store: Store) -> None:
    live(store)
    with store.begin() as unit:
        unit.erase("ana")
    left = [(table, value) for table, _, value in everything(store) if "ana" in value.replace("anabel", "")]
    assert left == []


def test_what_was_opened_of_an_erased_person_does_not_stay_in_memory(store: Store) -> None:
    live(store)
    with store.begin() as unit:
        unit.export("ana", NOW)
        vault = vault_of(unit.connection.dialect)
        assert vault.opened > 0
        unit.erase("ana")
        assert vault.opened == 0


def test_what_is_others_stays_when_a_person_is_erased(store: Store) -> None:
    live(store)
    with store.begin() as unit:
        unit.erase("ana")
        assert {one.id for one in unit.people.all()} == {"anabel", "lea", "nora", "omar"}
        (consent,) = unit.talks.of(["nora"])["nora"]
        assert (consent.answers, consent.asked, consent.version) == ({"other": "anabel"}, "", 2)
        assert unit.talks.of(["anabel"])["anabel"][0].answers == {"open": "2026-11-23"}
        assert unit.follow_ups.waiting("omar") == []
        assert len(unit.follow_ups.waiting("anabel")) == 1
        assert not unit.first_seen({"press/anabel/1": NOW})
        assert [row.key for row in unit.outbox.claim(NOW, NOW, timedelta(seconds=60), 9)] == ["slot/anabel/1"]
        assert unit.outbox.sent(["omar"], TODAY) == {"omar": {("slot", TODAY): 1}}
        assert [post.author for post in unit.playground.posts("slack:anabel")] == ["anabel"]
        assert unit.references.find("teams:anabel") is not None


def test_erasing_somebody_unknown_or_twice_is_nothing(store: Store) -> None:
    live(store)
    for _ in range(2):
        with store.begin() as unit:
            unit.erase("ana")
            unit.erase("nobody")


def test_last_words_to_an_erased_person_are_forgotten_once_they_are_sent(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "omar")
        unit.outbox.put([outgoing("a"), outgoing("b", "omar")])
        unit.tidy(NOW)
        assert unit.outbox.message("a") is not None
        unit.outbox.mark_sent({1: "p1", 2: "p2"}, NOW)
        unit.tidy(NOW)
        assert unit.outbox.message("a") is None
        assert unit.outbox.message("b") is not None


def test_the_export_is_json_and_holds_every_word(store: Store) -> None:
    live(store)
    with store.look() as unit:
        found = unit.export("ana", NOW)
    text = json.dumps(found, ensure_ascii=False)
    assert [words for words in WORDS if words not in text] == []
    assert set(found) == {
        "person",
        "practice",
        "chance",
        "capture",
        "partner",
        "code",
        "consent",
        "week",
        "conversation",
        "follow_up",
        "outbox",
        "team",
        "member",
        "round",
        "item",
        "invited",
        "engagement",
        "page",
        "shown",
        "ballot",
        "result",
        "chosen",
        "comment",
        "post",
        "reference",
    }
    assert {row["address"] for row in found["reference"]} == {"teams:ana", "other:ana"}
    assert found["person"][0]["away"] == [["2026-12-24", "2026-12-31"]]
    assert found["chance"][1]["answered_at"] == "2026-11-23T16:00:00+00:00"
    assert found["follow_up"][0]["wall"] == "2026-11-23T17:00:00"
    assert "anabel" not in text


def test_a_person_is_copied_whole_into_a_store_in_memory(store: Store) -> None:
    live(store)
    preview = open_store("sqlite://", (OTHER_KEY,))
    preview.migrate()
    with store.look() as unit, preview.begin() as copy:
        unit.copy_to(copy, "ana")
    with store.look() as unit, preview.begin() as copy:
        theirs = copy.people.facts(["ana"], words_for)["ana"]
        assert replace(theirs, people=()) == replace(unit.people.facts(["ana"], words_for)["ana"], people=())
        assert {"lea", "nora", "omar"} <= {one.id for one in theirs.people}
        assert copy.talks.of(["ana"]) == unit.talks.of(["ana"])
        assert copy.follow_ups.waiting("ana") == unit.follow_ups.waiting("ana")
        assert copy.outbox.sent(["ana"], TODAY) == unit.outbox.sent(["ana"], TODAY)
        copy.follow_ups.put([planned(kind="another")])
        copy.outbox.put([outgoing("new")])
    with pytest.raises(KeyError), store.look() as unit, preview.begin() as copy:
        unit.copy_to(copy, "nobody")
    preview.close()


def test_an_error_over_a_stored_message_does_not_quote_it(store: Store) -> None:
    with store.begin() as unit:
        settle_in(unit, "ana")
        unit.outbox.put([outgoing("k")])
        broken = json.dumps({"asks": [{"parts": [{"kind": "of later", "text": WORDS[0]}]}]})
        unit.connection.execute(text("UPDATE outbox SET payload = :broken"), {"broken": broken})
    with pytest.raises(StoreError, match="union_tag_invalid") as found, store.look() as unit:
        unit.outbox.message("k")
    assert "of later" not in (logged := "".join(traceback.format_exception(found.value)))
    assert WORDS[0] not in logged
