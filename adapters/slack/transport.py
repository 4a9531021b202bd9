"""Slack's outward side: a message of the outbox becomes one in somebody's conversation with the bot."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from adapters.slack.calls import Calls, Forbidden, Misspoken
from adapters.slack.charts import has_charts, without_charts
from adapters.slack.quiet import Quiet
from adapters.slack.render import documents, message_payload
from adapters.slack.whom import whom
from bot.delivery import CannotTell, Doubtful, Later, Refused
from bot.messages import Document
from bot.outgoing import Outgoing

log = structlog.get_logger()

EVENT_TYPE: Final = "followthrough_message"
CHARTLESS: Final = 24 * 3600.0
"""Seconds for which a workspace that took no chart is sent none."""
BEFORE: Final = timedelta(minutes=15)
"""How long before it was due a message is looked for: clocks differ."""
AGAIN: Final = 30.0
"""Seconds until Slack is asked again what it did not say."""
LOOKED_AT: Final = 200
"""Messages of a conversation that are looked at."""


class NotShared(Exception):
    """The message is there, and the file that belongs to it is not."""


class SlackTransport:
    """Sends, and can be asked. `clock` says the real time, aware."""

    def __init__(self, calls: Calls, clock: Callable[[], datetime]) -> None:
        self._calls = calls
        self._quiet = Quiet(calls, clock)
        self._chartless: dict[str, float] = {}

    async def send(self, row: Outgoing) -> str:
        """Post it, or change the one that it replaces; the id is "channel:ts".

        Raises:
            Later, Refused, Doubtful: what kept it from being sent.
            Misspoken, NotShared: our own fault.
        """
        place, user = whom(row.address)
        if row.replaces:
            channel, _, ts = row.replaced_id.partition(":")
            await self._show(row, place, "chat.update", {"channel": channel, "ts": ts})
            return row.replaced_id
        # Files are uploaded first: until they are shared nobody sees them, and what goes wrong may be tried again.
        files = [await self._uploaded(place, document) for document in documents(row.message)]
        # Posting to a person's id opens the conversation with them, and conversations.open has a lower limit.
        to = {"channel": user, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        answer = await self._show(row, place, "chat.postMessage", to)
        channel, ts = str(answer["channel"]), str(answer["ts"])
        if files:
            await self._share(place, channel, files)
        return f"{channel}:{ts}"

    async def quiet_until(self, addresses: Sequence[str]) -> Mapping[str, datetime]:
        """Until when those of them who do not want to be disturbed now do not, aware UTC; nobody else."""
        return await self._quiet.until(addresses)

    async def find(self, row: Outgoing) -> str:
        """The platform's id of a message that may have been sent already, or "" when it was not.

        Raises:
            Later: Slack does not say now.
            CannotTell: it will not say.
        """
        if row.replaces:
            return ""  # drawn twice in the same place, it is there once
        place, _ = whom(row.address)
        channel, _, _ = row.last_id.partition(":")
        if not channel:
            raise CannotTell("nothing has arrived there yet, so where the conversation is, is not known")
        try:
            answer = await self._calls.call(
                place,
                "conversations.history",
                {
                    "channel": channel,
                    "oldest": f"{(row.not_before - BEFORE).timestamp():.6f}",
                    "inclusive": True,
                    "include_all_metadata": True,
                    "limit": LOOKED_AT,
                },
            )
        except Doubtful as error:
            raise Later(AGAIN, str(error)) from error
        except (Refused, Misspoken, Forbidden) as error:
            raise CannotTell(str(error)) from error
        for message in answer["messages"]:
            if message.get("metadata", {}).get("event_payload", {}).get("key") == row.key:
                return f"{channel}:{message['ts']}"
        if answer.get("has_more"):
            raise CannotTell(f"more than {LOOKED_AT} messages stand there since")
        return ""

    async def _show(self, row: Outgoing, place: str, method: str, to: Mapping[str, Any]) -> Mapping[str, Any]:
        key = row.replaces or row.key
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        # chat.update's own default for `parse` is "client", which makes links and mentions of words.
        said = {**to, "metadata": metadata, "parse": "none", "link_names": False}
        payload = message_payload(row.message, key)
        urgent = row.cls == "reply"
        if not has_charts(payload):
            return await self._calls.call(place, method, {**said, **payload}, urgent=urgent)
        bare = without_charts(payload)
        if self._chartless.get(place, 0.0) <= self._calls.clock():
            try:
                return await self._calls.call(place, method, {**said, **payload}, urgent=urgent)
            except Misspoken as error:
                if error.code != "invalid_blocks":
                    raise
            # Charts come to workspaces one after the other. Only when it is taken without, the chart was it.
            answer = await self._calls.call(place, method, {**said, **bare}, urgent=urgent)
            self._chartless[place] = self._calls.clock() + CHARTLESS
            log.warning("a workspace takes no charts yet; numbers stand there in words", place=place)
            return answer
        return await self._calls.call(place, method, {**said, **bare}, urgent=urgent)

    async def _uploaded(self, place: str, document: Document) -> Mapping[str, str]:
        content = document.content.encode()
        # No alt_txt: with it the file is not shared, and Slack does not say so (python-slack-sdk#1818).
        announced = {"filename": document.name, "length": len(content)}
        answer = await self._calls.call(place, "files.getUploadURLExternal", announced, urgent=True)
        await self._calls.upload(place, answer["upload_url"], content)
        return {"id": answer["file_id"], "title": document.name}

    async def _share(self, place: str, channel: str, files: Sequence[Mapping[str, str]]) -> None:
        shared = {"files": json.dumps(files), "channel_id": channel}
        try:
            await self._calls.call(place, "files.completeUploadExternal", shared, urgent=True)
        except (Later, Refused, Doubtful, Misspoken) as error:
            raise NotShared(f"the message is there and its file is not: {error}") from error
