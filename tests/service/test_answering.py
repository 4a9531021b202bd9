"""How an answer is taken: the form, the confirm step, the receipt, and everything for which nothing is kept."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.ballot.asked import Open
from bot.ballot.cells import EMPTY, FileCells
from bot.ballot.questions import fitting
from bot.errors import Nobody
from bot.events import Pressed, Said, Submitted
from bot.facts import Member, Round
from bot.flow import opaque
from bot.flows.pulse.questions import NEED, NEXT, SAY, in_full
from bot.messages import FieldErrors, Form, Line, Pick, Ref, Reply, Text
from bot.store.tables import TABLES
from tests.anonymity.team import LEADER, PEOPLE, QUESTIONS, ROUND, gathers, opens, somebody, tells
from tests.ballot.samples import inside, lies
from tests.service.stage import EVENING, MORNING, World

SECRET = "Kassandra warned them"
TICK = {"as_it_stands": "yes"}
MOST = fitting(QUESTIONS) - len("When deciding: ")
"""Characters that can be typed to what one would like to see, with the longest situation in front of them."""


@pytest.fixture
def asked(world: World) -> World:
    """Eight people with an open round."""
    gathers(world.store)
    opens(world.store, MORNING)
    return world


def pressed(world: World, person: str, round_: str = ROUND, message: str = "") -> Pressed:
    return Pressed(world.new_id(), person, world.now, Ref("answer", round_, "asked", "2026-11-23"), "open", message)


def sent(world: World, person: str, round_: str = ROUND, **fields: str) -> Submitted:
    return Submitted(world.new_id(), person, world.now, Ref("answer", round_, "open"), {**TICK, **fields})


async def answers(world: World, person: str, words: str = SECRET, **fields: str) -> Reply:
    return await world.does(sent(world, person, change="1", next=words, **fields))


def said(reply: Reply) -> str:
    """The words of a form that is only to read."""
    assert isinstance(reply, Form)
    assert not reply.send
    return "".join(span.text for part in reply.body if isinstance(part, Text) for span in part.spans)


def wrong(reply: Reply) -> Mapping[str, str]:
    """The sentences at the fields of a form that stays open."""
    assert isinstance(reply, FieldErrors)
    return dict(reply.errors)


def everything(world: World, *without: str) -> dict[str, list[Any]]:
    """All rows of all tables."""
    tables = {}
    with world.store.look() as unit:
        for name, table in TABLES.items():
            if name not in without:
                tables[name] = sorted(map(repr, unit.connection.execute(table.select()).all()))
    return tables


@pytest.fixture
def unchanged(asked: World) -> Iterator[None]:
    """Nothing at all is written in the whole test, and no key is turned."""
    before, keys = everything(asked), lies(asked.store, ROUND)[1]
    yield
    assert everything(asked) == before
    assert lies(asked.store, ROUND)[1] == keys


async def form(world: World, person: str = "ada") -> Form:
    reply = await world.does(pressed(world, person))
    assert isinstance(reply, Form)
    return reply


@pytest.mark.usefixtures("unchanged")
async def test_the_form_says_all_that_has_to_be_known_before_anything_can_be_typed(asked: World) -> None:
    drawn = await form(asked)
    first = next(place for place, part in enumerate(drawn.body) if not isinstance(part, Text))
    told = "\n".join("".join(span.text for span in part.spans) for part in drawn.body[:first])  # type: ignore[union-attr]
    for words in (
        "5 of the 8 people asked must answer, or all of it is destroyed unread.",
        "Nora reads it on Tuesday 1 December at 10:00 (Berlin time), and not before.",
        "word for word",
        "neither changed nor found again, not even by you",
        "danger or harassment",
        "Please go to somebody who can act today.",
    ):
        assert words in told
    assert [type(part) for part in drawn.body[first:]] == [Pick, Pick, Line, Pick, Pick]


@pytest.mark.usefixtures("unchanged")
async def test_scales_can_be_passed_and_what_is_written_says_how_much_fits(asked: World) -> None:
    fields = {part.name: part for part in (await form(asked)).body if isinstance(part, Line | Pick)}
    scale, line = fields["change"], fields["next"]
    assert isinstance(scale, Pick)
    assert isinstance(line, Line)
    assert scale.optional
    assert scale.label == "Since Monday 23 November, how has Nora changed in this: wait two seconds?"
    assert scale.options[-1] == ("unseen", "Couldn’t see")
    assert [key for key, _ in scale.options[:-1]] == ["-3", "-2", "-1", "0", "1", "2", "3"]
    assert (line.optional, line.long) == (True, True)
    assert line.hint == f"Up to {line.limit} characters."
    assert line.limit == MOST > 600


@pytest.mark.usefixtures("unchanged")
async def test_everybody_has_the_same_form_and_it_names_nobody_who_is_asked(asked: World) -> None:
    forms = [await form(asked, person) for person in PEOPLE]
    assert all(one == forms[0] for one in forms)
    words = set(re.findall(r"\w+", repr(forms[0])))
    assert not words & {*PEOPLE, *map(opaque, PEOPLE)}


@pytest.mark.usefixtures("unchanged")
async def test_without_the_tick_it_stays_open_with_one_sentence_and_nothing_is_kept(asked: World) -> None:
    reply = await asked.does(replace(sent(asked, "ada"), fields={"change": "1", "next": SECRET}))
    assert list(wrong(reply)) == ["as_it_stands"]
    assert "Nothing is sent yet" in wrong(reply)["as_it_stands"]


async def test_with_the_tick_it_is_sealed_and_only_the_box_has_changed(asked: World) -> None:
    before, box = everything(asked, "box"), lies(asked.store, ROUND)[0]
    reply = await answers(asked, "ada")
    assert said(reply) == "Sealed. Nora reads it on Tuesday 1 December at 10:00."
    assert inside(asked.store, ROUND) == [SECRET]
    assert everything(asked, "box") == before
    assert lies(asked.store, ROUND)[0] != box
    assert asked.platform.sent == []


async def test_nothing_to_add_counts_as_taking_part(asked: World) -> None:
    assert said(await asked.does(sent(asked, "ada"))).startswith("Sealed.")
    assert said(await answers(asked, "ada")).startswith("You have answered this round")
    assert inside(asked.store, ROUND) == ["None"]


async def test_the_first_answer_stands(asked: World) -> None:
    await answers(asked, "ada", "the first")
    box = lies(asked.store, ROUND)
    assert "your first answer stands" in said(await answers(asked, "ada", "the second"))
    assert lies(asked.store, ROUND) == box
    assert inside(asked.store, ROUND) == ["the first"]


async def test_the_same_request_twice_is_one_answer(asked: World) -> None:
    once = sent(asked, "ada", next=SECRET)
    assert said(await asked.does(once)).startswith("Sealed.")
    assert "first answer stands" in said(await asked.does(once))
    assert inside(asked.store, ROUND) == [SECRET]


async def nothing_for(world: World, person: str, round_: str = ROUND) -> str:
    """What somebody reads who presses, and who sends: the same, and nothing is written."""
    before = everything(world)
    read = said(await world.does(pressed(world, person, round_)))
    assert said(await world.does(sent(world, person, round_, next=SECRET))) == read
    assert everything(world) == before
    return read


async def test_after_the_close_nothing_is_taken(asked: World) -> None:
    asked.now = MORNING + timedelta(days=7)
    assert await nothing_for(asked, "ada") == "This round is over, and nothing was kept."


@pytest.mark.parametrize("state", ["below", "dropped"])
async def test_after_the_end_nothing_is_taken(asked: World, state: Any) -> None:
    ends(asked, state)
    assert await nothing_for(asked, "ada") == "This round is over, and nothing was kept."


async def test_of_a_lost_round_everybody_is_told_so(asked: World) -> None:
    ends(asked, "lost")
    assert "nobody can read what was answered" in await nothing_for(asked, "ada")


def ends(world: World, state: Any) -> None:
    with world.store.begin() as unit:
        if state in ("lost", "dropped"):
            unit.ballots.drop(ROUND)
        else:
            unit.ballots.close(ROUND, MORNING + timedelta(days=7))
        made = next(one for one in facts(world, "ada").rounds if one.id == ROUND)
        unit.people.save([replace(made, state=state)])


def facts(world: World, person: str) -> Any:
    with world.store.look() as unit:
        return unit.people.facts([person], world.bot.words_for)[person]


async def test_another_team_has_rounds_of_its_own(asked: World) -> None:
    gathers(asked.store, "lea", ("tom", "una"))
    assert await nothing_for(asked, "tom") == "These questions were for another team, and nothing was kept."


async def test_whoever_has_left_the_team_is_asked_no_more(asked: World) -> None:
    with asked.store.begin() as unit:
        unit.people.save([Member(LEADER, "ada", "left")])
    assert await nothing_for(asked, "ada") == "You are not in this team any more, so nothing was kept."


async def test_whoever_asks_not_to_be_asked_may_still_answer_the_round_that_is_open(asked: World) -> None:
    with asked.store.begin() as unit:
        unit.people.save([Member(LEADER, "ada", "out")])
    assert said(await answers(asked, "ada")).startswith("Sealed.")


async def test_joiners_wait_for_the_next_round_and_leaders_for_its_results(asked: World) -> None:
    with asked.store.begin() as unit:
        unit.people.save([somebody("joy", "x:joy"), Member(LEADER, "joy", "asked")])
    for person in ("joy", LEADER):
        assert (await nothing_for(asked, person)).startswith("You are not among those who are asked")


async def test_a_round_that_never_was_is_over(asked: World) -> None:
    for round_ in ("", "none", "5eed0f0f1235", "x" * 3000, "'; DROP TABLE box; --", "\x00\ud800"):
        assert await nothing_for(asked, "ada", round_) == "This round is over, and nothing was kept."


async def test_whoever_is_not_known_leaves_nothing(asked: World) -> None:
    before = everything(asked)
    for act in (pressed(asked, "mallory"), sent(asked, "mallory", next=SECRET)):
        with pytest.raises(Nobody):
            await asked.does(act)
    assert everything(asked) == before


async def test_a_button_in_somebody_elses_message_opens_the_form_of_whoever_presses(asked: World) -> None:
    """Nothing of a button is believed but its round: whoever is asked answers for themselves, and once."""
    tells(asked.bot, MORNING, "opened")
    await asked.at(EVENING)
    theirs = asked.press("open", "ben", of="ada")
    assert isinstance(await asked.does(theirs), Form)
    act = replace(sent(asked, "ben", next="by Ben"), message=theirs.message)
    assert said(await asked.does(act)).startswith("Sealed.")
    assert said(await answers(asked, "ada", "by Ada")).startswith("Sealed.")
    assert "first answer stands" in said(await answers(asked, "ben", "by Ben again"))
    assert inside(asked.store, ROUND) == ["by Ada", "by Ben"]


@pytest.mark.usefixtures("unchanged")
async def test_a_hundred_thousand_characters_are_neither_cut_nor_kept(asked: World) -> None:
    reply = await answers(asked, "ada", "x" * 100_000)
    assert wrong(reply) == {"next": f"{MOST} characters fit here. Nothing was cut, and nothing is sent yet."}


async def test_as_many_characters_as_it_says_do_fit_whatever_they_are(asked: World) -> None:
    for person, letter in zip(PEOPLE, ("x", "é", "語", "👍", "\x00", "\ud800", "&", "<"), strict=True):
        most = MOST // (2 if letter == "👍" else 1)
        assert list(wrong(await answers(asked, person, letter * (most + 1)))) == ["next"]
        assert said(await answers(asked, person, letter * most, situation="deciding")).startswith("Sealed.")
    assert sum(len(one) == fitting(QUESTIONS) for one in inside(asked.store, ROUND)) == len(PEOPLE) - 1


NONSENSE: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({"change": "4"}, ["change"]),
    ({"change": "-4", "say": "0"}, ["change", "say"]),
    ({"change": "1.0"}, ["change"]),
    ({"change": "\u0661"}, ["change"]),
    ({"change": "1,2"}, ["change"]),
    ({"change": "UNSEEN"}, ["change"]),
    ({"say": "unseen"}, ["say"]),
    ({"change": "x" * 100_000}, ["change"]),
    ({"change": "4", "as_it_stands": "no"}, ["change", "as_it_stands"]),
    ({"as_it_stands": "yes,yes"}, ["as_it_stands"]),
    ({"surprise": "1"}, ["as_it_stands"]),
    ({"next": "More", "situation": "at night"}, ["situation"]),
    ({"next": "More", "situation": "meeting,chat"}, ["situation"]),
    ({"next": "More", "situation": "chat" * 100_000}, ["situation"]),
    ({"missing": "time"}, ["as_it_stands"]),
    ({"": ""}, ["as_it_stands"]),
)


@pytest.mark.usefixtures("unchanged")
async def test_nonsense_is_told_at_its_field_and_nothing_is_kept(asked: World) -> None:
    for fields, at in NONSENSE:
        assert list(wrong(await asked.does(sent(asked, "ada", **fields)))) == at, fields


@pytest.mark.usefixtures("unchanged")
async def test_a_form_without_any_field_is_not_sent(asked: World) -> None:
    assert list(wrong(await asked.does(replace(sent(asked, "ada"), fields={})))) == ["as_it_stands"]


async def test_two_devices_at_once_are_one_answer(asked: World) -> None:
    replies = await asyncio.gather(*(answers(asked, "ada", f"from device {number}") for number in range(4)))
    assert sorted(said(reply).startswith("Sealed.") for reply in replies) == [False, False, False, True]
    assert len(inside(asked.store, ROUND)) == 1


async def test_everybody_at_once_is_heard_each_once(asked: World) -> None:
    another = asked.another_bot()
    acts = [sent(asked, person, next=f"by {person}") for person in PEOPLE]
    replies = await asyncio.gather(
        *(bot.receive(act) for act in acts for bot in (asked.bot, another)),
    )
    assert sum(said(reply).startswith("Sealed.") for reply in replies) == len(PEOPLE)
    assert inside(asked.store, ROUND) == sorted(f"by {person}" for person in PEOPLE)
    another.work.pool.shutdown()


async def test_while_keys_cannot_be_reached_the_form_stays_and_afterwards_it_is_taken(
    asked: World, cells: FileCells
) -> None:
    away = cells.folder.with_name("away")
    cells.folder.rename(away)
    cells.folder.write_text("no folder")
    before = everything(asked)
    reply = await answers(asked, "ada")
    assert "send it again in a few minutes" in wrong(reply)["as_it_stands"]
    assert everything(asked) == before
    cells.folder.unlink()
    away.rename(cells.folder)
    assert said(await answers(asked, "ada")).startswith("Sealed.")


async def test_without_its_keys_the_round_is_lost_and_that_is_said(asked: World, cells: FileCells) -> None:
    for name in cells.names():
        for place in (0, 1):
            (cells.folder / f"{name}.{place}").write_bytes(EMPTY)
    assert "lost for everybody" in said(await answers(asked, "ada"))


async def test_what_goes_wrong_has_an_id_and_no_word_of_the_answer_in_the_log(
    asked: World, logs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise RuntimeError(f"about {SECRET} of {args}")

    monkeypatch.setattr("bot.store.ballots.Ballots.cast", fails)
    sentence = wrong(await answers(asked, "ada"))["as_it_stands"]
    (entry,) = [one for one in logs if one["event"] == "an answer was not taken"]
    assert entry["id"] in sentence
    assert "RuntimeError at" in entry["why"]
    assert "fails" in entry["why"]
    assert SECRET not in f"{entry}{logs}"
    assert "ada" not in f"{entry}{logs}"


async def test_a_form_that_cannot_be_drawn_says_so_with_an_id(
    asked: World, logs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answering.fitting", lambda questions: 1 / 0)
    read = said(await asked.does(pressed(asked, "ada")))
    (entry,) = [one for one in logs if one["event"] == "the form of a round was not drawn"]
    assert entry["id"] in read


async def test_with_two_open_questions_each_says_what_fits_beside_the_other(world: World) -> None:
    gathers(world.store)
    questions = (Open("small"), Open("next"))
    opens(world.store, MORNING, questions=questions)
    most, next_ = fitting(questions), fitting(questions) - len("When deciding: ")
    full = sent(world, "ada", small="語" * most, next="語" * next_, situation="deciding")
    assert said(await world.does(full)).startswith("Sealed.")
    assert list(wrong(await world.does(sent(world, "ben", small="語" * (most + 1))))) == ["small"]


async def test_a_situation_stands_in_front_of_the_words_and_the_hint_says_so(asked: World) -> None:
    field = next(one for one in (await form(asked)).body if isinstance(one, Pick) and one.name == "situation")
    assert field.optional
    assert not field.many
    assert [label for _, label in field.options] == ["In a meeting", "One to one", "In chat", "When deciding"]
    assert field.hint == "If you choose one, it stands in front of your words: “In a meeting: …”"
    await answers(asked, "ada", "An agenda the day before.", situation="meeting")
    await answers(asked, "ben", "An agenda the day before.")
    await answers(asked, "cem", "In a meeting: {situation} *as I typed it*", situation="one_to_one")
    assert inside(asked.store, ROUND) == [
        "An agenda the day before.",
        "In a meeting: An agenda the day before.",
        "One to one: In a meeting: {situation} *as I typed it*",
    ]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("words", ["", "  \n "])
async def test_a_situation_without_words_asks_for_a_few_and_keeps_the_form_open(asked: World, words: str) -> None:
    reply = await answers(asked, "ada", words, situation="chat")
    assert wrong(reply) == {
        "situation": "A few words are needed with this; or leave it out. Nothing is sent yet.",
    }


async def test_without_what_one_would_like_to_see_no_situation_is_asked(world: World) -> None:
    gathers(world.store)
    opens(world.store, MORNING, questions=(SAY, Open("small")))
    assert "situation" not in [one.name for one in (await form(world)).body if isinstance(one, Line | Pick)]
    assert list(wrong(await world.does(sent(world, "ada", small="A window", situation="chat")))) == ["as_it_stands"]


async def test_what_is_missing_is_asked_under_what_one_needs_and_takes_any_of_its_chips(world: World) -> None:
    gathers(world.store)
    opens(world.store, MORNING, questions=in_full((NEED, NEXT)))
    fields = {one.name: one for one in (await form(world)).body if isinstance(one, Line | Pick)}
    assert list(fields) == ["need", "missing", "next", "situation", "as_it_stands"]
    chips = fields["missing"]
    assert isinstance(chips, Pick)
    assert (chips.label, chips.many, chips.optional) == ("What is missing, if anything?", True, True)
    assert [label for _, label in chips.options] == ["Information", "Time", "Skill", "Something else"]
    assert "Only what at least half of those who answer choose is shown." in chips.hint
    for person, given in zip(PEOPLE, ("", "time", "time,other", "time, time", "x", "time,", "Time", ","), strict=True):
        reply = await world.does(sent(world, person, missing=given))
        if given in ("", "time", "time,other"):
            assert said(reply).startswith("Sealed.")
        else:
            assert list(wrong(reply)) == ["missing"], given
    flood = sent(world, "hal", missing=",".join(["time"] * 100_000) + ",more")
    assert list(wrong(await world.does(flood))) == ["missing"]


async def test_the_leaders_own_record_of_a_round_holds_nothing_of_it(asked: World) -> None:
    rounds: tuple[Round, ...] = facts(asked, LEADER).rounds
    await answers(asked, "ada")
    assert facts(asked, LEADER).rounds == rounds
    assert facts(asked, LEADER).released == ()


async def prompted(world: World) -> str:
    """The evening has come; the key of Ada's prompt."""
    tells(world.bot, MORNING, "opened")
    await world.at(EVENING)
    return next(key for address, key, _, _ in world.platform.sent if address == "x:ada")


async def types(world: World, words: str, thread: str = "") -> str:
    """What Ada reads after a line; nothing of it stands in any row but a platform's."""
    await world.does(Said(world.new_id(), "ada", world.now, words, thread))
    assert SECRET not in str(everything(world))
    return world.platform.to("ada")[-1]


async def test_what_is_typed_in_the_thread_of_an_old_prompt_is_not_kept_whatever_is_asked_since(asked: World) -> None:
    prompt = await prompted(asked)
    await asked.at(EVENING + timedelta(days=3))
    assert "If you have answered, this is not for you." in asked.platform.to("ada")[-1]
    await types(asked, "note")  # which asks for words to keep
    assert "use the form" in await types(asked, f"note {SECRET}", prompt)


async def test_what_is_typed_in_its_thread_when_the_round_is_over_is_not_kept_either(asked: World) -> None:
    prompt = await prompted(asked)
    tells(asked.bot, EVENING, "below")
    await asked.at(EVENING + timedelta(hours=16))
    await types(asked, "note")
    assert "use the form" in await types(asked, SECRET, prompt)


async def test_a_command_in_its_thread_is_one(asked: World) -> None:
    prompt = await prompted(asked)
    tells(asked.bot, EVENING, "below")
    assert "use the form" not in await types(asked, "stop", prompt)


async def test_what_is_typed_beside_a_check_in_goes_to_that_only_as_one_of_its_answers(asked: World) -> None:
    asked.settle("ada")
    await prompted(asked)
    assert "use the form" in await types(asked, SECRET)
    assert "use the form" not in await types(asked, "did it")
    assert asked.mark("ada") == "did"


async def test_no_message_names_whose_it_is_by_its_key(asked: World) -> None:
    await prompted(asked)
    await asked.does(replace(asked.press("why", "ada"), id="ada.1"))
    await asked.does(replace(asked.line("home", "ada"), id="ada.2"))
    keys = [key for address, key, _, _ in asked.platform.sent if address == "x:ada"]
    assert len(keys) == 3
    assert not any("ada" in key for key in keys)


async def test_whoever_is_erased_leaves_none_of_those_messages(asked: World) -> None:
    await prompted(asked)
    await asked.does(replace(asked.press("why", "ada"), id="ada.1"))
    assert opaque("ada") in str(everything(asked))
    with asked.store.begin() as unit:
        unit.erase("ada")
    assert opaque("ada") not in str(everything(asked))
