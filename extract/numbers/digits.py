"""A run of digits and marks to all its readings: which mark is the decimal, and which pieces belong together."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from extract.numbers.figures import Reading

DigitsKind = Literal["number", "malformed", "code", "list_number", "several"]
_POINT_THREE = (("thousands", 0.6), ("decimal", 0.4))
_COMMA_THREE = (("decimal", 0.55), ("thousands", 0.45))
LONGEST_NUMBER = 15
"""More digits than this without a mark are an identifier (a civil-servant number has 18), not a number."""


class Digits(NamedTuple):
    """The readings of a run of digits; a malformed run has none, but perhaps a `proposal`."""

    kind: DigitsKind
    readings: tuple[Reading, ...] = ()
    proposal: Decimal | None = None
    notes: tuple[str, ...] = ()


def read_digits(run: str) -> Digits:
    """All readings of digits with points and commas, broken by spaces or line ends or not.

    >>> [str(reading.value) for reading in read_digits("2.430").readings]
    ['2430', '2.430']
    >>> [str(reading.value) for reading in read_digits("168.0 00.000").readings]
    ['168000000']
    >>> read_digits("9.871.1466.000")
    Digits(kind='malformed', readings=(), proposal=Decimal('9871146000'), notes=('malformed',))
    >>> read_digits("2.07.03").kind, read_digits("85 45").kind
    ('code', 'several')
    """
    pieces = run.split()
    if len(pieces) == 1:
        return read_token(pieces[0])
    joined = join_pieces(pieces, "\n" in run)
    if joined is None:
        return Digits("several", notes=("several_values",))
    token, weight, note = joined
    digits = read_token(token)
    readings = tuple(_reweighed(reading, weight) for reading in digits.readings)
    return digits._replace(readings=readings, notes=(*digits.notes, note))


def _reweighed(reading: Reading, factor: float) -> Reading:
    return Reading(
        reading.value,
        rule=reading.rule,
        weight=round(reading.weight * factor, 3),
        decimals=reading.decimals,
        decimal_mark=reading.decimal_mark,
        group_mark=reading.group_mark,
    )


_SPLIT = re.compile(r"[.,]")
_BROKEN_CENTS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,|(?:,[0-9]{3})+\.)[0-9]")  # 1,250,000.0 over 0
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")


def join_pieces(pieces: list[str], lines: bool) -> tuple[str, float, str] | None:
    """Digits broken by spaces (or, with `lines`, by line ends) as one token with its plausibility, or None.

    >>> join_pieces(["59,", "2"], False), join_pieces(["9", "4,30"], False), join_pieces(["100", "2.050"], True)
    (('59,2', 0.9, 'joined'), ('94,30', 0.8, 'joined'), None)
    """
    token = "".join(pieces)
    digits = read_token(token)
    if any(piece[-1] in ".," for piece in pieces[:-1]) or any(piece[0] in ".," for piece in pieces[1:]):
        list_numbers = lines and pieces[-1][-1] == "." and all(len(piece.strip(".")) <= 2 for piece in pieces)
        return None if list_numbers or digits.kind in ("code", "list_number") else (token, 0.9, "joined")
    if digits.kind != "number":
        return None
    last, before = pieces[-1], "".join(pieces[:-1])
    if _completes(before, last, token):
        return token, 0.9, "joined"
    if len(pieces) == 2 and _tail_completes(before, last):
        return token, 0.75, "joined"
    if lines:
        return None
    whole = not any(mark in piece for piece in pieces for mark in ".,")
    if whole:
        spaced = len(pieces[0]) <= 3 and all(len(piece) == 3 for piece in pieces[1:])
        return (token, 0.6, "joined") if spaced else None
    return (token, 0.8, "joined") if len(pieces[0]) <= 2 and all(piece.isdigit() for piece in pieces[:-1]) else None


def _completes(before: str, last: str, token: str) -> bool:
    """Whether the last piece ends a broken group of thousands: "174.494.00" and "0", "168.0" and "00.000"."""
    marked = "." in before + last or before.count(",") > 1  # one comma may be a decimal one
    broken_group = bool(_GROUPED.fullmatch(token)) and len(_SPLIT.split(before)[-1]) < 3 and marked
    return broken_group and (token.count(".") + token.count(",") >= 2)


def _tail_completes(before: str, last: str) -> bool:
    """Whether the last piece ends a broken decimal ("0,7" and "5") or a broken thousand ("11.87" and "5")."""
    parts = _SPLIT.split(before)
    if _BROKEN_CENTS.fullmatch(before) and len(last) == 1 and last.isdigit():
        return True
    if len(parts) != 2 or not last.isdigit():
        return False
    tail = len(parts[1]) + len(last)
    thousand = tail == 3 and len(last) == 1 and "." in before and len(parts[0]) <= 3 and parts[0] != "0"
    return tail == 2 or thousand


def read_token(token: str) -> Digits:
    """All readings of one unbroken token of digits and marks.

    >>> [(str(r.value), r.rule) for r in read_token("1,222,091,515.58").readings]
    [('1222091515.58', 'both_marks')]
    >>> read_token("1.,60").proposal, read_token("1403.419.201").proposal
    (Decimal('1.60'), Decimal('1403419201'))
    """
    core = token.strip(".,")
    if not core:
        return Digits("code")
    notes = ("trailing_mark",) if token[-1] in ".," else ()
    if token[0] in ".,":
        return _without_zero(token, core, notes)
    groups = _SPLIT.split(core)
    marks = [letter for letter in core if letter in ".,"]
    if not marks:
        return _whole(core, token, notes)
    if "" in groups:
        return _doubled_marks(core)
    if len(marks) == 1 and token[-1] == "." and marks[0] == "." and len(core) <= 4 and len(groups[1]) == 1:
        return Digits(
            "list_number", tuple(_reweighed(r, 0.4) for r in _one_mark(groups[0], groups[1], ".")), notes=notes
        )
    if len(marks) == 1:
        return Digits("number", _one_mark(groups[0], groups[1], marks[0]), notes=notes)
    if len(set(marks)) == 1:
        return _repeated_mark(groups, marks[0], notes)
    return _both_marks(groups, marks, notes)


def _whole(core: str, token: str, notes: tuple[str, ...]) -> Digits:
    if len(core) > LONGEST_NUMBER:
        return Digits("code", notes=("identifier",))
    reading = Reading(Decimal(core), decimals=0, weight=0.7 if core[0] == "0" and len(core) > 1 else 1.0)
    if token[-1] == "." and len(core) <= 2:
        return Digits("list_number", (_reweighed(reading, 0.4),), notes=notes)
    return Digits("number", (reading,), notes=notes)


def _without_zero(token: str, core: str, notes: tuple[str, ...]) -> Digits:
    """A token that starts with its mark has lost its zero (",75"); a dotted one is a list number (".1.")."""
    if core.isdigit() and token[-1] not in ".,":
        value = Decimal(f"0.{core}")
        reading = Reading(value, rule="lost_zero", weight=0.5, decimals=len(core), decimal_mark=token[0])
        return Digits("number", (reading,), notes=("lost_zero",))
    return Digits("code")


def _one_mark(head: str, tail: str, mark: str) -> tuple[Reading, ...]:
    decimal = Reading(Decimal(f"{head}.{tail}"), rule="decimal", decimals=len(tail), decimal_mark=mark)
    if len(tail) == 3 and len(head) <= 3 and head[0] != "0":
        order = _POINT_THREE if mark == "." else _COMMA_THREE
        grouped = Reading(Decimal(head + tail), rule="thousands", decimals=0, group_mark=mark)
        return tuple(_reweighed(decimal if rule == "decimal" else grouped, weight) for rule, weight in order)
    full = (len(tail) == 6 and len(head) <= 3) or (len(tail) == 3 and mark == "." and len(head) <= 6)
    if full and head[0] != "0":
        lost = Reading(Decimal(head + tail), rule="lost_mark", decimals=0, group_mark=mark, weight=0.2)
        return (_reweighed(decimal, 0.8), lost)
    return (decimal,)


def _valid_groups(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _repeated_mark(groups: list[str], mark: str, notes: tuple[str, ...]) -> Digits:
    if _valid_groups(groups):
        reading = Reading(Decimal("".join(groups)), rule="thousands", decimals=0, group_mark=mark)
        return Digits("number", (reading,), notes=notes)
    *whole, last = groups
    if len(last) <= 2 and len(whole) > 1 and _valid_groups(whole):
        value = Decimal(f"{''.join(whole)}.{last}")
        reading = Reading(value, rule="same_mark", weight=0.7, decimals=len(last), decimal_mark=mark, group_mark=mark)
        return Digits("number", (reading,), notes=(*notes, "same_mark"))
    return _malformed(groups)


def _both_marks(groups: list[str], marks: list[str], notes: tuple[str, ...]) -> Digits:
    *whole, last = groups
    if len(set(marks[:-1])) > 1 or marks[-1] in marks[:-1] or not _valid_groups(whole):
        has_decimals = len(last) <= 2 and len(set(marks[:-1])) == 1 and marks[-1] not in marks[:-1]
        return _malformed(groups, last if has_decimals else None)
    value = Decimal(f"{''.join(whole)}.{last}")
    decimal = Reading(value, rule="both_marks", decimals=len(last), decimal_mark=marks[-1], group_mark=marks[0])
    if len(last) != 3:
        return Digits("number", (decimal,), notes=notes)
    grouped = Reading(Decimal("".join(groups)), rule="mixed_thousands", weight=0.35, decimals=0, group_mark=marks[0])
    return Digits("number", (_reweighed(decimal, 0.65), grouped), notes=notes)


def _malformed(groups: list[str], decimals: str | None = None) -> Digits:
    """Groups that are no number: a code when they are short ones ("2.07.03"), else a damaged number.

    `decimals` is the last group where its mark shows that it is none of thousands.
    """
    later = groups[1:]
    full = sum(len(group) >= 3 for group in later)
    if full * 2 < len(later):
        return Digits("code")
    whole = _proposal(groups if decimals is None else groups[:-1])
    proposal = whole if whole is None or decimals is None else Decimal(f"{whole}.{decimals}")
    return Digits("malformed", proposal=proposal, notes=("malformed",))


def _proposal(groups: list[str]) -> Decimal | None:
    """The nearest valid number: a doubled digit taken out of a group of four, or a missing mark set."""
    repaired = []
    for index, group in enumerate(groups):
        if len(group) == 4 and index > 0:
            shorter = {group[:at] + group[at + 1 :] for at in range(3) if group[at] == group[at + 1]}
            if len(shorter) != 1:
                return None
            repaired.append(shorter.pop())
        elif len(group) == 3 or len(group) % 3 == 0 or index == 0:
            repaired.append(group)
        else:
            return None
    joined = "".join(repaired)
    return Decimal(joined) if joined[0] != "0" and len(joined) <= LONGEST_NUMBER else None


def _doubled_marks(core: str) -> Digits:
    """Marks set twice ("98,,75", "1.,60"): no reading, the value without the double is proposed."""
    single = re.sub(r"[.,]*([.,])", r"\1", core)
    readings = read_token(single).readings
    groups = _SPLIT.split(single)
    whole = Decimal("".join(groups)) if len(groups) > 2 and _valid_groups(groups) else None
    proposal = readings[0].value if len(readings) == 1 else whole
    return Digits("malformed", proposal=proposal, notes=("malformed",))
