"""The page in Chromium: what is drawn, what a person does, and what comes back by itself."""

from datetime import timedelta
from typing import Any, get_args, get_type_hints

import pytest
from playwright.async_api import Page, expect

from bot.messages import NOTHING, Ask, Dots, Form, Input, Part, Plain, Quote, Span, Text, Typed
from bot.messages import Page as HomePage
from tests.browser.conftest import START, OpenPage, Stage, on_stage
from tests.browser.stage import EVERY_PART, NASTY, REF, SAVED, WRONG, Notebook, question

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def say(page: Page, text: str) -> None:
    """Type a line and send it."""
    await page.get_by_role("textbox", name="Message as").fill(text)
    await page.keyboard.press("Enter")


def kinds(union: Any) -> set[str]:
    """The kinds of a union of Parts, told apart by their kind or not."""
    members = get_args(union)[0] if hasattr(union, "__metadata__") else union
    return {get_args(get_type_hints(member)["kind"])[0] for member in get_args(members)}


async def test_every_kind_of_part_is_drawn(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)

    async def drawn(module: str, table: str) -> set[str]:
        return set(await page.evaluate(f"import('/static/{module}.js').then(m => Object.keys(m.{table}))"))

    assert await drawn("draw", "PARTS") == kinds(Part)
    assert await drawn("draw", "SPANS") == kinds(Span)
    assert await drawn("fields", "FIELDS") == kinds(Input)
    assert await drawn("chart", "MARKS") == set(get_args(get_args(get_type_hints(Dots)["marks"])[0]))
    assert {part.kind for part in EVERY_PART} == kinds(Part), "the next test draws every kind"
    body = {get_args(get_type_hints(one)["kind"])[0] for one in get_args(get_args(get_type_hints(Form)["body"])[0])}
    assert body <= kinds(Part) | kinds(Input)

    await say(page, "everything")
    message = page.locator("article.bot")
    await expect(message.get_by_role("heading", name="The week as a picture")).to_be_visible()
    await expect(message.get_by_role("img", name="3 of your last 5 chances").locator("svg")).to_have_count(10)
    await expect(message.get_by_role("term")).to_have_text(["Omar", "Lea"])
    await expect(message.get_by_role("definition").last).to_have_text("flagged the delay")
    await expect(message.get_by_role("img", name="Chances taken. 2, 4, nothing asked, 5")).to_be_visible()
    await expect(message.locator("figure").first.locator("rect")).to_have_count(3)  # nothing asked draws no bar
    await expect(message.get_by_role("separator")).to_have_count(1)
    await expect(message.get_by_role("button", name="Did it")).to_be_visible()
    async with page.expect_download() as download:
        await message.get_by_role("link", name="followthrough-ana.csv").click()
    kept = await download.value
    assert kept.suggested_filename == "followthrough-ana.csv"
    assert (await kept.path()).read_bytes() == "\ufeffName\r\nZoë\r\n".encode()


async def test_the_first_screen_is_empty_but_for_one_line(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await expect(page.get_by_role("log")).to_have_text("Say hi to begin.")
    await say(page, "hi")
    await expect(page.locator("article.own .said")).to_have_text("hi")
    await expect(page.get_by_text("Say hi to begin.")).to_have_count(0)


async def test_what_people_type_is_never_markup(stage: Stage, open_page: OpenPage) -> None:
    stage.bot.home = HomePage((Ask((Text((Plain("Practice: "), Typed(NASTY))), Quote(NASTY, NASTY))),))
    page = await open_page(stage.url)
    await say(page, NASTY)
    await expect(page.locator("article.own .said")).to_have_text(NASTY)
    await expect(page.locator("article.bot blockquote p")).to_have_text(NASTY)
    await expect(page.get_by_role("complementary").locator("bdi")).to_have_text(NASTY)
    assert await page.locator("main script, main at, main b, aside script, aside at, aside b, aside a").count() == 0
    assert await page.title() == "Followthrough playground"


async def test_a_pressed_button_s_message_is_redrawn_in_its_place(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "hi")
    await page.get_by_role("button", name="Did it").click()
    await expect(page.locator("article.bot")).to_have_count(2)
    await expect(page.locator("article.bot").first.locator("strong")).to_have_text("did")
    await expect(page.locator("article.bot").first.get_by_role("button", name="Did it")).to_have_count(0)
    pressed = stage.bot.heard[-1]
    assert (pressed.person, pressed.choice, pressed.message) == ("ana", "did", "message-1")  # type: ignore[union-attr]


async def test_a_button_rests_while_its_request_is_under_way(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "hi")
    stage.bot.pause = 2.0
    button = page.get_by_role("button", name="Did it")
    before = len(stage.bot.heard)
    await button.click()
    await expect(button).to_be_disabled()
    await button.click(force=True)
    await expect(page.locator("article.bot")).to_have_count(2)
    assert len(stage.bot.heard) == before + 1


async def test_lines_typed_fast_arrive_in_their_order(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    stage.bot.pause = 0.05
    for number in range(5):
        await say(page, f"line {number}")
    await expect(page.locator("article.own .said")).to_have_text([f"line {number}" for number in range(5)])


async def test_a_form_keeps_what_was_typed_until_it_is_taken(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "hi")
    await page.get_by_role("button", name="Form…").click()
    dialog = page.get_by_role("dialog", name="The week behind you")
    good = dialog.get_by_label("One good thing")
    await expect(good).to_be_focused()
    await expect(good).to_have_attribute("aria-required", "true")

    # What a platform checks by itself.
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(good).to_have_accessible_description("Small counts. This is still empty.")
    await expect(good).to_be_focused()
    await good.fill("Lea spoke up")
    await dialog.get_by_label("What helped?").fill("x" * 41)
    await page.keyboard.press("Control+Enter")
    await expect(dialog.get_by_text("At most 40 characters fit; these are 41.")).to_be_visible()

    # Closed by mistake and opened again.
    await dialog.get_by_label("What helped?").fill("two seconds")
    await dialog.get_by_role("radio", name="OK").check()
    await dialog.get_by_role("checkbox", name="Lea").check()
    await dialog.get_by_role("checkbox", name="Omar").check()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("button", name="Form…").click()
    await expect(good).to_have_value("Lea spoke up")
    await expect(dialog.get_by_role("radio", name="OK")).to_be_checked()

    # What the bot finds wrong: a sentence at its field, one for the whole form, nothing lost.
    stage.bot.reply = WRONG
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(good).to_have_accessible_description("Small counts. Say it with somebody's name in it.")
    await expect(good).to_have_attribute("aria-invalid", "true")
    await expect(good).to_be_focused()
    await expect(dialog.get_by_role("alert")).to_have_text("This concerns the whole form.")
    await expect(dialog.get_by_label("What helped?")).to_have_value("two seconds")

    stage.bot.reply = SAVED
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(dialog).to_be_hidden()
    assert stage.bot.heard[-1].fields == {  # type: ignore[union-attr]
        "good": "Lea spoke up",
        "longer": "two seconds",
        "energy": "ok",
        "who": "omar,lea",
        "hour": "17",
        "on": "2026-11-26",
    }
    await page.get_by_role("button", name="Form…").click()
    await expect(good).to_have_value("")
    stage.bot.reply = NOTHING


async def test_a_fault_is_said_with_its_id_and_the_words_are_given_back(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "fail")
    await expect(page.get_by_role("alert")).to_contain_text("please try once more (id 1234abcd)")
    await expect(page.get_by_role("textbox", name="Message as")).to_have_value("fail")
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("alert")).to_be_empty()


async def test_long_words_are_shortened_until_somebody_asks(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "word " * 2000)
    said = page.locator("article.own .said")
    assert len(await said.inner_text()) < 700
    await said.get_by_role("button", name="Show all").click()
    assert len(await said.inner_text()) > 9000
    await said.get_by_role("button", name="Show less").click()
    assert len(await said.inner_text()) < 700


async def test_a_reply_goes_to_the_message_it_answers(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await say(page, "hi")
    await page.get_by_role("button", name="Answer this one: Kept it today?").click()
    await expect(page.get_by_role("textbox", name="Message as Ana")).to_be_focused()
    await say(page, "partly")
    await expect(page.locator("article.own").last).to_contain_text("To: Kept it today?")
    assert stage.bot.heard[-1].thread == "message-1"  # type: ignore[union-attr]
    await page.get_by_role("button", name="Answer this one").first.click()
    await page.keyboard.press("Escape")
    await say(page, "note something")
    await expect(page.locator("article.own")).to_have_count(3)
    assert stage.bot.heard[-1].thread == ""  # type: ignore[union-attr]


async def test_people_are_switched_and_new_messages_of_others_pointed_at(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    await page.get_by_role("textbox", name="Message as Ana").fill("half a thought")
    await stage.bot.say("nora", question("a line of Ana's"))
    await page.get_by_role("button", name="Nora coach has something new").click()
    await expect(page.locator("article.bot")).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Message as Nora")).to_have_value("")
    await expect(page.get_by_role("button", name="Nora coach", exact=True)).to_have_attribute("aria-current", "true")
    await page.get_by_role("button", name="Ana leader").click()
    await expect(page.get_by_role("textbox", name="Message as Ana")).to_have_value("half a thought")
    await expect(page.get_by_text("Say hi to begin.")).to_be_visible()
    await page.reload()
    assert await page.get_by_text("has something new").count() == 0


async def test_a_message_comes_by_itself_to_every_page(stage: Stage, open_page: OpenPage) -> None:
    one, other = await open_page(stage.url), await open_page(stage.url)
    await say(one, "hi")
    await expect(other.locator("article")).to_have_count(2)
    await other.get_by_role("button", name="Not today").click()
    await expect(one.locator("article.bot").first.locator("strong")).to_have_text("not")


async def test_the_home_page_draws_itself_afresh_and_its_buttons_work(stage: Stage, open_page: OpenPage) -> None:
    page = await open_page(stage.url)
    stage.bot.home = HomePage((Ask((Text((Plain("Your practice"),), "title"), EVERY_PART[-1]), REF),))
    await say(page, "hi")
    home = page.get_by_role("complementary", name="Ana’s home")
    await expect(home.get_by_role("heading", name="Your practice")).to_be_visible()
    await home.get_by_role("button", name="More…").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert stage.bot.heard[-1].message == ""  # type: ignore[union-attr]


async def test_the_clock_moves_shows_how_far_it_is_and_can_be_stopped(stage: Stage, open_page: OpenPage) -> None:
    stage.bot.planned = [START + timedelta(days=day) for day in range(1, 200)]
    stage.bot.pause = 0.02
    page = await open_page(stage.url)
    clock = page.get_by_role("region", name="The bot’s clock")
    await expect(clock.locator("#now")).to_have_text("08:30 Monday 23 November 2026")
    await clock.get_by_role("button", name="Next thing due").click()
    await expect(clock.locator("#now")).to_have_text("08:30 Tuesday 24 November 2026")
    await expect(page.locator("article.bot")).to_have_text(["It is 07:30 UTC.08:30Answer this one"])
    await expect(page.locator(".day")).to_have_text(["Tuesday 24 November 2026"])

    await clock.get_by_label("Date and time to move to").fill("2027-05-24T09:00")
    await clock.get_by_role("button", name="Go to that time").click()
    progress = clock.get_by_role("progressbar", name="Moving the clock")
    await expect(progress).to_be_visible()
    await expect(page.locator("article.bot")).not_to_have_count(1)
    assert 0 < await progress.evaluate("bar => bar.value") < 1
    await expect(clock.get_by_role("button", name="Stop")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(clock.get_by_role("status")).to_contain_text("Stopped. It is")
    await expect(clock.get_by_role("button", name="Next thing due")).to_be_focused()
    assert START < stage.clock() < START + timedelta(days=180)

    stage.bot.pause = 0
    await clock.get_by_label("Date and time to move to").fill("2027-05-24T09:00")
    await page.keyboard.press("Enter")
    await expect(clock.locator("#now")).to_have_text("09:00 Monday 24 May 2027")
    await expect(page.locator("article.bot")).to_have_count(181)

    stage.bot.planned.clear()
    await clock.get_by_role("button", name="Next thing due").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing is planned.")
    await clock.get_by_role("button", name="A week on").click()
    await expect(clock.locator("#now")).to_have_text("09:00 Monday 31 May 2027")


async def test_a_restart_keeps_the_conversation_and_the_page_finds_back(open_page: OpenPage) -> None:
    notebook = Notebook()
    async with on_stage(notebook) as first:
        page = await open_page(first.url)
        await say(page, "hi")
        await page.get_by_role("button", name="Did it").click()
        await expect(page.locator("article.bot")).to_have_count(2)
        port = first.port
    await expect(page.locator("#lost")).to_have_text("Not connected; trying again.")
    async with on_stage(notebook, port=port) as second:
        await expect(page.locator("#lost")).to_be_empty()
        await say(page, "and on it goes")
        await expect(page.locator("article")).to_have_count(5)
        again = await open_page(second.url)
        await expect(again.locator("article")).to_have_count(5)
        await expect(again.locator("article.bot").first.locator("strong")).to_have_text("did")
    async with on_stage(Notebook(), port=port):
        await expect(page.get_by_text("Say hi to begin.")).to_be_visible()
