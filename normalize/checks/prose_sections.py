"""What a report lacks of what PermenPANRB 53/2014 asks for, and how its sections and lists are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.wording import listed, name, where
from normalize.model import ChecklistRow, Finding, Paragraph
from normalize.prose.checklist import results_heading
from normalize.prose.headings import Heading, after_plans, read_headings
from normalize.prose.objectives import same_name
from normalize.words import letters

ASKED = {
    "earlier": "comparison with earlier years",
    "medium": "comparison with the target of the plan's end",
    "standard": "comparison with a national standard",
    "causes": "analysis of the causes of success or failure",
    "efficiency": "analysis of the efficient use of resources",
}
CHAPTERS = {
    "introduction": "an introduction",
    "planning": "a chapter on planning",
    "agreement": "the performance agreement",
    "closing": "a closing chapter",
}
FOURTH = re.compile(r"4\b")
SPENT = frozenset({"spent", "absorption"})
OBJECTIVE = re.compile(
    r"^\W*(?:[A-Za-z]\.\s*)?sasaran(?:\s+(?:strategis|stratejik))?(?:\s+ke)?\s*-?\s*(?P<no>\d{1,2})\b\W*(?P<rest>.*)",
    re.I,
)
YAITU = re.compile(r"^(?:yaitu|adalah|ialah)\W*", re.I)
LETTER = re.compile(r"^\W*(?P<letter>[A-Za-z])[.)]\s+\S")
IN_FORCE = 2014
LEAST_LETTERS = 5
MOST_SHOWN = 3


def check_analyses(dossier: Dossier) -> Iterator[Finding]:
    """The analyses that the report makes for none of its objectives, where its results were read; one finding."""
    rows = {row.item: row for row in dossier.interpretation.checklist if row.objective is None}
    if not _is_read(dossier) or not rows.get("target", _NONE).is_present or (dossier.year or 0) < IN_FORCE:
        return
    lacking = [item for item in ASKED if item in rows and not rows[item].is_present]
    if not set(lacking) - {"standard"}:
        return
    words = rows["efficiency"]
    at = _place(words, dossier) if "efficiency" in lacking else None
    place = at or _results_place(dossier)
    if place is None:
        return
    parts = [f"no {ASKED[item]}" for item in lacking if item != "efficiency" or at is None]
    if at is not None:
        parts.append("no figure where it speaks of efficiency")
    yield finding(
        "analysis.missing",
        [place],
        f"The report has {listed(parts)} ({where([place])}), though PermenPANRB 53/2014 asks for "
        f"{'them' if len(parts) > 1 else 'it'}.",
        words.evidence if at else None,
        listed([ASKED[item] for item in lacking]),
    )


_NONE = ChecklistRow("", None, False, None, None, None)


def _is_read(dossier: Dossier) -> bool:
    """Whether the text is the report's own, not that of OCR, in which headings are lost."""
    return all(page.source != "ocr" for page in dossier.interpretation.document.pages)


def _results_place(dossier: Dossier) -> Place | None:
    """Where the chapter on results begins, or the first realisation of the year where no heading tells."""
    told = dossier.interpretation
    sign = results_heading(told.paragraphs, told.document)
    if sign is not None and sign.page is not None:
        return place_at(sign.page, sign.line or 1, dossier)
    row = next((row for row in told.checklist if row.item == "target"), _NONE)
    return _place(row, dossier)


def _place(row: ChecklistRow, dossier: Dossier) -> Place | None:
    return place_at(row.page, row.line or 1, dossier) if row.page is not None else None


def check_sections(dossier: Dossier) -> Iterator[Finding]:
    """Chapters that a whole report does not have."""
    told = dossier.interpretation
    rows = {row.item: row for row in told.checklist if row.objective is None}
    if not _is_read(dossier) or (dossier.year or 0) < IN_FORCE:
        return
    first = next((p for p in told.paragraphs if p.text), None)
    headings = read_headings(told.paragraphs, told.document)
    for item, what in CHAPTERS.items():
        if item not in rows or rows[item].is_present or first is None:
            continue
        if item == "closing" and any(FOURTH.match(heading.number or "") for heading in headings):
            continue
        place = place_at(*first.pieces[0][1:], dossier)
        text = f"The report (from {where([place])} on) has no heading of {what}, which PermenPANRB 53/2014 asks for."
        yield finding("section.missing", [place], text, None, what)
    if "budget" in rows and not rows["budget"].is_present:
        yield from _budget(dossier)


def _budget(dossier: Dossier) -> Iterator[Finding]:
    """No table and no section of realised budgets, though the text states how much was spent."""
    told = dossier.interpretation
    numbers = {number for number, _ in after_plans(told.paragraphs)}
    own = {sentence for sentence, one in enumerate(told.sentences) if one.paragraph in numbers}
    spent = [one for one in told.statements if one.measure in SPENT and one.number in own]
    if not spent:
        return
    best = next((one for one in spent if one.line > _start(told.paragraphs, numbers)), spent[0])
    places = [place_of(best, dossier)]
    yield finding(
        "section.budget-missing",
        places,
        f"The report has no section and no table of realised budgets by programme, which PermenPANRB 53/2014 asks for; "
        f"only totals are stated ({where(places)}).",
        best.raw,
        "realised budgets by programme",
    )


def _start(paragraphs: Sequence[Paragraph], numbers: set[int]) -> int:
    """The line at which the last stretch of chapters on results begins."""
    at = next((n for n in sorted(numbers) if n > 0 and n - 1 not in numbers), 0)
    return paragraphs[at].pieces[0][2]


def check_section_numbers(dossier: Dossier) -> Iterator[Finding]:
    """`3.2` twice in a chapter over different titles; a chapter goes on as long as the first number stays."""
    told = dossier.interpretation
    if not _is_read(dossier):
        return
    seen: dict[str, Heading] = {}
    chapter = ""
    twice: list[tuple[Heading, Heading]] = []
    for heading in read_headings(told.paragraphs, told.document):
        if heading.number is None or told.paragraphs[heading.paragraph].kind != "heading":
            continue
        first = heading.number.split(".")[0]
        if first != chapter:
            chapter, seen = first, {}
        before = seen.setdefault(heading.number, heading)
        if before is not heading and not same_name(before.title, heading.title):
            twice.append((before, heading))
    if not twice:
        return
    places = [place_at(heading.page, heading.line, dossier) for pair in twice for heading in pair]
    more = f"; and {len(twice) - MOST_SHOWN} more" if len(twice) > MOST_SHOWN else ""
    parts = [
        f"{one.number} is both {name(one.title)} and {name(other.title)} "
        f"({where([place_at(h.page, h.line, dossier) for h in (one, other)])})"
        for one, other in twice[:MOST_SHOWN]
    ]
    yield finding(
        "section.number",
        places,
        f"{'Sections' if len(twice) > 1 else 'Two sections'} of a chapter are numbered alike: "
        f"{'; '.join(parts)}{more}.",
        " | ".join(other.number or "" for _, other in twice),
        None,
    )


def check_objective_numbers(dossier: Dossier) -> Iterator[Finding]:
    """`Sasaran 5` behind `Sasaran 6` for another objective than the first fifth one."""
    run: list[tuple[int, str, Paragraph]] = []
    for paragraph in dossier.interpretation.paragraphs:
        found = OBJECTIVE.match(paragraph.text) if paragraph.kind in ("item", "heading", "text") else None
        if found is None:
            continue
        number, rest = int(found["no"]), YAITU.sub("", found["rest"])
        if number == 1:
            run = []
        if run and number < run[-1][0] + 1:
            before = next((one for one in run if one[0] == number), None)
            if before is not None and letters(rest)[:20] != letters(before[1])[:20] and len(letters(rest)) > 20:
                yield _misnumbered(run[-1], before, (number, rest, paragraph), dossier)
        run.append((number, rest, paragraph))


def _misnumbered(
    above: tuple[int, str, Paragraph],
    before: tuple[int, str, Paragraph],
    own: tuple[int, str, Paragraph],
    dossier: Dossier,
) -> Finding:
    place, first = (place_at(*one[2].pieces[0][1:], dossier) for one in (own, before))
    return finding(
        "list.number",
        [place],
        f"The objective behind number {above[0]} is numbered {own[0]} ({where([place])}), "
        f"a number that another objective has ({where([first])}).",
        f"{own[0]}",
        f"{above[0] + 1}",
    )


def check_list_letters(dossier: Dossier) -> Iterator[Finding]:
    """A lettered list in which an item between two right letters has lost its own or has another."""
    for items in _lists(dossier.interpretation.paragraphs):
        marks = [found["letter"] if (found := LETTER.match(item.text)) else None for item in items]
        wrong = _wrong(marks)
        if wrong and sum(letter is not None for letter in marks) >= LEAST_LETTERS + len(wrong):
            places = [place_at(*items[at].pieces[0][1:], dossier) for at, _ in wrong]
            parts = [
                f"the item {expected} " + (f"is marked {name(marks[at] or '')}" if marks[at] else "has no letter")
                for at, expected in wrong
            ]
            yield finding(
                "list.letter",
                places,
                f"In a lettered list {listed(parts)} ({where(places)}).",
                " | ".join(marks[at] or "-" for at, _ in wrong),
                " | ".join(expected for _, expected in wrong),
            )


def _lists(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "item" or (run and LETTER.match(paragraph.text)):
            run.append(paragraph)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _wrong(marks: Sequence[str | None]) -> list[tuple[int, str]]:
    """Items whose neighbours are two letters apart and that do not have the one between.

    >>> _wrong(["a", "b", "c", "I", "e", None, "g"])
    [(3, 'd'), (5, 'f')]
    """
    found: list[tuple[int, str]] = []
    for at in range(1, len(marks) - 1):
        before, own, behind = marks[at - 1], marks[at], marks[at + 1]
        if before and behind and before.islower() and ord(behind) - ord(before) == 2:
            expected = chr(ord(before) + 1)
            if own != expected:
                found.append((at, expected))
    return found


def check_lost_text(dossier: Dossier) -> Iterator[Finding]:
    """Paragraphs of a text report that start in the middle of a sentence, though nothing above them goes on."""
    told = dossier.interpretation
    if told.document.kind != "text":
        return
    agency = _words(told.identity.agency or "")
    above: Paragraph | None = None
    cut: list[Paragraph] = []
    for paragraph in told.paragraphs:
        if paragraph.kind == "text" and _starts_inside(paragraph, agency) and _has_ended(above, paragraph):
            cut.append(paragraph)
        above = paragraph
    if cut:
        places = [place_at(*paragraph.pieces[0][1:], dossier) for paragraph in cut]
        shown = listed([name(" ".join(paragraph.text.split()[:4])) for paragraph in cut])
        are = "Paragraphs start" if len(cut) > 1 else "A paragraph starts"
        yield finding(
            "text.lost",
            places,
            f"{are} in the middle of a sentence, so text was lost: {shown} ({where(places)}).",
            shown,
            None,
        )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _starts_inside(paragraph: Paragraph, agency: Sequence[str]) -> bool:
    """Whether a paragraph starts small, or with the agency's name without its first word."""
    own = _words(paragraph.text[:200])
    if paragraph.text[:1].islower():
        return len(own) >= 5
    return len(agency) >= 4 and own[: len(agency) - 1] == list(agency[1:])


def _has_ended(above: Paragraph | None, paragraph: Paragraph) -> bool:
    if above is None or paragraph.follows == "table" or above.kind in ("heading", "caption"):
        return True
    return above.text.rstrip().endswith((".", ":", ";"))
