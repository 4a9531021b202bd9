"""What Slack sends for what a person does: the payloads of its documentation, as its client fills them."""

from collections.abc import Mapping
from typing import Any

from tests.slack.sight import initial

Json = dict[str, Any]


def by(user: str, name: str, team: str, trigger: str, response_url: str) -> Json:
    """Who did something, and where an answer for them alone goes."""
    return {
        "user": {"id": user, "username": name.lower(), "name": name.lower(), "team_id": team},
        "api_app_id": "A1",
        "token": "old",
        "team": {"id": team, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger,
        "response_url": response_url,
    }


def line(user: str, team: str, channel: str, ts: str, marked: str, **more: Any) -> Json:
    """A line in the conversation with the bot; `more` such as `thread_ts`."""
    return {
        "type": "message",
        "channel_type": "im",
        "channel": channel,
        "user": user,
        "team": team,
        "ts": ts,
        "text": marked,
        **more,
    }


def press(who: Json, channel: str, ts: str, container: Json, element: Json) -> Json:
    """A press of a button; from the home page there is no conversation to answer in."""
    payload = {"type": "block_actions", "container": container, **who}
    if container["type"] == "view":
        del payload["response_url"]
    else:
        payload["channel"] = {"id": channel, "name": "directmessage"}
    return {**payload, "actions": [{**element, "action_ts": ts}]}


def submission(who: Json, modal: Json, modal_id: str, typed: Mapping[str, Any]) -> Json:
    """The modal as it is sent: what was typed, and in the other fields what they started with."""
    values: Json = {}
    for block in modal["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            value = typed.get(block["block_id"], initial(element))
            values[block["block_id"]] = {element["action_id"]: value}
    view = {**modal, "id": modal_id, "team_id": who["team"]["id"], "state": {"values": values}, "hash": "1"}
    return {"type": "view_submission", "view": view, "response_urls": [], **who}


def home(user: str, channel: str, tab: str, ts: str) -> Json:
    """A tab of the app is looked at."""
    return {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": ts}


def command(who: Json, name: str, text: str, channel: str) -> dict[str, str]:
    """A slash command, in any channel."""
    return {
        "command": name,
        "text": text,
        "channel_id": channel,
        "channel_name": "directmessage" if channel.startswith("D") else "general",
        "user_id": who["user"]["id"],
        "user_name": who["user"]["name"],
        "team_id": who["team"]["id"],
        "team_domain": "example",
        "is_enterprise_install": "false",
        "response_url": who["response_url"],
        "trigger_id": who["trigger_id"],
        "api_app_id": "A1",
    }


def shortcut(who: Json, callback_id: str, ts: str, message: Json | None) -> Json:
    """A shortcut: of that message, or of everywhere, which has nowhere to answer."""
    kind: Json = {"type": "shortcut"} if message is None else {"type": "message_action", "message": message}
    payload = {**who, **kind, "callback_id": callback_id, "action_ts": ts}
    if message is None:
        del payload["response_url"]
    return payload
