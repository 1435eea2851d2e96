"""Draw one page of a PDF as PNG, a process with limits of its own: `python draw.py`, then `[file, page, scale, target]`
as JSON on its input, with `"small"` as a fifth where the image is kept in a database.

Written without an imaging library, whose import costs as much as the drawing; `small` uses one, for images that are
kept in a database: a quarter of the size in 64 colours.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

MOST_PIXELS = 24_000_000
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 25
COLOURS = 64
TRUE_COLOUR, GREY = 2, 0


def limit() -> None:
    """Bound memory and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def render(file: str, number: int, scale: float) -> Any:
    """The bitmap of page `number`, at `scale` pixels a point or as large as the limit allows."""
    import pypdfium2

    pdfium: Any = pypdfium2
    page = pdfium.PdfDocument(file)[number - 1]
    width, height = page.get_size()
    scale = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)


def png(bitmap: Any) -> bytes:
    """A bitmap of one or three bytes a pixel as PNG."""
    length = bitmap.width * bitmap.n_channels
    pixels = memoryview(bitmap.buffer)
    rows = b"".join(b"\0" + bytes(pixels[at * bitmap.stride :][:length]) for at in range(bitmap.height))
    kind = TRUE_COLOUR if bitmap.n_channels == 3 else GREY
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def draw(file: str, number: int, scale: float, target: str, small: str = "") -> None:
    """Draw page `number` into the file `target`."""
    bitmap = render(file, number, scale)
    if small or bitmap.n_channels not in (1, 3):
        image = bitmap.to_pil().convert("RGB")
        if small:
            image = image.quantize(COLOURS, method=2, dither=0)
        image.save(target, "PNG", compress_level=6)
    else:
        Path(target).write_bytes(png(bitmap))


def main() -> None:
    """Load what drawing needs, then wait for the page; without one, end."""
    limit()
    import pypdfium2  # noqa: F401

    asked = sys.stdin.read()
    if asked:
        draw(*json.loads(asked))


if __name__ == "__main__":
    main()
