"""The longest and worst that people can type, and a leader about whom nothing else is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Final

from bot.facts import Capture, Chance, Consent, Mark, Partner, Practice, Record, Week
from tests.stage import ANA, NORA, OMAR

NASTY: Final = (
    "<!channel> <@U012> <#C1|x> <https://evil.example|here> https://evil.example/x @here *bold* _slanted_ ~gone~ "
    '`code` ```block``` > quote & &amp; &lt;b&gt; :smile: "quoted" \\ '
    "\u202eback\u202c \u2067to the right\u2069 \U0001f600 \U0001f469\u200d\U0001f467 "
)
LONGEST: Final = 40_000
"""Characters of a message that Slack delivers."""
LONG: Final = "".join(islice(cycle(NASTY + "w" * 300 + " "), LONGEST))

FAR: Final = date(2026, 5, 25)
"""A Monday half a year before the stage's first day."""
MARKS: Final[tuple[Mark, ...]] = ("did", "partly", "not", "", "none")


def practice(name: str, text: str, **more: object) -> Practice:
    """A practice in which everything that can be typed is this text."""
    typed = dict.fromkeys(("wish", "situation", "who", "act", "proof", "obstacle", "then"), text)
    begun = {"state": "active", "proof_kind": "hear", "started_on": FAR, "began_on": FAR, "recent": "ddpnd" * 4}
    return Practice(name, "ana", **{**typed, **begun, "matters": 5, "sure": 9, **more})  # type: ignore[arg-type]  # as named


@cache
def kept() -> tuple[Record, ...]:
    """Half a year of a leader with three practices; in the last one something was asked every other week only."""
    days = [FAR + timedelta(days=number) for number in range(182) if (FAR + timedelta(days=number)).weekday() < 5]
    marks = cycle(MARKS)
    chances = [Chance(one, day, "ana", next(marks)) for one in ("p1", "p2") for day in days]
    chances += [Chance(one, days[-1], "ana", "did", note=LONG) for one in ("p1", "p2")]
    chances += [Chance("p3", day, "ana", "did") for day in days if day.isocalendar().week % 2]
    kinds = ("promise", "note", "bring", "thank", "wait")
    made = datetime(2026, 11, 20, 9, tzinfo=UTC)
    captures = [
        Capture(f"c{number}", "ana", kinds[number % 5], LONG, LONG, date(2026, 11, 26), made_at=made)  # type: ignore[arg-type]
        for number in range(15)
    ]
    return (
        replace(ANA, name=LONG, state="active", joined_on=FAR, energy=True),
        replace(NORA, name=LONG),
        replace(OMAR, name=f"Omar {LONG}"),
        practice("p1", LONG),
        practice("p2", LONG[:3000]),
        practice("p3", NASTY),
        *chances,
        replace(captures[0], id="c1"),
        *captures,
        Partner("ana", "omar", "p1", "accepted", date(2026, 11, 10)),
        Consent("k1", "ana", "nora", "open", made),
        *(Week("ana", days[-1] - timedelta(weeks=n), "answered", LONG, LONG, LONG, LONG, "ok") for n in range(2)),
    )
