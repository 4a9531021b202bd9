"""What the leaders' side sends over: a yes to exactly who is there, a no, or that a boss is among them."""

from dataclasses import replace

from bot.coaching import Page
from bot.effects import Save, Start
from bot.flow import DONE, Next, Scene
from bot.flows import coaches
from bot.flows.page.places import mark, without
from bot.flows.people import called
from bot.messages import Typed


def heard(scene: Scene) -> Next:
    """The coach gets to know, and what was said about another channel, or other people in it, counts for nothing."""
    page, leader = scene.facts.page, scene.answer("leader")
    if page is None or not page.channel or not coaches.coaches(scene.facts, leader):
        return Next(DONE, because="there is no channel, or they do not work together")
    name, channel = called(scene.facts, leader), Typed(page.name)
    current = scene.answer("list") == mark(page)
    match scene.answer("news"):
        case "agreed" if current and leader not in page.leaders:
            held = "" if page.held == "newcomer" else page.held
            agreed = replace(page, leaders=(*page.leaders, leader), held=held)
            said = (scene.say("page.they_agreed", name=name, channel=channel),)
            return Next(DONE, say=said, deeds=(Save(agreed),), because="their line is read there from now on")
        case "declined":
            said = (scene.say("page.they_declined", name=name),)
            out = Start("digest", answers={"news": "withdrawn"})  # of what stands there, too
            return Next(DONE, say=said, deeds=(Save(without(page, leader)), out), because="it is read here")
        case "pair" if current:
            over = tuple(Start("page", page.coach, owner=one, answers={"news": "over"}) for one in page.leaders)
            said = (scene.say("page.they_are_led", channel=channel),)
            return Next(DONE, say=said, deeds=(Save(Page(page.coach)), *over), because="nothing goes to that channel")
        case _:
            return Next(DONE, because="that was about other people, or is known already")
