"""Half a year of one leader: what Ana types and clicks, week by week, from “hi” to the choice after 26 weeks."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from tests.half_year.house import House
from tests.half_year.player import BERLIN, Notes, Player, sits_down

CHECK_IN: Final = "Did it"
ANSWERS: Final = {
    "d": ("[Did it]",),
    "D": ("did it", "yes", "done"),
    "p": ("[Partly]",),
    "P": ("partly", "a bit"),
    "n": ("[Not today]",),
    "N": ("not today", "no"),
    "c": ("[More…]",),
    "x": ("pass",),
    "-": (),
}
"""How a day's question is answered: pressed, typed (a capital), or, with "-", not at all."""

REPLIES: Final[dict[str, tuple[str, ...]]] = {
    r"\[No chance came\]": ("[No chance came]",),
    # the practice, sharpened
    r"\[5 times or more\]": ("[5 times or more]",),
    r"\[They’d hear me\]": ("[They’d notice a gap]",),
    r"How long is the gap": ("two seconds, and nobody talks",),
    r"\[10\] \[Skip\]": ("[6]", "[8]"),
    r"\[Half as often\]": ("[One meeting only]",),
    r"Which one meeting": ("the Tuesday review",),
    r"\[It gets heated\]": ("[It gets heated]",),
    r"\[Leave it open\]": ("I put my pen down first",),
    r"\[Done\] \[Skip\]": ("[Done]",),
    r"\[Each time\]": ("[Each time]",),
    # the first days
    r"\[All fine\]": ("[All fine]",),
    r"\[There is\]": ("[Not this week]",),
    r"\[I go on alone\]": ("[Ask somebody]",),
    r"\[Nothing yet\]": ("[Working together]",),
    # partner
    r"Who would get one line": ("[Omar]",),
    r"\[Yes, they know\]": ("[Yes, they know]",),
    # promises and thanks
    r"\[New date\] \[Dropped\]": ("[Yes]", "yes"),
    r"\[They know\]": ("[They know]", "yes"),
    r"\[Yes\] \[Not yet\] \[Let it go\]": ("[Not yet]", "[Yes]"),
    # one more tap
    r"\[Something in me\]": ("[The people]", "I was rested", "[Leave it there]", "[The moment]"),
    r"\[Nothing, it is fine so\]": ("[The moment]", "to sit further from Ben", "[Leave it there]"),
    r"\[4\] \[5\]$": ("[2]", "3", "[4]", "[4]", "5"),
    # the look-back
    r"\[Look back\]": ("form", "we had fewer meetings and so more room", "form", "[Not this week]"),
}
"""What Ana does when she is asked anything else, by how the question reads; each time the next one."""
REST: Final = r"^(\[Change\]|\[Change\] \[Let it go\])$"
"""Buttons that wait for nobody."""


@dataclass
class Story:
    """Ana and Omar, and what has been answered so far."""

    ana: Player
    omar: Player
    behind: set[tuple[str, str]] = field(default_factory=set)
    turns: dict[str, int] = field(default_factory=dict)

    async def week(self, monday: date, answers: str) -> None:
        """One letter a day from that Monday, as in ANSWERS; "." for a day on which no check-in comes."""
        for number, letter in enumerate(answers):
            if letter != ".":
                await self.day(monday + timedelta(days=number), letter)

    async def day(self, day: date, letter: str) -> None:
        """On to that day's check-in, and its answer; whatever comes before is answered too."""
        while True:
            came = await self.ana.goes_on((self.omar,))
            assert came, f"nothing comes any more, and {day} was to have a check-in"
            local = self.ana.now.astimezone(BERLIN)
            assert local.date() <= day, f"{came} came when {day} was expected"
            if letter == "-" and any(CHECK_IN in ask["labels"] for one in came for ask in one["asks"]):
                self.leaves()
                return
            if any(CHECK_IN in ask["labels"] for one in came for ask in one["asks"]):
                await self.ana.does(self._next(letter, ANSWERS[letter]))
                await self.replies()
                return
            await self.replies()

    async def replies(self) -> None:
        """Answer whatever is open, one thing after the other."""
        while True:
            found = next(((key, text) for key, text in self._open() if (key, text) not in self.behind), None)
            if found is None:
                return
            self.behind.add(found)
            for reads, acts in REPLIES.items():
                if re.search(reads, found[1], re.MULTILINE):
                    act = self._next(reads, acts)
                    if act == "form":
                        await self._looks_back()
                    elif act:
                        await self.ana.does(act)
                    break
            else:
                print(f"UNKNOWN {self.ana.now}\n{found[1]}\n")

    async def _looks_back(self) -> None:
        """Open the form of the week, and fill in two of its fields."""
        await self.ana.presses("Look back")
        answer = self._next("answer", ("I looked at whoever spoke", "Lea said that I let her finish"))
        good = self._next("good", ("Ben spoke first in the review", "nobody was cut off on Thursday"))
        await self.ana.fills_in(answer=answer, good=good)

    def leaves(self) -> None:
        """Leave everything that stands there."""
        self.behind.update(self._open())

    def _open(self) -> list[tuple[str, str]]:
        return [
            (one["key"], "\n".join(ask["lines"]))
            for one in self.ana.drawn
            for ask in one["asks"]
            if ask["labels"] and not re.search(REST, ask["lines"][-1])
        ]

    def _next(self, of: str, acts: tuple[str, ...]) -> str:
        turn = self.turns.get(of, 0)
        self.turns[of] = turn + 1
        return acts[turn % len(acts)]


async def played(house: House) -> tuple[Story, str]:
    """The story from its first day to its last, and its transcript."""
    notes = Notes()
    open_page = (house.context, house.address, house.transport, house.clock, notes)
    ana, omar = await sits_down("Ana", *open_page), await sits_down("Omar", *open_page)
    story = Story(ana, omar)
    try:
        await _first_day(story)
        await _first_weeks(story)
    except BaseException:
        print(notes.text())
        raise
    return story, notes.text()


async def _first_day(story: Story) -> None:
    ana = story.ana
    await ana.does("hi", "[Start]", "[Listening]", "stop interrupting", "[Any meeting]", "[Wait two seconds]")
    await ana.does("[That’s it]", "[Good]", "holidays DE")
    await ana.does("promise Omar the numbers Thursday", "thank Lea for flagging the delay")
    await story.omar.does("hi")
    story.leaves()
    await ana.looks_at_home()


async def _first_weeks(story: Story) -> None:
    await story.week(date(2026, 11, 23), ".ddpD")
    await story.week(date(2026, 11, 30), "dnddp")
    await story.week(date(2026, 12, 7), "d-dnD")
    await story.week(date(2026, 12, 14), "dPdd-")
    await story.week(date(2026, 12, 21), "dDcd.")
