"""pdfium's functions that a page needs by the thousand, taking and giving plain addresses in place of typed pointers.

Such a call takes little more than half the time of the typed one in `pypdfium2.raw`; what is called once a page stays
there. A place to write to is a `ctypes` reference or an address.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw

c: Any = pypdfium2.raw
_NUMBER, _ADDRESS, _TRUTH = ctypes.c_int, ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    address: Any = ctypes.cast(function, _ADDRESS).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


character_box = _plain(c.FPDFText_GetLooseCharBox, _TRUTH, _ADDRESS, _NUMBER, _ADDRESS)
object_at = _plain(c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _NUMBER)
character_angle = _plain(c.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _NUMBER)
kind_of = _plain(c.FPDFPageObj_GetType, _NUMBER, _ADDRESS)
bounds = _plain(c.FPDFPageObj_GetBounds, _TRUTH, _ADDRESS, *(_ADDRESS,) * 4)
matrix = _plain(c.FPDFPageObj_GetMatrix, _TRUTH, _ADDRESS, _ADDRESS)
stroke_colour = _plain(c.FPDFPageObj_GetStrokeColor, _TRUTH, _ADDRESS, *(_ADDRESS,) * 4)
fill_colour = _plain(c.FPDFPageObj_GetFillColor, _TRUTH, _ADDRESS, *(_ADDRESS,) * 4)
draw_mode = _plain(c.FPDFPath_GetDrawMode, _TRUTH, _ADDRESS, _ADDRESS, _ADDRESS)
count_segments = _plain(c.FPDFPath_CountSegments, _NUMBER, _ADDRESS)
segment_at = _plain(c.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _NUMBER)
segment_point = _plain(c.FPDFPathSegment_GetPoint, _TRUTH, _ADDRESS, _ADDRESS, _ADDRESS)
segment_kind = _plain(c.FPDFPathSegment_GetType, _NUMBER, _ADDRESS)
count_parts = _plain(c.FPDFFormObj_CountObjects, _NUMBER, _ADDRESS)
part_at = _plain(c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
