"""Whether a page's text is believed: printed text always, the layer of another OCR never where it is garbled."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from extract.pdf.pdfium import PdfPage
from extract.pdf.source import open_pdf
from extract.pdf.text_trust import is_odd, known_share, known_words, odd_share, trust_of

CORPUS = Path(__file__).parent.parent / "corpus"
PROSE = "Sasaran strategis dan indikator kinerja tahun 2016 dengan target 100 persen serta realisasi 98,75 % "
GARBLED = "Sas4r4n sf~ategis dan indikatar k!nerja tahun 20l6 den{an targef lO0 persen serfa rea1isasi 98,7S o/o "
CIPHER = "3HPHULQWDK SURYLQVL MDZD EDUDW GLQDV SHUKXEXQJDQ ODSRUDQ NLQHUMD LQVWDQVL WDKXQ VDVDUDQ VWUDWHJLV "
OTHER = "The committee met in the morning and agreed that the costs of transport had risen faster than wages had. "


def _page(text: str, hidden: bool, picture: bool) -> bytes:
    """A page with a text in lines of ten words, drawn or not, with a picture over the whole page behind it or none."""
    from PIL import Image

    target = BytesIO()
    canvas: Any = Canvas(target)
    if picture:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, 842)
    words = text.split()
    lines = canvas.beginText(60, 780)
    lines.setFont("Helvetica", 10)
    lines.setTextRenderMode(3 if hidden else 0)
    for start in range(0, len(words), 10):
        lines.textLine(" ".join(words[start : start + 10]))
    canvas.drawText(lines)
    canvas.save()
    return target.getvalue()


def _trust(data: bytes, index: int = 0) -> str:
    document = open_pdf(data)
    with PdfPage(document.raw, index) as page:
        return trust_of(page)


@pytest.mark.parametrize(
    ("text", "hidden", "picture", "trust"),
    [
        pytest.param(PROSE * 6, False, False, "printed", id="printed"),
        pytest.param(PROSE * 6, False, True, "printed", id="printed-over-artwork"),
        pytest.param(OTHER * 6, False, False, "printed", id="another-language"),
        pytest.param(PROSE * 6, True, True, "layer", id="sound-layer"),
        pytest.param(GARBLED * 6, True, True, "garbled", id="garbled-layer"),
        pytest.param(GARBLED * 6, False, True, "garbled", id="garbled-text-behind-a-picture"),
        pytest.param(GARBLED * 6, False, False, "garbled", id="garbled-letters"),
        pytest.param(CIPHER * 6, False, False, "garbled", id="letters-that-stand-for-others"),
        pytest.param("12", False, False, "none", id="page-number"),
        pytest.param("", False, True, "none", id="picture"),
    ],
)
def test_trust(text: str, hidden: bool, picture: bool, trust: str) -> None:
    assert _trust(_page(text, hidden, picture)) == trust


def test_printed_corpus_is_trusted() -> None:
    scanned = {"dlh-bandungbarat-lkip-2023.pdf": {7: "none"}, "garbled-layer.pdf": {1: "garbled"}}
    for file in [*CORPUS.glob("reports/*.pdf"), *CORPUS.glob("cases/*.pdf")]:
        data = file.read_bytes()
        found = {number + 1: _trust(data, number) for number in range(len(open_pdf(data)))}
        assert {k: v for k, v in found.items() if v != "printed"} == scanned.get(file.name, {}), file.name


@pytest.mark.parametrize(
    "token", ["BP3IPTEK", "P2WKSS", "LKjIP", "(iBangga)", "dinas@jabar.go.id", "150.000", "Qur'an", "m3"]
)
def test_printed_tokens(token: str) -> None:
    assert not is_odd(token.strip("()"))


@pytest.mark.parametrize("token", ["20t4", "Fer{rub", "pela$anaan", "R€nia", "f4eningkat", "Ind1k@tor", "ZOl6a9"])
def test_misread_tokens(token: str) -> None:
    assert is_odd(token)


@pytest.mark.parametrize("share", [known_share, odd_share])
def test_no_words_no_share(share: Callable[[str], float]) -> None:
    assert share("") == 0.0
    assert share("98,75 100,00 12") == 0.0


def test_known_words_are_plain() -> None:
    assert len(known_words()) > 100
    assert all(word.isalpha() and word.islower() for word in known_words())
