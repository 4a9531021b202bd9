"""How Slack is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import JSONDecodeError
from typing import Any

from aiohttp import ClientError, ClientSession

from adapters.asking import host, why_not


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an empty `error` is yes. `headers` are there whenever anything answered."""

    error: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slack:
    """Slack's Web API, at the address of the settings."""

    session: ClientSession
    api_url: str

    async def ask(self, method: str, token: str = "") -> Answer | str:
        """The answer, or a sentence that says why there is none."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self.session.post(f"{self.api_url}{method}", headers=headers) as response:
                if response.status == 429:
                    wait = response.headers.get("Retry-After", "60")
                    return f"Slack asks to be left alone; ask again in {wait if wait.isdecimal() else '60'} seconds."
                try:
                    body = await response.json(content_type=None)
                except (JSONDecodeError, UnicodeDecodeError):
                    body = None
                if not isinstance(body, dict):
                    return (
                        f"{host(self.api_url)} answered {response.status} and not as Slack does; is that its address?"
                    )
                error = "" if body.get("ok") is True else str(body.get("error") or f"http_{response.status}")
                return Answer(error[:60], body, response.headers)
        except (ClientError, TimeoutError, OSError) as failed:
            return why_not(failed, self.api_url)
