"""Every flow by name, as states, follow-ups and buttons carry it."""

from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from bot.turn import Flow

_NAMES = "account capture checkin consent desk first_days hours lookback milestone pace partner practice restart sharpen time_off waiting welcome zone".split()  # noqa: E501
FLOWS: MappingProxyType[str, Flow] = MappingProxyType(
    {name: import_module(f"bot.flows.{name}").FLOW for name in _NAMES if find_spec(f"bot.flows.{name}")}
)
