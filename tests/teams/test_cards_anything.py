"""Whatever a message or a form is made of, its card is one that Teams takes, and says what was said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.cards import message_card, summary_of
from adapters.teams.forms import form_card
from adapters.teams.handles import read_form
from bot.messages import (
    Ask,
    Chart,
    Choice,
    Choices,
    Day,
    Divider,
    Document,
    Dots,
    FieldErrors,
    Form,
    Line,
    Message,
    Pick,
    Plain,
    Quote,
    Ref,
    Rows,
    Series,
    Strong,
    Text,
    Typed,
)
from tests.stage import WORDS
from tests.teams import limits
from tests.teams.answers import submitted
from tests.teams.worst import LONG, NASTY

REF = Ref("checkin", "p1", "asked", "2026-11-23")
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXT = st.text(LETTERS, max_size=30) | st.sampled_from([NASTY, LONG, "", " ", "\n", "one", "two"])
NAME = st.text(LETTERS, min_size=1, max_size=10)
SPANS = st.lists(st.builds(Plain, TEXT) | st.builds(Strong, TEXT) | st.builds(Typed, TEXT), max_size=3).map(tuple)
NUMBERS = st.lists(st.none() | st.floats(-9, 99), max_size=4).map(tuple)
SAID = (
    st.builds(Text, SPANS, st.sampled_from(["body", "small", "title"]))
    | st.builds(Quote, TEXT, TEXT)
    | st.builds(Rows, st.lists(st.tuples(TEXT, SPANS), max_size=3).map(tuple))
    | st.builds(Dots, st.lists(st.sampled_from(["did", "partly", "open"]), max_size=9).map(tuple), TEXT)
    | st.just(Divider())
    | st.builds(
        Chart,
        TEXT,
        st.lists(TEXT, max_size=4).map(tuple),
        st.lists(st.builds(Series, TEXT, NUMBERS), max_size=3).map(tuple),
        TEXT,
        st.sampled_from(["bar", "line"]),
    )
)
PRESSED = st.builds(Choices, st.lists(st.builds(Choice, NAME, TEXT, st.booleans()), max_size=8).map(tuple))
PART = SAID | PRESSED | st.builds(Document, TEXT, TEXT, TEXT)
OPTIONS = st.lists(st.tuples(NAME, TEXT), max_size=9, unique_by=lambda one: one[0]).map(tuple)
FIELD = (
    st.builds(Line, NAME, TEXT, TEXT, TEXT, st.booleans(), st.booleans(), st.integers(0, 5000))
    | st.builds(Pick, NAME, TEXT, OPTIONS, st.lists(NAME, max_size=2).map(tuple), st.booleans(), st.booleans())
    | st.builds(Day, NAME, TEXT, st.none() | st.dates(), st.booleans())
)


@given(st.lists(PART, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_message_is_a_card_that_teams_takes(parts: list[object]) -> None:
    message = Message((Ask(tuple(parts), REF),))  # type: ignore[arg-type]  # any parts
    assert limits.message(message_card(message, "reply/1/ana")) == []
    assert 1 <= len(summary_of(message)) <= 200


@given(st.lists(SAID | FIELD, max_size=10), st.lists(st.tuples(NAME, TEXT), max_size=3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_form_is_a_card_that_teams_takes(parts: list[object], errors: list[tuple[str, str]], again: bool) -> None:
    fields = {part.name: part for part in parts if isinstance(part, Line | Pick | Day)}
    body = [part for part in parts if not isinstance(part, Line | Pick | Day)] + list(fields.values())
    form = Form(REF, "A form", tuple(body), "Send")  # type: ignore[arg-type]  # any parts
    typed = dict.fromkeys(fields, NASTY) if again else None
    card = form_card(form, "reply/1/ana", FieldErrors(tuple(errors)), typed, words=WORDS)
    assert limits.dialog(card) == []
    drawn = {name for name, part in fields.items() if not isinstance(part, Pick) or part.options}
    ref, read, key = read_form(submitted(card))
    assert (ref, key, set(read)) == (REF, "reply/1/ana", drawn)
