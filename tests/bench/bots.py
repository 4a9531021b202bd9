"""A bot on a database, with nobody to send to."""

from datetime import datetime
from typing import Final

from bot.service import Bot, build
from bot.settings import Settings

KEY: Final = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def settings_on(url: str) -> Settings:
    """Nothing but the database and a key."""
    return Settings(keys=(KEY,), database_url=url)


def bot_on(url: str, now: datetime) -> Bot:
    """Put together as the worker does; its clock stands still."""
    return build(settings_on(url), {}, lambda: now)
