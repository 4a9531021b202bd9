"""People and channels in a form in Teams: chosen by its people picker and from the channels that the bot is in, known
to the bot before the form is taken."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import pytest

from adapters.teams.fields import PICKER
from adapters.teams.forms import form_card
from adapters.teams.handles import kinds_in, read_form
from bot.events import Act, Joined, Pressed, Submitted
from bot.facts import Member, Team
from bot.messages import (
    Ask,
    Channel,
    Closed,
    Day,
    FieldErrors,
    Form,
    Line,
    Message,
    Pick,
    Plain,
    Ref,
    Reply,
    Someone,
    Text,
)
from tests.conftest import NewDatabase
from tests.contract.on_teams import errors_of
from tests.stage import WORDS
from tests.teams import limits
from tests.teams.answers import submitted
from tests.teams.desk import row
from tests.teams.person import BOT, Json, Office, Person, office
from tests.teams.standin import TENANT

GENERAL = "19:general@thread.tacv2"
SECOND = "19:second@thread.tacv2"
REF = Ref("desk", "", "idle")
NAMING = Form(
    REF,
    "Your team",
    (
        Someone("who", "Who is in it?", most=60, optional=True),
        Channel("all", "Or everybody of", members=True, most=5, optional=True),
        Channel("there", "Where do I post?", optional=True),
        Line("note", "A note", optional=True),
    ),
    "Send",
)


@pytest.fixture
async def acme(new_database: NewDatabase) -> AsyncIterator[Office]:
    with new_database("sqlite") as url:
        async with office(url) as one:
            yield one


class Desk:
    """What the bot is told from now on; a form is answered here, and everything else by the bot itself."""

    def __init__(self, acme: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reply: Reply = Closed()
        self.told: list[Act] = []
        right = acme.bot.receive

        async def receive(event: Act) -> Reply:
            self.told.append(event)
            match event:
                case Pressed():
                    return NAMING
                case Submitted() if await acme.bot.knows(event.person):
                    return self.reply
                case _:
                    return await right(event)

        monkeypatch.setattr(acme.bot, "receive", receive)

    def sent(self) -> list[dict[str, str]]:
        return [event.fields for event in self.told if isinstance(event, Submitted)]

    def joined(self) -> list[Joined]:
        return [event for event in self.told if isinstance(event, Joined)]


@pytest.fixture
async def ada(acme: Office) -> Person:
    """Somebody whom the bot knows, with the page before them."""
    ada = acme.person("Ada")
    await ada.says("hi")
    await ada.says("home")
    return ada


@pytest.fixture
def desk(acme: Office, ada: Person, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(acme, monkeypatch)


async def opens(ada: Person) -> None:
    await ada.presses("Keep a promise")
    assert ada.dialog is not None


async def sends(ada: Person, fields: Mapping[str, str]) -> None:
    if ada.dialog is None:
        await opens(ada)
    await ada.fills(fields)
    await ada.submits()


async def is_added(acme: Office, ada: Person, team: str = GENERAL, name: str = "Rosebud", **more: Any) -> None:
    """The app is added to a team; Teams says what it is called."""
    told = ada.activity("conversationUpdate", membersAdded=[{"id": BOT}])
    place = {"id": team, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    beside = {**told["channelData"], "team": {"id": team, "name": name}, "channel": {"id": team}, **more}
    await ada.sends({**told, "conversation": place, "channelData": beside})


# --- what is drawn ---


def test_a_hundred_people_and_a_hundred_channels_of_the_longest_names_are_within_teams_limits() -> None:
    people = tuple(f"{TENANT}.{UUID(int=number)}" for number in range(100))
    body = (
        Someone("who", "l" * 600, people, 100, hint="h" * 3000),
        Someone("one", "Who?", people),
        Channel("there", "l" * 600),
        Channel("all", "Everybody of", members=True, optional=True),
    )
    channels = tuple((f"teams:{TENANT}.19:{number:060}@thread.tacv2", "n" * 100) for number in range(40))
    card = form_card(Form(REF, "t" * 200, body, "Send"), "k", words=WORDS, channels=channels)
    assert limits.dialog(card) == []
    who, one = (
        next(block for block in card["body"] if block.get("id") == f"someone-{name}") for name in ("who", "one")
    )
    assert (who["choices.data"], who["isMultiSelect"], who["value"].count(",")) == (PICKER, True, 99)
    assert (one["isMultiSelect"], one["value"]) == (False, str(UUID(int=0)))
    data = submitted(card, there=3)
    assert read_form(data)[1]["there"] == channels[3][0]
    assert kinds_in(data) == {"who": "someone", "one": "someone", "there": "channel", "all": "members"}


def test_where_no_channel_is_known_a_sentence_says_how_one_becomes_known() -> None:
    card = form_card(NAMING, "k", words=WORDS)
    assert limits.dialog(card) == []
    assert "mention me once in the channel" in str(card["body"])
    assert not any(block.get("id", "").startswith(("channel-", "members-")) for block in card["body"])


def test_an_error_can_stand_at_every_kind_of_field() -> None:
    options = (("a", "A"), ("b", "B"))
    body = (
        Pick("radio", "R", options),
        Pick("ticks", "T", options, many=True),
        Pick("list", "L", tuple((str(n), str(n)) for n in range(11)), ("3",)),
        Day("day", "D"),
        Someone("one", "O"),
        Someone("many", "N", most=3),
        Channel("there", "C"),
        Line("last", "Z"),
    )
    every = FieldErrors(tuple((one.name, f"{one.name} is wrong") for one in body))
    card = form_card(Form(REF, "t", body, "Send"), "k", every, {}, words=WORDS, channels=(("teams:x", "Y"),))
    assert errors_of(card) == tuple((one.label, f"{one.name} is wrong") for one in body)


# --- who is chosen ---


async def test_whoever_is_chosen_is_known_before_the_form_is_taken_and_hears_nothing(
    acme: Office, ada: Person, desk: Desk
) -> None:
    eva, jon = acme.person("Eva"), acme.person("Jon")
    await jon.says("hi")
    desk.told.clear()
    await sends(ada, {"Who is in it?": "Eva, Jon, Ada", "A note": "as *typed*"})
    (joined,) = desk.joined()
    assert (joined.person, joined.name, joined.zone) == (eva.person, "Eva", "Europe/Berlin")
    assert (joined.address, joined.installed) == (f"teams:{eva.person}", False)
    assert desk.sent() == [{"who": f"{eva.person} {jon.person} {ada.person}", "note": "as *typed*"}]
    assert (ada.dialog, eva.messages()) == (None, [])
    asked = len(acme.teams.calls)
    await ada.says("home")
    await sends(ada, {"Who is in it?": "Eva"})
    assert desk.sent()[-1]["who"] == eva.person
    assert not [call for call in acme.teams.calls[asked:] if call.kind in ("look", "create")]


async def test_the_first_message_to_somebody_who_was_named_opens_their_chat(
    acme: Office, ada: Person, desk: Desk
) -> None:
    eva = acme.person("Eva")
    await sends(ada, {"Who is in it?": "Eva"})
    known = await acme.bot.references.find(f"teams:{eva.person}")
    assert known is not None
    assert (known.user, known.conversation, known.name) == (eva.account, "", "Eva")
    await delivered(acme, eva)
    assert [message["summary"] for message in eva.messages()] == ["Ada named you."]
    known = await acme.bot.references.find(f"teams:{eva.person}")
    assert known is not None
    assert known.conversation == eva.chat


async def test_whoever_takes_the_bot_away_before_the_first_message_refuses_it(
    acme: Office, ada: Person, desk: Desk
) -> None:
    eva = acme.person("Eva")
    await sends(ada, {"Who is in it?": "Eva"})
    acme.teams.barred.add(eva.user)
    await delivered(acme, eva)
    with acme.bot.store.look() as unit:
        person = unit.people.get(eva.person)
        (state,) = unit.connection.exec_driver_sql("SELECT state FROM outbox WHERE key = 'first'").one()
    assert person is not None
    assert (person.state, state) == ("gone", "failed")
    await ada.says("home")
    await sends(ada, {"Who is in it?": "Eva, Ada"})
    assert ada.errors == {
        "Who is in it?": "I would go on without Eva (I am not installed for them). If that is right, press it again."
    }


async def delivered(acme: Office, eva: Person) -> None:
    """The bot writes to somebody for the first time."""
    words = Message((Ask((Text((Plain("Ada named you."),)),)),))
    with acme.bot.store.begin() as unit:
        given = {"person": eva.person, "address": f"teams:{eva.person}", "cls": "behalf"}
        unit.outbox.put([row(key="first", message=words, **given, not_before=acme.now)])
    await acme.bot.deliver(acme.now)


async def test_whoever_installs_it_after_they_were_named_is_greeted(acme: Office, ada: Person, desk: Desk) -> None:
    eva = acme.person("Eva")
    await sends(ada, {"Who is in it?": "Eva"})
    assert eva.messages() == []
    await eva.installs()
    assert "Start" in eva.buttons()


async def test_who_is_left_out_is_said_once_and_why(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("Eva")
    for number, (more, why) in enumerate(
        (({"userRole": "guest"}, "Kim (a guest here)"), ({"tenantId": "other"}, "Kim (of another organisation)"))
    ):
        kim = acme.person("Kim")
        acme.teams.people.pop(kim.user)
        user = str(UUID(int=number))
        acme.teams.person(user, f"29:{number}", "Kim", **{"tenant": TENANT})
        acme.teams.people[user].update(more)
        await sends(ada, {"Who is in it?": "Eva, Kim", "A note": "stays"})
        assert ada.errors == {"Who is in it?": f"I would go on without {why}. If that is right, press it again."}
        assert len(desk.sent()) == number
        await ada.submits()
        assert (desk.sent()[-1]["who"], desk.sent()[-1]["note"]) == (acme.person("Eva").person, "stays")
        acme.teams.people.pop(user)
        await ada.says("home")


async def test_whom_the_bot_cannot_reach_is_left_out(acme: Office, ada: Person, desk: Desk) -> None:
    eva = acme.person("Eva")
    acme.teams.barred.add(eva.user)
    for _ in range(2):
        await sends(ada, {"Who is in it?": "Eva"})
        said = "I cannot ask somebody (I am not installed for them), and then nobody is left."
        assert ada.errors == {"Who is in it?": said}
    assert (desk.sent(), desk.joined()) == ([], [])
    assert len(acme.teams.of("create")) == 1
    assert await acme.bot.references.find(f"teams:{eva.person}") is None


NONSENSE = ["nonsense", "<at>Eva</at>", "29:eva", ",".join(str(UUID(int=number)) for number in range(1000)), "a" * 9000]


async def test_nonsense_is_said_at_the_field_and_nobody_is_asked_about(acme: Office, ada: Person, desk: Desk) -> None:
    await opens(ada)
    for said in NONSENSE:
        ada.filled["someone-who"] = said
        await ada.submits()
        assert list(ada.errors) == ["Who is in it?"], said[:20]
    assert (desk.sent(), desk.joined()) == ([], [])
    assert not acme.teams.of("create")


async def test_the_same_twice_in_another_spelling_is_one(acme: Office, ada: Person, desk: Desk) -> None:
    eva = acme.person("Eva")
    await opens(ada)
    ada.filled["someone-who"] = f"{eva.user}, {eva.user.upper()};{eva.user}"
    await ada.submits()
    assert [fields["who"] for fields in desk.sent()] == [eva.person]
    assert len(desk.joined()) == 1


async def test_a_large_team_keeps_the_form_open_and_is_asked_about_once(acme: Office, ada: Person, desk: Desk) -> None:
    many = [acme.person(f"Person {number}") for number in range(40)]
    acme.teams.hangs("look", 0.6, times=40)
    await opens(ada)
    await ada.fills({"Who is in it?": ",".join(one.name for one in many), "A note": "stays"})
    activity = ada.submission()
    began = asyncio.get_running_loop().time()
    first = await acme.post({**activity, "id": "first"})
    assert asyncio.get_running_loop().time() - began < 3.5
    assert "One more moment" in first.text
    assert desk.sent() == []
    await acme.settled()
    await ada.sends({**activity, "id": "second"})
    assert desk.sent() == [{"who": " ".join(one.person for one in many), "note": "stays"}]
    assert len(desk.joined()) == len(acme.teams.of("look")) == 40


async def test_when_teams_does_not_say_nothing_is_lost(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("Eva")
    acme.teams.answers("look", 500)
    await sends(ada, {"Who is in it?": "Eva", "A note": "stays"})
    assert "could not find out" in ada.errors["Who is in it?"]
    acme.teams.answers("look", 429, headers={"Retry-After": "600"})
    await ada.submits()
    assert "asked to wait" in ada.errors["Who is in it?"]
    assert (desk.sent(), desk.joined()) == ([], [])
    assert ada.submission()["value"]["data"]["line-note"] == "stays"


# --- channels ---


async def test_channels_are_offered_by_the_names_that_teams_tells(acme: Office, ada: Person, desk: Desk) -> None:
    await is_added(acme, ada)
    acme.teams.team(GENERAL, "Rosebud", ada.user, Plans=SECOND)
    place = {"id": f"{SECOND};messageid=1", "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    beside = {"tenant": {"id": TENANT}, "team": {"id": GENERAL}, "channel": {"id": SECOND}}
    await ada.sends(ada.in_channel("hi", conversation=place, channelData=beside))
    await opens(ada)
    (there,) = (block for block in ada.card["body"] if block.get("id") == "channel-there")
    assert [one["title"] for one in there["choices"]] == ["Rosebud", "Rosebud: Plans", "–"]
    await sends(ada, {"Where do I post?": "Rosebud: Plans"})
    assert [fields["there"] for fields in desk.sent()] == [f"teams:{TENANT}.{SECOND}"]


async def test_the_members_of_a_channel_are_the_people_in_it_and_are_asked_about_together(
    acme: Office, ada: Person, desk: Desk
) -> None:
    others = [acme.person(name) for name in ("Eva", "Jon", "Kim")]
    acme.teams.people[others[2].user]["userRole"] = "guest"
    await is_added(acme, ada)
    acme.teams.team(GENERAL, "Rosebud", ada.user, *(one.user for one in others))
    await sends(ada, {"Or everybody of": "Rosebud"})
    assert "Kim (a guest here)" in ada.errors["Or everybody of"]
    await ada.submits()
    assert [fields["all"] for fields in desk.sent()] == [" ".join((ada.person, others[0].person, others[1].person))]
    assert (len(acme.teams.of("look")), len(acme.teams.of("create"))) == (1, 0)


async def test_a_large_channel_is_read_page_by_page_and_only_as_far_as_it_fits(
    acme: Office, ada: Person, desk: Desk
) -> None:
    users = [str(UUID(int=number)) for number in range(900)]
    for number, user in enumerate(users):
        acme.teams.person(user, f"29:{number}", f"Person {number}")
    await is_added(acme, ada)
    acme.teams.team(GENERAL, "Rosebud", *users)
    await sends(ada, {"Or everybody of": "Rosebud"})
    assert "More than 5 people" in ada.errors["Or everybody of"]
    assert len(acme.teams.of("look")) == 1
    assert (desk.sent(), desk.joined()) == ([], [])


async def test_a_channel_that_the_bot_is_not_in_any_more_says_so(acme: Office, ada: Person, desk: Desk) -> None:
    await is_added(acme, ada)
    await opens(ada)
    await acme.bot.references.stop(f"teams:{TENANT}.{GENERAL}")
    for field in ("Where do I post?", "Or everybody of"):
        ada.filled.clear()
        await sends(ada, {field: "Rosebud"})
        assert "not in that channel any more" in ada.errors[field]
    assert desk.sent() == []


async def test_a_channel_of_another_tenant_or_of_nowhere_is_none(acme: Office, ada: Person, desk: Desk) -> None:
    await is_added(acme, ada)
    await opens(ada)
    for address in (f"teams:{UUID(int=7)}.{GENERAL}", f"teams:{ada.person}", "slack:T1-C1", "nonsense", "x" * 9000):
        ada.filled["channel-there"] = f"0:{address.replace(':', '%3A')}"
        await ada.submits()
        assert "not in that channel any more" in ada.errors["Where do I post?"], address[:40]
    assert desk.sent() == []


# --- telling a leader ---


async def test_a_message_becomes_words_for_a_leader(acme: Office, ada: Person) -> None:
    nora = acme.person("Nora")
    await nora.says("hi")
    with acme.bot.store.begin() as unit:
        unit.people.save([Team(nora.person, state="running"), Member(nora.person, ada.person, state="asked")])
    message: Json = {
        "body": {"content": "The numbers are late again.", "contentType": "text"},
        "from": {"user": {"displayName": "Lea"}},
    }
    await ada.uses_extension("keep_tell", message)
    assert ada.dialog is not None
    assert "The numbers are late again." in ada.form()
