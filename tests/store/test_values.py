"""Whatever a value of the core can hold, its table gives back the same on both databases."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.facts import Capture, Chance, Consent, Partner, Person, Practice, Record, Week
from bot.flow import State
from bot.messages import MESSAGE, Message
from bot.outgoing import Outgoing
from bot.planned import Planned
from bot.store import Store
from bot.store.tables import TABLES
from tests.store.samples import planned, settle_in

RECORDS = (Person, Practice, Chance, Capture, Partner, Consent, Week)
KEPT: dict[type, str] = {kind: kind.__name__.lower() for kind in RECORDS} | {
    State: "conversation",
    Planned: "follow_up",
    Outgoing: "outbox",
}
OWNERS = ("owner", "leader", "person")

words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["~sealed?", "x" * 20_000, "\x01\x1b\x7f\x85\u2028", "%s ? :a $1 {}", "[]", "null", "👩‍👩‍👧‍👦\u202e"]
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
instants = st.datetimes(
    datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.timezones() | st.just(UTC), allow_imaginary=False
).filter(lambda moment: moment == moment.astimezone(UTC))  # in an hour that its zone repeats Python calls no two equal
numbers = st.integers(-(2**31), 2**31 - 1)
json = st.recursive(
    st.none() | st.booleans() | numbers | words, lambda inner: st.lists(inner) | st.dictionaries(words, inner)
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: numbers,
    bool: st.booleans(),
    date: days,
    time: st.times(),
    tuple[str, ...]: st.lists(words, max_size=3).map(tuple),
    tuple[int, ...]: st.lists(numbers, max_size=3).map(tuple),
    tuple[date, ...]: st.lists(days, max_size=3).map(tuple),
    tuple[tuple[date, date], ...]: st.lists(st.tuples(days, days), max_size=3).map(tuple),
    dict[str, Any]: st.dictionaries(words, json, max_size=4),
    Message: st.builds(lambda word: MESSAGE.validate_python({"asks": []}) if not word else _says(word), words),
}


def _says(word: str) -> Message:
    parts = [{"kind": "quote", "text": word, "by": word}]
    return MESSAGE.validate_python({"asks": [{"parts": parts, "ref": None}]}, strict=False)


def of(kind: type, naive: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    """Any value of that kind."""

    def one(name: str, hint: Any) -> st.SearchStrategy[Any]:
        if name in OWNERS or (kind is Person and name == "id"):
            return st.just("ana")
        if hint is datetime:
            return st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1)) if name in naive else instants
        options = get_args(hint)
        if NoneType in options:
            return st.none() | one(name, next(option for option in options if option is not NoneType))
        if hint in PLAIN:
            return PLAIN[hint]
        return PLAIN[dict[str, Any]] if name == "answers" else st.sampled_from(options)

    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: one(field.name, hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.__name__)
def test_a_table_has_a_column_for_every_field(kind: type) -> None:
    of_the_store = {
        "follow_up": {"state", "reason"},
        "outbox": {"rank", "state", "claimed_until", "platform_id", "sent_at", "error"},
    }
    named = {"message": "payload"}
    names = [
        named.get(field.name, field.name)
        for field in fields(kind)
        if kind is not Outgoing or field.name not in ("doubtful", "replaced_id", "last_id", "state")
    ]
    columns = {column.name for column in TABLES[KEPT[kind]].columns}
    assert columns - of_the_store.get(KEPT[kind], set()) == set(names)


class Undone(Exception):
    """So that the next example finds nothing of this one."""


def round_trips(store: Store, values: st.SearchStrategy[Any], there_and_back: Callable[[Any, Any], Any]) -> None:
    @settings(max_examples=20, suppress_health_check=list(HealthCheck), database=None)
    @given(values)
    def each(value: Any) -> None:
        with suppress(Undone), store.begin() as unit:
            settle_in(unit, "ana")
            assert there_and_back(unit, value) == value
            raise Undone

    each()


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_any_record_comes_back_as_it_was(store: Store, kind: type[Record]) -> None:
    def there_and_back(unit: Any, value: Any) -> Any:
        unit.people.save([value])
        (found,) = [unit.people.get("ana")] if kind is Person else unit.people.load(kind, ["ana"])
        return found

    round_trips(store, of(kind), there_and_back)


def test_any_conversation_comes_back_as_it_was(store: Store) -> None:
    def there_and_back(unit: Any, value: State) -> Any:
        unit.talks.put([replace(value, version=0)])
        return replace(unit.talks.at([value.key])[value.key], version=value.version)

    round_trips(store, of(State), there_and_back)


def test_any_follow_up_comes_back_as_it_was(store: Store) -> None:
    def there_and_back(unit: Any, value: Planned) -> Any:
        unit.follow_ups.put([replace(planned(), id=0), replace(value, id=0, flow="another")])
        (found,) = [one for one in unit.follow_ups.waiting("ana") if one.flow == "another"]
        return replace(found, id=value.id, flow=value.flow)

    round_trips(store, of(Planned, naive=("wall",)), there_and_back)


def test_any_message_comes_back_as_it_was(store: Store) -> None:
    def there_and_back(unit: Any, value: Outgoing) -> Any:
        unit.outbox.put([value])
        found = unit.outbox.message(value.key)
        return replace(
            found,
            id=value.id,
            attempts=value.attempts,
            doubtful=value.doubtful,
            replaced_id=value.replaced_id,
            last_id=value.last_id,
            state=value.state,
        )

    round_trips(store, of(Outgoing), there_and_back)
