"""What Teams sends back of a dialog: the data of its button, and what stands in its fields."""

from typing import Any

Json = dict[str, Any]


def submitted(card: Json, **given: Any) -> Json:
    """`value.data` of task/submit, filled with what was started with or is `given` by field name.

    Text and a day are a string, one choice its option's number, several choices a list of those.
    """
    (action,) = card["actions"]
    data = dict(action["data"])
    for block in card["body"]:
        if block["type"].startswith("Input."):
            name = block["id"].partition("-")[2]
            data[block["id"]] = _value(block, given[name]) if name in given else block.get("value", "")
    return data


def _value(block: Json, given: Any) -> str:
    match given:
        case int():
            return str(block["choices"][given]["value"])
        case list():
            return ",".join(_value(block, one) for one in given)
        case _:
            return str(given)
