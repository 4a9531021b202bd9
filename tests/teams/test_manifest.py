"""The package of the Teams app is what Microsoft's schema takes, and says what the bot really understands."""

import io
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import aiohttp
import pytest
from aiohttp import web
from jsonschema import Draft6Validator

from adapters.teams.about import ABOUT_PATH, add_about
from adapters.teams.commands import KEEPS
from adapters.teams.manifest import ACTIONS, COMMANDS, manifest, package
from adapters.teams.manifest.icons import COLOR, color, outline
from bot.content.loader import load_words
from bot.errors import SettingError
from bot.flows.commands import read_command
from bot.settings import Settings
from bot.teams_settings import HOSTS, TeamsSettings
from tests.teams.openid import APP_ID

HERE: Final = "https://bot.example.com"
SCHEMA: Final = json.loads(Path(__file__).with_name("manifest-1.19.json").read_text(encoding="utf-8"))
SETTINGS: Final = Settings(keys=(), teams=TeamsSettings(APP_ID))
WORDS: Final = load_words()
Json = dict[str, Any]


def troubles(said: Json) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft6Validator(SCHEMA).iter_errors(said)]


def unpacked() -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package(SETTINGS, HERE))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_schema_takes_it() -> None:
    Draft6Validator.check_schema(SCHEMA)
    assert troubles(manifest(HERE, APP_ID)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "followthrough"),
        ("manifestVersion", "1.24"),
        ("accentColor", "teal"),
        ("name", {"short": "F" * 31, "full": "F"}),
        ("description", {"short": "F" * 81, "full": "F"}),
        ("bots", [{"botId": APP_ID, "scopes": ["everywhere"]}]),
        ("surprise", True),
    ],
)
def test_and_it_takes_not_everything(path: str, value: Any) -> None:
    assert troubles({**manifest(HERE, APP_ID), path: value})


def test_the_package_has_the_manifest_and_two_icons_at_its_top() -> None:
    files = unpacked()
    said = json.loads(files["manifest.json"])
    assert said == manifest(HERE, APP_ID)
    assert set(files) == {"manifest.json", *said["icons"].values()}
    assert package(SETTINGS, HERE) == package(SETTINGS, HERE)


def test_without_an_app_there_is_no_package() -> None:
    for teams in (None, TeamsSettings(allow_anonymous=True)):
        with pytest.raises(SettingError, match="TEAMS_APP_ID is missing"):
            package(Settings(keys=(), teams=teams), HERE)


def test_the_bot_of_the_app_is_the_app() -> None:
    said = manifest(HERE, APP_ID)
    assert {said["id"], said["bots"][0]["botId"], said["composeExtensions"][0]["botId"]} == {APP_ID}
    assert said["bots"][0]["supportsFiles"], "without it nobody could be offered a file"


def test_the_bot_understands_every_command_that_teams_offers() -> None:
    (offered,) = manifest(HERE, APP_ID)["bots"][0]["commandLists"]
    assert offered["scopes"] == ["personal"], "in company the bot only invites"
    titles = [one["title"] for one in offered["commands"]]
    assert titles == list(COMMANDS)
    for title in titles:
        found = read_command(WORDS, title)
        assert found is not None, title
        assert found[1] == "", title


@pytest.mark.parametrize("description", [said for said in COMMANDS.values() if ": " in said])
def test_and_the_lines_that_it_shows_beside_them(description: str) -> None:
    for line in description.partition(": ")[2].split(", or "):
        assert read_command(WORDS, line) is not None, line


def test_a_message_can_be_kept_as_what_the_bot_keeps() -> None:
    commands = manifest(HERE, APP_ID)["composeExtensions"][0]["commands"]
    assert {one["id"] for one in commands} == set(ACTIONS) == set(KEEPS)
    titles = ["Make this a promise", "Thank them for telling me", "Act on this", "Tell your leader this"]
    assert [one["title"] for one in commands] == titles
    for one in commands:
        assert (one["type"], one["context"], one["fetchTask"]) == ("action", ["message"], True)


def test_every_text_is_inside_the_limits_of_teams_and_speaks_as_the_bot_does() -> None:
    said = json.dumps(manifest(HERE, APP_ID), ensure_ascii=False)
    assert "!" not in said
    assert all(len(title) <= 32 and len(text) <= 128 for title, text in [*COMMANDS.items(), *ACTIONS.values()])
    assert len(COMMANDS) <= 10


async def test_the_page_that_it_links_to_is_there() -> None:
    app = web.Application()
    add_about(app, WORDS)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    links = [url for name, url in manifest(HERE, APP_ID)["developer"].items() if name != "name"]
    try:
        async with aiohttp.ClientSession() as session:
            for link in links:
                place, _, anchor = link.removeprefix(HERE).partition("#")
                async with session.get(f"http://127.0.0.1:{runner.addresses[0][1]}{place}") as response:
                    page = await response.text()
                    assert (response.status, response.content_type) == (200, "text/html")
                    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                assert not anchor or f'id="{anchor}"' in page
    finally:
        await runner.cleanup()
    assert {link.removeprefix(HERE).partition("#")[0] for link in links} == {ABOUT_PATH}
    assert "Your own organisation does" in page


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, ...]]]:
    """Width, height, and every pixel: red, green, blue, opacity."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, size = 8, b"", (0, 0)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        body, check = png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        assert zlib.crc32(name + body) == int.from_bytes(check)
        if name == b"IHDR":
            size = struct.unpack(">II", body[:8])
            assert tuple(body[8:]) == (8, 6, 0, 0, 0)
        data += body if name == b"IDAT" else b""
        at += 12 + length
    raw, wide = zlib.decompress(data), size[0] * 4
    rows = [raw[row * (wide + 1) + 1 : (row + 1) * (wide + 1)] for row in range(size[1])]
    return *size, [tuple(row[place : place + 4]) for row in rows for place in range(0, wide, 4)]


def test_the_icon_in_colour() -> None:
    width, height, found = pixels(color())
    assert (width, height) == (192, 192)
    assert {one[3] for one in found} == {255}, "nothing shines through"
    assert found[0] == (*COLOR, 255)
    drawn = [divmod(place, width) for place, one in enumerate(found) if one[:3] != COLOR]
    assert all(36 <= y < 156 and 36 <= x < 156 for y, x in drawn), "the sign is inside the middle 120"
    assert (255, 255, 255, 255) in found


def test_the_icon_of_lines() -> None:
    width, height, found = pixels(outline())
    assert (width, height) == (32, 32)
    assert {one[:3] for one in found} == {(255, 255, 255)}, "white, more or less of it"
    assert {one[3] for one in found} > {0, 255}
    assert not any(one[3] for one in found[:32]), "and nothing at the edge"


def test_the_docs_say_what_can_be_done_with_a_message_as_teams_does() -> None:
    docs = (Path(__file__).parents[2] / "docs/teams.md").read_text(encoding="utf-8")
    for title, said in ACTIONS.values():
        assert f"| {title} | {said} |" in docs
    assert all(f"`{host}`" in docs for host in HOSTS)
    assert "`AADSTS7000222`" in docs
    assert len(re.findall(r"^\d+\. ", docs, re.MULTILINE)) == 10
