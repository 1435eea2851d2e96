"""Opening a file: its bytes, its fingerprint, what kind of report it is, and why it cannot be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pypdfium2

from extract.model import UnreadableDocument

pdfium: Any = pypdfium2

LARGEST_FILE = 512 * 1024 * 1024
MOST_PAGES = 5_000
PDF_MARK = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as bytes with its identity; `kind` is told by the bytes, not by the name."""

    path: Path
    data: bytes
    sha256: str
    kind: Literal["pdf", "text"]


def open_source(path: Path) -> Source:
    """Read a file whole. Raises UnreadableDocument for what is no report, OSError where the file cannot be opened."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument("the file is empty")
    if size > LARGEST_FILE:
        raise UnreadableDocument(f"the file is larger than {LARGEST_FILE // 2**20} MiB")
    data = path.read_bytes()
    return Source(path, data, fingerprint(data), _kind(path, data))


def fingerprint(data: bytes) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _kind(path: Path, data: bytes) -> Literal["pdf", "text"]:
    if PDF_MARK in data[:1024]:
        return "pdf"
    if path.suffix.lower() == ".pdf":
        raise UnreadableDocument("not a PDF: the file does not start with %PDF- (rename a text report to .txt)")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in data[:65536]:
        return "text"
    raise UnreadableDocument("neither a PDF nor a text file")


def decode(data: bytes) -> str:
    """The text of a text report: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def open_pdf(data: bytes) -> Any:
    """A pdfium document. Raises UnreadableDocument where it is encrypted, damaged, without pages or too long."""
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        text = str(error)
        if "password" in text.lower():
            raise UnreadableDocument("encrypted: it asks for a password; save an unlocked copy") from error
        raise UnreadableDocument("damaged: no PDF reader can open it; fetch the file again") from error
    if pages == 0:
        raise UnreadableDocument("the PDF has no pages")
    if pages > MOST_PAGES:
        raise UnreadableDocument(f"the PDF has {pages} pages, more than {MOST_PAGES}")
    return document
