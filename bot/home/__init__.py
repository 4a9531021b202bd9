"""A person's home page: the practice and its last chances, what comes, what is open, how it is set up. Pure."""

from bot.home.page import DESK, home

__all__ = ["DESK", "home"]
