"""People and channels in a form on Slack: chosen by Slack's own pickers, known to the bot before the form is taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.forms import errors_payload, modal_view, named_in, read_submission
from bot.events import Act, Joined, Pressed, Submitted
from bot.facts import Member, Team
from bot.messages import (
    Channel,
    Closed,
    Day,
    FieldErrors,
    Form,
    Line,
    Pick,
    Plain,
    Ref,
    Reply,
    Someone,
    Text,
)
from tests.conftest import NewDatabase
from tests.slack import limits
from tests.slack.answers import submitted
from tests.slack.office import Office, office
from tests.slack.person import Person
from tests.slack.standin import StandIn

REF = Ref("desk", "", "idle")
NAMING = Form(
    REF,
    "Your team",
    (
        Someone("who", "Who is in it?", most=100, optional=True),
        Channel("all", "Or everybody of", members=True, most=5, optional=True),
        Channel("there", "Where do I post?", optional=True),
        Line("note", "A note", optional=True),
    ),
    "Send",
)
MANY = tuple(f"U{number:03}" for number in range(100, 200))


@pytest.fixture
async def acme(new_database: NewDatabase, slack: StandIn) -> AsyncIterator[Office]:
    with new_database("sqlite") as url:
        async with office(url, slack) as one:
            yield one


class Desk:
    """What the bot is told from now on; a form is answered here, and everything else by the bot itself."""

    def __init__(self, acme: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reply: Reply = Closed()
        self.told: list[Act] = []
        self.form = NAMING
        right = acme.bot.receive

        async def receive(event: Act) -> Reply:
            self.told.append(event)
            match event:
                case Pressed():
                    return self.form
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
    """Somebody whom the bot knows."""
    ada = acme.person("U1", "Ada")
    await ada.says("hi")
    return ada


@pytest.fixture
def desk(acme: Office, ada: Person, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(acme, monkeypatch)


async def sends(ada: Person, fields: Mapping[str, str]) -> None:
    if ada.modal is None:
        await ada.uses_shortcut("promise_form")
    await ada.fills(fields)
    await ada.submits()


# --- what is drawn ---


def test_a_hundred_people_of_the_longest_names_are_within_slacks_limits() -> None:
    people = tuple(f"T{'X' * 10}-U{'0' * 6}{number:04}" for number in range(100))
    longest = "n" * 255
    body = (
        Someone(longest, "l" * 3000, people, 100, hint="h" * 3000),
        Someone("one", "Who?", people),
        Someone("far", "Who else?", ("0b6c1b5e.7a", "ana", *people[:1]), 3),
        Channel("there", "l" * 3000, hint="h" * 3000),
        Channel("all", "Everybody of", members=True, most=1000),
        Channel("read", "Read where?", looks=True, most=30),
    )
    view = modal_view(Form(REF, "t" * 200, body, "Send"))
    assert limits.modal(view) == []
    fields = read_submission(submitted(view))[1]
    assert fields[longest].split() == [one.partition("-")[2] for one in people]
    assert (fields["one"], fields["far"]) == ("U0000000000", "U0000000000")
    named = {one.field: one for one in named_in(submitted(view, there="C1", all="C2", read="C3"))}
    assert (named["read"].kind, named["read"].ids, named["read"].most) == ("looked", ("C3",), 30)
    assert (named[longest].most, named["there"].kind, named["all"].kind, named["all"].most) == (
        100, "channel", "members", 1000,
    )  # fmt: skip


def test_what_is_only_read_has_a_button_that_closes_it_and_nothing_to_send() -> None:
    view = modal_view(Form(REF, "What I heard", (Text((Plain("Six said so."),)),), ""), closes="Close")
    assert limits.modal(view) == []
    assert "submit" not in view
    assert view["close"]["text"] == "Close"


def test_an_error_can_stand_at_every_kind_of_field() -> None:
    """Slack shows errors at input blocks alone."""
    options = (("a", "A"), ("b", "B"))
    body = (
        Pick("radio", "R", options),
        Pick("ticks", "T", options, many=True),
        Pick("list", "L", tuple((str(n), str(n)) for n in range(11))),
        Pick("lists", "M", tuple((str(n), str(n)) for n in range(11)), many=True),
        Day("day", "D"),
        Someone("one", "O"),
        Someone("many", "N", most=3),
        Channel("there", "C"),
        Channel("all", "E", members=True),
        Line("last", "Z"),
    )
    view = submitted(modal_view(Form(REF, "t", body, "Send")))
    every = tuple((one.name, f"{one.name} is wrong") for one in body)
    assert errors_payload(FieldErrors(every), view) == dict(every)


# --- who is chosen ---


async def test_whoever_is_chosen_is_known_before_the_form_is_taken_and_hears_nothing(
    acme: Office, ada: Person, desk: Desk
) -> None:
    eva = acme.person("U2", "Eva", tz="Europe/Lisbon", locale="pt-PT")
    jon = acme.person("U3", "Jon")
    await jon.says("hi")
    desk.told.clear()
    heard = len(jon.messages())
    await sends(ada, {"Who is in it?": "U2, U3, U1", "A note": "as <typed> & sent"})
    (joined,) = desk.joined()
    assert (joined.person, joined.name, joined.zone, joined.locale) == ("T1-U2", "Eva", "Europe/Lisbon", "pt-PT")
    assert (joined.address, joined.installed) == ("slack:T1-U2", False)
    assert desk.told.index(joined) < len(desk.told) - 1
    assert desk.sent() == [{"who": "T1-U2 T1-U3 T1-U1", "all": "", "there": "", "note": "as <typed> & sent"}]
    assert (eva.messages(), len(jon.messages()), ada.modal) == ([], heard, None)
    assert [call["user"] for call in acme.slack.of("users.info")].count("U2") == 1


async def test_nobody_is_asked_about_twice(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    for _ in range(2):
        await sends(ada, {"Who is in it?": "U2"})
    assert len(desk.sent()) == 2
    assert [call["user"] for call in acme.slack.of("users.info")] == ["U1", "U2"]


OTHERS = [
    ({"is_bot": True}, "an app"),
    ({"is_workflow_bot": True}, "an app"),
    ({"deleted": True}, "not here any more"),
    ({"is_restricted": True}, "a guest here"),
    ({"is_restricted": True, "is_ultra_restricted": True}, "a guest here"),
    ({"is_stranger": True}, "of another organisation"),
    ({"team_id": "T7"}, "of another organisation"),
]


async def test_who_is_left_out_is_said_once_and_why(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    for number, (user, why) in enumerate(OTHERS):
        acme.person(f"U3{number}", "Kim", **user)
        await sends(ada, {"Who is in it?": f"U2, U3{number}", "A note": "stays"})
        assert ada.errors == {"who": f"I would go on without Kim ({why}). If that is right, press it again."}
        assert len(desk.sent()) == number
        await ada.submits()
        assert desk.sent()[-1]["who"] == "T1-U2"
    assert [event.name for event in desk.joined()] == ["Eva"]
    assert len(acme.slack.of("users.info")) == 2 + len(OTHERS)


async def test_when_nobody_is_left_the_form_stays_open_however_often_it_is_sent(
    acme: Office, ada: Person, desk: Desk
) -> None:
    acme.person("U3", "Kim", is_bot=True)
    for _ in range(3):
        await sends(ada, {"Who is in it?": "U3"})
        assert ada.errors == {"who": "I cannot ask Kim (an app), and then nobody is left."}
    assert desk.sent() == []
    assert len(acme.slack.of("users.info")) == 2


async def test_more_who_are_left_out_than_can_be_named_are_counted(acme: Office, ada: Person, desk: Desk) -> None:
    for user in MANY[:12]:
        acme.person(user, "N" * 80, is_bot=True)
    acme.person("U2", "Eva")
    await sends(ada, {"Who is in it?": ",".join((*MANY[:12], "U2"))})
    assert ada.errors["who"].count("(an app)") == 8
    assert "4 more" in ada.errors["who"]


NONSENSE = [
    ["nonsense"],
    ["U2", "<script>"],
    [""],
    ["C1"],
    ["T1-U2"],
    ["U" * 300],
    [f"U{number}" for number in range(1000)],
]


async def test_nonsense_is_said_at_the_field_and_nobody_is_asked_about(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    await ada.uses_shortcut("promise_form")
    for users in NONSENSE:
        ada.filled["who"] = {"type": "multi_users_select", "selected_users": users}
        await ada.submits()
        assert list(ada.errors) == ["who"], users
    assert (desk.sent(), desk.joined()) == ([], [])
    assert len(acme.slack.of("users.info")) == 1


async def test_somebody_of_another_workspace_is_nobody_here(acme: Office, ada: Person, desk: Desk) -> None:
    await sends(ada, {"Who is in it?": "U777"})
    assert "of another organisation" in ada.errors["who"]
    assert desk.sent() == []


async def test_the_same_twice_is_one(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    await sends(ada, {"Who is in it?": "U2,U2,U2"})
    assert [fields["who"] for fields in desk.sent()] == ["T1-U2"]
    assert len(desk.joined()) == 1


async def test_somebody_who_left_is_known_again_once_they_are_there(acme: Office, ada: Person, desk: Desk) -> None:
    eva = acme.person("U2", "Eva")
    await eva.says("hi")
    await eva.changes(deleted=True)
    await sends(ada, {"Who is in it?": "U2"})
    assert "Eva (not here any more)" in ada.errors["who"]


async def test_for_somebody_whom_the_bot_does_not_know_any_more_nobody_is_asked_about(acme: Office, desk: Desk) -> None:
    eve, eva = acme.person("U9", "Eve"), acme.person("U2", "Eva")
    eve.modal = modal_view(NAMING)
    await eve.fills({"Who is in it?": eva.user})
    acme.slack.calls.clear()
    await eve.submits()
    assert "I hold nothing about you" in eve.errors["who"]
    assert desk.joined() == []
    assert acme.slack.of("users.info") == []


# --- what takes long ---


async def test_a_large_team_keeps_the_form_open_and_is_asked_about_once(acme: Office, ada: Person, desk: Desk) -> None:
    for number, user in enumerate(MANY):
        acme.person(user, f"Person {number}")
    acme.slack.hangs("users.info", 0.3, times=100)
    await ada.uses_shortcut("promise_form")
    await ada.fills({"Who is in it?": ",".join(MANY), "A note": "stays"})
    payload = ada.submission()
    began = asyncio.get_running_loop().time()
    first = await acme.post(*interaction(payload))
    assert asyncio.get_running_loop().time() - began < 3
    assert "One more moment" in first.body["errors"]["who"]
    again = await acme.post(*interaction(payload))
    assert "One more moment" in again.body["errors"]["who"]
    assert desk.sent() == []
    await acme.serving.app.idle()
    await ada.submits()
    assert desk.sent() == [{"who": " ".join(f"T1-{user}" for user in MANY), "all": "", "there": "", "note": "stays"}]
    assert len(acme.slack.of("users.info")) == 101
    assert len(desk.joined()) == 100


async def test_when_slack_asks_to_wait_it_is_asked_again_later(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    acme.slack.answers("users.info", {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
    await sends(ada, {"Who is in it?": "U2"})
    await acme.serving.app.idle()
    if ada.errors:
        await ada.submits()
    assert [fields["who"] for fields in desk.sent()] == ["T1-U2"]


async def test_when_slack_does_not_say_nothing_is_lost(acme: Office, ada: Person, desk: Desk) -> None:
    acme.person("U2", "Eva")
    for error, said in (("internal_error", "could not find out"), ("missing_scope", "could not find out")):
        acme.slack.answers("users.info", {"ok": False, "error": error})
        await sends(ada, {"Who is in it?": "U2"})
        assert said in ada.errors["who"]
    acme.slack.answers("users.info", {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "600"})
    await ada.submits()
    assert "asked to wait" in ada.errors["who"]
    assert (desk.sent(), desk.joined()) == ([], [])


# --- channels ---


async def test_the_members_of_a_channel_are_the_people_in_it(acme: Office, ada: Person, desk: Desk) -> None:
    for number in range(2, 6):
        acme.person(f"U{number}", f"Person {number}")
    acme.slack.channel("C7", "U1", "U2", "U3", "U4", "U5")
    await sends(ada, {"Or everybody of": "C7"})
    assert [fields["all"] for fields in desk.sent()] == ["T1-U1 T1-U2 T1-U3 T1-U4 T1-U5"]
    assert len(desk.joined()) == 4


async def test_apps_and_guests_of_a_channel_are_left_out_by_a_second_press(
    acme: Office, ada: Person, desk: Desk
) -> None:
    acme.person("U2", "Jira", is_bot=True)
    acme.person("U3", "Kim", is_restricted=True)
    acme.slack.channel("C7", "U1", "U2", "U3")
    await sends(ada, {"Or everybody of": "C7"})
    assert "Jira (an app), Kim (a guest here)" in ada.errors["all"]
    await ada.submits()
    assert [fields["all"] for fields in desk.sent()] == ["T1-U1"]
    assert (len(acme.slack.of("conversations.members")), len(acme.slack.of("users.info"))) == (1, 3)


async def test_a_large_channel_is_read_page_by_page_and_only_as_far_as_it_fits(
    acme: Office, ada: Person, desk: Desk
) -> None:
    acme.slack.channel("C7", *(f"U{number}" for number in range(1000, 6000)))
    await sends(ada, {"Or everybody of": "C7"})
    assert "More than 5 people" in ada.errors["all"]
    assert len(acme.slack.of("conversations.members")) == 1
    assert len(acme.slack.of("users.info")) == 1
    acme.slack.channel("C8", *MANY[:6])
    for user in MANY[:6]:
        acme.person(user, "Eva")
    await sends(ada, {"Or everybody of": "C8"})
    assert "More than 5 people" in ada.errors["all"]
    assert desk.sent() == []


async def test_a_channel_comes_as_the_address_to_which_the_bot_posts(acme: Office, ada: Person, desk: Desk) -> None:
    acme.slack.channel("C7")
    await sends(ada, {"Where do I post?": "C7"})
    assert [fields["there"] for fields in desk.sent()] == ["slack:T1-C7"]
    assert acme.slack.of("conversations.members") == []


async def test_a_channel_that_the_bot_is_not_in_says_how_it_gets_there(acme: Office, ada: Person, desk: Desk) -> None:
    for more in ({"is_member": False}, {"is_archived": True}):
        acme.slack.channel("C7", **more)
        await sends(ada, {"Where do I post?": "C7"})
        assert "/invite @Followthrough" in ada.errors["there"]
    assert desk.sent() == []


async def test_a_channel_that_others_read_too_is_none_to_post_in(acme: Office, ada: Person, desk: Desk) -> None:
    acme.slack.channel("C7", is_ext_shared=True)
    await sends(ada, {"Where do I post?": "C7"})
    assert "another organisation" in ada.errors["there"]


TROUBLES = [
    ({"ok": False, "error": "not_in_channel"}, 200, "/invite @Followthrough"),
    ({"ok": False, "error": "channel_not_found"}, 200, "/invite @Followthrough"),
    ({"ok": False, "error": "is_archived"}, 200, "/invite @Followthrough"),
    ({"ok": False, "error": "missing_scope"}, 200, "install"),
    ({"ok": False, "error": "ratelimited"}, 429, "asked to wait"),
    ({"ok": False, "error": "fetch_members_failed"}, 200, "could not find out"),
    ({"ok": False, "error": "internal_error"}, 500, "could not find out"),
]


@pytest.mark.parametrize(
    ("field", "method"), [("Or everybody of", "conversations.members"), ("Where do I post?", "conversations.info")]
)
async def test_what_keeps_slack_from_telling_stands_at_the_field_and_nothing_is_lost(
    acme: Office, ada: Person, desk: Desk, field: str, method: str
) -> None:
    acme.slack.channel("C7", "U1")
    await ada.uses_shortcut("promise_form")
    await ada.fills({field: "C7", "A note": "stays"})
    for answer, status, said in TROUBLES:
        acme.slack.answers(method, answer, status, {"Retry-After": "1"} if status == 429 else None)
        await ada.submits()
        (sentence,) = ada.errors.values()
        assert said in sentence
        assert (desk.sent(), ada.modal is not None) == ([], True)
        await asyncio.sleep(1 if status == 429 else 0)
    await ada.submits()
    assert [fields["note"] for fields in desk.sent()] == ["stays"]


async def test_what_is_no_channel_is_asked_about_nowhere(acme: Office, ada: Person, desk: Desk) -> None:
    for channel in ("D1", "U1", "c7", "C7;DROP", "C" * 300):
        for name in ("all", "there"):
            await ada.uses_shortcut("promise_form")
            ada.filled[name] = {"type": "conversations_select", "selected_conversation": channel}
            await ada.submits()
            assert list(ada.errors) == [name]
    assert acme.slack.of("conversations.info") == acme.slack.of("conversations.members") == []
    assert desk.sent() == []


# --- what is only read, and the other shortcuts ---


async def test_a_form_that_is_only_read_follows_the_one_that_was_sent(acme: Office, ada: Person, desk: Desk) -> None:
    desk.reply = Form(REF, "What I heard", (Text((Plain("Six said so."),)),), "")
    await sends(ada, {"A note": "x"})
    assert ada.answer.body["response_action"] == "update"
    assert ada.modal is not None
    assert limits.modal(ada.modal) == []
    assert "Six said so." in ada.form()
    assert "submit" not in ada.modal


async def test_the_shortcut_for_telling_a_leader_is_the_button_of_that_name(
    acme: Office, ada: Person, desk: Desk
) -> None:
    desk.told.clear()
    await ada.uses_shortcut("tell_form")
    (pressed,) = desk.told
    assert isinstance(pressed, Pressed)
    assert (pressed.ref, pressed.choice) == (REF, "tell")
    assert ada.modal is not None


async def test_a_message_becomes_words_for_a_leader(acme: Office, ada: Person) -> None:
    nora = acme.person("U2", "Nora")
    await nora.says("hi")
    with acme.bot.store.begin() as unit:
        unit.people.save([Team(nora.person, state="running"), Member(nora.person, ada.person, state="asked")])
    message = {"type": "message", "user": "U2", "text": "The numbers are &lt;late&gt; again."}
    await ada.uses_shortcut("keep_tell", message)
    assert ada.modal is not None
    assert limits.modal(ada.modal) == []
    assert "The numbers are <late> again." in ada.form()
    await ada.uses_shortcut("tell_form")
    assert "The numbers" not in ada.form()


def interaction(payload: dict[str, Any]) -> tuple[str, str]:
    """The request of a form that was sent, for whoever does not wait until all is done."""
    return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
