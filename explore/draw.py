"""Draw one page of a PDF as PNG: `python draw.py FILE PAGE SCALE TARGET`. Run as a process with limits of its own."""

from __future__ import annotations

import sys
from typing import Any

MOST_PIXELS = 24_000_000
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 25


def limit() -> None:
    """Bound memory and time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def draw(file: str, number: int, scale: float, target: str) -> None:
    """Write the image of page `number`, at `scale` pixels a point or as large as the limit allows."""
    import pypdfium2

    pdfium: Any = pypdfium2
    document = pdfium.PdfDocument(file)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    if len(image.getcolors(256 * 256) or ()) == 0:
        image.save(target, "PNG", compress_level=2)
    else:
        image.quantize(64, dither=0).save(target, "PNG", compress_level=6)


if __name__ == "__main__":
    limit()
    draw(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
