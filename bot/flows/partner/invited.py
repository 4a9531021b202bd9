"""The partner's side: asked once and reminded once, then one line a week, with one question back."""

from dataclasses import replace

from bot.effects import Deed, FollowUp, Save, Settle, Start, Tell
from bot.events import Due, Undelivered
from bot.facts import Partner
from bot.flow import DONE, STAY, Answer, Chose, Filled, Next, Scene, Wrote
from bot.flows.partner.rows import RUNNING, ending, is_partner, other, row_of, running
from bot.messages import Choice, Choices, Parts, Quote, Typed
from bot.rules import calendar


def heard(scene: Scene, row: Partner) -> Next:
    """What the leader's side sends over: the invitation, a week's line, or the end."""
    match scene.answer("news"):
        case "asked" if row.state == "asked":
            on = calendar.next_workday(scene.person, scene.today, 3)
            remind = FollowUp("unanswered", on, "answered, or reminded once", again=(3,))
            return Next("invited", deeds=(remind,))
        case "line" if row.state == "accepted":
            return Next("line", because="the next line comes in a week")
        case "ended":
            name = Typed(other(scene, row).name)
            said = (scene.say("partner.lines_ended", name=name),)
            return Next(DONE, say=said, deeds=(Settle("it has ended"),), because="it has ended")
        case _:
            return Next(DONE, because=f"the partnership is {row.state}")


def named(scene: Scene) -> Typed:
    """The leader of this partnership, by name."""
    row = row_of(scene)
    return Typed(other(scene, row).name if row else scene.label("partner.somebody"))


def draw_invited(scene: Scene) -> Parts:
    """The invitation, in the name of the leader: what it is, and that it ends in one tap."""
    opening = "partner.invited_again" if scene.answer("reminded") else "partner.invited"
    return (
        scene.say(opening, name=named(scene)),
        scene.say("partner.what_it_is", name=named(scene)),
        Choices(
            (
                Choice("yes", scene.label("partner.accept"), main=True),
                Choice("no", scene.label("partner.decline")),
            )
        ),
    )


def take_invited(scene: Scene, answer: Answer) -> Next:
    """Yes or no; the leader gets to know either."""
    row = row_of(scene)
    if row is None or row.state != "asked":
        said = (scene.say("partner.no_longer", name=named(scene)),)
        return Next(DONE, say=said, deeds=(Settle("it has ended"),), because="it is no longer asked")
    settled = Settle("answered", "unanswered")
    match answer:
        case Chose("yes"):
            agreed = replace(row, state="accepted", since=scene.today)
            tell = Start("partner", row.practice, owner=row.leader, answers={"news": "accepted"})
            said = (scene.say("partner.agreed", name=named(scene)),)
            return Next(DONE, say=said, deeds=(Save(agreed), settled, tell), because="the leader's side plans the line")
        case Chose():
            refused = replace(row, state="declined")
            tell = Start("partner", row.practice, owner=row.leader, answers={"news": "declined"})
            said = (scene.say("partner.declined", name=named(scene)),)
            return Next(DONE, say=said, deeds=(Save(refused), settled, tell), because="declined")
        case Wrote() | Filled():
            return Next(STAY, because="the question stays open")


def unanswered(scene: Scene, due: Due) -> Next:
    """No answer: the one reminder, and at the next attempt the end, told to the leader only."""
    row = row_of(scene)
    if row is None or row.state != "asked":
        return Next(STAY, because="it is no longer asked")
    if due.attempt == 1:
        return Next("invited", keep={"reminded": True}, because="reminded once, then it ends")
    return closed(row, "silent")


def unreached(scene: Scene, event: Undelivered) -> Next:
    """A message did not arrive. A lost invitation ends the asking; a lost line is not sent again."""
    row = row_of(scene)
    if event.ref.step == "invited" and row is not None and row.state == "asked":
        return closed(row, "unreached")
    return Next(STAY, because=event.reason)


def closed(row: Partner, news: str) -> Next:
    """End an invitation that got no answer, and tell the leader."""
    tell = Start("partner", row.practice, owner=row.leader, answers={"news": news})
    settled = Settle("nobody answered", flow="partner", subject=row.practice)
    deeds = (Save(replace(row, state="ended")), settled, tell)
    return Next(DONE, deeds=deeds, because="asked and reminded without an answer")


def left_open(scene: Scene) -> tuple[Deed, ...]:
    """For somebody who is asked nothing here any more: whoever waits for their answer gets to know that none comes."""
    asked = (row for row in running(scene.facts) if row.state == "asked" and is_partner(scene, row))
    return tuple(deed for row in asked for deed in closed(row, "silent").deeds)


def draw_line(scene: Scene) -> Parts:
    """The week in one line."""
    taken, came = int(scene.answer("taken") or 0), int(scene.answer("came") or 0)
    return (
        scene.say("partner.line", name=named(scene), taken=taken, count=came),
        Choices(
            (
                Choice("ask", scene.label("partner.ask_back")),
                Choice("end", scene.label("partner.no_more_lines")),
            )
        ),
    )


def take_line(scene: Scene, answer: Answer) -> Next:
    """One question back, or no more lines."""
    match answer:
        case Chose("end"):
            return leave(scene)
        case Chose():
            return Next("question", because="the question is open")
        case Wrote() | Filled():
            return Next(STAY, because="nothing is asked")


def draw_question(scene: Scene) -> Parts:
    """The words that are to be passed on."""
    return (
        scene.say("partner.write_question", name=named(scene)),
        Choices((Choice("leave", scene.label("partner.no_question")),)),
    )


def take_question(scene: Scene, answer: Answer) -> Next:
    """One question, passed on in the partner's name; what comes of it is between the two."""
    row = row_of(scene)
    match answer:
        case Wrote(text) if row is not None and row.state == "accepted":
            asked = (scene.say("partner.asks_you", name=Typed(scene.person.name)), Quote(text, scene.person.name))
            said = (scene.say("partner.passed_on", name=named(scene)),)
            return Next(DONE, say=said, deeds=(Tell(row.leader, asked),), because="the two of them talk")
        case Wrote():
            return Next(DONE, say=(scene.say("partner.no_longer", name=named(scene)),), because="it has ended")
        case Chose() | Filled():
            return Next(DONE, because="no question this week")


def leave(scene: Scene) -> Next:
    """The partner ends it in one tap."""
    row = row_of(scene)
    said = (scene.say("partner.ended", name=named(scene)),)
    deeds = ending(scene, row) if row is not None and row.state in RUNNING else ()
    return Next(DONE, say=said, deeds=deeds, because="it is over, and the leader knows")
