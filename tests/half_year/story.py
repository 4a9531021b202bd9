"""Half a year of one leader: what Ana types and clicks, week by week, from “hi” to the choice after 26 weeks."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from tests.half_year.house import House
from tests.half_year.player import BERLIN, Notes, Player, sits_down

CHECK_IN: Final = "Did it"
ANSWERS: Final = {
    "d": ("[Did it]",),
    "D": ("did it", "done", "yes"),
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
    r"\[Did it\] \[Partly\]": ("[Did it]",),
    r"^What you can type": ("",),
    r"^\[Show\]": ("", "[Show]", ""),
    r"\[Going well\]": ("[Going well]",),
    r"\[Keep it\] \[Done\] \[Let it go\]": ("[Keep it]", "[Done]"),
    r"\[Stay like this\]": ("[Stay like this]",),
    r"\[Ask three times a week until": ("[Leave it as it is]", "first"),
    r"\[A harder version\]": ("[Leave it as it is]",),
    r"\[.3\] \[.2\]": ("[+2]", "+1"),
    r"^Who could tell you": ("Lea",),
    r"^\[(I’m back|Pick the days|All days away)\]": ("",),
    r"\[No chance came\]": ("[No chance came]",),
    # the practice, sharpened
    r"\[5 times or more\]": ("[5 times or more]",),
    r"\[They’d hear me\]": ("[They’d notice a gap]",),
    r"How long is the gap": ("two seconds, and nobody talks",),
    r"\[10\] \[Skip\]": ("[6]", "[8]"),
    r"\[Half as often\]": ("[One person only]",),
    r"With which one person": ("Ben",),
    r"\[Whoever is there\]": ("[Whoever is there]",),
    r"Which did you mean": ("first",),
    r"\[It gets heated\]": ("[It gets heated]",),
    r"\[Leave it open\]": ("I put my pen down first",),
    r"\[Done\] \[Skip\]": ("[Done]",),
    r"\[Each time\]": ("[Each time]",),
    # the first days
    r"\[All fine\]": ("[All fine]",),
    r"\[There is\]": ("[Not this week]",),
    r"\[I go on alone\]": ("[Ask somebody]",),
    r"\[Name my team\]": ("[Not now]",),
    r"\[Nothing yet\]": ("[Working together]",),
    # partner
    r"Who would get one line": ("[Omar]",),
    r"\[Yes, they know\]": ("[Yes, they know]",),
    r"\[Go on\]": ("[Go on]",),
    # who sees what, once more
    r"\[Leave it so\]": ("[Leave it so]",),
    # days away, and another clock
    r"\[A few days\]": ("[A few days]",),
    r"\[Back to Berlin\]": ("no",),
    r"\[Hand it over\]": ("after",),
    # the end
    r"\[Keep quietly\]": ("[Keep quietly]",),
    r"\[Now and then\]": ("[Now and then]", "yes"),
    # slips, and how often it asks
    r"\[I see it\]": ("[I see it]", "Ben across the table, and me with my hands on the table"),
    r"\[It does\]": ("[It does]",),
    r"\[Same again\]": ("[Same again]", "[Make it smaller]"),
    r"\[Today\]": ("[Today]",),
    r"\[Slower suits me\]": ("[Keep five times a week]",),
    # promises and thanks
    r"\[Send it to Omar\]": ("[Send it to Omar]",),
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
                await self.omar.looks()
                self.behind.update(one for one in self._open() if f"[{CHECK_IN}]" in one[1])
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
                    elif act == "first":
                        await self.ana.does(found[1].rpartition("\n")[2].partition("] ")[0] + "]")
                    elif act:
                        await self.ana.does(act)
                    await self.omar.looks(unasked=True)
                    break
            else:
                raise AssertionError(f"Ana has no answer to this:\n{found[1]}")

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
    ana, omar = await sits_down("Ana", house, notes), await sits_down("Omar", house, notes)
    story = Story(ana, omar)
    try:
        for part in (_beginning, _winter, _middle, _spring, _end):
            await part(story)
    except BaseException:
        print(notes.text())
        raise
    return story, notes.text()


async def _beginning(story: Story) -> None:
    ana, omar = story.ana, story.omar
    await ana.does("hi", "[Start]", "[Listening]", "stop interrupting", "[Any meeting]", "[Wait two seconds]")
    await ana.does("[That’s it]", "[Good]", "holidays DE")
    await ana.does("promise Omar the numbers Thursday", "thank Lea for flagging the delay")
    await ana.looks_at_home()
    await story.week(date(2026, 11, 23), ".ddpD")
    await story.week(date(2026, 11, 30), "dnddp")
    await story.week(date(2026, 12, 7), "ddnD-")
    await omar.does("[Yes, I’m in]")
    await ana.does("help")
    await story.week(date(2026, 12, 14), "dPdd-")
    await story.week(date(2026, 12, 21), "dDcd.")


async def _winter(story: Story) -> None:
    ana = story.ana
    await story.week(date(2026, 12, 28), "dnN")
    await story.week(date(2026, 12, 31), "d.")
    await story.week(date(2027, 1, 4), "ddd")
    await ana.does("thank Omar for asking what I meant, and not what I said")
    await story.replies()
    await story.week(date(2027, 1, 7), "dD")
    await story.week(date(2027, 1, 11), "dpd--")
    await story.week(date(2027, 1, 18), "-.ddd")
    await ana.does("bring how to say no to Sales", "note Ben is quiet when Nora is in the room")
    await story.week(date(2027, 1, 25), "dDdxd")
    await story.week(date(2027, 2, 1), "dpddd")
    await ana.does("promise Nora the plan for spring 18 February")
    await story.week(date(2027, 2, 8), "ddPd")


async def _middle(story: Story) -> None:
    ana = story.ana
    await ana.does("away 15 to 26 February")
    await story.replies()
    await story.week(date(2027, 2, 12), "d")
    await story.week(date(2027, 3, 1), "dddnd")
    await story.week(date(2027, 3, 8), "--")
    await ana.waits_until(datetime(2027, 3, 10, 10, 0), (story.omar,))
    await ana.does("I was sick Monday and Tuesday")
    await story.replies()
    await story.week(date(2027, 3, 10), "ddd")
    await ana.waits_until(datetime(2027, 3, 15, 10, 0), (story.omar,))
    await ana.does("I’m in New York")
    await story.replies()
    await story.week(date(2027, 3, 15), "dpddd")
    await story.week(date(2027, 3, 22), "dddd.")
    await ana.does("find Omar")


async def _spring(story: Story) -> None:
    ana = story.ana
    await story.week(date(2027, 3, 29), ".dddd")
    await story.week(date(2027, 4, 5), "ddDdd")
    await ana.does("pause until 19 April")
    await story.replies()
    await story.week(date(2027, 4, 19), "dpddd")
    await story.week(date(2027, 4, 26), "ddddd")
    await story.week(date(2027, 5, 3), "dnd.d")
    await story.week(date(2027, 5, 10), "ddddd")
    await story.week(date(2027, 5, 17), ".dddd")
    await ana.looks_at_home()


async def _end(story: Story) -> None:
    """The twenty-sixth week: a choice. Then two looks at what was kept, and nothing more."""
    ana = story.ana
    for last in (date(2027, 5, 24), date(2027, 6, 21), date(2027, 8, 16)):
        while ana.now.astimezone(BERLIN).date() < last:
            assert await ana.goes_on((story.omar,))
        await story.replies()
    await ana.waits_until(datetime(2027, 11, 22, 12, 0), (story.omar,))
    await ana.looks_at_home()
