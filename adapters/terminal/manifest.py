"""`followthrough manifest`: what a platform has to be told about the app, ready to be pasted or uploaded."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from adapters.terminal.shown import as_json, clean, say
from bot.errors import SettingError
from bot.settings import Settings, load

PACKAGE: Final = Path("followthrough-teams.zip")
PLAIN: Final = "--url must be a plain address that begins with https://, such as https://bot.example.com."


def making(
    prints: Mapping[str, Callable[[str], Mapping[str, Any]]], packs: Mapping[str, Callable[[Settings, str], bytes]]
) -> Callable[[str, str, Path], None]:
    """The command: what is printed for an address, or for none; and what is packed for an address, as the settings
    have it."""
    names = ", ".join((*prints, *packs))

    def manifest(
        platform: Annotated[str, typer.Argument(help=f"One of: {names}.")],
        url: Annotated[
            str, typer.Option(help="The public address, https://…; for Slack without it, Socket Mode.")
        ] = "",
        out: Annotated[Path, typer.Option(help="The package of Teams.", dir_okay=False)] = PACKAGE,
    ) -> None:
        """Print the manifest of the Slack app, or write the package of the Teams app, for the platform to take."""
        address = public(url) if url else ""
        if platform in prints:
            print(as_json(prints[platform](address)))
        elif platform in packs:
            if not address:
                raise SettingError(f"--url is missing: the package of {platform} names the bot’s public address.")
            packed = packs[platform](load(), address)
            out.write_bytes(packed)
            say(f"Wrote {out}: in Teams, upload it under Apps, Manage your apps.")
        else:
            raise SettingError(f"There is no manifest for {clean(platform)!r}; there is one for {names}.")

    return manifest


def public(url: str, *, local: bool = False) -> str:
    """The address without a slash at its end; `local` takes one of this machine too, without TLS.

    Raises:
        SettingError: it is none that a platform would call.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingError(PLAIN) from error
    plain = host and url.isprintable() and not (parts.username or parts.query or parts.fragment or " " in url)
    safe = parts.scheme == "https" or (local and parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1"))
    if not (plain and safe):
        raise SettingError(PLAIN)
    return url.rstrip("/")
