"""Whether each token is taken, and has the scopes of the manifest: all of them, and no others."""

from typing import Final

from adapters.slack.doctor.asking import Answer, Slack
from adapters.slack.manifest import APP_SCOPE, SCOPES
from adapters.slack.trouble import TABLE
from bot.finding import Finding, look, mend, ok

GIVEN_ANYWAY: Final = frozenset({"identify"})
"""What Slack may name that no manifest can ask for."""


async def bot_token(slack: Slack, name: str, token: str) -> list[Finding]:
    """Who speaks with it, and what it may do."""
    answer = await slack.ask("auth.test", token)
    if isinstance(answer, str):
        return [mend(name, answer)]
    if answer.error:
        return [mend(name, _refused(answer.error))]
    who, where = (str(answer.body.get(key, "?")) for key in ("user", "team"))
    return [ok(name, f"It speaks as {who} in {where}."), _scopes(answer)]


def _refused(error: str) -> str:
    known = TABLE.get(error)
    why = f": {known.why}" if known else ""
    return f"Slack says {error}{why}. Copy the Bot User OAuth Token from OAuth & Permissions, or install the app again."


def _scopes(answer: Answer) -> Finding:
    header = next((value for key, value in answer.headers.items() if key.lower() == "x-oauth-scopes"), None)
    if header is None:
        return look("Scopes", "Slack did not say which ones the token has.")
    has = {scope.strip() for scope in header.split(",") if scope.strip()}
    missing, more = sorted(SCOPES.keys() - has), sorted(has - SCOPES.keys() - GIVEN_ANYWAY)
    if missing:
        return mend("Scopes", f"Missing: {', '.join(missing)}. Paste the manifest again, then reinstall the app.")
    if more:
        return look("Scopes", f"Never used: {', '.join(more)}. Paste the manifest again, then reinstall the app.")
    return ok("Scopes", f"All {len(has)} of the manifest, and no others.")


async def app_token(slack: Slack, token: str) -> tuple[Finding, str]:
    """Whether a socket may be opened with it, and the address of one, which works once and is a secret."""
    name = "SLACK_APP_TOKEN"
    answer = await slack.ask("apps.connections.open", token)
    if isinstance(answer, str):
        return mend(name, answer), ""
    ticket = str(answer.body.get("url") or "")
    match answer.error:
        case "" if ticket:
            return ok(name, "It opens sockets."), ticket
        case "missing_scope" | "not_allowed_token_type" | "no_permission":
            return mend(name, f"It lacks {APP_SCOPE}; make one with it in Basic Information, App-Level Tokens."), ""
        case "invalid_auth" | "not_authed" | "token_revoked" | "account_inactive":
            return mend(name, "Slack does not take it; make one in Basic Information, App-Level Tokens."), ""
        case error:
            return mend(name, f"Slack says {error or 'nothing'}. Is Socket Mode on in the app’s settings?"), ""
