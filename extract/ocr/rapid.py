"""RapidOCR's recognition model, which its wheel brings along, run by onnxruntime in one thread.

The model is asked directly, not through RapidOCR's pipeline: the lines are found by the grid, and what is needed
besides the text is how sure each single character is. Nothing is fetched: without a model in the wheel there is no
engine. The model knows 18,000 characters of many scripts; only those an Indonesian report prints are let through.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extract.ocr.engines import Engine, LineText
from extract.ocr.morphology import Gray, resized

HEIGHT = 48  # dots: the model reads lines of this height
LEAST_WIDTH = 48
WIDEST = 3200
LETTERS = string.ascii_letters + string.digits + string.punctuation + " ≥≤±–—•°²³×÷“”‘’…"


def open_rapidocr() -> Engine | None:
    """The engine, or None where RapidOCR, its model or onnxruntime is not installed."""
    package = find_spec("rapidocr")
    if package is None or package.origin is None or find_spec("onnxruntime") is None:
        return None
    models = sorted((Path(package.origin).parent / "models").glob("*rec*.onnx"))
    return RapidOcr(models[-1]) if models else None


class RapidOcr:
    """Reads lines with the recognition model in a file."""

    name = "rapidocr"

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # lines differ in width: a plan for one serves no other
        options.log_severity_level = 4
        session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._session = session
        self._input = session.get_inputs()[0].name
        known = session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *known, " "]
        allowed = [i for i, c in enumerate(self._characters) if c == "" or c in LETTERS]
        self._allowed = np.array(allowed)

    def read(self, pictures: Sequence[Gray]) -> list[LineText]:
        """The text of each picture."""
        return [self._read(picture) for picture in pictures]

    def _read(self, picture: Gray) -> LineText:
        height, width = picture.shape
        scale = HEIGHT / height
        wide = min(WIDEST, max(1, round(width * scale)))
        line = resized(picture, HEIGHT, wide)
        shades = np.zeros((HEIGHT, max(wide, LEAST_WIDTH)), np.float32)
        shades[:, :wide] = line.astype(np.float32) / 127.5 - 1.0
        chances: NDArray[np.float32] = self._session.run(None, {self._input: np.stack([shades] * 3)[None]})[0][0]
        step = shades.shape[1] / chances.shape[0] * width / wide
        return self._decoded(chances[:, self._allowed], step)

    def _decoded(self, chances: NDArray[np.float32], step: float) -> LineText:
        """The best character of each step, repeats and blanks dropped; a character is as sure as its surest step."""
        best = chances.argmax(axis=1)
        sure = chances.max(axis=1)
        text: list[str] = []
        middles: list[float] = []
        certainty: list[float] = []
        start = 0
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[start]:
                continue
            character = self._characters[int(self._allowed[best[start]])]
            if character:
                text.append(character)
                middles.append((start + end) / 2 * step)
                certainty.append(float(sure[start:end].max()))
            start = end
        return LineText("".join(text), tuple(middles), tuple(certainty))
