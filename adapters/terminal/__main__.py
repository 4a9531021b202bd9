"""`followthrough`: one command a file; whatever goes wrong is one sentence on stderr and exit code 2."""

import sys
from collections.abc import Sequence

import typer

from adapters.slack.doctor import look_into as look_into_slack
from adapters.slack.manifest import manifest as slack_manifest
from adapters.teams.doctor import look_into as look_into_teams
from adapters.teams.manifest import package as teams_package
from adapters.terminal.doctor import checking
from adapters.terminal.due import due
from adapters.terminal.erase import erase
from adapters.terminal.export import export
from adapters.terminal.manifest import making
from adapters.terminal.migrate import migrate
from adapters.terminal.preview import show_preview
from adapters.terminal.shown import complain
from bot.errors import FollowthroughError

app = typer.Typer(
    name="followthrough",
    help="What whoever runs Followthrough can ask of it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(migrate)
app.command("preview")(show_preview)
app.command()(export)
app.command()(erase)
app.command()(due)
app.command("manifest")(making({"slack": slack_manifest}, {"teams": teams_package}))
app.command("doctor")(checking({"slack": look_into_slack, "teams": look_into_teams}))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that was typed; ends the process."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that cannot draw a sign
    try:
        app(arguments)
    except FollowthroughError as error:
        complain(str(error))
    except OSError as error:
        complain(f"{error.filename or 'The output'}: {error.strerror or error}.")
    sys.exit(2)


if __name__ == "__main__":
    main()
