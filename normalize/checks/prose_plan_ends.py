"""What the text says of the end of the plan: its year, and the targets to be reached by then."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_near_values import is_same_unit, is_slip, printed_values
from normalize.checks.prose_places import place_at, place_of
from normalize.checks.prose_plans import PERIOD, own_periods, sentences_of_plans, wrong_end
from normalize.checks.wording import indicator, observation_ids, raw, where
from normalize.model import Finding, Sentence
from normalize.prose.subjects import Subject, read_subjects, sentence_before, subject_of
from normalize.prose.values import Value, read_values

ENDS = re.compile(
    r"\b(?:renstra|rencana\s+strategis)\s+(?:(?!yang\b|lama\b)\w+\s+){0,2}(?:akan\s+)?(?:berakhir|habis)\s+"
    r"(?:(?:masa\s+berlakunya|pada|di|akhir)\s+){0,3}tahun\s+(?P<year>20\d\d)\b",
    re.I,
)
"""`Renstra berakhir tahun 2020`, of the plan that the report belongs to."""
BY_THE_END = re.compile(
    r"\b(?:(?:pada|hingga|sampai(?:\s+dengan)?|di)\s+(?:tahun\s+)?akhir|target\s+akhir|tahun\s+terakhir)\s+"
    r"(?:masa\s+|periode\s+|tahun\s+)?(?:renstra|rencana\s+strategis|rpjmd|perencanaan)\b",
    re.I,
)
REACHED = re.compile(r"\b(?:baru|telah|sudah|kemajuan|capaian|tercapai|terealisasi|realisasi)\s+(?:\w+\s+){0,3}$", re.I)
LEAST_DIGITS = 3


def check_plan_ends(dossier: Dossier) -> Iterator[Finding]:
    """Sentences by which the plan ends in another year than its one period, in sentences and headings; one a year."""
    wrong: dict[int, list[tuple[Sentence, str]]] = defaultdict(list)
    for sentence in sentences_of_plans(dossier):
        for said in ENDS.finditer(sentence.text):
            wrong[int(said["year"])].append((sentence, " ".join(said.group().split())))
    known = _periods(dossier) if wrong else {}
    if len(known) != 1:
        return
    (first, last), beside = next(iter(known.items()))
    for year, same in wrong.items():
        if year != last and (dossier.year or 0) <= year:
            yield wrong_end(same[0][1], f"{first}–{last}", [place_of(one, dossier) for one, _ in same], [beside])


def _periods(dossier: Dossier) -> dict[tuple[int, int], Place]:
    """The periods of the strategic plan around the report's year, from sentences and headings."""
    known = {(p.first, p.last): place_of(p.sentence, dossier) for p in own_periods(dossier)}
    for paragraph in dossier.interpretation.paragraphs:
        for found in PERIOD.finditer(paragraph.text) if paragraph.kind == "heading" else ():
            first, last = int(found["first"]), int(found["last"])
            if found["plan"].casefold().startswith("re") and first <= (dossier.year or 0) <= last and first < last:
                known.setdefault((first, last), place_at(*paragraph.at(found.start()), dossier))
    return known


def check_plan_end_values(dossier: Dossier) -> Iterator[Finding]:
    """`Pada akhir periode Renstra … menjadi 21.000 ton` of an indicator whose last target is 20.100; one a value."""
    sentences = dossier.interpretation.sentences
    likely = [number for number, one in enumerate(sentences) if "akhir" in one.text and BY_THE_END.search(one.text)]
    subjects: Sequence[Subject] = ()
    for number in likely:
        sentence = sentences[number]
        subjects = subjects or read_subjects(dossier.observations, dossier.keys, dossier.year)
        subject = subject_of(sentence, sentence_before(sentences, number), subjects)
        for value in read_values(sentence.text) if subject is not None else ():
            if subject is not None and not REACHED.search(sentence.text[: value.start]):
                yield from _near_target(value, sentence, subject, dossier)


def _near_target(value: Value, sentence: Sentence, subject: Subject, dossier: Dossier) -> Iterator[Finding]:
    """A value that is a slip of the indicator's one target for the end of the plan, and that no table prints."""
    ids = [
        i
        for i in dossier.ids_of("medium_term_target")
        if dossier.keys[i] == subject.key and dossier.observations[i].value is not None
    ]
    own = [dossier.observations[i] for i in ids]
    if len({o.value for o in own}) != 1 or len(re.sub(r"\D", "", value.raw)) < LEAST_DIGITS:
        return
    if not is_slip(value, own[0]) or not is_same_unit(value, sentence.text, own[0], subject):
        return
    if set(value.readings) & printed_values(dossier):
        return
    place = place_of(sentence, dossier)
    yield finding(
        "prose.medium-term",
        [place, *(o.place for o in own)],
        f"The text gives {value.raw} as the medium-term target of {indicator(own[0])} ({where([place])}), which no "
        f"table prints; the tables have {raw(own[0])} ({where(o.place for o in own)}).",
        value.raw,
        raw(own[0]),
        observation_ids(ids),
    )
