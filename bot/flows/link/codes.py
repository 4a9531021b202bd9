"""From one place to the other: a code is given here and typed there, and leads to nothing but a question."""

from typing import Final

from bot.effects import MakeCode, TryCode
from bot.flow import DONE, Next, Scene
from bot.flows.link.news import said
from bot.flows.link.places import called, is_reached, there
from bot.rules import codes

WORDS: Final = {"wrong": "link.wrong", "own": "link.own", "enough": "link.enough"}


def link(scene: Scene) -> Next:
    """ "link": a code, or how it stands between two that are linked. "link K7QW-M3PD": whose code that is."""
    typed = scene.answer("rest")
    if not is_reached(scene.person):
        return said(scene.say("link.stopped"), "everything is stopped here")
    if scene.facts.linked is not None:
        return standing(scene, "link.already" if typed else "link.linked")
    if not typed:
        return Next(DONE, deeds=(MakeCode(),), because="the code says the rest")
    code = codes.read(typed)
    if not code:
        return said(scene.say("link.no_code"), "no code")
    return Next(DONE, deeds=(TryCode(code),), because="what it leads to says the rest")


def standing(scene: Scene, words: str = "link.linked") -> Next:
    """Who they are in the other place, where they are asked, and whether to change that."""
    linked = scene.facts.linked
    name = called(scene, linked.person.name if linked else "")
    told = scene.say(words, where=there(scene), name=name)
    return Next("home", keep={"ends": True}, say=(told,), because="it goes on as it is until they choose")


def made(scene: Scene) -> Next:
    """The code, said once and kept nowhere."""
    code = codes.grouped(scene.answer("code"))
    return said(scene.say("link.code", code=code), "it is over in an hour, and a new one is there at any time")


def tried(scene: Scene) -> Next:
    """A code that leads nowhere. One that is over is not told from one that never was."""
    return said(scene.say(WORDS[scene.answer("news")]), "nothing has changed")
