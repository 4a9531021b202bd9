"""What Slack keeps and answers when nothing goes wrong: people, conversations, modals, home pages, files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class Trouble(Exception):
    """The call is answered with this error code."""


@dataclass(frozen=True, slots=True)
class Modal:
    """A view that was opened, pushed or exchanged: `method` says which, `by` is the trigger or view id."""

    method: str
    by: str
    view: Json


@dataclass(slots=True)
class File:
    """A file on its way: announced, then filled, then shared to a channel."""

    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""
    channel: str = ""


@dataclass(slots=True)
class Pretended:
    """All that is kept. Conversations are each workspace's own; `clock` gives the seconds of a message's ts."""

    clock: Callable[[], float]
    tokens: dict[str, Json] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    quiet: dict[str, tuple[int, int]] = field(default_factory=dict)
    conversations: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    modals: list[Modal] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    socket_url: str = ""
    numbers: int = 0

    def answer(self, method: str, token: str, given: Mapping[str, Any], root: str) -> Json:
        """The body of a good answer; `root` is where files are uploaded to.

        Raises:
            Trouble: what Slack would say.
        """
        if method == "oauth.v2.access":
            return self.installed()
        if not token:
            raise Trouble("not_authed")
        if token not in self.tokens:
            raise Trouble("invalid_auth")
        who = self.tokens[token]
        team = who["team_id"]
        match method:
            case "auth.test":
                return {"url": "https://example.slack.com/", **who}
            case "team.info":
                return {"team": {"id": team, "name": who.get("team", ""), "domain": "example"}}
            case "apps.connections.open":
                return {"url": self.socket_url}
            case "users.info":
                return {"user": self.person(given["user"], locale=_yes(given.get("include_locale")))}
            case "users.list":
                return {"members": [self.person(user, locale=True) for user in self.people]}
            case "dnd.info":
                return self.dnd(given["user"])
            case "dnd.teamInfo":
                return {"users": {user: self.dnd(user) for user in given["users"].split(",")}}
            case "conversations.open":
                return {"channel": {"id": self.channel(team, given["users"])}}
            case "conversations.info":
                return {"channel": self.shared(given["channel"])}
            case "conversations.members":
                return self.members(given)
            case "chat.postMessage":
                return self.post(team, who, given)
            case "chat.update":
                return self.update(team, given)
            case "chat.delete":
                self.conversations[team, given["channel"]].remove(self.message(team, given))
                return {"channel": given["channel"], "ts": given["ts"]}
            case "conversations.history":
                return self.history(team, given)
            case "views.open" | "views.push" | "views.update":
                by = given.get("trigger_id") or given.get("view_id") or given.get("external_id") or ""
                self.modals.append(Modal(method, by, given["view"]))
                return {"view": {**given["view"], "id": f"V{self.number()}", "hash": "1", "state": {"values": {}}}}
            case "views.publish":
                self.homes[given["user_id"]] = given["view"]
                return {"view": {**given["view"], "id": f"V{self.number()}", "hash": "1"}}
            case "files.getUploadURLExternal":
                file = File(f"F{self.number()}", given["filename"], int(given["length"]))
                self.files[file.id] = file
                return {"upload_url": f"{root}upload/{file.id}", "file_id": file.id}
            case "files.completeUploadExternal":
                return {"files": [self.share(one, given.get("channel_id", "")) for one in given["files"]]}
            case _:
                raise Trouble("unknown_method")

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def installed(self) -> Json:
        token, who = next((token, who) for token, who in self.tokens.items() if token.startswith("xoxb-"))
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": "chat:write,im:history,users:read",
            "bot_user_id": who.get("user_id", ""),
            "app_id": "A1",
            "team": {"id": who["team_id"], "name": who.get("team", "")},
            "enterprise": None,
            "authed_user": {"id": "U1"},
            "is_enterprise_install": False,
        }

    def person(self, user: str, *, locale: bool) -> Json:
        if user not in self.people:
            raise Trouble("user_not_found")
        return {key: value for key, value in self.people[user].items() if locale or key != "locale"}

    def dnd(self, user: str) -> Json:
        # Without do-not-disturb Slack sends the time 1, not nothing: docs of dnd.teamInfo.
        start, end = self.quiet.get(user, (1, 1))
        return {"dnd_enabled": user in self.quiet, "next_dnd_start_ts": start, "next_dnd_end_ts": end}

    def channel(self, team: str, channel: str) -> str:
        """The conversation itself; a person's id opens the one with them."""
        if channel.startswith("D") and (team, channel) not in self.conversations:
            raise Trouble("channel_not_found")
        name = f"D{channel}" if channel.startswith(("U", "W")) else channel
        self.conversations.setdefault((team, name), [])
        return name

    def shared(self, channel: str) -> Json:
        if channel not in self.channels:
            raise Trouble("channel_not_found")
        return {key: value for key, value in self.channels[channel].items() if key != "members"}

    def members(self, given: Mapping[str, Any]) -> Json:
        self.shared(given["channel"])
        users: list[str] = self.channels[given["channel"]]["members"]
        start, most = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        end = start + most
        cursor = str(end) if end < len(users) else ""
        return {"members": users[start:end], "response_metadata": {"next_cursor": cursor}}

    def post(self, team: str, who: Json, given: Mapping[str, Any]) -> Json:
        channel = self.channel(team, given["channel"])
        ts = f"{int(self.clock())}.{self.number():06d}"
        sender = {"user": who.get("user_id", ""), "bot_id": who.get("bot_id", "")}
        kept = {key: given[key] for key in ("text", "blocks", "metadata", "thread_ts") if key in given}
        message = {"type": "message", "ts": ts, **sender, **kept}
        self.conversations[team, channel].append(message)
        return {"channel": channel, "ts": ts, "message": message}

    def message(self, team: str, given: Mapping[str, Any]) -> Json:
        for message in self.conversations[team, self.channel(team, given["channel"])]:
            if message["ts"] == given["ts"]:
                return message
        raise Trouble("message_not_found")

    def update(self, team: str, given: Mapping[str, Any]) -> Json:
        if not given["channel"].startswith(("C", "D", "G")):
            raise Trouble("channel_not_found")  # unlike posting, it takes no person's id
        message = self.message(team, given)
        message.update({key: given[key] for key in ("text", "blocks", "metadata") if key in given})
        return {"channel": given["channel"], "ts": given["ts"], "text": given.get("text", "")}

    def history(self, team: str, given: Mapping[str, Any]) -> Json:
        channel = self.channel(team, given["channel"])
        oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
        inclusive, limit = _yes(given.get("inclusive")), int(given.get("limit") or 100)
        found = [
            message
            for message in reversed(self.conversations[team, channel])
            if oldest < float(message["ts"]) < latest or (inclusive and float(message["ts"]) in (oldest, latest))
        ]
        if not _yes(given.get("include_all_metadata")):
            found = [{key: value for key, value in message.items() if key != "metadata"} for message in found]
        return {"messages": found[:limit], "has_more": len(found) > limit}

    def share(self, one: Json, channel: str) -> Json:
        if one["id"] not in self.files:
            raise Trouble("file_not_found")
        file = self.files[one["id"]]
        file.title, file.channel = one.get("title", ""), channel
        return {"id": file.id, "title": file.title}


def _yes(value: object) -> bool:
    return value not in (None, False, "", "0", "false")  # the SDK sends yes and no as "1" and "0" in a query
