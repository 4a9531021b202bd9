"""A screenshot as a PNG of at most 256 colours, in less than half the room: text has few, a browser keeps them all."""

import struct
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from typing import Final

from playwright.async_api import Page

COLOURS: Final = 256
READ: Final = """async (png) => {
    const image = new Image()
    image.src = `data:image/png;base64,${png}`
    await image.decode()
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d")
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(0, 0, image.width, image.height)
    const pieces = []
    for (let at = 0; at < data.length; at += 30000) pieces.push(String.fromCharCode(...data.slice(at, at + 30000)))
    return [image.width, btoa(pieces.join(""))]
}"""


async def small(page: Page, png: bytes) -> bytes:
    """The same picture; what is not among its most frequent colours is drawn in the nearest of these."""
    width, data = await page.evaluate(READ, b64encode(png).decode())
    found = b64decode(data)
    pixels = [found[at : at + 3] for at in range(0, len(found), 4)]
    palette = [colour for colour, _ in Counter(pixels).most_common(COLOURS)]
    places = {colour: min(range(len(palette)), key=lambda n: _apart(palette[n], colour)) for colour in set(pixels)}
    lines = (pixels[at : at + width] for at in range(0, len(pixels), width))
    rows = b"".join(b"\0" + bytes(places[pixel] for pixel in line) for line in lines)
    size = struct.pack(">IIBBBBB", width, len(pixels) // width, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
