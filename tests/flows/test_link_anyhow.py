"""Whatever both sides do, in whatever order: both are linked or neither is, and who is quiet is asked nothing."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.events import Joined, Left
from bot.flow import DONE
from bot.flows.catalog import FLOWS
from tests.flows.test_link import two
from tests.stage import Stage, choices

LINES = [
    "link", "CODE", "CODE", "yes", "yes", "no", "here", "there", "unlink", "home here", "home there", "hi", "start",
    "stop", "pause", "I’m back", "promise Omar the numbers tomorrow", "ask me at 16:30", "new practice", "did it",
    "link asdf", "home",
]  # fmt: skip
acts = st.one_of(
    st.tuples(st.sampled_from(["ana", "lind"]), st.just("say"), st.sampled_from(LINES)),
    st.tuples(st.sampled_from(["ana", "lind"]), st.just("press"), st.integers(0, 3)),
    st.tuples(st.just("ana"), st.just("wait"), st.integers(1, 60)),
    st.tuples(st.sampled_from(["ana", "lind"]), st.sampled_from(["leave", "come"]), st.just(0)),
)
LINKED = [("ana", "say", "link"), ("lind", "say", "CODE"), ("lind", "say", "yes"), ("ana", "say", "yes")]


def done(stage: Stage, who: str, what: str, value: str | int) -> None:
    stage.talks(who)
    match what, value:
        case "say", "CODE":
            stage.says(f"link {next(iter(stage.codes), 'CCCCDDDD')}")
        case "say", str(line):
            stage.says(line)
        case "press", int(place):
            drawn = [one for key in stage.order if stage.messages[key].person == who for one in shown(stage, key)]
            if drawn:
                stage.presses(drawn[-1 - place % len(drawn)])
        case "wait", int(hours):
            quiet = {name: stage.said_count(name) for name in ("ana", "lind") if stage.people[name].state == "quiet"}
            stage.goes_to((stage.now + timedelta(hours=hours)).replace(tzinfo=None))
            for name, before in quiet.items():
                new = [key for key in stage.order if stage.messages[key].person == name][before:]
                assert all(stage.messages[key].cls == "behalf" for key in new), "asked where nothing is asked"
        case "leave", _:
            stage.undergoes(Left(stage._id(), who, stage.now))
        case _:
            stage.undergoes(Joined(stage._id(), who, stage.now, "", stage.people[who].homes[0], installed=True))


def shown(stage: Stage, key: str) -> list[str]:
    return [one.key for ask in stage.messages[key].message.asks for one in choices(ask)]


def check(stage: Stage) -> None:
    ana, lind = stage.people["ana"], stage.people["lind"]
    assert (ana.linked, lind.linked) in (("", ""), ("lind", "ana"))
    assert not (ana.linked and ana.state == lind.state == "quiet"), "the questions come nowhere"
    for states in stage.states.values():
        for state in states.values():
            assert state.step in {step.name for step in FLOWS[state.flow].steps} | {DONE, ""}


@settings(max_examples=300, suppress_health_check=list(HealthCheck), database=None, deadline=None, derandomize=True)
@given(st.booleans(), st.lists(acts, min_size=1, max_size=12))
def test_whatever_the_two_sides_do_they_agree(linked: bool, lived: list[tuple[str, str, str | int]]) -> None:
    stage = two()
    for who, what, value in [*(LINKED if linked else []), *lived]:
        done(stage, who, what, value)
        check(stage)
