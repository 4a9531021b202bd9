"""`followthrough manifest`: what a platform has to be told about the app, ready to be pasted."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from adapters.terminal.shown import as_json, clean
from bot.errors import SettingError

PLAIN: Final = "--url must be a plain address that begins with https://, such as https://bot.example.com."


def printing(manifests: Mapping[str, Callable[[str], Mapping[str, Any]]]) -> Callable[[str, str], None]:
    """The command, for these platforms; each gives its manifest for an address, or for none."""
    names = ", ".join(manifests)

    def manifest(
        platform: Annotated[str, typer.Argument(help=f"One of: {names}.")],
        url: Annotated[str, typer.Option(help="The public address, https://…; without it, Socket Mode.")] = "",
    ) -> None:
        """Print the manifest of the app, to be pasted where the platform asks for one."""
        if platform not in manifests:
            raise SettingError(f"There is no manifest for {clean(platform)!r}; there is one for {names}.")
        print(as_json(manifests[platform](public(url) if url else "")))

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
