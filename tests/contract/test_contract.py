"""Every flow on every platform: people do the same there and see the same, and it is what the transcripts say."""

import json
from pathlib import Path

import pytest

from bot.flows.catalog import FLOWS
from tests.conftest import NewDatabase
from tests.contract.runs import PLATFORMS, TRACED, TRANSCRIPTS, kept, platforms_of, played
from tests.contract.script import Script, scripts
from tests.contract.slack import on_slack
from tests.contract.wording import one_of_each

RUNS = [
    (script, platform) for script in scripts() for platform in platforms_of(script) if (script.name, platform) != TRACED
]
ON_POSTGRES = [(script, platform) for script, platform in RUNS if script.name in ("first_practice", "capture")]

OUT_OF_REACH: dict[str, dict[tuple[str, str], str]] = {
    "playground": {("time_off", "status"): "nobody has a status there"},
    "slack": {},
    "teams": {("time_off", "status"): "Teams tells a bot of no status"},
}
"""Steps of the flows that nobody comes to on a platform, and why."""


def named(value: Script | str) -> str:
    return value.name if isinstance(value, Script) else value


@pytest.mark.parametrize(("script", "platform"), RUNS, ids=named)
async def test_people_see_what_the_transcript_says(script: Script, platform: str, new_database: NewDatabase) -> None:
    with new_database("sqlite") as url:
        assert await played(script, platform, url) == kept(script).read_text(encoding="utf-8")


@pytest.mark.parametrize(("script", "platform"), ON_POSTGRES, ids=named)
async def test_it_is_the_same_on_postgresql(script: Script, platform: str, new_database: NewDatabase) -> None:
    with new_database("postgresql") as url:
        assert await played(script, platform, url) == kept(script).read_text(encoding="utf-8")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_step_that_a_person_can_reach_is_reached_on_every_platform(platform: str) -> None:
    """By the conversations that were stored, which stand at the end of each transcript."""
    reached: set[tuple[str, str]] = set()
    for script in scripts():
        if platform in platforms_of(script):
            reached |= reached_in(kept(script).read_text(encoding="utf-8"))
    steps = {(flow.name, step.name) for flow in FLOWS.values() for step in flow.steps}
    assert steps - reached == set(OUT_OF_REACH[platform])


def reached_in(transcript: str) -> set[tuple[str, str]]:
    ends = transcript.rpartition("Conversations and their steps\n")[2]
    talks = (line.split(": ") for line in ends.split("\n") if line)
    return {(flow, step) for flow, steps in talks for step in steps.split(", ")}


def test_every_transcript_has_its_script() -> None:
    assert {path.stem for path in TRANSCRIPTS.iterdir()} == {script.name for script in scripts()}


async def test_the_file_that_a_message_names_can_be_opened_on_slack(new_database: NewDatabase, tmp_path: Path) -> None:
    with new_database("sqlite") as url:
        async with on_slack(url, one_of_each(tmp_path / "words")) as driver:
            await driver.says("Ana", "note Ben is quiet when Nora is in the room")
            await driver.says("Ana", "promise Omar the numbers on Thursday")
            for typed in ("export everything", "export csv", "export markdown"):
                await driver.says("Ana", typed)
                assert driver.messages("Ana")[-1].look.lines == (f"({[*driver.office.slack.files.values()][-1].name})",)
            files = {file.name: file.content.decode() for file in driver.office.slack.files.values()}
            assert {file.channel for file in driver.office.slack.files.values()} == {driver.people["Ana"].channel}
            assert "Ben is quiet when Nora is in the room" in str(json.loads(files["followthrough.json"]))
            assert files["followthrough-weeks.csv"].startswith("\ufeffWeek,What,In words,With")
            assert "- **Promise**: the numbers · Omar" in files["followthrough-weeks.md"]
