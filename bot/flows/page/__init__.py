"""Where a coach reads the digest: here, or in a private channel, with people to whom each leader has said yes."""

from bot.flow import Flow, Next, Scene, Step
from bot.flows.page import agreeing, choosing, news
from bot.flows.page.holding import held
from bot.flows.page.places import Places, joined, places

__all__ = ["FLOW", "Places", "held", "joined", "places"]


def begin(scene: Scene) -> Next:
    """Without a subject the coach chooses, with "news" the leaders have answered, and any other is a leader's coach."""
    match scene.state.subject:
        case "":
            return choosing.begin(scene)
        case "news":
            return news.heard(scene)
        case _:
            return agreeing.heard(scene)


YES_NO = {"yes": "page.yes_words", "no": "page.no_words"}

FLOW = Flow(
    name="page",
    steps=(
        Step("where", choosing.draw_where, choosing.take_where, hint="page.where_hint"),
        Step(
            "confirm",
            choosing.draw_confirm,
            choosing.take_confirm,
            reads={"yes": "page.yes_words", "leave": "page.no_words"},
            hint="page.confirm_hint",
        ),
        Step("asked", agreeing.draw_asked, agreeing.take_asked, reads=YES_NO, hint="page.asked_hint"),
        Step("agreed", agreeing.draw_agreed, agreeing.take_agreed, idle=True),
    ),
    begin=begin,
    names=frozenset({choosing.FIELD}),
)
