"""What the preview says is what comes: message for message, over half a year, all over the world."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.errors import ScriptProblem, StandsStill
from bot.facts import Person
from bot.life import Life
from bot.preview import Coming, Quiet, preview
from bot.rules import calendar
from bot.script import Line, read_script
from bot.store import Store, open_store
from tests.company import KEY, LEADERS, SETTINGS, Company, Got, Leader
from tests.conftest import NewDatabase

START = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
"""A Thursday, before Lord Howe's clocks go forward; at the end they have gone back."""
DAYS = 190
HALVES = (LEADERS[::2], LEADERS[1::2])
MOVES = {
    "ana": "2027-01-11 09:21 zone Lisbon",
    "ida": "2026-12-09 10:42 zone Apia",
    "gus": "2027-02-03 11:03 zone Honolulu",
}
ANSWERS = ("did it", "did it", "did it", "partly", "not today", "yes", "skip", "no chance", "3")
OTHER = (
    "promise Omar the numbers Thursday",
    "note it was hard today",
    "thank Lea for flagging the delay",
    "look back",
    "slower",
    "faster",
    "pause until Monday",
    "home",
)


def script_of(leader: Leader, *, answers: bool) -> str:
    """Half a year of lines typed at odd minutes, different for everybody, and a journey for some."""
    chance = Random(leader.id)
    lines = [MOVES[leader.id]] if leader.id in MOVES else []
    under_way = {line[:10] for line in lines}
    for number in range(1, DAYS if answers else 0):
        day = date(2026, 10, 1) + timedelta(days=number)
        if str(day) not in under_way:  # a clock that is moved may jump by most of a day
            if chance.random() < 0.5:
                lines.append(f"{day} 19:{chance.randrange(11, 50)} {chance.choice(ANSWERS)}")
            if chance.random() < 0.07:
                lines.append(f"{day} 12:{chance.randrange(11, 50)} {chance.choice(OTHER)}")
    return "\n".join(sorted(lines))


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite://", (KEY,))
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
async def company(store: Store) -> Company:
    """Ana in Berlin, who found a practice on a Thursday morning."""
    company = Company(store, START)
    await company.settle(LEADERS[:1])
    return company


def known(company: Company, id_: str = "ana") -> Person:
    with company.store.look() as unit:
        person = unit.people.get(id_)
    assert person is not None
    return person


async def previewed(
    company: Company, days: int, script: str = "", *, who: str = "ana", first: date | None = None
) -> list[Coming | Quiet]:
    lines = read_script(script, "en")
    told = preview(company.store, SETTINGS, known(company, who), company.now, days, first=first, script=lines)
    return [one async for one in told]


def messages(told: Sequence[Coming | Quiet]) -> list[Coming]:
    return [one for one in told if isinstance(one, Coming)]


def quiet(told: Sequence[Coming | Quiet]) -> list[str]:
    return [f"{one.first:%d.%m.}-{one.last:%d.%m.} {one.why}" for one in told if isinstance(one, Quiet)]


async def agree(store: Store, leaders: Sequence[Leader], *, answers: bool) -> Company:
    """Preview everybody, then let the time come."""
    company = Company(store, START)
    await company.settle(leaders)
    scripts = {one.id: script_of(one, answers=answers) for one in leaders}
    told = {one.id: messages(await previewed(company, DAYS, scripts[one.id], who=one.id)) for one in leaders}
    end = START + timedelta(days=DAYS - 2)  # a whole day for everybody
    await company.live(end, {person: read_script(script, "en") for person, script in scripts.items()})
    for one in leaders:
        coming = [
            Got(found.wall, found.zone, found.cls, found.text)
            for found in told[one.id]
            if calendar.instant(found.wall, found.zone) < end
        ]
        assert coming == company.got[one.id], one
    return company


@pytest.mark.parametrize("leaders", HALVES)
async def test_unanswered_it_agrees_with_what_comes(store: Store, leaders: Sequence[Leader]) -> None:
    company = await agree(store, leaders, answers=False)
    for one in leaders:
        assert len([got for got in company.got[one.id] if got.cls == "slot"]) >= 9, one


@pytest.mark.parametrize("leaders", HALVES)
async def test_answered_it_agrees_with_what_comes(store: Store, leaders: Sequence[Leader]) -> None:
    company = await agree(store, leaders, answers=True)
    for one in leaders:
        assert len([got for got in company.got[one.id] if got.cls == "slot"]) >= 35, one
        assert len({got.zone for got in company.got[one.id]}) == 1 + (one.id in MOVES)


async def test_it_agrees_on_postgresql(new_database: NewDatabase) -> None:
    with new_database("postgresql") as url:
        opened = open_store(url, (KEY,))
        opened.migrate()
        await agree(opened, LEADERS[:2], answers=True)
        opened.close()


async def test_it_changes_nothing(company: Company) -> None:
    with company.store.look() as unit:
        before = unit.export("ana", START)
    assert messages(await previewed(company, 30, "2026-10-02 17:30 did it"))
    with company.store.look() as unit:
        assert unit.export("ana", START) == before
    assert company.got == {}


async def test_a_day_without_a_message_says_why(company: Company) -> None:
    told = await previewed(company, 6)
    assert quiet(told) == ["01.10.-01.10. nothing", "03.10.-04.10. weekend"]
    assert [f"{one.wall:%a %d %H:%M} {one.cls}" for one in messages(told)] == [
        "Fri 02 17:00 slot",
        "Mon 05 17:00 slot",
        "Tue 06 17:00 slot",
    ]


async def test_holidays_days_away_and_pauses_are_told_apart(company: Company) -> None:
    told = await previewed(company, 26, "2027-01-08 12:11 pause until 13 January", first=date(2026, 12, 19))
    assert quiet(told)[:8] == [
        "19.12.-20.12. weekend",
        "21.12.-24.12. away",
        "25.12.-25.12. holiday",
        "26.12.-27.12. weekend",
        "28.12.-31.12. away",
        "01.01.-01.01. holiday",
        "02.01.-03.01. weekend",
        "04.01.-05.01. away",
    ]
    assert "09.01.-12.01. paused" in quiet(told)


async def test_a_preview_of_later_days_lives_through_those_before(company: Company) -> None:
    script = "2026-10-02 17:30 did it"
    everything = await previewed(company, 20, script)
    later = await previewed(company, 10, script, first=date(2026, 10, 11))
    assert messages(later) == [one for one in messages(everything) if one.wall.date() >= date(2026, 10, 11)]
    assert quiet(later)[0] == "11.10.-11.10. weekend"


async def test_a_day_that_has_gone_by_begins_again_with_what_is_planned(company: Company) -> None:
    company.now += timedelta(days=2, hours=12)
    (monday, tuesday) = messages(await previewed(company, 2, first=date(2026, 10, 5)))
    assert (monday.wall, tuesday.wall) == (datetime(2026, 10, 5, 17), datetime(2026, 10, 6, 17))


async def test_who_stopped_the_bot_gets_nothing_any_more(company: Company) -> None:
    told = await previewed(company, 10, "2026-10-01 12:00 stop")
    assert [one.cls for one in messages(told)] == ["reply"]
    assert quiet(told) == ["02.10.-10.10. stopped"]


async def test_who_was_erased_gets_nothing_any_more(company: Company) -> None:
    with company.store.begin() as unit:
        unit.people.save([Person("zoe", "Zoe", homes=("x:zoe",))])
    script = "2026-10-01 12:00 erase\n2026-10-01 12:01 [Erase everything]"
    told = await previewed(company, 5, script)
    assert [one.cls for one in messages(told)] == ["reply", "reply"]
    assert quiet(told) == ["02.10.-05.10. gone"]


async def test_a_button_is_pressed_by_its_label(company: Company) -> None:
    told = messages(await previewed(company, 3, "2026-10-02 17:05 [did it]"))
    assert "[Did it]" in told[0].text
    assert len(told) == 1, "a press is answered by drawing the question anew"
    with pytest.raises(ScriptProblem, match=r"Line 2: no button \[Nothing\] was shown; the newest were \["):
        await previewed(company, 3, "\n2026-10-02 17:05 [Nothing]")


async def test_a_form_cannot_be_filled_by_a_script(company: Company) -> None:
    script = "2026-10-01 12:00 new practice\n2026-10-01 12:01 [All in one form]"
    with pytest.raises(ScriptProblem, match=r"Line 2: \[All in one form\] opens a form"):
        await previewed(company, 3, script)


async def test_a_line_whose_time_has_gone_by_is_named(company: Company) -> None:
    with pytest.raises(ScriptProblem, match="Line 2 comes too late: it is 2026-10-02 17:05 by then"):
        await previewed(company, 3, "2026-10-02 17:05 did it\n2026-10-02 16:00 did it")
    with pytest.raises(ScriptProblem, match="Line 1 comes too late: it is 2026-10-01 10:00 by then"):
        await previewed(company, 3, "2026-09-30 16:00 did it")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("did it", "Line 1 does not begin with a date and a time"),
        ("# yes\n\n2026-11-31 17:05 did it", "Line 3 does not begin with a date and a time"),
        ("2026-11-24 25:05 did it", "Line 1 does not begin"),
        ("2026-11-24 did it", "Line 1 does not begin"),
        ("2026-11-24 17:05", "Line 1 does not say what"),
        ("2026-11-24 17:05 zone Lisbun", "Line 1: “Lisbun” is no time zone"),
        ("2026-11-24 17:05 zone Portugal", "Line 1: “Portugal” has several time zones: "),
    ],
)
def test_a_line_that_cannot_be_read_is_named(script: str, said: str) -> None:
    with pytest.raises(ScriptProblem, match=said):
        read_script(script, "en")


def test_a_script_is_read_line_by_line() -> None:
    assert read_script("\ufeff# a week\r\n\r\n2026-11-24  17:05\tdid it  \n2026-11-25 17:05 [Not today]", "en") == [
        Line(3, datetime(2026, 11, 24, 17, 5), "types", "did it"),
        Line(4, datetime(2026, 11, 25, 17, 5), "presses", "Not today"),
    ]


async def test_what_stays_due_for_ever_ends_the_preview(company: Company) -> None:
    class Stuck:
        async def next_due(self) -> datetime:
            return START

    life = Life(company.bot.work, SETTINGS, known(company), START)
    life.bot = Stuck()  # type: ignore[assignment]  # only this is asked of it

    async def live() -> None:
        for _ in range(10):
            moment, _ = await life.next()
            life.now = moment or life.now

    with pytest.raises(StandsStill):
        await live()
