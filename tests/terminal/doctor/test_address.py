"""At its public address the bot is reached, takes what Slack signs, and nothing else."""

from tests.terminal.conftest import Run
from tests.terminal.doctor.conftest import GONE, Ask, There


def test_a_signing_secret_of_another_shape(ask: Ask) -> None:
    said = ask(SLACK_SIGNING_SECRET="not-a-signing-secret")
    assert (said.levels["SLACK_SIGNING_SECRET"], said.code) == ("look", 0)


def test_an_address_that_only_this_machine_reaches(ask: Ask) -> None:
    assert ask().lines["HOST"].startswith("It is 127.0.0.1, which only this machine reaches")
    assert "HOST" not in ask(HOST="0.0.0.0").lines
    assert "HOST" not in ask(SLACK_APP_TOKEN="xapp-1", HOST="127.0.0.1").lines


def test_another_secret_at_the_public_address(ask: Ask, there: There) -> None:
    said = ask("--url", there.url, SLACK_SIGNING_SECRET="f" * 32)
    assert (said.code, said.levels["Signed requests"], said.levels["Unsigned requests"]) == (1, "mend", "ok")
    assert said.lines["Signed requests"].startswith("They are refused: the web process there has another")


def test_a_public_address_that_believes_everybody(ask: Ask, there: There) -> None:
    there.believes = False
    said = ask("--url", there.url)
    assert (said.code, said.levels["Unsigned requests"]) == (1, "mend")
    assert said.lines["Unsigned requests"].startswith("They are taken, so anybody can speak as anybody")


def test_a_public_address_that_leads_elsewhere(ask: Ask, there: There) -> None:
    there.alive = 502
    said = ask("--url", there.url)
    assert said.lines["Public address"] == "/healthz answers 502, not 200: does the proxy lead to the web process?"
    assert "Signed requests" not in said.lines
    there.alive = 200
    said = ask("--url", f"{there.url}/")
    assert said.levels["Public address"] == "ok"
    said = ask("--url", f"http://{GONE}")
    assert said.lines["Public address"].startswith(f"{GONE} cannot be reached")
    said = ask("--url", f"https://{there.url.removeprefix('http://')}")
    assert said.lines["Public address"].endswith(
        "look at its certificate, and at a proxy that puts its own in between."
    )


def test_by_socket_mode_alone_there_is_nothing_to_sign_with(ask: Ask, there: There) -> None:
    said = ask("--url", there.url, SLACK_SIGNING_SECRET="", SLACK_APP_TOKEN="xapp-1")
    assert said.levels["Signed requests"] == "look"


def test_an_address_that_is_none_is_refused(run: Run, ask: Ask) -> None:
    ended = run("sqlite://", "doctor", "--url", "http://bot.example.com")
    assert ended.code == 2
    assert ended.err.startswith("--url must be a plain address")
