"""The code that leads from one place to another: eight letters and digits, read however they are typed. Pure."""

from datetime import timedelta
from typing import Final

LETTERS: Final = "CDFGHJKMNPQRTWXY3479"
"""Nothing that is mistaken for something else (0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B, U and V), and no
vowels, so that no code is a word."""
LENGTH: Final = 8
GOOD_FOR: Final = timedelta(hours=1)
MOST_WRONG: Final = 5
"""Codes that lead nowhere, by one person within `WITHIN`, after which none is tried for as long."""
WITHIN: Final = timedelta(hours=1)


def grouped(code: str) -> str:
    """As it is shown: K7QW-M3PD."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(text: str) -> str:
    """The code that was typed, in small letters, with spaces or without its hyphen; "" when it cannot be one."""
    code = "".join(letter for letter in text[: 4 * LENGTH].upper() if letter.isalnum())
    return code if len(code) == LENGTH and all(letter in LETTERS for letter in code) and not _more(text) else ""


def _more(text: str) -> bool:
    return any(letter.isalnum() for letter in text[4 * LENGTH :])
