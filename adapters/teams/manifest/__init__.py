"""What Teams has to be told about the app, and why it asks for no more than this: a zip of one JSON file and two icons.

The fields and their limits are those of Microsoft's schema 1.19. It is not the newest on purpose: tenants lag behind,
the government's most, and nothing here needs more.
"""

import io
import json
from collections.abc import Mapping
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.teams.about import ABOUT_PATH
from adapters.teams.manifest.icons import COLOR, color, outline
from bot.errors import SettingError
from bot.settings import Settings

SCHEMA: Final = "1.19"
VERSION: Final = "1.1.0"
"""Of the package: has to grow with every change of it, or Teams keeps the one that it has."""

COMMANDS: Final[Mapping[str, str]] = {
    "home": "What you practise, what is open, and what comes next.",
    "check in": "Today’s question, once more.",
    "promise": "Keep a promise until it is settled: promise Omar the numbers Thursday",
    "find": "Look through your notes, promises and thanks: find Omar",
    "new practice": "Choose one small thing to practise.",
    "hours": "When I write to you.",
    "pause": "Nothing for a while: pause until Monday, or away 3 to 10 August",
    "stop": "No more questions. It works at once.",
    "who sees what": "What I hold about you, and who may see it.",
    "help": "Everything that you can type.",
}
"""What Teams offers above the line that somebody types; ten are the most. The bot understands each as it stands."""

ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "keep_promise": ("Make this a promise", "Keep what this message says as a promise of yours."),
    "keep_thank": ("Thank them for telling me", "Thank whoever wrote this message for telling you."),
    "keep_thing": ("Act on this", "Make what it says one of the three things you act on, with a day."),
    "keep_tell": (
        "Tell your leader this",
        "Tell your leader what it says, with your name. You see it before it is sent.",
    ),
}
"""What can be done with a message in any conversation, by the id that comes back: a title, and what it does."""

_FULL: Final = (
    "Followthrough brings the second message, the one that rarely comes. You choose one small thing to practise; it "
    "asks on working days whether it happened, keeps your promises until they are settled, and ends by itself after "
    "half a year. It asks and does not advise, and there is no language model in it. What you tell it is yours until "
    "you choose to share it. It speaks in its own chat; where it is added to a team or a group it reads nothing but "
    "what is said to it by name, and answers there with an invitation to that chat."
)


def package(settings: Settings, url: str) -> bytes:
    """The zip that is uploaded, for the app of the settings, at `url` (https, without a slash at its end).

    Raises:
        SettingError: the settings name no app.
    """
    teams = settings.teams
    if teams is None or not teams.app_id:
        raise SettingError("TEAMS_APP_ID is missing: the package says which app the bot is; docs/teams.md says how.")
    files = {
        "manifest.json": json.dumps(manifest(url, teams.app_id), ensure_ascii=False, indent=2).encode(),
        "color.png": color(),
        "outline.png": outline(),
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            # Dated alike whenever it is made, so that two packages that say the same are the same.
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return packed.getvalue()


def manifest(url: str, app_id: str) -> dict[str, Any]:
    """The JSON file in it. The id of the app is its registration's, so that two registrations are two apps."""
    about = f"{url}{ABOUT_PATH}"
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": VERSION,
        "id": app_id,
        "developer": {
            "name": "Followthrough",
            "websiteUrl": about,
            "privacyUrl": f"{about}#privacy",
            "termsOfUseUrl": f"{about}#terms",
        },
        "name": {"short": "Followthrough", "full": "Followthrough: the second message"},
        "description": {"short": "Brings the second message: the one that rarely comes.", "full": _FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#" + "".join(f"{part:02x}" for part in COLOR),
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": True,  # people take their own export with them, into their OneDrive
                "commandLists": [
                    {
                        "scopes": ["personal"],
                        "commands": [{"title": title, "description": said} for title, said in COMMANDS.items()],
                    }
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": key,
                        "type": "action",
                        "title": title,
                        "description": said,
                        "context": ["message"],
                        "fetchTask": True,  # the bot draws the dialog, from the message
                    }
                    for key, (title, said) in ACTIONS.items()
                ],
            }
        ],
    }
