"""Legal references that are outdated, misquoted or cited in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.wording import listed, name, where
from normalize.model import Finding, Reference
from normalize.prose.regulations import Regulation, alike, cited, plain_number, regulations, same_type, title_words
from normalize.words import letters

SAME_TITLE = 92
OTHER_TITLE = 60
NEAR_TITLE = 85
SHORT_TITLE = 6
GROUNDS = re.compile(
    r"(?:berdasarkan|sesuai\s+dengan|mengacu|berpedoman|diamanatkan|merujuk|amanat|dengan)\W+(?:\w+\W+){0,4}$", re.I
)
REPLACED = re.compile(
    r"(?:pengganti|mengganti\w+|dicabut|mencabut|sebelumnya|perubahan\s+(?:\w+\s+)?atas|lama)\W*(?:\w+\W+){0,2}$", re.I
)
FEWEST_WORDS = 2
SHORT_FORM = re.compile(r"\b[A-Z]{3,}\b")
GAZETTE = re.compile(r"Lembaga(?<!\wLembaga)\s+(?=Negara\s+Republik\s+Indonesia\s+Tahun)")
DUTIES = re.compile(r"\b(?:tugas|fungsi|organisasi|tata\s+kerja)\b", re.IGNORECASE)


def check_outdated(dossier: Dossier) -> Iterator[Finding]:
    """Regulations cited as grounds that were replaced or annulled before the report's year; one finding each."""
    year = dossier.year
    groups: dict[Regulation, list[Reference]] = defaultdict(list)
    for reference in dossier.interpretation.references:
        known = cited(reference)
        if known is None or known.until is None or year is None or known.until >= year:
            continue
        titled = reference.title is None or alike(reference.title, known.title) >= OTHER_TITLE
        if titled and (reference.in_list or _is_ground(reference, dossier)):
            groups[known].append(reference)
    for known, same in groups.items():
        places = [place_of(reference, dossier) for reference in same]
        how = "annulled" if known.status == "annulled" else "replaced"
        by = f"; {known.replaced_by} is in force again" if known.status == "annulled" else f" by {known.replaced_by}"
        yield finding(
            "reference.annulled" if known.status == "annulled" else "reference.outdated",
            places,
            f"The report of {year} rests on {known.shown} ({where(places)}), which was {how} in {known.until}{by}.",
            same[0].raw,
            known.replaced_by,
        )


def _is_ground(reference: Reference, dossier: Dossier) -> bool:
    """Whether a sentence rests on a regulation rather than telling its history."""
    for paragraph in dossier.interpretation.paragraphs:
        at = paragraph.text.find(reference.raw)
        if at >= 0 and (reference.page, reference.line) == paragraph.at(at):
            before = paragraph.text[:at]
            return GROUNDS.search(before) is not None and REPLACED.search(before) is None
    return False


def check_misquoted(dossier: Dossier) -> Iterator[Finding]:
    """A known title under another number or year, or a known number under another title."""
    seen: set[tuple[str, str | None, int | None, str]] = set()
    for reference in dossier.interpretation.references:
        key = (reference.type, reference.number, reference.year, letters(reference.title))
        if reference.title is None or reference.number is None or key in seen:
            continue
        seen.add(key)
        known = cited(reference)
        found = _wrong_title(reference, known, dossier) if known else _wrong_number(reference, dossier)
        if found is not None:
            yield found


def _wrong_number(reference: Reference, dossier: Dossier) -> Finding | None:
    """The finding for a title that belongs to another number or year of its type."""
    title = reference.title or ""
    if len(title_words(title)) < 2 or reference.year is None:
        return None
    scored = [(alike(title, r.title), r) for r in regulations() if same_type(r.type, reference.type)]
    best = max((score for score, _ in scored), default=0.0)
    same = [r for score, r in scored if score == best >= SAME_TITLE]
    if any(_is_short_form(reference.number or "", r.number) for r in same):
        return None
    near = [
        r for r in same if plain_number(r.number) == plain_number(reference.number or "") or r.year == reference.year
    ]
    near = near or [r for r in same if _core(r.number) == _core(reference.number or "")]
    if len(near) != 1 or len({r.title for r in same}) > 1:
        return None
    right, place = near[0], place_of(reference, dossier)
    return finding(
        "reference.number",
        [place],
        f"{name(title)} is cited as {_shown(reference)} ({where([place])}), but it is {right.shown}.",
        reference.raw,
        right.shown,
    )


def _is_short_form(number: str, whole: str) -> bool:
    """Whether a number only leaves out parts of the whole one: `239/2003` of `239/IX/6/8/2003`."""
    return set(plain_number(number).split("/")) < set(plain_number(whole).split("/"))


def _core(text: str) -> str:
    """A number without its year."""
    return plain_number(re.sub(r"[/.](?:19|20)\d\d$", "", text))


def _shown(reference: Reference) -> str:
    inside = reference.year is None or str(reference.year) in (reference.number or "")
    return f"{reference.type} {reference.number}" if inside else f"{reference.type} {reference.number}/{reference.year}"


def _wrong_title(reference: Reference, known: Regulation, dossier: Dossier) -> Finding | None:
    """The finding for a number with another title, or a short title that lacks one of its words."""
    title = reference.title or ""
    printed, official = title_words(title), title_words(known.title)
    if len(printed) < FEWEST_WORDS or SHORT_FORM.search(title):
        return None
    likeness = alike(title, known.title)
    missing = [word for word in official if word not in printed]
    short = len(official) <= SHORT_TITLE and len(missing) == 1 and len(printed) == len(official) - 1
    lacks = short and not " ".join(official).startswith(" ".join(printed))
    borrowed = likeness < NEAR_TITLE and any(
        alike(title, r.title) >= SAME_TITLE for r in regulations() if r is not known
    )
    if likeness >= OTHER_TITLE and not lacks and not borrowed:
        return None
    place = place_of(reference, dossier)
    return finding(
        "reference.title",
        [place],
        f"{known.shown} is cited with the title {name(title)} ({where([place])}), but its title is "
        f"{name(known.title)}.",
        title,
        known.title,
    )


def check_years_of_references(dossier: Dossier) -> Iterator[Finding]:
    """One regulation cited with the same number and title and different years."""
    groups: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in dossier.interpretation.references:
        if reference.number and reference.year and reference.title and len(title_words(reference.title)) >= 2:
            groups[reference.type, plain_number(reference.number)].append(reference)
    for same in groups.values():
        first = same[0]
        others = [r for r in same if r.year != first.year and alike(r.title or "", first.title or "") >= SAME_TITLE]
        if not others or any(cited(r) for r in (first, *others)):
            continue
        if all(letters(r.title) != letters(first.title) for r in others) and re.search(r"\d{4}", first.title or ""):
            continue
        both = [first, *others]
        places = [place_of(r, dossier) for r in both]
        years = list(dict.fromkeys(str(r.year) for r in both))
        yield finding(
            "reference.year",
            places,
            f"{first.type} {first.number} about {name(first.title or '')} is cited with the years {listed(years)} "
            f"({where(places)}).",
            " | ".join(dict.fromkeys(r.raw for r in both)),
            None,
        )


def check_lost_numbers(dossier: Dossier) -> Iterator[Finding]:
    """Regulations cited without their number, and the gazette called by a wrong name."""
    for reference in dossier.interpretation.references:
        if reference.number is None and re.search(r"\b(?:nomor|no)\b", reference.raw, re.IGNORECASE):
            place = place_of(reference, dossier)
            yield finding(
                "reference.incomplete",
                [place],
                f"{reference.type} of {reference.year} is cited without its number: {name(reference.raw)} "
                f"({where([place])}).",
                reference.raw,
                None,
            )
    hits = [(p, m) for p in dossier.interpretation.paragraphs for m in GAZETTE.finditer(p.text)]
    if hits:
        places = [place_at(*paragraph.at(match.start()), dossier) for paragraph, match in hits]
        yield finding(
            "reference.gazette",
            places,
            f"The state gazette is called “Lembaga Negara” ({where(places)}); it is “Lembaran Negara”.",
            "Lembaga Negara",
            "Lembaran Negara",
        )


def check_organisation_rules(dossier: Dossier) -> Iterator[Finding]:
    """The agency's duties resting on different regional rules in the list of grounds and in the text."""
    own = [
        r
        for r in dossier.interpretation.references
        if r.region
        and r.title
        and len(DUTIES.findall(r.title)) >= 2
        and not re.match(r"perubahan", r.title, re.IGNORECASE)
    ]
    listed_ones = [r for r in own if r.in_list and _is_own(r, dossier)]
    other = [r for r in own if not r.in_list and _is_own(r, dossier)]
    for reference in other:
        rivals = [
            r
            for r in listed_ones
            if r.type == reference.type and (r.number, r.year) != (reference.number, reference.year)
        ]
        if rivals and not any((r.number, r.year) == (reference.number, reference.year) for r in listed_ones):
            places = [place_of(r, dossier) for r in (rivals[0], reference)]
            yield finding(
                "reference.organisation",
                places,
                f"The agency's duties rest on {_shown(rivals[0])} in the list of legal grounds ({where(places[:1])}) "
                f"and on {_shown(reference)} in the text ({where(places[1:])}).",
                _shown(rivals[0]),
                _shown(reference),
            )
            return


def _is_own(reference: Reference, dossier: Dossier) -> bool:
    """Whether a rule's title names the agency."""
    agency = dossier.interpretation.identity.agency
    return agency is not None and fuzz.partial_ratio(letters(agency)[:40], letters(reference.title)) >= OTHER_TITLE + 20
