"""The register: what every column of every table is to people, who reads it, how long it stays, and what erasing does.

A test holds it against the tables, both ways. `/privacy` and docs/works-council.md say what stands here.
"""

from dataclasses import dataclass
from typing import Final, Literal

from bot.rules.retention import Until

Group = Literal["you", "practice", "words", "talks", "shared", "team", "rounds", "machine"]
"""What is shown together. "machine" is about nobody."""
Reader = Literal["you", "others", "coach", "partner", "leader", "team", "author", "nobody"]
"""Who is shown it by the bot. "others" is everybody whom the bot knows in that place, "team" everybody who was asked;
"nobody" is not shown it at all."""
Erased = Literal["goes", "goes with its leader", "stays", "nobody's"]
"""What erasing somebody does to it: it goes; it goes when its leader is erased and cannot be found by anybody else's
name; it stays by itself for its span; or it is about nobody."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns of one table that are one thing to people. `what` is the content key of its words, "" for what only
    holds the rest together. `guarded`: a threshold stands before it."""

    table: str
    columns: tuple[str, ...]
    what: str
    group: Group
    readers: tuple[Reader, ...] = ("you",)
    until: Until = "erased"
    erased: Erased = "goes"
    guarded: bool = False


def _keys(table: str, *columns: str, group: Group, until: Until = "erased", erased: Erased = "goes") -> Kept:
    return Kept(table, columns, "", group, ("nobody",), until, erased)


_YOU: Final = (
    Kept("person", ("id", "name"), "privacy.name", "you", ("you", "others")),
    Kept("person", ("homes", "locale", "joined_on"), "privacy.place", "you"),
    Kept("person", ("zone", "country", "workdays", "opens", "closes", "asks_at", "next_morning", "away", "free_days",
                    "quiet_until"), "privacy.hours", "you"),
    Kept("person", ("pace", "lookback", "effort", "energy", "follow_status", "paused_until"), "privacy.choices", "you"),
    Kept("person", ("state", "coach"), "privacy.coach", "you", ("you", "coach")),
    Kept("person", ("linked",), "privacy.other_place", "you"),
    Kept("code", ("owner", "hash", "until_at", "wrong", "wrong_at"), "privacy.code", "you", ("nobody",), "codes"),
    Kept("reference", ("address", "tenant", "user", "bot", "service_url", "conversation", "since", "live", "zone",
                       "locale", "name", "team"), "privacy.address", "you", ("nobody",)),
)  # fmt: skip

_PRACTICE: Final = (
    _keys("practice", "id", "owner", group="practice"),
    Kept("practice", ("wish", "theme", "situation", "who", "act", "proof_kind", "proof", "dose", "often", "matters",
                      "sure", "obstacle", "then"), "privacy.practice", "practice", ("you", "coach", "partner")),
    Kept("practice", ("state", "level", "started_on", "began_on", "resting_until", "ended_on", "generation", "restarts",
                      "slipped_on", "changed_on", "own_pace_until", "asked_automatic", "automatic", "trial"),
         "privacy.going", "practice", ("you", "coach")),
    Kept("practice", ("recent",), "privacy.recent", "practice", ("you", "coach")),
    _keys("chance", "owner", "practice", group="practice", until="tallies"),
    Kept("chance", ("day", "mark", "effort", "late", "revision", "answered_at"), "privacy.days", "practice",
         ("you", "coach", "partner"), "tallies"),
    Kept("chance", ("note",), "privacy.day_notes", "practice"),
)  # fmt: skip

_WORDS: Final = (
    _keys("capture", "id", "owner", group="words"),
    Kept("capture", ("kind", "text", "who", "on", "told", "moved", "state", "made_at", "loop", "place"),
         "privacy.lines", "words"),
    _keys("week", "owner", group="words"),
    Kept("week", ("friday", "kind", "question", "answer", "good", "thanks"), "privacy.lookbacks", "words"),
    Kept("week", ("energy",), "privacy.energy", "words", until="energy"),
)  # fmt: skip

_TALKS: Final = (
    Kept("conversation", ("flow", "owner", "subject", "step", "answers", "occasion", "asked", "asked_at", "missed",
                          "version"), "privacy.talks", "talks", until="talks"),
    Kept("follow_up", ("id", "key", "person", "flow", "subject", "kind", "occasion", "generation", "wall", "zone",
                       "due_at", "slot", "again", "first_on", "stop", "attempts", "state", "reason"),
         "privacy.planned", "talks", until="planned"),
    Kept("outbox", ("id", "key", "person", "address", "cls", "day", "payload", "not_before", "expires_at", "replaces",
                    "attempts", "rank", "state", "claimed_until", "platform_id", "sent_at", "error"),
         "privacy.messages", "talks", until="messages"),
)  # fmt: skip

_SHARED: Final = (
    _keys("consent", "id", "owner", group="shared"),
    Kept("consent", ("audience", "scope", "from_at", "until_at"), "privacy.consents", "shared", ("you", "coach")),
    Kept("partner", ("leader", "partner", "practice", "state", "since"), "privacy.partners", "shared",
         ("you", "partner")),
    Kept("engagement", ("coach", "leader", "state", "since", "session_at", "told_on"), "privacy.coached", "shared",
         ("you", "coach")),
    Kept("engagement", ("note", "ahead"), "privacy.coach_words", "shared", ("you", "coach")),
    Kept("page", ("coach", "channel", "name", "agreed", "leaders", "held"), "privacy.page", "shared", ("you", "coach")),
    Kept("shown", ("leader", "coach", "friday", "line", "removed"), "privacy.line", "shared", ("you", "coach"),
         "digests"),
    _keys("shown", "consent", group="shared", until="digests"),
)  # fmt: skip

_TEAM: Final = (
    Kept("team", ("leader", "state", "k", "every", "told_on", "practice", "holds", "channel", "shows", "since"),
         "privacy.team", "team", ("you", "team")),
    Kept("team", ("notice",), "privacy.notice", "team", ("you", "team")),
    Kept("member", ("leader", "person"), "privacy.member", "team", ("you", "leader")),
    Kept("member", ("state", "since"), "privacy.out", "team", ("you",)),
    _keys("item", "id", group="team", until="items"),
    Kept("item", ("author", "leader", "kind", "text", "answer"), "privacy.item", "team", ("author", "leader"), "items"),
    Kept("item", ("made_at", "state", "thanked_on", "answered_on"), "privacy.item_age", "team",
         ("author", "leader", "team"), "items"),
)  # fmt: skip

_ROUNDS: Final = (
    _keys("round", "id", "leader", group="rounds", until="rounds"),
    Kept("round", ("number", "opened_on", "closes_at", "releases_at", "k", "invited", "practice", "since", "state",
                   "thanked_on", "replied_on", "unanswered_on"), "privacy.round", "rounds", ("leader", "team"),
         "rounds"),
    Kept("round", ("guess", "heard", "declined"), "privacy.reply", "rounds", ("leader",), "rounds"),
    Kept("ballot", ("round", "k", "questions", "closes_at", "previous", "cells", "state"), "privacy.frozen", "rounds",
         ("team",), "rounds", "goes with its leader"),
    Kept("ballot", ("gone",), "privacy.gone", "rounds", ("nobody",), "rounds", "stays"),
    Kept("ballot", ("least", "most", "half", "comparable"), "privacy.result", "rounds", ("leader",), "rounds",
         "goes with its leader", guarded=True),
    Kept("result", ("round", "question", "low", "high", "unseen"), "privacy.result", "rounds", ("leader",), "rounds",
         "goes with its leader", guarded=True),
    Kept("chosen", ("round", "question", "options"), "privacy.chosen", "rounds", ("leader",), "rounds",
         "goes with its leader", guarded=True),
    Kept("comment", ("id", "round", "question", "text", "under"), "privacy.comment", "rounds", ("leader",), "comments",
         "goes with its leader", guarded=True),
    Kept("invited", ("round", "person"), "privacy.invited", "rounds", ("nobody",), "comments"),
    Kept("box", ("round", "sealed"), "privacy.box", "rounds", ("nobody",), "closed", "goes with its leader"),
)  # fmt: skip

_MACHINE: Final = (
    Kept("seen", ("id", "at"), "privacy.seen", "machine", ("nobody",), "events"),
    Kept("installation", ("platform", "place", "secret", "since", "live"), "privacy.installation", "machine",
         ("nobody",), erased="nobody's"),
    Kept("playground", ("id", "clock_offset"), "privacy.playground", "machine", ("nobody",), erased="nobody's"),
    Kept("post", ("id", "address", "key", "author", "at", "payload"), "privacy.posts", "machine"),
)  # fmt: skip

REGISTER: Final = (*_YOU, *_PRACTICE, *_WORDS, *_TALKS, *_SHARED, *_TEAM, *_ROUNDS, *_MACHINE)
"""Everything that is stored."""
