"""Every flow by name, as states, follow-ups and buttons carry it."""

from importlib import import_module
from types import MappingProxyType

from bot.turn import Flow


def _found() -> dict[str, Flow]:
    flows: dict[str, Flow] = {}
    names = "account capture checkin consent desk first_days hours lookback milestone pace partner practice restart sharpen time_off waiting welcome zone"
    for name in names.split():
        try:
            flows[name] = import_module(f"bot.flows.{name}").FLOW
        except (ImportError, AttributeError):
            continue
    return flows


FLOWS: MappingProxyType[str, Flow] = MappingProxyType(_found())
