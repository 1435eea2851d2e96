"""A person's decisions: read strictly, matched to what was printed, applied on every run; what was printed stays."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from normalize import Correction, CorrectionError, fingerprint, format_corrections, link, parse_corrections
from normalize.corrections.applying import UNMATCHED, correct
from normalize.corrections.file import COLUMNS, DECISIONS
from normalize.model import Interpretation
from store import open_database
from store.migrations import DECISION_COLUMNS, MIGRATIONS
from tests.tables import interpreted

Lakip = Callable[..., Result]
SHA256 = "0" * 64
REPORT = """LAPORAN KINERJA TAHUN 2024

Tabel 2.1 Perjanjian Kinerja Tahun 2024
No | Indikator Kinerja | Target 2024
1 | Nilai AKIP | 72
2 | Persentase koperasi aktif | 50%

Tabel 3.1 Pengukuran Kinerja Tahun 2024
No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%)
1 | Nilai AKIP | Nilai | 70 | 72,40 | 103,43
2 | Persentase koperasi aktif | % | 50 | 40 | 80,00
"""


def report(*corrections: Correction) -> Interpretation:
    text = "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in REPORT.split("\n"))
    return interpreted(text, corrections=corrections)


def decision(field: str, verdict: str, value: str = "", **about: str) -> Correction:
    """One row of the file, as a person writes it."""
    row = dict.fromkeys(COLUMNS, "") | {"sha256": SHA256, "field": field, "decision": verdict, "value": value}
    row |= {"by": "Ani", "date": "2026-01-31", "reason": "read from the page"} | about
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerow(row)
    (one,) = parse_corrections(text.getvalue())
    return one


def achievement(meaning: Interpretation, indicator: str) -> dict[str, object]:
    (row,) = [row for row in meaning.achievements if row.indicator == indicator]
    return {
        "target": str(row.target) if row.target is not None else None,
        "realization": str(row.realization) if row.realization is not None else None,
        "status": row.status,
        "decided_by": row.decided_by,
        "confidence": row.confidence,
    }


# -- the file ---------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read() -> None:
    decisions = (
        decision("value", "correct", "75.52", page="2", indicator="Nilai AKIP", year="2024", raw="7 5,52"),
        decision("indicator", "correct", 'Nilai "AKIP"', indicator="Nilai SAKIP; Dinas"),
        decision("concept", "reject", "akip-score", indicator="Nilai AKIP\nKota"),
    )
    assert parse_corrections(format_corrections(decisions)) == decisions


def test_excel_writes_semicolons_its_days_and_a_mark_in_front() -> None:
    head, row = ";".join(COLUMNS), f"{SHA256};2;Nilai AKIP;2024;year;target;70;value;correct;75,52;Ani;31/01/2026;typo"
    (one,) = parse_corrections(f"\ufeff{head}\r\n{row}\r\n;;;;;;;;;;;;\r\n")
    assert (one.value, one.date, one.page) == ("75.52", "2026-01-31", 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"field": "colour"}, "field is value, measure, year, unit, indicator or concept", id="field"),
        pytest.param({"decision": "fix"}, "value takes accept, correct or reject, not 'fix'", id="decision"),
        pytest.param({"sha256": "abc"}, "sha256 is the 64 digits", id="sha256"),
        pytest.param({"page": "two"}, "page is a whole number, not 'two'", id="page"),
        pytest.param({"year": "2024.0"}, "year is a whole number", id="year"),
        pytest.param({"period": "Q5"}, "no such period: 'Q5'", id="period"),
        pytest.param({"measure": "goal"}, "measure is target, realization,", id="measure"),
        pytest.param({"value": ""}, "to correct the value, say the right one", id="no-value"),
        pytest.param({"value": "1.234"}, None, id="a-point-is-decimal"),
        pytest.param({"value": "1,234"}, "write the number '1,234' without grouping", id="two-readings"),
        pytest.param({"value": "1.234.567"}, "without grouping and with a decimal point", id="grouped"),
        pytest.param({"by": ""}, "a decision names who took it (by) and why (reason)", id="nobody"),
        pytest.param({"date": "yesterday"}, "date is year-month-day", id="date"),
        pytest.param({"raw": "", "year": ""}, "a decision on a value names the printed text (raw)", id="no-raw"),
        pytest.param({"field": "measure", "value": "goal"}, "measure is target,", id="to-no-measure"),
        pytest.param({"field": "concept", "value": "happiness"}, "there is no concept 'happiness'", id="to-no-concept"),
        pytest.param({"field": "indicator", "indicator": ""}, "names the printed indicator", id="no-indicator"),
    ],
)
def test_a_slip_is_one_line(changes: dict[str, str], message: str | None) -> None:
    row = dict.fromkeys(COLUMNS, "") | {
        "sha256": SHA256, "page": "2", "indicator": "Nilai AKIP", "year": "2024", "measure": "target", "raw": "70",
        "field": "value", "decision": "correct", "value": "71", "by": "Ani", "date": "2026-01-31", "reason": "typo",
    }  # fmt: skip
    text = ",".join(COLUMNS) + "\n" + ",".join(f'"{cell}"' for cell in (row | changes).values())
    if message is None:
        assert len(parse_corrections(text)) == 1
        return
    with pytest.raises(CorrectionError) as raised:
        parse_corrections(text, "decisions.csv")
    assert str(raised.value).startswith("decisions.csv line 2: ")
    assert message in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "line 1: the head is sha256,page,", id="empty"),
        pytest.param(",".join(COLUMNS[1:]), "it lacks sha256", id="column-missing"),
        pytest.param(",".join((*COLUMNS, "row")), "it has row", id="column-unknown"),
        pytest.param(",".join((*COLUMNS, "raw")), "it has a column twice", id="column-twice"),
        pytest.param(",".join(COLUMNS) + "\nx,y", "line 2: 2 cells, the head has 13", id="ragged"),
        pytest.param(",".join(COLUMNS) + '\n"x', "unexpected end of data", id="open-quote"),
    ],
)
def test_a_file_that_is_none(text: str, message: str) -> None:
    with pytest.raises(CorrectionError, match=r"^corrections\.csv ") as raised:
        parse_corrections(text)
    assert message in str(raised.value)


def test_two_decisions_on_one_value_must_agree() -> None:
    one = decision("value", "correct", "71", indicator="Nilai AKIP", raw="70")
    other = decision("value", "correct", "72", indicator="Nilai AKIP", raw="70")
    with pytest.raises(CorrectionError, match="lines 2 and 3 decide differently on the same value"):
        parse_corrections(format_corrections([one, other]))
    assert parse_corrections(format_corrections([one, one])) == (one,)


def test_fingerprint_tells_decisions_apart() -> None:
    one = decision("value", "accept", indicator="Nilai AKIP", raw="70")
    assert fingerprint(()) is None
    assert fingerprint([one]) == fingerprint([one]) != fingerprint([one, one])


# -- what they do -----------------------------------------------------------------------------------------------------


def test_without_decisions_a_rule_decides() -> None:
    row = achievement(report(), "Nilai AKIP")
    assert (row["target"], row["decided_by"]) == ("70", "arithmetic")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(
            decision("value", "accept", page="1", indicator="nilai akip", year="2024", measure="target", raw="72"),
            {"target": "72", "realization": "72.40", "status": "other_pair", "decided_by": "person"},
            id="the-accepted-value-counts",
        ),
        pytest.param(
            decision("value", "correct", "70", indicator="Nilai AKIP", year="2024", measure="target", raw="72"),
            {"target": "70", "realization": "72.40", "status": "equal", "decided_by": "person"},
            id="a-corrected-value-ends-the-conflict",
        ),
        pytest.param(
            decision("value", "reject", indicator="Nilai AKIP", measure="target", raw="72"),
            {"target": "70", "realization": "72.40", "status": "equal", "decided_by": None},
            id="a-rejected-value-is-none",
        ),
        pytest.param(
            decision("measure", "correct", "baseline", indicator="Nilai AKIP", measure="target", raw="72"),
            {"target": "70", "realization": "72.40", "status": "equal", "decided_by": None},
            id="another-role",
        ),
        pytest.param(
            decision("value", "correct", "100.56", indicator="Nilai AKIP", measure="achievement", raw="103,43"),
            {"target": "72", "realization": "72.40", "status": "equal", "decided_by": "arithmetic; person"},
            id="a-corrected-achievement",
        ),
        pytest.param(
            decision("year", "correct", "2025", indicator="Nilai AKIP", measure="target", raw="72"),
            None,
            id="another-year",
        ),
    ],
)
def test_a_decision_changes_what_is_judged(one: Correction, expected: dict[str, object] | None) -> None:
    meaning = report(one)
    if expected is None:
        assert [(row.year, row.status) for row in meaning.achievements if row.indicator == "Nilai AKIP"] == [
            (2025, "not_computable"),
            (2024, "equal"),
        ]
        return
    row = achievement(meaning, "Nilai AKIP")
    assert {key: row[key] for key in expected} == expected
    assert UNMATCHED not in {finding.rule for finding in meaning.findings}


def test_what_was_printed_and_read_stays() -> None:
    one = decision("value", "correct", "BB", indicator="Nilai AKIP", measure="realization", raw="72,40")
    (observation,) = [o for o in report(one).observations if o.decided_by]
    assert (observation.raw, observation.value, observation.text) == ("72,40", None, "BB")
    assert [str(value) for value in observation.alternatives] == ["72.40"]
    assert observation.confidence == 1
    assert observation.decided_by == "Ani (2026-01-31): read from the page"


def test_place_in_the_table_does_not_matter() -> None:
    one = decision("value", "accept", indicator="Nilai AKIP", measure="target", raw="7 0")
    meaning = report(one)
    moved = list(meaning.observations)
    assert [
        o.decided_by is not None for o in correct(moved[::-1], meaning.indicator_keys[::-1], [one]).observations
    ] == [o.decided_by is not None for o in moved[::-1]]


def test_a_decision_that_fits_nothing_is_a_finding() -> None:
    one = decision("value", "correct", "71", page="9", indicator="Nilai AKIP", measure="target", raw="70")
    (finding,) = [f for f in report(one).findings if f.rule == UNMATCHED]
    assert (finding.page, finding.pages, finding.printed, finding.expected) == (9, (9,), "70", "71")
    assert finding.message == (
        "The decision of Ani of 2026-01-31 to correct the value of target “Nilai AKIP” 70 as 71 fits nothing that is "
        "read in this report."
    )


def test_another_name_joins_two_indicators() -> None:
    text = "LAPORAN\n\nNo\tIndikator Kinerja\tTarget\tRealisasi\n1\t{}\t12\t10\n2\tLuas hutan kota\t5\t4\n"
    old = interpreted(text.format("Rasio ruang terbuka"), year=2023)
    new = interpreted(text.format("Cakupan taman bermain"), year=2024)
    assert len(link([old, new]).indicators) == 3
    one = decision("indicator", "correct", "Rasio ruang terbuka", indicator="Cakupan taman bermain")
    renamed = interpreted(text.format("Cakupan taman bermain"), year=2024, corrections=(one,))
    assert [o.indicator for o in renamed.observations][:1] == ["Cakupan taman bermain"]
    assert renamed.observations[0].confidence == new.observations[0].confidence
    linked = link([old, renamed], [one])
    assert [len({key for n, key, i in linked.keys if i == each.indicator_id}) for each in linked.indicators] == [1, 1]


@pytest.mark.parametrize(
    ("verdict", "value", "concept"),
    [
        pytest.param("correct", "poverty-rate", "poverty-rate", id="another"),
        pytest.param("reject", "", "7/dinas/nilai-akuntabilitas-kinerja-instansi-pemerintah", id="none"),
    ],
)
def test_a_person_decides_the_concept(verdict: str, value: str, concept: str) -> None:
    one = decision("concept", verdict, value, indicator="Nilai AKIP")
    meaning = report()
    linked = link([meaning], [one])
    (akip,) = [each for each in linked.indicators if "akuntabilitas" in each.indicator_id]
    assert akip.concept_id == (concept if verdict == "correct" else akip.indicator_id)


def test_every_field_is_tested_here() -> None:
    assert set(DECISIONS) == {"value", "measure", "year", "unit", "indicator", "concept"}
    one = decision("unit", "correct", "poin", indicator="Nilai AKIP", measure="target", raw="70")
    assert "poin" in {o.unit for o in report(one).observations}


# -- on every run -----------------------------------------------------------------------------------------------------


def read_view(lakip: Lakip, database: Path, view: str) -> list[dict[str, object]]:
    rows = json.loads(lakip("export", view, "-o", "-", "--format", "json", "--db", database).stdout)
    assert isinstance(rows, list)
    return rows


def test_decisions_are_applied_on_every_run(
    lakip: Lakip, tmp_path: Path, write_reports: Callable[[Path, int], list[Path]]
) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    database, file = tmp_path / "lakip.db", tmp_path / "corrections.csv"
    ingest = ("ingest", tmp_path / "in", "--db", database, "--jobs", "0")
    assert lakip(*ingest).exit_code == 0
    sha256 = str(read_view(lakip, database, "documents")[0]["sha256"])
    right = decision(
        "value", "correct", "90", sha256=sha256, page="1", indicator="Persentase arsip tertata", raw="72,40"
    )
    lost = decision("value", "accept", sha256=sha256, indicator="Persentase arsip", raw="72,40")
    foreign = decision("value", "accept", sha256="f" * 64, indicator="Nilai AKIP", raw="70")

    file.write_text(format_corrections([right, lost, foreign]), encoding="utf-8")
    result = lakip(*ingest)
    assert "1 read" in result.stderr, "changed decisions make a document new"
    assert f"corrections: {path.name}: The decision of Ani" in result.stderr
    assert "corrections: the database has no report ffffffffffff" in result.stderr
    values = {row["raw"]: row for row in read_view(lakip, database, "observations")}
    assert (values["72,40"]["value"], values["72,40"]["confidence"]) == (90, 1)
    assert values["72,40"]["decided_by"] == "Ani (2026-01-31): read from the page"
    assert [row["rule"] for row in read_view(lakip, database, "findings")].count(UNMATCHED) == 1
    assert "Nothing new" in lakip(*ingest).stderr

    file.unlink()
    assert lakip("normalize", "--db", database, "--jobs", "0").exit_code == 0
    values = {row["raw"]: row for row in read_view(lakip, database, "observations")}
    assert (values["72,40"]["value"], values["72,40"]["decided_by"]) == (72.4, None)
    assert "Nothing new" in lakip(*ingest).stderr


def test_a_named_file_must_be_there_and_clear(lakip: Lakip, tmp_path: Path, filled: Path) -> None:
    missing = lakip("normalize", "--db", filled, "--corrections", tmp_path / "none.csv")
    assert (missing.exit_code, "there is no file" in missing.stderr) == (2, True)
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    bad = lakip("normalize", "--db", filled, "--corrections", tmp_path / "bad.csv")
    assert (bad.exit_code, "is not UTF-8 text" in bad.stderr) == (1, True)
    (tmp_path / "bad.csv").write_text("a,b\n", encoding="utf-8")
    bad = lakip("normalize", "--db", filled, "--corrections", tmp_path / "bad.csv")
    assert (bad.exit_code, len(bad.stderr.splitlines())) == (1, 1)
    assert "bad.csv line 1: the head is sha256," in bad.stderr


def test_a_database_of_version_1_learns_to_keep_decisions(lakip: Lakip, filled: Path) -> None:
    before = read_view(lakip, filled, "observations")
    db = open_database(filled)
    for view in [name for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]:
        db.conn.execute(f'DROP VIEW "{view}"')
    for table, column in DECISION_COLUMNS:
        db.conn.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    (step,) = [one for one in MIGRATIONS if one.version == 2]
    step.apply(db)
    db.conn.commit()
    db.conn.close()
    open_database(filled).conn.close()
    assert read_view(lakip, filled, "observations") == before
