"""What Slack sends back of a modal: the view itself, and what stands in its fields."""

from typing import Any

Json = dict[str, Any]


def submitted(view: Json, **given: Any) -> Json:
    """The view as `view_submission` carries it, filled with what was started with or is `given` by field name.

    Text and a day are a string, one choice its key, several choices a list of keys.
    """
    values = {
        block["block_id"]: {block["element"]["action_id"]: _value(block["element"], given.get(block["block_id"]))}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    blocks = [{"block_id": f"made-{number}", **block} for number, block in enumerate(view["blocks"])]
    return {**view, "id": "V1", "hash": "1.a", "blocks": blocks, "state": {"values": values}}


def _value(element: Json, given: Any) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": element.get("initial_value") if given is None else given or None}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date") if given is None else given or None}
        case "users_select":
            return {"type": kind, "selected_user": given or element.get("initial_user")}
        case "multi_users_select":
            return {"type": kind, "selected_users": given or element.get("initial_users", [])}
        case "conversations_select":
            return {"type": kind, "selected_conversation": given or None}
        case "radio_buttons" | "static_select":
            chosen = next((one for one in element["options"] if one["value"] == given), element.get("initial_option"))
            return {"type": kind, "selected_option": chosen}
        case _:
            several = [one for key in given or () for one in element["options"] if one["value"] == key]
            return {
                "type": kind,
                "selected_options": several if given is not None else element.get("initial_options", []),
            }
