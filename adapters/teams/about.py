"""The page that Teams links to from the app's own: what the bot is, what becomes of what it is told, who runs it."""

from html import escape
from typing import Final

from aiohttp import web

from bot.content.words import Words

ABOUT_PATH: Final = "/teams/about"
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE: Final = """<!doctype html>
<html lang="{locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 10vh auto; padding: 0 1.5rem }}</style>
<h1>{title}</h1>
<p>{what}</p>
<h2 id="privacy">{privacy}</h2>
<p>{kept}</p>
<p>{gone}</p>
<h2 id="terms">{terms}</h2>
<p>{ours}</p>
</html>
"""


def add_about(app: web.Application, words: Words) -> None:
    """Answer GET /teams/about, to anybody."""
    said = {
        "title": words.plain("teams.about_title"),
        "what": words.plain("teams.about_what"),
        "privacy": words.plain("teams.about_privacy"),
        "kept": words.plain("teams.about_kept"),
        "gone": words.plain("teams.about_gone"),
        "terms": words.plain("teams.about_terms"),
        "ours": words.plain("teams.about_ours"),
    }
    page = _PAGE.format(locale=escape(words.locale), **{name: escape(text) for name, text in said.items()})

    async def about(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=_HEADERS)

    app.router.add_get(ABOUT_PATH, about)
