"""The picture at the top of the README: the first ten minutes and the first days, in the real page."""

from pathlib import Path

from tests.half_year.house import House
from tests.half_year.player import Notes, sits_down

PLACE = Path(__file__).parents[2] / "docs" / "conversation.png"


async def take(house: House) -> None:
    """Play the beginning, and look at the end of it."""
    ana = await sits_down("Ana", house, Notes())
    await ana.does("hi", "[Start]", "[Listening]", "stop interrupting", "[Any meeting]", "[Wait two seconds]")
    await ana.does("[That’s it]", "[Good]")
    for answer in ("[Did it]", "[Partly]", "did it"):
        await ana.goes_on()
        while "Did it" not in [label for ask in ana.drawn[-1]["asks"] for label in ask["labels"]]:
            await ana.goes_on()
        await ana.does(answer)
    await ana.does("[They’d notice a gap]", "two seconds", "promise Omar the numbers Tuesday")
    await ana.looks_at_home()
    await ana.page.mouse.move(0, 0)
    await ana.page.evaluate("document.activeElement.blur()")
    await ana.page.screenshot(path=PLACE)
