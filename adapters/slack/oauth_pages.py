"""What the browser shows when an installation has ended, well or not: plain pages without scripts."""

import re
from html import escape
from typing import Final
from uuid import uuid4

import structlog
from slack_bolt.oauth.async_callback_options import AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.response import BoltResponse

from bot.content.words import Words

log = structlog.get_logger()

INSTALL_PATH: Final = "/slack/install"
_REASON: Final = re.compile(r"[a-z_]{1,60}")
_HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE: Final = """<!doctype html>
<html lang="{locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; color: #1d2b2b }}
a {{ color: #2f4f4f }}
</style>
<h1>{heading}</h1>
<p>{said}</p>
{link}
</html>
"""


class Pages:
    """The pages, in the words of the bot."""

    def __init__(self, words: Words) -> None:
        self._words = words

    async def success(self, args: AsyncSuccessArgs) -> BoltResponse:
        """It is installed, and what to do next."""
        installed = args.installation
        log.info("the bot was installed", team=installed.team_id, enterprise=installed.enterprise_id)
        return self._page(200, self._words.plain("slack.installed"), self._words.plain("slack.installed_then"))

    async def failure(self, args: AsyncFailureArgs) -> BoltResponse:
        """It is not, and what can be done about it."""
        reason = args.reason if _REASON.fullmatch(args.reason) else "unknown"  # it may be anybody's words
        log.warning("the bot was not installed", id=uuid4().hex[:8], reason=reason)
        match args.reason:
            case "access_denied":
                return self._failed(args.suggested_status_code, self._words.plain("slack.cancelled"))
            case "invalid_browser" | "invalid_state":
                return self._failed(args.suggested_status_code, self._words.plain("slack.old_link"))
            case _:
                return self._failed(args.suggested_status_code, self._words.plain("slack.no_code"))

    def not_stored(self, trouble: str) -> BoltResponse:
        """Slack agreed, and we failed."""
        return self._failed(500, self._words.plain("slack.not_stored", id=trouble))

    def _failed(self, status: int, said: str) -> BoltResponse:
        link = f'<p><a href="{INSTALL_PATH}">{escape(self._words.plain("slack.again"))}</a></p>'
        return self._page(status, self._words.plain("slack.not_installed"), said, link)

    def _page(self, status: int, heading: str, said: str, link: str = "") -> BoltResponse:
        title = escape(self._words.plain("slack.page_title"))
        body = _PAGE.format(
            locale=escape(self._words.locale), title=title, heading=escape(heading), said=escape(said), link=link
        )
        return BoltResponse(status=status, body=body, headers=dict(_HEADERS))
