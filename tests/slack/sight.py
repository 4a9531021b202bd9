"""What a person sees of Slack's blocks: their words and their buttons, as Slack's client would show them."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from bot.service import real_time

Json = dict[str, Any]


def shown(message: Json) -> str:
    """A message as it is read: its blocks, or its text where it has none."""
    return "\n".join(texts(message["blocks"])) if message.get("blocks") else unescaped(message.get("text", ""))


def texts(drawn: object) -> Iterator[str]:
    """Every piece of text in blocks, in order; a rich text section is one piece."""
    match drawn:
        case {"type": "rich_text_section" | "rich_text_quote" | "rich_text_preformatted", "elements": elements}:
            yield "".join(element.get("text", "") for element in elements)
        case {"type": "data_visualization", "title": title}:
            yield f"[chart: {title}]"
        case {"text": str(text)}:
            yield text
        case {"initial_value": str(text)}:
            yield text
        case dict():
            for name in (
                "title",
                "text",
                "label",
                "hint",
                "elements",
                "fields",
                "blocks",
                "element",
                "options",
                "submit",
            ):
                yield from texts(drawn.get(name))
        case list():
            for one in drawn:
                yield from texts(one)
        case _:
            pass


def escaped(text: str) -> str:
    """What somebody types, as Slack sends it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """And back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def initial(element: Json) -> Json:
    """What stands in a field of a modal that nobody has touched."""
    match element["type"]:
        case "plain_text_input":
            return {"type": "plain_text_input", "value": element.get("initial_value")}
        case "datepicker":
            return {"type": "datepicker", "selected_date": element.get("initial_date")}
        case "checkboxes" | "multi_static_select" as kind:
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "users_select":
            return {"type": "users_select", "selected_user": element.get("initial_user")}
        case "multi_users_select":
            return {"type": "multi_users_select", "selected_users": element.get("initial_users", [])}
        case "conversations_select":
            return {"type": "conversations_select", "selected_conversation": None}
        case kind:
            return {"type": kind, "selected_option": element.get("initial_option")}


def filled(element: Json, value: str) -> Json:
    """What stands in a field after somebody has put this into it; options by their labels, people and channels by
    their ids."""
    several = [one.strip() for one in value.split(",") if one.strip()]
    match element["type"]:
        case "plain_text_input":
            assert len(value) <= element.get("max_length", 3000), "Slack's client lets nobody type more"
            return {"type": "plain_text_input", "value": value or None}
        case "datepicker":
            return {"type": "datepicker", "selected_date": value or None}
        case "checkboxes" | "multi_static_select" as kind:
            return {
                "type": kind,
                "selected_options": [_option(element, one) for one in several],
            }
        case "users_select":
            return {"type": "users_select", "selected_user": value or None}
        case "multi_users_select":
            assert len(several) <= element["max_selected_items"], "Slack's client lets nobody choose more"
            return {"type": "multi_users_select", "selected_users": several}
        case "conversations_select":
            return {"type": "conversations_select", "selected_conversation": value or None}
        case kind:
            return {"type": kind, "selected_option": _option(element, value)}


def signed(body: str, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack proves that it is Slack, v0."""
    timestamp = str(int(real_time().timestamp() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _option(element: Json, label: str) -> Json:
    for option in element["options"]:
        if label in (option["text"]["text"], option["value"]):
            return option
    raise AssertionError(f"no option {label!r}, but: {[option['text']['text'] for option in element['options']]}")
