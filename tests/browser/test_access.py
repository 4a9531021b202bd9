"""The page without a mouse, on a phone, and read aloud."""

import pytest
from playwright.async_api import Page, expect

from bot.messages import Ask, Plain, Quote, Text
from bot.messages import Page as HomePage
from tests.browser.conftest import OpenPage, Stage
from tests.browser.stage import EVERY_PART, REF

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if await focused.count() and name in (await focused.aria_snapshot()):
            return
    raise AssertionError(f"{name!r} cannot be reached with Tab")


async def test_a_conversation_with_the_keyboard_alone(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    text = page.get_by_role("textbox", name="Message as Ana")
    await expect(text).to_be_focused()
    await page.keyboard.type("hi")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("there")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.own .said")).to_have_text("hi\nthere")
    await expect(text).to_be_focused()

    # A button; the focus goes along to the bot's next words.
    await page.get_by_role("log").focus()
    await tab_to(page, 'button "Not today"')
    await page.keyboard.press("Enter")
    await expect(page.locator("article.bot").nth(1)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Did it")).to_be_focused()

    # A form: the focus goes in, stays in, and comes back.
    await tab_to(page, 'button "Form…"')
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="The week behind you")
    await expect(dialog.get_by_label("One good thing")).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Form…")).to_be_focused()

    # Another person, and the clock.
    await page.evaluate("document.activeElement.blur()")
    await tab_to(page, 'button "Omar accountability partner"')
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Message as Omar")).to_be_visible()
    await tab_to(page, 'button "A day on"')
    await page.keyboard.press("Enter")
    await expect(page.locator("#now")).to_have_text("08:30 Tuesday 24 November 2026")


async def test_what_a_screen_reader_reads(stage: Stage, open_page: OpenPage) -> None:
    stage.bot.home = HomePage((Ask((Text((Plain("Your practice"),), "title"), Quote("Wait two seconds."))),))
    page = await open_page(stage.url)
    await page.get_by_role("textbox", name="Message as Ana").fill("hi")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.bot")).to_have_count(1)
    await expect(page.get_by_role("complementary")).to_contain_text("two seconds")
    await expect(page.locator("body")).to_match_aria_snapshot("""
        - banner:
          - heading "Followthrough playground" [level=1]
          - navigation "Talk as":
            - button "Ana leader"
            - button "Nora coach"
            - button "Omar accountability partner"
          - status
        - region "The bot’s clock":
          - paragraph:
            - text: The bot’s time
            - time: 08:30 Monday 23 November 2026
          - group "Move the clock":
            - button "Next thing due"
            - button "An hour on"
            - button "A day on"
            - button "A week on"
          - textbox "Date and time to move to"
          - button "Go to that time"
          - status
        - main "Conversation":
          - log "Messages":
            - heading "Monday 23 November 2026" [level=2]
            - article "You, 08:30":
              - paragraph: hi
            - article "Followthrough, 08:30":
              - paragraph: Kept it today?
              - blockquote
              - group "Answers":
                - button "Did it"
                - button "Not today"
                - button "Form…"
              - 'button "Answer this one: Kept it today?"'
          - textbox "Message as Ana"
          - button "Send"
          - paragraph: Enter sends, Shift and Enter makes a new line.
        - complementary "Ana’s home":
          - heading "Home" [level=2]
          - heading "Your practice" [level=3]
          - blockquote
        - alert
    """)
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("textbox", name="Message as Ana")).to_have_accessible_description(
        "Enter sends, Shift and Enter makes a new line."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_and_marks_stand_out_enough(stage: Stage, open_page: OpenPage, scheme: str) -> None:
    """WCAG: 4.5 to 1 for words, 3 to 1 for what has to be seen, on each ground they stand on."""
    page = await open_page(stage.url, color_scheme=scheme)
    ratios: dict[str, float] = await page.evaluate("""() => {
      const style = getComputedStyle(document.documentElement);
      const light = (name) => {
        const parts = style.getPropertyValue(name).match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16) / 255);
        const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      };
      const found = {};
      for (const [words, grounds] of [
        ["--ink", ["--paper", "--card", "--soft"]], ["--muted", ["--paper", "--card", "--soft"]],
        ["--care", ["--paper", "--card"]], ["--accent", ["--paper", "--card"]], ["--on-accent", ["--accent"]],
      ]) for (const ground of grounds) found[`${words} on ${ground}`] = ratio(words, ground) / 4.5;
      for (const mark of ["--two", "--three", "--four", "--five", "--six"])
        found[`${mark} on --card`] = ratio(mark, "--card") / 3;
      return found;
    }""")
    assert len(ratios) == 16
    assert {name: ratio for name, ratio in ratios.items() if ratio < 1} == {}


async def test_a_phone_never_scrolls_sideways(stage: Stage, open_page: OpenPage) -> None:
    stage.bot.home = HomePage((Ask(EVERY_PART, REF),))
    page = await open_page(stage.url, width=360, height=740, has_touch=True)

    async def too_wide() -> list[str]:
        found: list[str] = await page.evaluate("""() => [...document.querySelectorAll("body, body *")]
            .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
            .filter((one) => one.getBoundingClientRect().right > 360.5)
            .map((one) => one.outerHTML.slice(0, 80))""")
        return found

    text = page.get_by_role("textbox", name="Message as Ana")
    for line in ("everything", "x" * 400, "hi"):
        await text.fill(line)
        await page.get_by_role("button", name="Send").tap()
    await expect(page.locator("article.bot")).to_have_count(3)
    assert await too_wide() == []
    await page.get_by_role("button", name="Move it: the clock").tap()
    await expect(page.get_by_role("button", name="Next thing due")).to_be_visible()
    assert await too_wide() == []
    await page.get_by_role("button", name="Home", exact=True).tap()
    await expect(page.get_by_role("complementary", name="Ana’s home")).to_be_visible()
    await expect(text).to_be_hidden()
    assert await too_wide() == []
    await page.get_by_role("button", name="More…").tap()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await too_wide() == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
