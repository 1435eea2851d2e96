"""Who signed: the performance agreement of a year and the report on it by different heads of the agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Line
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import where
from normalize.model import Finding
from normalize.prose.paragraphs import bare

HEAD = re.compile(r"^\W*(?:(?:Plt|Plh|Pj)\.?\s*)?kepala\s+(?:dinas|badan|biro|kantor|satuan)\b", re.I)
STAFF_NUMBER = re.compile(r"\bNIP\b", re.I)
RANK = re.compile(r"\b(?:pembina|penata|pengatur|juru)\b.*$", re.I)
LONGEST_POST = 90
LONGEST_NAME = 60
REACH = 8


def check_signers(dossier: Dossier) -> Iterator[Finding]:
    """The agreement of the year and the report signed by different heads, where no agreement of the second is shown."""
    told = dossier.interpretation
    agreements = [a for a in told.agreements if a.first_name and a.year == dossier.year]
    own = [a for a in agreements if HEAD.match(a.first_post or "")]
    if not own:
        return
    agreed = own[0]
    known = [shown for a in agreements for shown in (a.first_name, a.second_name) if shown]
    signers = [
        (shown, line)
        for shown, line in _signers([line for page in told.document.pages for line in page.lines])
        if _words(shown) and not any(same_person(shown, other) for other in known)
    ]
    if not signers or not all(same_person(shown, signers[0][0]) for shown, _ in signers):
        return
    places = [place_at(line.page, line.line, dossier) for _, line in signers]
    at = place_at(agreed.page, agreed.line, dossier)
    yield finding(
        "person.differs",
        [*places, at],
        f"The report is signed by {signers[0][0]} ({where(places)}), the performance agreement of {agreed.year} by "
        f"{agreed.first_name} ({where([at])}); an agreement of the new head of the agency is not shown.",
        signers[0][0],
        agreed.first_name,
    )


def _signers(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """The names that stand between the post of an agency's head and a civil-servant rank or number."""
    for at, line in enumerate(lines):
        if not HEAD.match(bare(line.text)) or len(line.text) > LONGEST_POST:
            continue
        near = lines[at + 1 : at + 1 + REACH]
        end = next((n for n, o in enumerate(near) if STAFF_NUMBER.search(o.text) or RANK.search(o.text)), None)
        if end is None:
            continue
        for other in reversed(near[: end + 1]):
            shown = RANK.sub("", STAFF_NUMBER.split(bare(other.text))[0]).strip(" :()")
            if shown and len(shown) <= LONGEST_NAME:
                yield " ".join(shown.split()), other
                break


def same_person(one: str, other: str) -> bool:
    """Whether two prints of a name share a word of it; titles behind a comma and short words do not count.

    >>> same_person("H. ABDUL RAHMAN, S.Sos., M.M", "Drs. Abdul Rahman"), same_person("SARI MISAL, S.E.", "BUDI UMPAMA")
    (True, False)
    """
    return not _words(one).isdisjoint(_words(other))


def _words(shown: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", shown.split(",")[0].casefold()))
