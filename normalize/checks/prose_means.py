"""Averages of all achievements that the text states, held against the mean of those that the tables print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.achievements.formulas import HUNDRED
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_averages import averages_of, check_stated_averages
from normalize.checks.prose_overall import check_overall_achievement
from normalize.checks.prose_places import place_of
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import number, observation_ids, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.phrases import AVERAGE, NUMBERS_OF_ORDINALS, OF_MONEY, ORDINALS, OTHER_BASES, YEAR_BEFORE
from normalize.prose.values import Value, read_values
from normalize.prose.years import years_of
from normalize.words import letters

HINTS = Hints(["rata", "rerata"])
AVERAGED = re.compile(
    rf"\b(?:{AVERAGE}|rerata|rataan)\s+(?:nilai\s+|hasil\s+|tingkat\s+)?(?:capaian|pencapaian|kinerja|keberhasilan)\b|"
    rf"\b(?:capaian|pencapaian|kinerja)\b[^.;:\d(]{{0,60}}?\b(?:secara\s+)?{AVERAGE}\b|\bdi\s?{AVERAGE}kan\b|"
    rf"\bkinerja\b[^.;:]{{0,60}}?\bsecara\s+{AVERAGE}\b",
    re.I,
)
SIGNS = re.compile(r"[\s%]+.*$")
FRAGMENT = re.compile(r"\W*[a-z]")
OF_OBJECTIVE = re.compile(
    rf"\bsasaran\s+(?:strategis\s+)?(?:yang\s+)?(?:ke-?\s*)?(?P<which>{ORDINALS}|\d{{1,2}})\b", re.I
)
OTHER = re.compile(
    rf"\b(?:{OF_MONEY}|{OTHER_BASES}|{YEAR_BEFORE}|serapan|penyerapan|efisiensi|fisik|program|kegiatan|misi|tujuan|akhir|"
    r"provinsi\s+lain|triwulan|semester|per\s+tahun|naik|kenaikan|meningkat|menurun|tumbuh|pertumbuhan)\b",
    re.I,
)
STATES = re.compile(
    r"(?:\b(?:adalah|sebesar|mencapai|yaitu|yakni|ialah|menjadi|bernilai|kedua|pertama|ketiga|kinerja|capaian)|\()\s*$",
    re.I,
)
LEAST = 2
STEP = Decimal("1.5")
NEAR = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The achievements of the report's year in one table, or of one objective in it."""

    ids: tuple[int, ...]
    printed: tuple[Decimal, ...]
    recomputed: tuple[Decimal, ...]
    objectives: tuple[str, ...]

    def means(self) -> Iterator[Decimal]:
        """All that a writer may honestly call their average."""
        for values in (self.printed, self.recomputed):
            yield _mean(values)
            yield _mean([min(value, HUNDRED) for value in values])
            groups: dict[str, list[Decimal]] = defaultdict(list)
            for value, objective in zip(values, self.objectives, strict=True):
                groups[objective].append(value)
            yield _mean([_mean(group) for group in groups.values()])


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def check_told_means(dossier: Dossier) -> Iterator[Finding]:
    """`Rata-rata capaian 102,84 persen` of six indicators whose achievements make 94,04; one finding a value."""
    if dossier.year is None:
        return
    rows: list[_Rows] | None = None
    printed = {a.observation.value for a in dossier.aggregates}
    seen: set[Decimal] = set()
    for sentence in dossier.interpretation.sentences:
        for value, which in _told(sentence, dossier.year) if HINTS.are_in(sentence.text) else ():
            rows = list(_tables(dossier)) if rows is None else rows
            own = [one for table in rows if (one := _part(table, which)) is not None]
            whole = max(own, key=lambda one: len(one.ids), default=None)
            if whole is None or value.value in seen or set(value.readings) & printed:
                continue
            if any(_gives(one, value) for one in [*rows, *own]) or not _is_near(whole, value):
                continue
            if _is_printed(value, dossier) or _is_told_elsewhere(value, dossier):
                continue
            seen.add(value.value)
            yield _finding(value, which, whole, sentence, dossier)


def _is_told_elsewhere(value: Value, dossier: Dossier) -> bool:
    """Whether another check finds the value unlike a printed average or another overall achievement."""
    others = (*check_overall_achievement(dossier), *check_stated_averages(dossier))
    return any(value.raw in (other.printed or "") for other in others)


def _is_printed(value: Value, dossier: Dossier) -> bool:
    """Whether a table or a line that begins so prints the value as an average."""
    if any(set(value.readings) & averages_of(table) for table in dossier.interpretation.document.tables):
        return True
    digits = re.escape(SIGNS.sub("", value.raw))
    line = re.compile(rf"^\W*{AVERAGE}[\s:|]*{digits}\b", re.I | re.M)
    return any(line.search(text) for text in dossier.page_texts)


def _told(sentence: Sentence, year: int) -> Iterator[tuple[Value, int | None]]:
    """The averages of a sentence, each with the number of the objective it is of, None for the whole."""
    text = sentence.text
    if FRAGMENT.match(text) or not AVERAGED.search(text) or OTHER.search(text) or years_of(text) - {year}:
        return
    start = 0
    for value in read_values(text):
        said, start = text[start : value.start], value.end
        if value.kind != "percent" or not AVERAGED.search(text[: value.start]):
            continue
        named = OF_OBJECTIVE.findall(said)
        if not named and re.search(r"\bsasaran\b", said, re.I):
            continue
        if named or STATES.search(said) or AVERAGED.search(said[-40:]):
            which = named[-1].casefold() if named else None
            yield value, None if which is None else int(which) if which.isdigit() else NUMBERS_OF_ORDINALS[which]


def _tables(dossier: Dossier) -> Iterator[_Rows]:
    """The tables with the achievements of the year, without those of activities and of nested indicators."""
    ids: dict[Table, list[int]] = defaultdict(list)
    level = {(a.indicator_key, a.year): a for a in dossier.interpretation.achievements}
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        own = level.get((dossier.keys[i], dossier.year or 0))
        if o.year == dossier.year and o.value is not None and (own is None or own.level == "objective"):
            ids[table_key(o, dossier)].append(i)
    for same in ids.values():
        found = [dossier.observations[i] for i in same]
        if len(same) >= LEAST and not any(o.parent for o in found):
            computed = [level.get((dossier.keys[i], dossier.year or 0)) for i in same]
            yield _Rows(
                tuple(same),
                tuple(o.value or Decimal(0) for o in found),
                tuple(
                    (a.recomputed if a is not None and a.recomputed is not None else o.value) or Decimal(0)
                    for a, o in zip(computed, found, strict=True)
                ),
                tuple(letters(o.objective) for o in found),
            )


def _part(rows: _Rows, which: int | None) -> _Rows | None:
    """The rows of the table's objective of a number, all for none; None where the table has no such objective."""
    if which is None:
        return rows
    names = list(dict.fromkeys(rows.objectives))
    if "" in names or not 1 <= which <= len(names):
        return None
    at = [n for n, objective in enumerate(rows.objectives) if objective == names[which - 1]]
    if len(at) < LEAST:
        return None
    return _Rows(
        tuple(rows.ids[n] for n in at),
        tuple(rows.printed[n] for n in at),
        tuple(rows.recomputed[n] for n in at),
        tuple(rows.objectives[n] for n in at),
    )


def _gives(rows: _Rows, value: Value) -> bool:
    return any(abs(mean - stated) <= STEP * value.step for mean in rows.means() for stated in value.readings)


def _is_near(rows: _Rows, value: Value) -> bool:
    mean = _mean(rows.printed)
    return 0 < mean <= NEAR * value.value and value.value <= NEAR * mean


def _finding(value: Value, which: int | None, rows: _Rows, sentence: Sentence, dossier: Dossier) -> Finding:
    place = place_of(sentence, dossier)
    at = [dossier.observations[i].place for i in rows.ids]
    expected = list(dict.fromkeys(number(_mean(values), 2) for values in (rows.printed, rows.recomputed)))
    own = f" of objective {which}" if which is not None else ""
    computed = f"; by targets and realisations it is {expected[1]}" if len(expected) > 1 else ""
    return finding(
        "prose.average",
        [place, *at],
        f"The text gives {value.raw} as the average achievement{own} ({where([place])}), but the mean of the {len(at)} "
        f"achievements is {expected[0]} ({where(at)}){computed}.",
        value.raw,
        " / ".join(expected),
        observation_ids(rows.ids),
    )
