"""The doctor says in one line each what is well and what to do; the settings, the database and the clock first."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.store import open_store
from tests.company import KEY
from tests.conftest import NewDatabase
from tests.terminal.conftest import Run
from tests.terminal.doctor.conftest import UNSEEN, Ask, There


def test_all_is_well(ask: Ask, there: There) -> None:
    said = ask("--url", there.url, SLACK_APP_TOKEN="xapp-1")
    assert said.code == 0
    assert {what for what, level in said.levels.items() if level != "ok"} == {"SLACK_API_URL", "--url", *UNSEEN}
    assert said.lines["SLACK_BOT_TOKEN"] == "It speaks as followthrough in Acme."
    assert said.lines["Sockets"] == "1 open besides this check’s own, and 1 expected."
    assert {"Settings", "Log", "Database", "Clock", "Scopes", "Signed requests", "Unsigned requests"} <= set(
        said.levels
    )


def test_for_people_each_finding_is_a_line(run: Run, ask: Ask) -> None:
    ask()
    ended = run("sqlite:///none.db", "doctor")
    assert ended.code == 1
    assert ended.out.splitlines()[:3] == [
        "ok    Settings: They are whole.",
        "ok    Log: LOG_LEVEL is INFO; nothing that people write is in it.",
        "MEND  Database: The database has no tables of this version yet. Run `followthrough migrate`.",
    ]


def test_whom_leaders_read_of_is_shown(ask: Ask) -> None:
    assert ask(OUTSIDE_HELP="Eve; Kim").lines["OUTSIDE_HELP"] == "Leaders who ask read: Eve; Kim."
    assert ask(OUTSIDE_HELP="").lines["OUTSIDE_HELP"] == "Nobody is named whom leaders may turn to outside of work."


def test_nothing_is_changed_or_sent(ask: Ask, there: There) -> None:
    ask("--url", there.url, SLACK_APP_TOKEN="xapp-1")
    assert set(there.slack.counts) == {"api.test", "auth.test", "apps.connections.open"}


def test_a_setting_that_is_wrong_ends_it(ask: Ask) -> None:
    said = ask(LOG_LEVEL="DEBUG")
    assert (said.code, list(said.lines)) == (1, ["Settings"])
    assert said.lines["Settings"].startswith("LOG_LEVEL is DEBUG, and Slack’s own library would then write")


def test_without_slack_it_says_so_and_is_content(ask: Ask) -> None:
    said = ask(SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="")
    assert (said.code, said.levels["Slack"]) == (0, "look")


def test_a_playgrounds_database_is_no_place_for_slack(ask: Ask, new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        store = open_store(url, (KEY,))
        store.migrate()
        with store.begin() as unit:
            unit.playground.mark()
        store.close()
        said = ask(database=url)
        assert said.levels["Database"] == "mend"
        assert said.lines["Database"].startswith("This database belongs to a playground")
        assert ask(database=url, SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="").levels["Database"] == "ok"


@pytest.mark.parametrize(
    ("seconds", "level", "why"),
    [
        (0, "ok", "It agrees with Slack’s to 1 s."),
        (-120, "look", "This machine’s is 120 seconds ahead of Slack’s; beyond 300"),
        (120, "look", "This machine’s is 120 seconds behind Slack’s; beyond 300"),
        (-400, "mend", "This machine’s is 400 seconds ahead of Slack’s: every request"),
        (400, "mend", "This machine’s is 400 seconds behind Slack’s: every request"),
    ],
)
def test_the_clock(ask: Ask, there: There, monkeypatch: pytest.MonkeyPatch, seconds: int, level: str, why: str) -> None:
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    monkeypatch.setattr("adapters.terminal.doctor.real_time", lambda: now)
    date = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    there.slack.answers("api.test", {"ok": True}, headers={"Date": date})
    said = ask()
    assert (said.levels["Clock"], said.code) == (level, 1 if level == "mend" else 0)
    assert said.lines["Clock"].startswith(why)


def test_an_answer_whose_date_is_none(ask: Ask, there: There) -> None:
    there.slack.answers("api.test", {"ok": True}, headers={"Date": "soon"})
    assert ask().levels["Clock"] == "look"
