"""What is kept about somebody, as they are shown it: a summary with counts, and a page for each kind of thing."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.flow import Scene
from bot.flows import coaches
from bot.flows.people import called
from bot.flows.privacy.readers import leaders, rows
from bot.flows.privacy.register import REGISTER, Erased, Group, Kept, Reader
from bot.messages import Choice, Choices, Parts, Plain, Rows, Text
from bot.rules.heard import is_released
from bot.rules.retention import Until

LABELS: Final[Mapping[str, str]] = {
    "you": "privacy.group_you",
    "practice": "privacy.group_practice",
    "words": "privacy.group_words",
    "talks": "privacy.group_talks",
    "shared": "privacy.group_shared",
    "team": "privacy.group_team",
    "rounds": "privacy.group_rounds",
    "stays": "privacy.group_stays",
    "overview": "privacy.group_overview",
}
"""Every page, in the order of the buttons; "stays" is what cannot be erased."""
COUNTED: Final[Mapping[Group, tuple[tuple[str, str], ...]]] = {
    "you": (("person", "privacy.count_you"),),
    "practice": (("practice", "privacy.count_practices"), ("chance", "privacy.count_days")),
    "words": (("capture", "privacy.count_lines"), ("week", "privacy.count_lookbacks")),
    "talks": (
        ("conversation", "privacy.count_talks"),
        ("follow_up", "privacy.count_planned"),
        ("outbox", "privacy.count_messages"),
    ),
    "shared": (
        ("consent", "privacy.count_consents"),
        ("engagement", "privacy.count_engagements"),
        ("shown", "privacy.count_shown"),
        ("partner", "privacy.count_partners"),
    ),
    "team": (("member", "privacy.count_members"), ("item", "privacy.count_items")),
    "rounds": (("invited", "privacy.count_invited"), ("round", "privacy.count_rounds")),
}
"""Which tables are counted for each kind of thing, and how a count is said."""
READERS: Final[Mapping[Reader, str]] = {
    "you": "privacy.reader_you",
    "others": "privacy.reader_others",
    "coach": "privacy.reader_coach",
    "partner": "privacy.reader_partner",
    "leader": "privacy.reader_leader",
    "team": "privacy.reader_team",
    "author": "privacy.reader_author",
    "nobody": "privacy.reader_nobody",
}
UNTIL: Final[Mapping[Until, str]] = {
    "erased": "privacy.until_erased",
    "closed": "privacy.until_closed",
    "tallies": "privacy.until_tallies",
    "rounds": "privacy.until_rounds",
    "comments": "privacy.until_comments",
    "items": "privacy.until_items",
    "planned": "privacy.until_planned",
    "energy": "privacy.until_energy",
    "digests": "privacy.until_digests",
    "messages": "privacy.until_messages",
    "talks": "privacy.until_talks",
    "codes": "privacy.until_codes",
}
_ERASED: Final[Mapping[Erased, str]] = {
    "goes with its leader": "privacy.erased_with_leader",
    "stays": "privacy.erased_stays",
}
_STAYS: Final = (
    "privacy.stays_comments",
    "privacy.stays_answers",
    "privacy.stays_others",
    "privacy.stays_workspace",
    "privacy.stays_backups",
)


def draw_summary(scene: Scene) -> Parts:
    """Who sees what, how much there is of each kind, and what was released of one's teams."""
    kept = Rows(
        tuple(
            (scene.label(LABELS[group]), (Plain(", ".join(counts)),))
            for group in COUNTED
            if (counts := list(_counted(scene, group)))
        )
    )
    change = "privacy.change" if coaches.audiences(scene.facts) else "privacy.change_alone"
    return (
        scene.say("privacy.title", size="title"),
        rows(scene),
        scene.say("privacy.kept_title"),
        kept,
        *_released(scene),
        scene.say(change, size="small"),
        _buttons(scene, "overview"),
    )


def draw_page(scene: Scene) -> Parts:
    """One kind of thing: who reads it, how long it stays, whether it can be erased."""
    page = scene.answer("page")
    title = scene.say(LABELS[page] if page in LABELS else LABELS["stays"], size="title")
    if page not in COUNTED:
        return (title, *(scene.say(key) for key in _STAYS), _buttons(scene, "stays"))
    entries = {one.what: one for one in REGISTER if one.group == page and one.what}
    told = Rows(tuple((scene.label(what), (Plain(_about(scene, one)),)) for what, one in entries.items()))
    return (title, told, scene.say("privacy.ids", size="small"), _buttons(scene, page))


def pages(scene: Scene) -> tuple[str, ...]:
    """Those on which there is something to be read about this person."""
    return (*(group for group in COUNTED if any(_counted(scene, group))), "stays", "overview")


def _buttons(scene: Scene, here: str) -> Choices:
    return Choices(tuple(Choice(page, scene.label(LABELS[page])) for page in pages(scene) if page != here))


def _counted(scene: Scene, group: Group) -> Iterator[str]:
    counts = scene.state.answers.get("counts")
    known = counts if isinstance(counts, dict) else {}
    for table, key in COUNTED[group]:
        number = known.get(table)
        if isinstance(number, int) and number:
            yield scene.label(key, count=number)


def _about(scene: Scene, one: Kept) -> str:
    """One entry of the register in a line."""
    readers = ", ".join(scene.label(READERS[reader]) for reader in one.readers)
    said = [readers, scene.label(UNTIL[one.until])]
    if one.guarded:
        said.append(scene.label("privacy.guarded"))
    if one.erased in _ERASED:
        said.append(scene.label(_ERASED[one.erased]))
    return "; ".join(said)


def _released(scene: Scene) -> tuple[Text, ...]:
    """How many rounds were released of each team that somebody leads or is in, and above which threshold."""
    facts = scene.facts
    said = []
    for leader in (facts.person.id, *leaders(facts)):
        team = next((one for one in facts.teams if one.leader == leader), None)
        if team is None:
            continue
        count = sum(is_released(one, leader, scene.now) for one in facts.rounds)
        if not team.k:
            said.append(scene.say("privacy.never_anonymous"))
        elif leader == facts.person.id:
            said.append(scene.say("privacy.released_own", count=count, k=team.k))
        else:
            said.append(scene.say("privacy.released", leader=called(facts, leader), count=count, k=team.k))
    return tuple(said)
