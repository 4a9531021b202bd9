"""What Slack has to be told about the app, and why it asks for no more than this.

The fields and their limits are those of Slack's schema, major version 2
(https://docs.slack.dev/reference/app-manifest, github.com/slackapi/manifest-schema).
"""

from collections.abc import Mapping
from typing import Any, Final

SCOPES: Final[Mapping[str, str]] = {
    "channels:read": "who is in a public channel that a leader chooses as the team, and whether the bot may post there",
    "chat:write": "write to people: by a person’s id this is enough, without `im:write`",
    "commands": "the command `/followthrough` and the six shortcuts",
    "dnd:read": "wait until do-not-disturb is over",
    "files:write": "hand a person their own export as a file",
    "groups:read": (
        "the same of a private channel, where somebody has invited the bot, and who is in the one where a coach reads, "
        "looked at each time before anything is posted there"
    ),
    "im:history": "receive what people write to the bot, and look there for a message that may or may not have arrived",
    "users:read": "name, time zone, language and status of the people it speaks with",
}
"""Every permission of the bot’s, and what it is for. Written to nowhere else: docs/slack.md is held to it by a test."""

EVENTS: Final[Mapping[str, str]] = {
    "app_home_opened": "draw the home page when somebody looks at it",
    "app_uninstalled": "stop at once when the app is removed",
    "message.im": "what people write to the bot",
    "tokens_revoked": "stop at once when its token is taken away",
    "user_change": "a new time zone, a new name, a status, an account that is switched off",
}
"""Every event that Slack is asked for, and what it is for."""

APP_SCOPE: Final = "connections:write"
"""The one permission of an app-level token: opening a socket."""

EVENTS_PATH: Final = "/slack/events"
REDIRECT_PATH: Final = "/slack/oauth_redirect"

_LONG: Final = (
    "Followthrough brings the second message, the one that rarely comes. You choose one small thing to practise; it "
    "asks on working days whether it happened, keeps your promises until they are settled, and ends by itself after "
    "half a year. It asks and does not advise, and there is no language model in it. What you tell it is yours until "
    "you choose to share it."
)


def manifest(url: str = "") -> dict[str, Any]:
    """The app, ready to be pasted: at `url` (https, without a slash at its end), or with none by Socket Mode."""
    events = f"{url}{EVENTS_PATH}" if url else ""
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Followthrough",
            "description": "Brings the second message: the one that rarely comes.",
            "long_description": _LONG,
            "background_color": "#2f4f4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,  # without it every message is refused: messages_tab_disabled
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Followthrough", "always_online": True},
            "shortcuts": _shortcuts(),
            "slash_commands": [
                {
                    "command": "/followthrough",
                    "description": "Your practice, your promises, and a pause when you need one.",
                    "usage_hint": "help | start | checkin | practice | pause | promise | privacy",
                    "should_escape": False,  # what is typed is shown as typed
                    **_where("url", events),
                }
            ],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{url}{REDIRECT_PATH}"]} if url else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**_where("request_url", events), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_where("request_url", events)},
            # A whole organisation installs by OAuth, and that needs an address to come back to.
            "org_deploy_enabled": bool(url),
            "socket_mode_enabled": not url,
            # A rotated token lives for 12 hours, its refresh token works once, and an app that was rotated cannot go
            # back. Whoever keeps the database safe gains little by it, and one lost write locks the bot out.
            "token_rotation_enabled": False,
        },
    }


def _where(name: str, address: str) -> dict[str, str]:
    """By Socket Mode there is no address, and Slack takes no empty one."""
    return {name: address} if address else {}


def _shortcuts() -> list[dict[str, str]]:
    # A name has 24 characters at most.
    return [
        {
            "name": "Make a promise",
            "type": "global",
            "callback_id": "promise_form",
            "description": "Write down what you promised, to whom, and until when.",
        },
        {
            "name": "Make this a promise",
            "type": "message",
            "callback_id": "keep_promise",
            "description": "Keep what this message says as a promise of yours.",
        },
        {
            "name": "Act on this",
            "type": "message",
            "callback_id": "keep_thing",
            "description": "Make what this message says one of the three things you act on, with a day.",
        },
        {
            "name": "Thank you for telling me",
            "type": "message",
            "callback_id": "keep_thank",
            "description": "Thank whoever wrote this message for telling you.",
        },
        {
            "name": "Tell your leader",
            "type": "global",
            "callback_id": "tell_form",
            "description": "Tell your leader something, with your name. You see it before it is sent.",
        },
        {
            "name": "Tell your leader this",
            "type": "message",
            "callback_id": "keep_tell",
            "description": "Tell your leader what this message says, with your name. You see it before it is sent.",
        },
    ]
