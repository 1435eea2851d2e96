"""Values that the text says pass, miss or keep a limit beside them, and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of
from normalize.checks.wording import name, where
from normalize.hints import Hints
from normalize.model import Finding, Sentence
from normalize.prose.phrases import DENIED, IF, WISHED
from normalize.prose.subjects import read_subjects, sentence_before, subject_of
from normalize.prose.values import Value, read_values

ABOVE = r"melebihi|melampaui|melampui|melewati|di\s?atas|lebih\s+(?:tinggi|besar)\s+(?:dari(?:pada)?|dibanding(?:kan)?)"
BELOW = (
    r"di\s?bawah|(?:belum|tidak)\s+(?:dapat\s+|bisa\s+|mampu\s+)?(?:mencapai|memenuhi|menyentuh)|kurang\s+dari|"
    r"lebih\s+(?:rendah|kecil)\s+(?:dari(?:pada)?|dibanding(?:kan)?)"
)
HINTS = Hints(["melebihi", "melampaui", "melampui", "melewati", "atas", "bawah", "lebih", "belum", "kurang", "rentang"])
CLAIM = re.compile(rf"\b(?:(?P<above>{ABOVE})|(?P<below>{BELOW}))\s+", re.I)
LIMIT = re.compile(
    r"(?:(?:angka|nilai|target(?:nya)?|sasaran|batas|ambang|standar|rata-rata|minimal|maksimal|nasional|provinsi|"
    r"kabupaten|kota|tahunan|kinerja|yang|ditetapkan|ditargetkan|diperjanjikan|tahun|ini|dan|sebesar|sebanyak|adalah|"
    r"yaitu|yakni|semula|hanya)\s+){0,8}$",
    re.I,
)
EXCESS = re.compile(r"\btarget\s+(?:sebesar|sebanyak)\s+$", re.I)
"""`melampaui target sebesar 18,75%` also says by how much."""
SAME = re.compile(r"^\W*(?:angka|nilai|hasil|capaian|realisasi|persentase|jumlah)\s+(?:itu|tersebut|ini)\b", re.I)
NOT_SO = re.compile(rf"\b(?:{DENIED}|{WISHED}|{IF}|untuk|dapat|harus|masih|agar)\s+(?:\w+\s+){{0,1}}$", re.I)
RANGE = re.compile(
    r"\b(?:dalam|pada)\s+(?:rentang|kisaran|batas|interval)\s+(?:\w+\s+){0,3}?(?P<low>\d[\d.,]*)\s*%?\s*"
    r"(?:-|–|—|s/d|sampai(?:\s+dengan)?|hingga)\s*(?P<high>\d[\d.,]*)\b",
    re.I,
)
OUTSIDE = re.compile(rf"\b(?:{DENIED}|{WISHED}|di\s?luar|keluar|harus|ideal)\s+(?:\w+\s+){{0,2}}$", re.I)
OTHER_BASE = re.compile(r"\b(?:tahun\s+(?:lalu|sebelumnya)|akhir|jangka|sebelumnya)\b", re.I)
REACH = 70


def check_limits(dossier: Dossier) -> Iterator[Finding]:
    """`baru 79,54 persen, sudah di atas target 82 persen`: a value held against a limit that it is not beyond."""
    sentences = dossier.interpretation.sentences
    for number, sentence in enumerate(sentences):
        if not HINTS.are_in(sentence.text):
            continue
        values: Sequence[Value] | None = None
        for said in CLAIM.finditer(sentence.text):
            values = read_values(sentence.text) if values is None else values
            pair = _pair(said, values, sentence, sentence_before(sentences, number))
            if pair is not None and not _is_turned(pair, number, dossier):
                yield _finding(said.group().strip(), *pair, sentence, dossier)
        if RANGE.search(sentence.text):
            yield from _out_of_range(sentence, dossier)


def _pair(
    said: re.Match[str], values: Sequence[Value], sentence: Sentence, before: Sentence | None
) -> tuple[Value, Value] | None:
    """The value of a claim and its limit, where the claim is wrong."""
    text = sentence.text
    behind = [v for v in values if v.start >= said.end()]
    if not behind or (NOT_SO.search(text[: said.start()]) and said.group("above")):
        return None
    limit = behind[0]
    between = text[said.end() : limit.start]
    is_open = EXCESS.search(text[said.start() : limit.start]) or OTHER_BASE.search(
        text[said.start() : limit.end + REACH]
    )
    if len(between) > REACH or not LIMIT.match(between) or is_open:
        return None
    own = [v for v in values if v.end <= said.start() and said.start() - v.end <= REACH]
    if not own and before is not None and SAME.match(text[: said.start()]):
        own = list(read_values(before.text))
    if not own or own[-1].kind != limit.kind or own[-1].kind == "money":
        return None
    value = own[-1]
    if value.kind == "plain" and (value.unit or "").casefold() != (limit.unit or "").casefold():
        return None
    is_wrong = value.value < limit.value if said.group("above") else value.value > limit.value
    return (value, limit) if is_wrong else None


def _is_turned(pair: tuple[Value, Value], number: int, dossier: Dossier) -> bool:
    """Whether less is better of what the sentence speaks of, so that to pass a target is to stay below it."""
    value, limit = pair
    sentences = dossier.interpretation.sentences
    own = {
        (o.measure, key)
        for o, key in zip(dossier.observations, dossier.keys, strict=True)
        if o.year == dossier.year and o.value in ((value.value,) if o.measure == "realization" else (limit.value,))
    }
    keys = {key for measure, key in own if measure == "target" and ("realization", key) in own}
    if not keys:
        subjects = read_subjects(dossier.observations, dossier.keys, dossier.year)
        subject = subject_of(sentences[number], sentence_before(sentences, number), subjects)
        keys = {subject.key} if subject is not None else set()
    return not keys or any(dossier.verdicts[key].polarity == "lower" for key in keys if key in dossier.verdicts)


def _out_of_range(sentence: Sentence, dossier: Dossier) -> Iterator[Finding]:
    values = read_values(sentence.text)
    for said in RANGE.finditer(sentence.text):
        own = [v for v in values if v.end <= said.start() and said.start() - v.end <= REACH]
        inside = [v for v in values if said.start("low") <= v.start < said.end()]
        if not own or len(inside) != 2 or OUTSIDE.search(sentence.text[: said.start()]):
            continue
        low, high = inside
        if low.value < high.value and not low.value <= own[-1].value <= high.value and own[-1].kind != "money":
            yield _finding(
                " ".join(said.group().split()), own[-1], low if own[-1].value < low.value else high, sentence, dossier
            )


def _finding(said: str, value: Value, limit: Value, sentence: Sentence, dossier: Dossier) -> Finding:
    place = place_of(sentence, dossier)
    more = "less" if value.value < limit.value else "more"
    return finding(
        "prose.limit",
        [place],
        f"The text says {name(' '.join(said.split()))} of {value.raw} against {limit.raw} ({where([place])}), but "
        f"{value.raw} is {more} than {limit.raw}.",
        value.raw,
        limit.raw,
    )
