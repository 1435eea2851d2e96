"""Where a sentence names an indicator, an objective, a programme or an activity of its report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Literal, get_args

from rapidfuzz.distance import OSA

from normalize.model import Budget, Observation
from normalize.names.indicator_text import contrasts, explained_abbreviations, indicator_text, slug_letters, vocabulary

Kind = Literal["indicator", "objective", "budget", "agency"]

KINDS: tuple[Kind, ...] = get_args(Kind)
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*")
COVERAGE = 0.8
LEAST_TOKENS = 2
LARGEST_GAP = 3
LONGEST_SLIP = 6
CORE = 3
EXACT: frozenset[Kind] = frozenset({"budget"})
"""Programmes and activities are named in full: "Pengadaan" and "Pemeliharaan Sarana Kantor" are two."""
SAME_PLACE: dict[Kind, str] = {"budget": "organisation", "agency": "organisation"}
"""A programme called like its agency is the agency where the agency's name stands."""
HEADS = frozenset({"persentase", "jumlah", "tingkat", "nilai", "angka", "besaran", "peningkatan", "rasio", "indeks"})
"""Words that a sentence may leave out or change at the head of a name, when three others are there."""
BUDGET_PREFIX = re.compile(
    r"^\W*(?:\d[\d.]*\s+)?(?:pro?gr?a?m|proram|sub\s*-?\s*kegiatan|kegiatan|keg\.)\s+", re.IGNORECASE
)
TYPE_BEFORE = re.compile(r"\b(?:pro?gr?a?m|sub\s*-?\s*kegiatan|kegiatan)\s*[„‟“”\"'‘’:]*\s*$", re.IGNORECASE)
WRITTEN_OUT = re.compile(r"\([A-Z][A-Za-z]{1,9}\)")
LEAST_INITIALS, MOST_INITIALS = 3, 6
PRINTED = re.compile(r"\w+")
BRACKETS = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of something the tables name: its words as compared, and what it stands for."""

    kind: Kind
    key: str
    shown: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a sentence, with how much of it is there (1 for every word)."""

    kind: Kind
    key: str
    shown: str
    start: int
    end: int
    coverage: float


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of a report by their words; `least` tells how many of its words a sentence with a name has."""

    names: tuple[Name, ...]
    least: tuple[float, ...]
    by_token: Mapping[str, tuple[int, ...]]
    explained: Mapping[str, tuple[str, ...]]
    initials: Mapping[str, tuple[str, ...]]

    def mentions(self, text: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Mention, ...]:
        """The names of some kinds in a sentence, left to right.

        Of overlapping names of a kind the one with more words is meant, none where two tie.
        """
        words = _words(text, self.explained, self.initials)
        tokens = {token for token, _, _ in words}
        present = Counter(chain.from_iterable(self.by_token.get(token, ()) for token in tokens))
        likely = sorted(at for at, count in present.items() if count >= self.least[at] and self.names[at].kind in kinds)
        if not likely:
            return ()
        starts: dict[str, list[int]] = defaultdict(list)
        for at, (token, _, _) in enumerate(words):
            starts[token].append(at)
            starts[token[0]].append(at)
        found = [hit for at in likely for hit in _aligned(self.names[at], words, starts)]
        return tuple(_whole(mention, text) for mention in _untangled(found))


def index_names(
    observations: Sequence[Observation],
    keys: Sequence[str],
    budgets: Sequence[Budget],
    agencies: Iterable[str],
    prose: Iterable[str] = (),
) -> NameIndex:
    """The names of a report's indicators (by their keys), objectives, programmes and activities, and of its agency.

    `prose` may write out abbreviations, too; one that nothing writes out stands for the name with its initials.
    """
    texts = {o.indicator for o in observations} | {o.parent for o in observations if o.parent}
    explained = explained_abbreviations(sorted(texts))
    names: dict[tuple[Kind, str, tuple[str, ...]], Name] = {}
    for observation, key in zip(observations, keys, strict=True):
        own = indicator_text(observation.indicator, explained).tokens
        if observation.parent:
            own = (*indicator_text(observation.parent, explained).tokens, *own)
        _add(names, Name("indicator", key, observation.indicator, own))
    spelled: dict[tuple[str, ...], str] = {}
    for objective in dict.fromkeys(o.objective for o in observations if o.objective):
        own = indicator_text(objective, explained).tokens
        _add(names, Name("objective", spelled.setdefault(own, objective), objective, own))
    for budget in budgets:
        plain = BUDGET_PREFIX.sub("", budget.name)
        if not budget.is_total and budget.level in ("program", "activity", "sub_activity"):
            _add(names, Name("budget", budget_key(budget.name), budget.name, tuple(t for t, _, _ in _words(plain, {}))))
    for agency in agencies:
        _add(names, Name("agency", agency, agency, tuple(token for token, _, _ in _words(agency, {}))))
    kept = tuple(names.values())
    in_prose = explained_abbreviations(sorted(text for text in prose if WRITTEN_OUT.search(text)))
    tokens = {token for name in kept for token in name.tokens}
    explained = {**{short: words for short, words in in_prose.items() if short not in tokens}, **explained}
    initials = {short: words for short, words in _initials(texts).items() if short not in tokens | set(explained)}
    by_token: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(kept):
        for token in set(name.tokens):
            by_token[token].append(at)
    least = tuple(COVERAGE * len(set(name.tokens)) - 1 for name in kept)
    return NameIndex(kept, least, {token: tuple(found) for token, found in by_token.items()}, explained, initials)


def _initials(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names by their initials, where one name alone has them: `pad` for Pendapatan Asli Daerah."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for text in texts:
        words = tuple(word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in ("dan", "yang", "di"))
        if len(words) >= LEAST_INITIALS:
            found["".join(word[0] for word in words)].add(words)
    return {short: names.pop() for short, names in found.items() if len(names) == 1 and len(short) <= MOST_INITIALS}


def budget_key(name: str) -> str:
    """A programme's or activity's name to compare: without `Program` or `Kegiatan`, signs and small words.

    >>> budget_key("Kegiatan  Penataan Ruang.") == budget_key("PENATAAN RUANG")
    True
    >>> budget_key("Penyelenggaraan Adm. Perkantoran")
    'penyelenggaraanadministrasiperkantoran'
    >>> budget_key("Kegiatan Pengadaan Sarana (DAK)") == budget_key("Kegiatan Pengadaan Sarana")
    False
    """
    return indicator_text(BRACKETS.sub(" ", BUDGET_PREFIX.sub("", name.strip()))).letters


def _add(names: dict[tuple[Kind, str, tuple[str, ...]], Name], name: Name) -> None:
    if len(name.tokens) >= LEAST_TOKENS:
        names.setdefault((name.kind, name.key, name.tokens), name)


def _words(
    text: str, explained: Mapping[str, tuple[str, ...]], initials: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> list[tuple[str, int, int]]:
    """The words that carry names, spelled as the tables' names are, with their place in the text."""
    own = vocabulary()
    found: list[tuple[str, int, int]] = []
    lowered = slug_letters(text)
    if len(lowered) != len(text):
        lowered = text.lower()
    for match in TOKEN.finditer(lowered):
        word, (start, end) = match.group(), match.span()
        if word in own.spellings or word in explained or word in own.abbreviations or word in initials:
            tokens = _written_out(word, explained, initials if text[start:end].isupper() else {})
            found += [(token, start, end) for token in tokens if token not in own.weak]
        elif word not in own.weak:
            found.append((word, start, end))
    return found


def _written_out(
    word: str, explained: Mapping[str, tuple[str, ...]], initials: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """The words that a printed one stands for: in the usual spelling, abbreviations written out."""
    own = vocabulary()
    for spelled in own.spellings.get(word, (word,)):
        yield from explained.get(spelled) or initials.get(spelled) or own.abbreviations.get(spelled) or (spelled,)


def _aligned(
    name: Name, words: Sequence[tuple[str, int, int]], starts: Mapping[str, Sequence[int]]
) -> list[tuple[int, Mention]]:
    """All stretches of a sentence in which the words of a name follow one another, few of them missing.

    `starts` tells where each word and each first letter stand: only a word like one of the first begins a stretch.
    """
    found: list[tuple[int, Mention]] = []
    heads = next((i for i, token in enumerate(name.tokens) if token not in HEADS), 0)
    may_miss = 0 if len(name.tokens) < 4 else max(1, round((1 - COVERAGE) * len(name.tokens)))
    if name.kind in EXACT:
        may_miss = 0
    if name.kind == "indicator" and heads > 0 and len(name.tokens) - heads >= CORE:
        may_miss = max(may_miss, heads)
    opening = {token if len(token) < LONGEST_SLIP else token[0] for token in name.tokens[: may_miss + 1][:3]}
    free = 0
    for at in sorted({at for token in opening for at in starts.get(token, ())}):
        hit = _from(name.tokens, words, at, may_miss) if at >= free else None
        if hit is None:
            continue
        matched, last = hit
        share = matched / len(name.tokens)
        found.append((matched, Mention(name.kind, name.key, name.shown, words[at][1], words[last][2], share)))
        free = max(at, last) + 1
    return found


def _from(
    tokens: Sequence[str], words: Sequence[tuple[str, int, int]], at: int, may_miss: int
) -> tuple[int, int] | None:
    """How many words match from position `at` on and where the last one stands; None where too many are missing."""
    for first, token in enumerate(tokens[: min(3, may_miss + 1)]):
        start = _end(token, words, at)
        if start is not None:
            break
        if first == 1 and not set(tokens[:2]) <= HEADS:
            return None
    else:
        return None
    missed, matched, last, here = first, 1, start, start
    for token in tokens[first + 1 :]:
        reach = range(here + 1, min(len(words), here + 2 + LARGEST_GAP))
        step = next((end for j in reach if (end := _end(token, words, j)) is not None), None)
        if step is None:
            missed += 1
            if missed > may_miss or token in contrasts():
                return None
            continue
        matched, last, here = matched + 1, step, step
    return matched, last


def _end(token: str, words: Sequence[tuple[str, int, int]], at: int) -> int | None:
    """Where a word of a name ends that begins at a position: there, or one further where it is printed in two."""
    word = words[at][0]
    if _same(token, word):
        return at
    if len(token) < LONGEST_SLIP or at + 1 >= len(words) or not token.startswith(word):
        return None
    return at + 1 if word + words[at + 1][0] == token else None


def _whole(mention: Mention, text: str) -> Mention:
    """The mention with the printed words of the name that follow it: its weak words, a short form in brackets."""
    own = {word.casefold() for word in PRINTED.findall(mention.shown)}
    end = mention.end
    for word in PRINTED.finditer(text, mention.end):
        if word.start() - end > 3 or word.group().casefold() not in own:
            break
        end = word.end()
    before = TYPE_BEFORE.search(text[: mention.start]) if mention.kind == "budget" else None
    return replace(mention, start=before.start() if before else mention.start, end=end)


def _same(one: str, other: str) -> bool:
    """Equal words, or long ones a letter apart that are not known to contrast."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONGEST_SLIP or one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    return bool(OSA.distance(one, other, score_cutoff=1) <= 1) and one not in contrasts() and other not in contrasts()


def _untangled(found: Sequence[tuple[int, Mention]]) -> tuple[Mention, ...]:
    """Overlaps resolved by the number of words; names of different keys that tie are both left out."""
    ranked = sorted(found, key=lambda item: (-item[0], -item[1].coverage, item[1].start))
    kept: list[tuple[int, Mention]] = []
    for matched, mention in ranked:
        rivals = [k for k in kept if _rival(k[1], mention)]
        if not rivals:
            kept.append((matched, mention))
    unsure = {
        id(k[1])
        for k in kept
        for matched, other in found
        if other.kind == k[1].kind
        and other.key != k[1].key
        and matched == k[0]
        and other.coverage == k[1].coverage
        and other.start < k[1].end
        and k[1].start < other.end
    }
    return tuple(sorted((m for _, m in kept if id(m) not in unsure), key=lambda m: (m.start, m.end)))


def _rival(one: Mention, other: Mention) -> bool:
    """Whether two mentions cannot both be meant: they overlap and are of one kind."""
    kinds = {SAME_PLACE.get(one.kind, one.kind), SAME_PLACE.get(other.kind, other.kind)}
    return len(kinds) == 1 and one.start < other.end and other.start < one.end
