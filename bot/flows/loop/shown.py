"""What a leader is shown of a round: bands and rounded means as they were released, and comments word for word.

Everything here is a function of what was released, of the round before it, and of what both asked: nothing finer can be
shown than is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, assert_never

from bot.ballot.asked import Scale
from bot.ballot.released import Chosen, Comment, Released, Result
from bot.content.words import spoken
from bot.facts import Round
from bot.flow import Scene
from bot.flows import teams
from bot.flows.loop import rounds
from bot.flows.loop.asked import asked_as, ends
from bot.flows.pulse.questions import options_of
from bot.messages import Parts, Plain, Quote, Span, Text, Typed
from bot.rules.shortened import one_line

PAGE: Final = 4000
"""Bytes of comments in one message: with what stands around them they fit into the smallest that a platform takes."""
MOST: Final = 10
"""Comments in one message."""

Band = Literal["low", "middle", "high"]


def took_part(scene: Scene, released: Released, invited: int) -> Text:
    """How many answered, as the band it is, and whether at least half of those asked did."""
    most = min(released.most, invited)
    half = scene.label("loop.half" if released.half else "loop.less_than_half")
    if released.least >= most:
        return scene.say("loop.took_part_all", count=released.least, half=half)
    return scene.say("loop.took_part", least=released.least, most=most, half=half)


def strengths(scene: Scene, round_: Round) -> tuple[Result, ...]:
    """What lies in the upper part of its scale, or higher than last time."""
    return tuple(one for one in _results(scene, round_) if _is_strength(scene, round_, one))


def others(scene: Scene, round_: Round) -> tuple[Result | Chosen, ...]:
    """Everything else, what was chosen of chips too, in the order in which it was asked."""
    rest = (one for one in _results(scene, round_) if not _is_strength(scene, round_, one))
    places = rounds.names(scene.facts, round_)
    return tuple(sorted((*rest, *_chosen(scene, round_)), key=lambda one: places[one.question]))


def drawn(scene: Scene, round_: Round, results: Sequence[Result | Chosen]) -> Parts:
    """Each question, and what was answered to it."""
    pairs = ((asked_as(scene, round_, one.question), _as_words(scene, round_, one)) for one in results)
    return tuple(part for question, told in pairs for part in (replace(question, size="small"), told))


def band(scale: Scale, result: Result) -> Band:
    """In which part of its scale an answer lies, as it was released."""
    middle = (scale.low + scale.high) / 2
    if result.high is None or (result.low is not None and result.low > middle):
        return "high"
    return "low" if result.low is None or result.high < middle else "middle"


def pages(comments: Sequence[Comment]) -> tuple[tuple[Comment, ...], ...]:
    """All of them, as many to a message as fit: nothing is cut."""
    found: list[tuple[Comment, ...]] = []
    room = 0
    for one in comments:
        size = len(one.text.encode())
        if not found or size > room or len(found[-1]) == MOST:
            found.append(())
            room = PAGE
        found[-1] = (*found[-1], one)
        room -= size
    return tuple(found)


def quoted(scene: Scene, round_: Round, comments: Sequence[Comment]) -> Parts:
    """Comments word for word, without an author, under what was asked."""
    return tuple(part for part in _quoted(scene, round_, comments))


def _quoted(scene: Scene, round_: Round, comments: Sequence[Comment]) -> Iterator[Text | Quote]:
    about: tuple[str, str] | None = None
    for one in comments:
        if (one.question, one.under) != about:
            about = (one.question, one.under)
            yield replace(asked_as(scene, round_, one.question), size="small")
            if replied_to := _words_of(scene, one.under):
                yield scene.say("loop.under", "small", what=Typed(one_line(replied_to)))
        yield Quote(one.text)


def in_order(scene: Scene, round_: Round, comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """By question as they were asked, and by what they reply to; of equals as they were released."""
    names = rounds.names(scene.facts, round_)
    return tuple(sorted(comments, key=lambda one: (names.get(one.question, len(names)), one.question, one.under)))


def _words_of(scene: Scene, said: str) -> str:
    """A comment of an earlier round, as long as that is kept, or what was replied to a round."""
    earlier = (one for _, ended in scene.facts.released if isinstance(ended, Released) for one in ended.comments)
    words = {one.id: one.text for one in earlier} | {one.id: one.heard for one in teams.rounds(scene.facts)}
    return words.get(said, "")


def _results(scene: Scene, round_: Round) -> tuple[Result, ...]:
    released = rounds.answered(scene.facts, round_)
    known = rounds.scales(scene.facts, round_)
    return tuple(one for one in released.results if one.question in known) if released is not None else ()


def _chosen(scene: Scene, round_: Round) -> tuple[Chosen, ...]:
    released, known = rounds.answered(scene.facts, round_), rounds.chips(scene.facts, round_)
    return tuple(one for one in released.chosen if one.question in known) if released is not None else ()


def _is_strength(scene: Scene, round_: Round, result: Result) -> bool:
    if not _has_value(result):
        return False
    is_high = band(rounds.scales(scene.facts, round_)[result.question], result) == "high"
    return is_high or change(scene, round_, result) == "up"


def _has_value(result: Result) -> bool:
    return not (result.low is None and result.high is None)


def change(scene: Scene, round_: Round, result: Result) -> Literal["", "up", "down", "same"]:
    """How it has changed since the round before, "" where that may not or cannot be told.

    Two that overlap count as the same: a band becomes a rounded mean when a few people more take part.
    """
    released, earlier = rounds.answered(scene.facts, round_), rounds.before(scene.facts, round_)
    then = rounds.answered(scene.facts, earlier)
    if released is None or not released.comparable or earlier is None or then is None:
        return ""
    scale = rounds.scales(scene.facts, round_)[result.question]
    old = next((one for one in then.results if one.question == result.question), None)
    asked_the_same = rounds.scales(scene.facts, earlier).get(result.question) == scale
    if old is None or not asked_the_same or earlier.practice != round_.practice:
        return ""
    if not (_has_value(old) and _has_value(result)):
        return ""
    (low, high), (old_low, old_high) = _ends(scale, result), _ends(scale, old)
    if (low, high) != (old_low, old_high):
        if low >= old_high:
            return "up"
        if high <= old_low:
            return "down"
    return "same"


def _ends(scale: Scale, result: Result) -> tuple[float, float]:
    low = scale.low if result.low is None else result.low
    return low, scale.high if result.high is None else result.high


_CHANGES: Final = {"": "", "up": "loop.higher", "down": "loop.lower", "same": "loop.as_before"}


def _as_words(scene: Scene, round_: Round, one: Result | Chosen) -> Text:
    match one:
        case Result():
            return Text(_told(scene, round_, one))
        case Chosen(question, options):
            asked = options_of(scene.facts.words, rounds.chips(scene.facts, round_)[question])
            what = ", ".join(label for key, label in asked if key in options)
            return scene.say("loop.chosen", what=what) if what else scene.say("loop.none_chosen")
        case _:
            assert_never(one)


def _told(scene: Scene, round_: Round, result: Result) -> tuple[Span, ...]:
    """A band or a rounded mean, in words and as the numbers it is."""
    words, scale = scene.facts.words, rounds.scales(scene.facts, round_)[result.question]
    unseen = (Plain(f" {scene.label('loop.unseen')}"),) if result.unseen else ()
    if not _has_value(result):
        return unseen or (Plain(scene.label("loop.no_number")),)
    part = scene.label(_PARTS[band(scale, result)])
    if result.low is None:
        told = words.spans("loop.or_less", part=part, number=_number(scene, result.high), **ends(scene, scale))
    elif result.high is None:
        told = words.spans("loop.or_more", part=part, number=_number(scene, result.low), **ends(scene, scale))
    elif result.low == result.high:
        told = words.spans("loop.about", part=part, number=_number(scene, result.low), **ends(scene, scale))
    else:
        low, high = _number(scene, result.low), _number(scene, result.high)
        told = words.spans("loop.between", part=part, low=low, high=high, **ends(scene, scale))
    arrow = _CHANGES[change(scene, round_, result)]
    changed = (Plain(f" {scene.label(arrow)}"),) if arrow else ()
    return (*told, *changed, *unseen)


_PARTS: Final[dict[Band, str]] = {"low": "loop.low", "middle": "loop.middle", "high": "loop.high"}


def _number(scene: Scene, number: float | None) -> str:
    return spoken(number if number is not None else 0, scene.facts.words.locale)
