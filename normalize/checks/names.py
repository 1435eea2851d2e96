"""One indicator under several names, and under several objectives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from normalize.candidates import fold
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import LEAST_CONFIDENCE, Table, table_key
from normalize.checks.wording import listed, name, observation_ids, where
from normalize.model import Finding, Observation

SHARE_WORDS = re.compile(r"^pr[eo]?[sc]entas[ei]$|^persentas[ei]$|^presentas[ei]$|^persen$")
BRACKETS = re.compile(r"\([^()]*\)|\{[^{}]*\}")
CUT_END = re.compile(r"\b(?:dan|yang|dengan|di|ke|dari|untuk|atau|per|serta|pada|oleh|dalam|terhadap)$|[(,/&-]$", re.I)
OBJECTIVE = re.compile(
    r"^\W*(?:(?:me|ter|ber|op)\w+nya\b|(?:menin|menur|mewuj|memb|mengu|mengop)\w+kan\b|ketersediaan\b|peningkatan\b|"
    r"penurunan\b|terwujud|tercapai)",
    re.I,
)
SHORT = {"kab": "kabupaten", "prov": "provinsi", "yg": "yang", "dg": "dengan", "utk": "untuk"}
SMALL_WORDS = frozenset(
    ("dan", "yang", "dengan", "di", "ke", "dari", "untuk", "atau", "per", "serta", "pada", "oleh", "bagi", "poin")
)
MOST_INITIALS = 6
LEAST_WORDS = 4
SLIPS = ((4, 1), (6, 2))
"""A word of that many letters may differ by that many slips."""
SAME_OBJECTIVE = 92


def check_names(dossier: Dossier) -> Iterator[Finding]:
    """Names of one indicator that differ in words, one finding each; those that differ in spelling in one together."""
    spellings: list[list[Observation]] = []
    for ids in dossier.by_key(_sure(dossier)).values():
        names = _distinct_names([dossier.observations[i] for i in ids])
        if len(names) < 2:
            continue
        words = _by_words(names)
        if len(words) > 1:
            yield _drift([group[0][0] for group in words], [o for group in words for same in group for o in same])
        spellings += [[same[0] for same in group] for group in words if len(group) > 1]
    if spellings:
        yield _spelling(spellings)


def _sure(dossier: Dossier) -> list[int]:
    return [i for i, o in enumerate(dossier.observations) if o.confidence >= LEAST_CONFIDENCE]


def _distinct_names(observations: Sequence[Observation]) -> list[list[Observation]]:
    """Observations by the letters of their name; a name that only is cut off short is left out."""
    groups: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        groups[fold(o.indicator)].append(o)
    return [
        same for text, same in groups.items() if not _is_cut(same[0].indicator, text, [t for t in groups if t != text])
    ]


def _is_cut(indicator: str, text: str, others: Sequence[str]) -> bool:
    """Whether a name is the beginning or end of another that the page end or a narrow column broke."""
    is_open = indicator.count("(") != indicator.count(")") or CUT_END.search(indicator.strip()) is not None
    is_tail = any(other.endswith(text) for other in others) and not indicator.strip()[:1].isupper()
    return is_tail or (is_open and any(other.startswith(text) for other in others))


def _tokens(indicator: str) -> list[str]:
    """The words of a name that carry meaning: without brackets, small words and initials of the other words.

    >>> _tokens("Indeks Pembangunan Gender / IPG (poin)*"), _tokens("Prosentase kab/kota yang aktif")
    (['indeks', 'pembangunan', 'gender'], ['persentase', 'kabupaten', 'kota', 'aktif'])
    """
    words = re.findall(r"[^\W_]+", BRACKETS.sub(" ", indicator).casefold())
    words = ["persentase" if SHARE_WORDS.match(word) else SHORT.get(word, word) for word in words]
    kept = [word for word in words if word not in SMALL_WORDS]
    initials = "".join(word[0] for word in kept)
    return [word for word in kept if not (1 < len(word) <= MOST_INITIALS and word in initials)] or kept


def _by_words(names: Sequence[list[Observation]]) -> list[list[list[Observation]]]:
    """Names brought together where only the spelling differs."""
    groups: list[list[list[Observation]]] = []
    for same in names:
        group = next((g for g in groups if _same_words(g[0][0].indicator, same[0].indicator)), None)
        if group is None:
            groups.append([same])
        else:
            group.append(same)
    return groups


def _same_words(a: str, b: str) -> bool:
    first, second = _tokens(a), _tokens(b)
    if "".join(first) == "".join(second):
        return True
    return len(first) == len(second) and all(_same_word(x, y) for x, y in zip(first, second, strict=True))


def _same_word(a: str, b: str) -> bool:
    length, distance = min(len(a), len(b)), Levenshtein.distance(a, b)
    return any(length >= least and distance <= most for least, most in SLIPS) or a == b


def _drift(first: Sequence[Observation], observations: Sequence[Observation]) -> Finding:
    parts = [
        f"{name(o.indicator)} ({where(p.place for p in observations if _same_words(p.indicator, o.indicator))})"
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
    groups: dict[tuple[str, ...], list[list[Standing]]] = defaultdict(list)
    for key, same in by_key.items():
        different = _different(same) if key not in swapped else []
        if len(different) > 1:
            groups[tuple(sorted(fold(s.objective) for s in different))].append(different)
    for found in groups.values():
        yield _objectives(found, dossier)
    yield from (_swap(four, dossier) for four in swaps)


def _standings(dossier: Dossier) -> Iterator[Standing]:
    """The objective of each indicator in each table that gives it one, and one only."""
    found: dict[tuple[str, Table], dict[str, int]] = defaultdict(dict)
    for i in _sure(dossier):
        o = dossier.observations[i]
        if o.objective and _is_whole(o.objective):
            found[dossier.keys[i], table_key(o, dossier)].setdefault(fold(o.objective), i)
    for (key, table), objectives in found.items():
        if len(objectives) == 1:
            index = next(iter(objectives.values()))
            yield Standing(key, table, " ".join((dossier.observations[index].objective or "").split()), index)


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
    short, long = sorted((fold(a), fold(b)), key=len)
    return short in long or fuzz.ratio(short, long[: len(short)]) >= SAME_OBJECTIVE


def _objectives(found: Sequence[Sequence[Standing]], dossier: Dossier) -> Finding:
    first = found[0]
    names = listed([name(dossier.observations[same[0].index].indicator) for same in found])
    parts = [
        f"{name(s.objective)} ({where(dossier.observations[same[n].index].place for same in found if n < len(same))})"
        for n, s in enumerate(first)
    ]
    subject = f"The indicators {names} stand" if len(found) > 1 else f"The indicator {names} stands"
    return finding(
        "objective.conflict",
        [dossier.observations[s.index].place for same in found for s in same],
        f"{subject} under {len(first)} different objectives (sasaran): {listed(parts)}.",
        " | ".join(s.objective for s in first),
        None,
        observation_ids(s.index for same in found for s in same),
    )


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
