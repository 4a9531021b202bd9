"""Pages of anything: nothing that must not leave is on them, and each line goes back to a choice that holds."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, get_args, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.released import Comment, Released, Result
from bot.coaching import Engagement, Line, Shown
from bot.drawn import drawn
from bot.facts import Capture, Chance, Consent, Facts, Item, Partner, Person, Practice, Round, Week
from bot.flow import Scene, State
from bot.flows.digest import leader, page
from bot.flows.shown.line import in_scope, made
from bot.messages import Ask, Message, Rows
from tests.stage import WORDS

FRIDAY: Final = date(2026, 11, 27)
MONDAY: Final = date(2026, 11, 30)
NOW: Final = datetime(2026, 11, 30, 8, tzinfo=UTC)
ON_FRIDAY: Final = datetime(2026, 11, 27, 16, tzinfo=UTC)
SECRET: Final = "Rosebud"
NAMES: Final = ("Ana", "Ben", "Eva", "Ida", "Jon", "Kim", "Lea")
SCOPES: Final = ("nothing", "status", "together", "open")
some = settings(max_examples=40, deadline=None, database=None)

days = st.dates(date(2026, 10, 1), date(2026, 12, 20))
counts = st.integers(0, 9)
lines = st.builds(
    Line,
    going=st.booleans(),
    practice=st.sampled_from(["", "wait two seconds"]),
    done=counts,
    expected=counts,
    usual_done=counts,
    usual_expected=counts,
    weeks=st.lists(st.tuples(counts, counts), max_size=12).map(tuple),
    waits_since=st.none() | days,
    due=counts,
    kept=counts,
    promised=counts,
    milestone=st.sampled_from(["", "digest.milestone_4", "digest.milestone_26"]),
    fresh_on=st.none() | days,
    band=st.sampled_from(["", "more", "same", "less"]),
    quiet_since=st.none() | days,
    brings=st.lists(st.sampled_from(["telling Sales it slips", "*one* <!channel>"]), max_size=2).map(tuple),
    things_due=counts,
    things_done=counts,
    things_dropped=counts,
)
marks = st.sampled_from(["", "did", "partly", "not", "none", "pass", "unsure", "away", "note"])


def person(name: str) -> Person:
    return Person(name.lower(), name, "Europe/Berlin", state="active")


def coach_of(rows: dict[str, Shown], granted: tuple[Consent, ...]) -> Scene:
    """Nora, who coaches all of them."""
    people = tuple(person(name) for name in NAMES)
    works = tuple(Engagement("nora", one.id, "accepted") for one in people)
    facts = Facts(person("Nora"), WORDS, people=people, engagements=works, shown=tuple(rows.values()), granted=granted)
    return Scene(facts, State("digest", "nora", "page", "page", {}, MONDAY.isoformat()), NOW)


def told(scene: Scene) -> str:
    """All that the coach reads: the page, message by message, and every leader opened."""
    texts = [drawn(Message((Ask(parts),))) for parts in pages(scene)]
    for one in scene.facts.people:
        about = State("digest", "nora", "one", "leader", {"leader": one.id, "monday": MONDAY.isoformat()})
        texts.append(drawn(Message((Ask(leader.draw_leader(replace(scene, state=about))),))))
    return "\n".join(texts)


def pages(scene: Scene) -> tuple[Any, ...]:
    return page.messages(page.told(scene, page.entries(scene, MONDAY), MONDAY, own=True))


def named(scene: Scene) -> dict[str, str]:
    """What is said of each leader who has a line of their own."""
    rows = (row for parts in pages(scene) for part in parts if isinstance(part, Rows) for row in part.rows)
    return {name: "".join(span.text for span in spans) for name, spans in rows}


def full_of_secrets(draw_marks: list[Any], names: tuple[str, ...]) -> Facts:
    """A leader about whom everything that must not leave is the same word."""
    ana, opened = person("Ana"), datetime(2026, 11, 23, 9, tzinfo=UTC)
    chances = tuple(
        Chance("p1", date(2026, 11, 2) + timedelta(days=n), "ana", mark, note=SECRET, effort=9)
        for n, mark in enumerate(draw_marks)
    )
    practice = Practice(
        "p1", "ana", wish=SECRET, theme=SECRET, situation=SECRET, who=SECRET, act=f"ask {names[0]} first", proof=SECRET,
        obstacle=SECRET, then=SECRET, state="active", started_on=date(2026, 11, 1), matters=5, sure=9,
    )  # fmt: skip
    kinds = ("promise", "note", "bring", "thank", "wait", "thing")
    captures = tuple(
        Capture(f"c{n}", "ana", kind, SECRET, SECRET, date(2026, 11, 20) + timedelta(days=n), state=state, place=SECRET)  # type: ignore[arg-type]
        for n, (kind, state) in enumerate((kind, state) for kind in kinds for state in ("open", "kept", "dropped"))
    )
    round_ = Round("r1", "ana", 1, date(2026, 11, 12), opened, opened, 5, 6, SECRET, state="released", guess=SECRET,
                   heard=SECRET, declined=SECRET)  # fmt: skip
    results = (Result("change", 1.0, 2.0, unseen=False),)
    ended = Released(5, 7, half=True, comparable=False, results=results, comments=(Comment("x", "next", SECRET),))
    return Facts(
        ana, WORDS, (practice,), chances, captures, (Partner("ana", "omar", "p1", "accepted"),), (),
        (Week("ana", FRIDAY, "answered", SECRET, SECRET, SECRET, SECRET, "low"),),
        people=tuple(person(name) for name in names), rounds=(round_,), released=(("r1", ended),),
        items=(Item("i1", "ben", "ana", "request", SECRET, opened),),
    )  # fmt: skip


@some
@given(st.lists(marks, max_size=26), st.sampled_from(SCOPES), st.permutations((SECRET, "Omar", "Petra")))
def test_reflections_notes_names_energy_and_what_a_team_wrote_are_never_read(
    given_marks: list[Any], scope: Any, names: list[str]
) -> None:
    facts = full_of_secrets(given_marks, tuple(names))
    line = made(facts, scope, FRIDAY, ON_FRIDAY)
    consent = Consent("k1", "ana", "nora", scope, ON_FRIDAY)
    read = told(coach_of({"ana": Shown("ana", "nora", FRIDAY, "k1", line)}, (consent,)))
    assert not [word for word in (SECRET, "Omar", "Petra", "low", "effort") if word in read.replace("below", "")]


def test_a_line_has_no_field_for_anything_else() -> None:
    hints = get_type_hints(Line)
    words = {one.name for one in fields(Line) if hints[one.name] is str or str in get_args(hints[one.name])}
    assert words == {"practice", "milestone", "brings"}
    assert {one.name for one in fields(Line)} - words == {
        "going", "done", "expected", "usual_done", "usual_expected", "weeks", "waits_since", "due", "kept", "promised",
        "fresh_on", "band", "quiet_since", "things_due", "things_done", "things_dropped",
    }  # fmt: skip


@some
@given(st.fixed_dictionaries(dict.fromkeys(NAMES[:4], lines)), lines)
def test_what_is_said_of_a_leader_does_not_change_with_what_the_others_show(
    theirs: dict[str, Line], other: Line
) -> None:
    def of(by_name: dict[str, Line]) -> dict[str, str]:
        rows = {name: Shown(name.lower(), "nora", FRIDAY, f"k{name}", line) for name, line in by_name.items()}
        return named(coach_of(rows, tuple(Consent(f"k{name}", name.lower(), "nora", "open", NOW) for name in by_name)))

    before, after = of(theirs), of({**theirs, "Ida": other, "Jon": other, "Kim": other})
    for name in ("Ana", "Ben", "Eva"):
        assert before.get(name) == after.get(name)


@some
@given(st.fixed_dictionaries({name: st.tuples(lines, st.sampled_from(SCOPES), marks) for name in NAMES}))
def test_every_line_goes_back_to_a_choice_that_holds(shown: dict[str, tuple[Line, Any, str]]) -> None:
    """A leader's row was made under one choice; the mark says what has become of that choice since."""
    rows, granted = {}, []
    for name, (line, scope, fate) in shown.items():
        visible = {one.name: getattr(line, one.name) for one in fields(Line) if one.name in in_scope(scope)}
        rows[name] = Shown(name.lower(), "nora", FRIDAY, f"k{name}", replace(Line(), **visible))
        if fate == "not":
            granted.append(Consent(f"new{name}", name.lower(), "nora", scope, NOW))
        elif fate != "away":
            granted.append(Consent(f"k{name}", name.lower(), "nora", scope, NOW))
    scene = coach_of(rows, tuple(granted))
    holding = {one.id: one for one in granted if one.scope != "nothing"}
    for name in named(scene):
        row = rows[name]
        assert row.consent in holding, f"{name} has no choice that holds"
        assert holding[row.consent].owner == row.leader
        assert holding[row.consent].scope in ("together", "open"), "a status says nothing that is worth a line"
    for one in page.entries(scene, MONDAY):
        assert (one.shown is not None) == (rows[one.name.text].consent in holding)


@some
@given(st.lists(lines, min_size=1, max_size=4))
def test_figures_of_a_group_are_never_of_fewer_than_five(theirs: list[Line]) -> None:
    rows = {name: Shown(name.lower(), "nora", FRIDAY, name, line) for name, line in zip(NAMES, theirs, strict=False)}
    granted = tuple(Consent(name, name.lower(), "nora", "open", NOW) for name in rows)
    assert "Together" not in told(coach_of(rows, granted))
