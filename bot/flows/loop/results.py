"""Results, in two steps: a guess, then strengths and gains, then the rest, page by page; last the thank-you."""

from dataclasses import replace
from typing import Final

from bot.ballot.released import Comment
from bot.effects import Deed, Json, Save, Settle
from bot.facts import Round
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.loop import rounds, shown, thanks
from bot.flows.loop.asked import asked_as, ends
from bot.messages import Choice, Choices, Parts, Text

READING: Final = "the nudges come back to it"
"""The reason why reading that was left off is not asked about by itself."""
BANDS: Final[dict[str, str]] = {"low": "loop.low", "middle": "loop.middle", "high": "loop.high"}


def first_step(scene: Scene, round_: Round) -> str:
    """Where reading begins: with a guess, where something was asked on a scale."""
    if not rounds.scales(scene.facts, round_):
        return "rest"
    return "first" if round_.guess else "guess"


def draw_guess(scene: Scene) -> Parts:
    """Before the results: what does the leader expect of the first question?"""
    round_ = rounds.round_of(scene)
    scales = rounds.scales(scene.facts, round_)
    if round_ is None or not scales:
        return (scene.say("loop.not_kept"),)
    name, scale = next(iter(scales.items()))
    buttons = tuple(Choice(band, scene.label(words)) for band, words in BANDS.items())
    return (
        scene.say("loop.guess"),
        asked_as(scene, round_, name),
        scene.say("loop.guess_scale", size="small", **ends(scene, scale)),
        Choices((*buttons, Choice("skip", scene.label("loop.skip")))),
    )


def take_guess(scene: Scene, answer: Answer) -> Next:
    """The guess is the leader's own; without one it goes on as well."""
    round_ = rounds.round_of(scene)
    match answer:
        case Chose(key):
            guessed = round_ is not None and key in BANDS and not round_.guess
            deeds: tuple[Deed, ...] = (Save(replace(round_, guess=key)),) if round_ is not None and guessed else ()
            return Next("first", deeds=deeds, because=READING)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_first(scene: Scene) -> Parts:
    """How many took part, and what stands out upwards."""
    round_ = rounds.round_of(scene)
    released = rounds.answered(scene.facts, round_)
    if round_ is None or released is None:
        return (scene.say("loop.not_kept"),)
    good = shown.strengths(scene, round_)
    heading = scene.say("loop.strengths") if good else scene.say("loop.no_strengths")
    return (
        scene.say("loop.results", size="title"),
        shown.took_part(scene, released, round_.invited),
        heading,
        *shown.drawn(scene, round_, good),
        *_guessed(scene, round_),
        Choices((Choice("rest", scene.label("loop.the_rest"), main=True),)),
    )


def _guessed(scene: Scene, round_: Round) -> tuple[Text, ...]:
    """The guess beside what it was about, once that is shown."""
    if round_.guess not in BANDS:
        return ()
    return (scene.say("loop.guessed", "small", part=scene.label(BANDS[round_.guess])),)


def take_first(_scene: Scene, answer: Answer) -> Next:
    """On to the rest."""
    match answer:
        case Chose():
            return Next("rest", keep={"page": 0}, because=READING)
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def draw_rest(scene: Scene) -> Parts:
    """The other results and the first comments; on further pages more of these; last the thank-you."""
    round_ = rounds.round_of(scene)
    released = rounds.answered(scene.facts, round_)
    if round_ is None or released is None:
        return (scene.say("loop.not_kept"),)
    pages, page = _pages(scene, round_), _page(scene)
    comments = shown.quoted(scene, round_, pages[page]) if page < len(pages) else ()
    more = len(pages) - page - 1
    if more > 0:
        choices = Choices((Choice(f"more:{page + 1}", scene.label("loop.more"), main=True),))
    else:
        choices = thanks.buttons(scene, round_)
    return (*(_beginning(scene, round_) if not page else ()), *comments, choices)


def _beginning(scene: Scene, round_: Round) -> Parts:
    """What comes before the comments."""
    released = rounds.answered(scene.facts, round_)
    rest = shown.others(scene, round_)
    if not rounds.scales(scene.facts, round_) and released is not None:
        title = scene.say("loop.results", size="title")
        return (title, shown.took_part(scene, released, round_.invited), _about_comments(scene, round_))
    return (
        *((scene.say("loop.rest"),) if rest else ()),
        *shown.drawn(scene, round_, rest),
        _about_comments(scene, round_),
    )


def _about_comments(scene: Scene, round_: Round) -> Text:
    """Whether anything was written, and on how many pages it stands."""
    pages = _pages(scene, round_)
    if not pages:
        return scene.say("loop.no_comments" if rounds.asks_for_words(scene.facts, round_) else "loop.no_words_asked")
    return scene.say("loop.comments", count=sum(map(len, pages)))


def take_rest(scene: Scene, answer: Answer) -> Next:
    """The next page, or the thank-you. A page has a button of its own, so that two fast clicks turn one."""
    round_ = rounds.round_of(scene)
    match answer:
        case Chose(key) if key.startswith("more:"):
            pressed: Json = ["rest", scene.state.occasion, key]
            return Next("rest", keep={"page": int(key.removeprefix("more:")), "pressed": pressed}, because=READING)
        case Chose() if round_ is not None:
            return thanks.take(scene, round_, answer)
        case Chose() | Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def _page(scene: Scene) -> int:
    page = scene.state.answers.get("page")
    return page if isinstance(page, int) else 0


def _pages(scene: Scene, round_: Round) -> tuple[tuple[Comment, ...], ...]:
    released = rounds.answered(scene.facts, round_)
    return shown.pages(shown.in_order(scene, round_, released.comments)) if released is not None else ()


def below(scene: Scene, round_: Round) -> Next:
    """Too few took part: said plainly, with what one can do."""
    said = (scene.say("loop.below", k=round_.k, count=round_.invited), scene.say("loop.instead"))
    deeds = (Settle("there is nothing to reply to"),)
    return Next(DONE, say=said, deeds=deeds, because="nothing is known, and nothing is kept")
