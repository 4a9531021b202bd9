"""The two pictures of the app, drawn here: what was done, and what is still to come, a disc and a broken ring.

Teams wants one in colour, 192 by 192 with its sign inside the middle 120, and one of white lines on nothing, 32 by 32.
"""

import struct
import zlib
from collections.abc import Callable
from math import atan2, hypot, remainder, tau
from typing import Final

COLOR: Final = (0x1F, 0x5F, 0x5B)
WHITE: Final = (0xFF, 0xFF, 0xFF)

# The sign, in units of its own; its middle is at 0, 0. The same as in the playground's icon.
_DISC: Final = (-5.7, 4.5)
_RING: Final = (5.3, 4.0)
_STROKE: Final = 1.8
_DASHES: Final = 6
_DASHED: Final = 0.62
"""Which part of the ring is there."""

Pixel = tuple[int, int, int, int]


def color() -> bytes:
    """PNG, 192 by 192: the sign in white, on the app's colour."""

    def draw(white: float) -> Pixel:
        red, green, blue = (round(below + (255 - below) * white) for below in COLOR)
        return red, green, blue, 255

    return _png(192, 5.4, draw)


def outline() -> bytes:
    """PNG, 32 by 32: the sign in white, on nothing."""
    return _png(32, 1.4, lambda white: (*WHITE, round(255 * white)))


def _png(size: int, unit: float, draw: Callable[[float], Pixel]) -> bytes:
    """`unit` is how many pixels one of the sign's has."""
    rows = bytearray()
    for y in range(size):
        rows.append(0)  # each row says that it is not filtered
        for x in range(size):
            away = _distance((x + 0.5 - size / 2) / unit, (y + 0.5 - size / 2) / unit) * unit
            rows += bytes(draw(min(1.0, max(0.0, 0.5 - away))))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # eight bits for each of red, green, blue and opacity
    pieces = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_piece(name, data) for name, data in pieces)


def _piece(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _distance(x: float, y: float) -> float:
    """How far a point is from the sign; negative inside of it."""
    disc = hypot(x - _DISC[0], y) - _DISC[1]
    middle, radius = _RING
    across = abs(hypot(x - middle, y) - radius) - _STROKE / 2
    dash = tau / _DASHES
    along = (abs(remainder(atan2(y, x - middle), dash)) - dash * _DASHED / 2) * radius
    return min(disc, max(across, along))
