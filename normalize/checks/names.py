"""One indicator under several names, and under several objectives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.model import RawTable
from normalize.achievements.rows import table_of
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import is_sure, same_words, tokens
from normalize.checks.other_names import is_count_and_share, same_figures
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import listed, name, observation_ids, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding, Observation
from normalize.tables.sheet import sheet_of
from normalize.words import letters

CUT_END = re.compile(r"\b(?:dan|yang|dengan|di|ke|dari|untuk|atau|per|serta|pada|oleh|dalam|terhadap)$|[(,/&-]$", re.I)
OBJECTIVE = re.compile(
    r"^\W*(?:(?:me|ter|ber|op)\w+nya\b|(?:menin|menur|mewuj|memb|mengu|mengop)\w+kan\b|ketersediaan\b|peningkatan\b|"
    r"penurunan\b|terwujud|tercapai)",
    re.I,
)
LEAST_WORDS = 4
MOST_REST = 2
SMALL_START = re.compile(r"^\s*[a-z]{2,}")
SAME_OBJECTIVE = 92


def check_names(dossier: Dossier) -> Iterator[Finding]:
    """Names of one indicator that differ in words, one finding each; those that differ in spelling in one together."""
    spellings: list[list[Observation]] = []
    for ids in _by_indicator(dossier).values():
        names = _distinct_names(
            [dossier.observations[i] for i in ids if not _goes_on(dossier.observations[i], dossier)]
        )
        if len(names) < 2:
            continue
        words = _apart(_by_words(names), dossier)
        if len(words) > 1:
            yield _drift([group[0][0] for group in words], [o for group in words for same in group for o in same])
        spellings += [kept for group in words if len(kept := _spelled([same[0] for same in group])) > 1]
    if spellings:
        yield _spelling(spellings)


def _by_indicator(dossier: Dossier) -> dict[str, list[int]]:
    """Sure observations by indicator, those that only their figures show to be one together."""
    groups: dict[str, list[int]] = defaultdict(list)
    alike = same_figures(dossier)
    objectives = {letters(o.objective) for o in dossier.observations if o.objective}
    for i in _sure(dossier):
        key, o = dossier.keys[i], dossier.observations[i]
        if o.objective is not None or letters(o.indicator) not in objectives:
            groups[alike.get(key, key)].append(i)
    return groups


def _goes_on(observation: Observation, dossier: Dossier) -> bool:
    """Whether the row below only prints small words below the name: its end, cut off by a page or a rule."""
    table = dossier.tables.get(table_of(observation))
    cell = next((c for c in table.cells if c.place == observation.place), None) if table is not None else None
    if table is None or cell is None:
        return False
    sheet = sheet_of(table)
    below = [c for c in sheet.starting.get(cell.row + cell.row_span, []) if c.text.strip()]
    if not 0 < len(below) <= MOST_REST or SMALL_START.match(below[0].text) is None:
        return False
    above = sheet.covering.get((cell.row, below[0].col))
    return above is not None and letters(observation.indicator) in letters(above.text)


def _apart(words: Sequence[list[list[Observation]]], dossier: Dossier) -> list[list[list[Observation]]]:
    """The names of an indicator without those that stand in one table with the first: they are of another.

    A count and a percentage of one thing are two measures, unless they print the same figures.
    """
    tables = [{table_key(o, dossier) for same in group for o in same} for group in words]
    apart = [group for group, own in zip(words, tables, strict=True) if own == tables[0] or not own & tables[0]]
    return [group for group in apart if group is apart[0] or not _is_other_measure(apart[0], group)]


def _is_other_measure(first: Sequence[list[Observation]], group: Sequence[list[Observation]]) -> bool:
    if not is_count_and_share(first[0][0].indicator, group[0][0].indicator):
        return False
    mine, theirs = ({(o.measure, o.year, o.value) for same in one for o in same if o.value} for one in (first, group))
    return not mine & theirs


def _spelled(names: Sequence[Observation]) -> list[Observation]:
    """Names whose words are spelled differently; brackets, initials and short forms of words do not count."""
    kept: dict[tuple[str, ...], Observation] = {}
    for o in names:
        kept.setdefault(tuple(tokens(o.indicator, as_printed=True)), o)
    return list(kept.values())


def _sure(dossier: Dossier) -> list[int]:
    return [i for i, o in enumerate(dossier.observations) if is_sure(o)]


def _distinct_names(observations: Sequence[Observation]) -> list[list[Observation]]:
    """Observations by the letters of their name; a name that only is cut off short is left out."""
    groups: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        groups[letters(o.indicator)].append(o)
    return [
        same for text, same in groups.items() if not _is_cut(same[0].indicator, text, [t for t in groups if t != text])
    ]


def _is_cut(indicator: str, text: str, others: Sequence[str]) -> bool:
    """Whether a name is the beginning or end of another that the page end or a narrow column broke."""
    is_open = indicator.count("(") != indicator.count(")") or CUT_END.search(indicator.strip()) is not None
    is_tail = any(other.endswith(text) for other in others) and not indicator.strip()[:1].isupper()
    return is_tail or (is_open and any(other.startswith(text) for other in others))


def _by_words(names: Sequence[list[Observation]]) -> list[list[list[Observation]]]:
    """Names brought together where only the spelling differs."""
    groups: list[list[list[Observation]]] = []
    for same in names:
        group = next((g for g in groups if same_words(g[0][0].indicator, same[0].indicator)), None)
        if group is None:
            groups.append([same])
        else:
            group.append(same)
    return groups


def _drift(first: Sequence[Observation], observations: Sequence[Observation]) -> Finding:
    parts = [
        f"{name(o.indicator)} ({where(p.place for p in observations if same_words(p.indicator, o.indicator))})"
        for o in first
    ]
    return finding(
        "name.drift",
        [o.place for o in observations],
        f"One indicator goes by {len(parts)} names: {listed(parts)}.",
        " | ".join(o.indicator for o in first),
        None,
    )


def _spelling(groups: Sequence[Sequence[Observation]]) -> Finding:
    parts = [" / ".join(f"{name(o.indicator)} ({where([o.place])})" for o in group) for group in groups]
    count = f"{len(parts)} indicators are" if len(parts) > 1 else "An indicator is"
    return finding(
        "name.spelling",
        [o.place for group in groups for o in group],
        f"{count} spelled in several ways: {'; '.join(parts)}.",
        " | ".join(o.indicator for group in groups for o in group),
        None,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator under an objective in one table."""

    key: str
    table: Table
    objective: str
    index: int


Four = tuple[Standing, Standing, Standing, Standing]


def check_objectives(dossier: Dossier) -> Iterator[Finding]:
    """Indicators that stand under different objectives; pairs of indicators that swapped theirs."""
    standings = list(_standings(dossier))
    by_key: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_key[standing.key].append(standing)
    swaps = list(_swaps(by_key))
    swapped = {standing.key for four in swaps for standing in four}
    groups: dict[frozenset[Table], list[list[Standing]]] = defaultdict(list)
    for key, same in by_key.items():
        different = _different(same) if key not in swapped else []
        if len(different) > 1:
            groups[frozenset(s.table for s in different)].append(different)
    for found in groups.values():
        yield _objectives(found, dossier)
    yield from (_swap(four, dossier) for four in swaps)


def _standings(dossier: Dossier) -> Iterator[Standing]:
    """The objective of each indicator in each table that gives it one, and one only."""
    found: dict[tuple[str, Table], dict[str, int]] = defaultdict(dict)
    alike = same_figures(dossier)
    of_goals = {at for at, table in dossier.tables.items() if _has_goals(table)}
    for i in _sure(dossier):
        o = dossier.observations[i]
        if o.objective and _is_whole(o.objective) and table_of(o) not in of_goals:
            key = dossier.keys[i]
            found[alike.get(key, key), table_key(o, dossier)].setdefault(letters(o.objective), i)
    for (key, table), objectives in found.items():
        if len(objectives) == 1:
            index = next(iter(objectives.values()))
            yield Standing(key, table, " ".join((dossier.observations[index].objective or "").split()), index)


def _has_goals(table: RawTable) -> bool:
    """Whether a table has goals (tujuan) in place of objectives."""
    sheet = sheet_of(table)
    roles = {read_head(path).role for col in range(1, table.n_cols + 1) if (path := sheet.head_path(col))}
    return Role.GOAL in roles and Role.OBJECTIVE not in roles


def _is_whole(objective: str) -> bool:
    """Whether a text reads like an objective that no broken cell has mixed with something else."""
    has_words = len(objective.split()) >= LEAST_WORDS and not re.search(r"\d", objective)
    return has_words and OBJECTIVE.match(objective) is not None


def _different(standings: Iterable[Standing]) -> list[Standing]:
    """One standing for each objective that is no part and no other spelling of one before."""
    kept: list[Standing] = []
    for standing in sorted(standings, key=lambda s: -len(s.objective)):
        if not any(_one_objective(standing.objective, other.objective) for other in kept):
            kept.append(standing)
    return sorted(kept, key=lambda s: s.index)


def _one_objective(a: str, b: str) -> bool:
    """Whether two texts are one objective: spelled otherwise, cut short, or run together with the next one."""
    short, long = sorted((letters(a), letters(b)), key=len)
    return short in long or fuzz.ratio(short, long[: len(short)]) >= SAME_OBJECTIVE


def _objectives(found: Sequence[Sequence[Standing]], dossier: Dossier) -> Finding:
    """What some tables say of one or several indicators, those with the same objectives together."""
    alike: dict[tuple[str, ...], list[Sequence[Standing]]] = defaultdict(list)
    for same in found:
        alike[tuple(sorted(letters(s.objective) for s in same))].append(same)
    groups = list(alike.values())
    if len(found) == 1:
        text = f"The indicator {_under(groups[0], dossier, 'stands')}"
    elif len(groups) == 1:
        text = f"The indicators {_under(groups[0], dossier, 'stand')}"
    else:
        text = f"The same {len(found)} indicators stand under different objectives (sasaran) in different tables: "
        text += "; ".join(_under(group, dossier) for group in groups)
    return finding(
        "objective.conflict",
        [dossier.observations[s.index].place for same in found for s in same],
        f"{text}.",
        " | ".join(dict.fromkeys(s.objective for same in found for s in same)),
        None,
        observation_ids(s.index for same in found for s in same),
    )


def _under(group: Sequence[Sequence[Standing]], dossier: Dossier, verb: str | None = None) -> str:
    """Indicators with the objectives that they all have in turn."""
    first = group[0]
    names = listed([name(dossier.observations[same[0].index].indicator) for same in group])
    parts = [
        f"{name(s.objective)} ({where(dossier.observations[same[n].index].place for same in group if n < len(same))})"
        for n, s in enumerate(first)
    ]
    said = f"{verb} under {len(first)} different objectives (sasaran):" if verb else "under"
    return f"{names} {said} {listed(parts)}"


def _swaps(by_key: dict[str, list[Standing]]) -> Iterator[Four]:
    """Two indicators of two tables, each under the other's objective in the second."""
    keys = list(by_key)
    for at, first in enumerate(keys):
        for second in keys[at + 1 :]:
            pairs = _swapped(by_key[first], by_key[second])
            if pairs is not None:
                yield pairs


def _swapped(first: Sequence[Standing], second: Sequence[Standing]) -> Four | None:
    """Both tables and both objectives of a swap, if there is one."""
    for a in first:
        for b in first:
            if a.table == b.table or _one_objective(a.objective, b.objective):
                continue
            c = next((s for s in second if s.table == a.table and _one_objective(s.objective, b.objective)), None)
            d = next((s for s in second if s.table == b.table and _one_objective(s.objective, a.objective)), None)
            if c is not None and d is not None:
                return a, b, c, d
    return None


def _swap(pairs: Four, dossier: Dossier) -> Finding:
    a, b, c, d = (dossier.observations[s.index] for s in pairs)
    first, second = (name(standing.objective) for standing in pairs[:2])
    return finding(
        "objective.swapped",
        [a.place, b.place, c.place, d.place],
        f"{name(a.indicator)} and {name(c.indicator)} have swapped their objectives (sasaran) {first} and {second} "
        f"between {where([a.place, c.place])} and {where([b.place, d.place])}.",
        f"{pairs[0].objective} | {pairs[1].objective}",
        None,
        observation_ids(s.index for s in pairs),
    )
