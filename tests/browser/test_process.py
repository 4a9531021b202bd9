"""The web process from outside: how it starts, what it says, how it ends; and the page with the real bot."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import structlog
from cryptography.fernet import Fernet
from playwright.async_api import expect

from adapters.__main__ import main
from tests.browser.conftest import OpenPage

ROOT = Path(__file__).parents[2]
KEY = Fernet.generate_key().decode()


def environment(**settings: str) -> dict[str, str]:
    """Only these settings, whatever the machine's own are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_START") if name in os.environ}  # noqa: TID251  a process needs one
    return {**kept, "PYTHONPATH": str(ROOT), "FOLLOWTHROUGH_KEY": KEY, "PORT": "0", **settings}


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., str]]:
    """Start it where it cannot start; gives the one sentence that it says."""

    def start(**settings: str) -> str:
        monkeypatch.chdir(tmp_path)
        for name, value in environment(**settings).items():
            monkeypatch.setenv(name, value)
        assert main([]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err.strip()

    yield start
    structlog.reset_defaults()


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start it; its address, and the process."""
    command = [sys.executable, "-m", "adapters", "--scheduler"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            found = re.search(r"http://\S+/", line)
            assert found, line + (process.stderr.read() if process.stderr else "")
            yield found[0], process
        finally:
            process.terminate()


def test_a_setting_that_is_wrong_is_named_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "adapters"]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment(PORT="http"), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("PORT is 'http'")
    assert ended.stderr.count("\n") == 1


def test_no_key_no_start(refused: Callable[..., str]) -> None:
    assert refused(FOLLOWTHROUGH_KEY="").startswith("FOLLOWTHROUGH_KEY is missing")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_the_playground_listens_on_this_machine_only(tmp_path: Path, refused: Callable[..., str], host: str) -> None:
    said = refused(HOST=host)
    assert "this machine only" in said
    assert host in said
    assert not list(tmp_path.iterdir()), "no database is made for nothing"


def test_a_port_in_use_is_said_clearly(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused(PORT=port)
    assert said == f"Another program uses port {port} of 127.0.0.1 already; end it, or set PORT to another number."


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_answers_and_ends_at_once(tmp_path: Path, ending: signal.Signals) -> None:
    with running(tmp_path) as (address, process):
        for path, said in (("healthz", "up\n"), ("readyz", "ready\n")):
            with urlopen(address + path) as response:
                assert response.read().decode() == said
        with pytest.raises(HTTPError, match="404"):
            urlopen(address + "nothing")
        with urlopen(address + "api/events?person=ana") as stream:  # a page that stays open
            assert stream.readline()
            process.send_signal(ending)
            assert process.wait(20) == 0  # without a page's goodbye; how fast, depends on the machine
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.asyncio(loop_scope="session")
async def test_the_first_ten_minutes_and_half_a_year_with_the_real_bot(tmp_path: Path, open_page: OpenPage) -> None:
    with running(tmp_path) as (address, _):
        page = await open_page(address)
        text = page.get_by_role("textbox", name="Message as Ana")
        log = page.get_by_role("log")
        await expect(log).to_have_text("Say hi to begin.")
        await text.fill("hi")
        await page.keyboard.press("Enter")
        await log.get_by_role("button", name="Start").click()
        await expect(log.get_by_role("button", name="Listening")).to_be_visible()
        await text.fill("stop interrupting <script>")
        await page.keyboard.press("Enter")
        for label in ("Any meeting", "Wait two seconds", "That’s it", "Good"):
            await log.get_by_role("button", name=label, exact=True).click()
        await text.fill("promise Omar the numbers Thursday")
        await page.keyboard.press("Enter")
        await expect(page.locator("article.bot").last).to_contain_text("Omar, the numbers")
        home = page.get_by_role("complementary", name="Ana’s home")
        await expect(home).to_contain_text("I wait two seconds")
        await expect(home.get_by_role("img").locator("svg")).to_have_count(10)

        clock = page.get_by_role("region", name="The bot’s clock")
        said = await page.locator("article.bot").count()
        await clock.get_by_role("button", name="A week on").click()
        await expect(page.locator("article.bot")).not_to_have_count(said)
        await expect(clock.get_by_role("button", name="A week on")).to_be_visible()
        year = int((await page.locator("#date").inner_text()).rsplit(" ", 1)[1])
        await clock.get_by_label("Date and time to move to").fill(f"{year + 1}-06-15T12:00")
        await clock.get_by_role("button", name="Go to that time").click()
        await expect(page.locator("#now")).to_contain_text(f"15 June {year + 1}", timeout=60_000)
        await expect(clock.get_by_role("button", name="A week on")).to_be_visible()
        await expect(page.get_by_role("alert")).to_be_empty()
        count = await page.locator("article").count()
    with running(tmp_path) as (address, _):
        page = await open_page(address)
        await expect(page.locator("article")).to_have_count(count)
        await expect(page.locator("#now")).to_contain_text(f"15 June {year + 1}")
        await expect(page.locator("article.own").nth(1)).to_contain_text("stop interrupting <script>")
