"""Scanned tables told by shade: pale cells with bare paper between them, faint rules in dark heads, uneven light."""

from __future__ import annotations

import numpy as np
import pytest

from extract.grids.grid import find_lattices
from extract.ocr.light import evenly_lit
from extract.ocr.morphology import Gray
from extract.ocr.picture import Field, boxed, coloured_fields, flatten, ink_of
from extract.ocr.ruling import between, find_rules
from extract.ocr.shades import paper_lines

PAPER, PALE, DARK, RULE = 242, 224, 70, 38
GRAIN = 5.0  # shades
LEFT, TOP, WIDTH, ROW, GAP = 150, 300, 200, 52, 4
ROWS, COLUMNS = 4, 5
RIGHT, BOTTOM = LEFT + COLUMNS * WIDTH, TOP + ROWS * ROW


def page(shade: int = PAPER) -> Gray:
    return np.full((1400, 1300), shade, np.uint8)


def grained(gray: Gray) -> Gray:
    noise = np.random.default_rng(7).normal(0.0, GRAIN, gray.shape)
    return np.asarray(np.clip(gray + noise, 0, 255), dtype=np.uint8)


def letters(gray: Gray, x0: int, x1: int, y: int, shade: int = 40) -> None:
    """Strokes as high as letters, on one line."""
    for x in range(x0, x1, 14):
        gray[y : y + 18, x : x + 4] = shade
        gray[y : y + 4, x : x + 9] = shade


def pale_cells(gray: Gray, top: int = TOP) -> None:
    for r in range(ROWS):
        for c in range(COLUMNS):
            y, x = top + r * ROW, LEFT + c * WIDTH
            gray[y : y + ROW - GAP, x : x + WIDTH - GAP] = PALE
            letters(gray, x + 20, x + 120, y + 16)


def lattice_shapes(gray: Gray) -> list[tuple[int, int]]:
    flat, fields, darker = flatten(gray)
    lines, pale = paper_lines(gray)
    ruling = find_rules(ink_of(flat) | darker | lines, fields, pale)
    return [(len(one.ys) - 1, len(one.xs) - 1) for one in find_lattices(ruling.horizontal, ruling.vertical)]


def test_bare_paper_between_pale_cells_is_their_rules() -> None:
    gray = page()
    pale_cells(gray)
    assert lattice_shapes(grained(gray)) == [(ROWS, COLUMNS)]


def test_pale_tables_under_each_other_stay_two() -> None:
    """Neither bare paper nor the words between them join their walls."""
    gray = page()
    pale_cells(gray)
    pale_cells(gray, BOTTOM + 130)
    letters(gray, LEFT, RIGHT, BOTTOM + 50)
    assert lattice_shapes(grained(gray)) == [(ROWS, COLUMNS)] * 2


@pytest.mark.parametrize("striped", [True, False], ids=["stripes", "prose"])
def test_stripes_and_prose_have_no_such_lines(striped: bool) -> None:
    gray = page()
    for r in range(10):
        if striped and r % 2:
            gray[TOP + r * ROW : TOP + (r + 1) * ROW, LEFT:RIGHT] = PALE
        for y in (6, 30):
            letters(gray, LEFT, RIGHT, TOP + r * ROW + y)
    lines, fields = paper_lines(grained(gray))
    assert not lines.any() and not fields


def test_rule_hardly_darker_than_its_dark_head_is_found() -> None:
    gray = page()
    gray[TOP : TOP + 100, LEFT:RIGHT] = DARK
    gray[TOP + 48 : TOP + 51, LEFT + WIDTH : RIGHT] = RULE
    for c in range(COLUMNS):
        gray[TOP : TOP + 260, LEFT + c * WIDTH : LEFT + c * WIDTH + 3] = RULE
        for y in (16, 66) if c else (40,):
            letters(gray, LEFT + c * WIDTH + 40, LEFT + c * WIDTH + 150, TOP + y, 240)
    _, _, darker = flatten(grained(gray))
    assert darker[TOP + 46 : TOP + 53, LEFT + WIDTH + 20 : RIGHT - 20].any(axis=0).mean() > 0.9
    assert darker[TOP + 60 : TOP + 90, LEFT + WIDTH : LEFT + WIDTH + 3].any(axis=1).all()
    assert not darker[TOP + 18 : TOP + 34, LEFT + WIDTH + 20 : LEFT + 2 * WIDTH - 20].any()


def test_field_is_found_whole_in_uneven_light() -> None:
    gray = page()
    gray[TOP : TOP + 60, LEFT:RIGHT] = 222
    letters(gray, LEFT + 20, RIGHT - 20, TOP + 20)
    light = 1 - 0.09 * np.linspace(0, 1, gray.shape[1])
    dimmed = grained(np.asarray(gray * light, dtype=np.uint8))
    assert coloured_fields(grained(np.asarray(page() * light, dtype=np.uint8))) == []
    assert np.ptp(np.median(evenly_lit(dimmed)[:200], axis=0)) < 8
    for one in coloured_fields(dimmed):
        assert abs(one.x0 - LEFT) <= 6 and abs(one.x1 - RIGHT) <= 6


def test_rule_near_a_field_is_no_part_of_it() -> None:
    """Words close above and below a field hang together with it, and so does a rule under them."""
    mask = np.zeros((120, 500), np.uint8)
    mask[30:80] = mask[110:113] = 1
    mask[:30, 100:200] = mask[80:110, :120] = 1
    assert boxed(mask, 70, 200, lambda field: field.bottom - field.top < 60) == [Field(70, 230, 570, 280)]
    assert boxed(mask, 70, 200, lambda field: True) == [Field(70, 230, 570, 313)]


def test_stretches_lie_between_fields_of_the_same_columns() -> None:
    upper, lower, aside = Field(10, 10, 90, 40), Field(20, 60, 80, 90), Field(200, 60, 300, 90)
    assert between([upper, lower, aside]) == [Field(20, 40, 80, 60)]
