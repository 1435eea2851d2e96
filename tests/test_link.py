"""Linking reports of one government: one indicator over its years, restated history, agreements not kept to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from extract.model import Document, Place
from normalize.checks.rules import RULES
from normalize.indicators.keys import group
from normalize.links.link_rules import LINK_RULES
from normalize.links.linking import link
from normalize.model import DocumentKind, Identity, Interpretation, LinkedRows, Observation

Row = tuple[str, str]
"""An indicator and its figures: "2023 realization 59,62; 2024 target 60"."""


def meaning(
    name: str, year: int, rows: list[Row], kind: DocumentKind = "report", agency: str | None = "12/dinas-sosial"
) -> Interpretation:
    observations = []
    for number, (indicator, figures) in enumerate(rows, start=2):
        for figure in figures.split("; "):
            of_year, measure, raw = figure.split(" ")
            unit = "%" if "%" in raw else None
            value = Decimal(raw.strip("%").replace(",", "."))
            decimals = len(raw.strip("%").partition(",")[2])
            observations.append(
                Observation(
                    Place(7, 1, number, 3),
                    measure,  # type: ignore[arg-type]
                    int(of_year),
                    indicator,
                    raw,
                    value,
                    unit=unit,
                    decimals=decimals,
                )
            )
    document = Document(name.ljust(64, "0"), f"{name}.pdf", f"{name}.pdf", 1, "pdf", "digital", (), ())
    identity = Identity(agency, "Dinas Sosial", "12", "Provinsi Sumatera Utara", year, kind)
    return Interpretation(document, identity, tuple(observations), group(observations), (), (), (), ())


def by_name(linked: LinkedRows, meanings: list[Interpretation]) -> set[tuple[str, str, str]]:
    """What was linked, with documents by name."""
    return {(meanings[n].document.name, key, indicator) for n, key, indicator in linked.keys}


def test_one_indicator_over_years_and_spellings() -> None:
    old = meaning("a", 2023, [("Prosentase pencari kerja yang ditempatkan", "2023 realization 59,62")])
    new = meaning("b", 2024, [("Persentase Pencarikerja yang ditempatkan (%)", "2024 realization 61")])
    linked = link([old, new])
    assert [one.indicator_id for one in linked.indicators] == [
        "12/dinas-sosial/persentase-pencari-kerja-yang-ditempatkan"
    ]
    assert linked.indicators[0].concept_id == "job-seekers-placed"
    assert linked.indicators[0].concept == "Persentase Pencari Kerja yang Ditempatkan"
    assert linked.indicators[0].name == "Prosentase pencari kerja yang ditempatkan"


def test_the_order_of_reading_changes_nothing() -> None:
    meanings = [
        meaning("c", 2022, [("Angka Kelahiran Total", "2022 realization 2,48"), ("Rasio guru", "2022 target 3")]),
        meaning("a", 2024, [("TFR/Total Fertility Rate (Angka Kelahiran Total)", "2022 realization 2,50")]),
        meaning("b", 2023, [("Total Fertility Rate (TFR)", "2023 realization 2,39"), ("Rasio guru", "2022 target 4")]),
    ]
    outcomes = []
    for order in permutations(meanings):
        linked = link(order)
        marked = {(order[n].document.name, key, year) for n, key, year in linked.restated}
        messages = {(order[n].document.name, finding.message) for n, finding, _ in linked.findings}
        outcomes.append((by_name(linked, list(order)), marked, messages, set(linked.indicators)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert len({indicator for _, _, indicator in outcomes[0][0]}) == 2


def test_a_unit_beside_the_number_keeps_figures_apart() -> None:
    old = meaning("a", 2023, [("Ketersediaan ikan untuk dikonsumsi", "2022 realization 102,2%")])
    new = meaning("b", 2024, [("Ketersediaan ikan untuk dikonsumsi", "2022 realization 30,41%")])
    assert [finding.rule for _, finding, _ in link([old, new]).findings] == ["history.restated"]
    weighed = tuple(replace(o, raw="30,41 kg/kap/tahun") for o in new.observations)
    assert link([old, replace(new, observations=weighed)]).findings == ()


def test_agencies_do_not_share_indicators() -> None:
    rows = [("Nilai AKIP", "2024 realization 72,40")]
    linked = link([meaning("a", 2024, rows), meaning("b", 2024, rows, agency="12/dinas-pendidikan")])
    assert [one.indicator_id for one in linked.indicators] == [
        "12/dinas-pendidikan/nilai-akuntabilitas-kinerja-instansi-pemerintah",
        "12/dinas-sosial/nilai-akuntabilitas-kinerja-instansi-pemerintah",
    ]
    assert {one.concept_id for one in linked.indicators} == {"akip-score"}
    assert linked.restated == () and linked.findings == ()


def test_two_indicators_of_one_report_stay_two() -> None:
    both = [("Jumlah aturan yang ditetapkan", "2023 target 5"), ("Jumlah aturan yang diterapkan", "2023 target 5")]
    linked = link([meaning("a", 2023, both), meaning("b", 2024, both)])
    assert len(linked.indicators) == 2
    assert len(linked.keys) == 4


def test_without_a_concept_the_indicator_stands_for_itself() -> None:
    linked = link([meaning("a", 2023, [("Jumlah aturan yang ditetapkan", "2023 target 5")])])
    assert linked.indicators[0].concept_id == linked.indicators[0].indicator_id
    assert linked.indicators[0].concept is None


def test_a_document_without_agency_is_named_by_its_content() -> None:
    linked = link([meaning("abc", 2023, [("Jumlah aturan", "2023 target 5")], agency=None)])
    assert linked.indicators[0].indicator_id == "abc000000000/jumlah-aturan"
    assert linked.indicators[0].agency_id is None


def test_restated_history_is_marked_in_both_reports_and_told_by_the_later() -> None:
    old = meaning("a", 2023, [("Persentase penduduk miskin", "2022 realization 8,33%; 2023 realization 8,15%")])
    new = meaning("b", 2024, [("Persentase Penduduk Miskin", "2022 realization 8,4%; 2023 realization 8,2%")])
    linked = link([new, old])
    assert linked.restated == ((0, "persentase-penduduk-miskin", 2022), (1, "persentase-penduduk-miskin", 2022))
    ((document, finding, evidence),) = linked.findings
    assert (document, finding.rule, finding.printed, finding.expected) == (0, "history.restated", "8,4%", "8,33%")
    assert evidence == ((0, "observation", 0), (1, "observation", 0))
    assert "a.pdf" in finding.message and "of 2023" in finding.message


def test_rounded_figures_are_no_restatement() -> None:
    rows = [("Persentase penduduk miskin", "2022 realization 8,33%")]
    rounded = [("Persentase penduduk miskin", "2022 realization 8,3%")]
    assert link([meaning("a", 2023, rows), meaning("b", 2024, rounded)]).findings == ()


def test_unlike_units_are_not_compared() -> None:
    rows = [("Kemantapan jalan", "2022 realization 8,33%")]
    other = meaning("b", 2024, [("Kemantapan jalan", "2022 realization 120")])
    kilometres = tuple(
        Observation(o.place, o.measure, o.year, o.indicator, o.raw, o.value, unit="km") for o in other.observations
    )
    lengths = Interpretation(other.document, other.identity, kilometres, other.indicator_keys, (), (), (), ())
    assert link([meaning("a", 2023, rows), lengths]).findings == ()


def test_last_years_figure_printed_again() -> None:
    old = meaning("a", 2023, [("Rasio kekerasan", "2023 realization 11,21"), ("Jumlah aturan", "2023 realization 12")])
    new = meaning("b", 2024, [("Rasio kekerasan", "2024 realization 11,21"), ("Jumlah aturan", "2024 realization 12")])
    ((document, finding, evidence),) = link([old, new]).findings
    assert (document, finding.rule, finding.printed) == (1, "history.repeated", "11,21")
    assert evidence == ((1, "observation", 0), (0, "observation", 0))


def test_rules_between_reports_are_listed_and_explained() -> None:
    codes = [rule.code for rule in LINK_RULES]
    assert codes == ["history.restated", "history.repeated", "agreement.target-differs", "correction.unmatched"]
    assert not {rule.code for rule in RULES} & set(codes)
    old = meaning("a", 2023, [("Rasio", "2023 realization 11,21; 2022 realization 8"), ("Cakupan", "2024 target 28")])
    agreed = meaning("c", 2024, [("Cakupan", "2024 target 5")], "agreement")
    new = meaning("b", 2024, [("Rasio", "2024 realization 11,21; 2022 realization 9"), ("Cakupan", "2024 target 28")])
    found = {(finding.rule, finding.severity) for _, finding, _ in link([old, agreed, new]).findings}
    assert found == {(rule.code, rule.severity) for rule in LINK_RULES[:3]}


def test_agreement_against_the_report_of_its_year() -> None:
    agreed = meaning("a", 2024, [("Rasio kekerasan terhadap anak", "2024 target 28")], "agreement")
    report = meaning("b", 2024, [("Rasio Kekerasan Terhadap Anak", "2024 target 2,8; 2024 realization 2,66")])
    ((document, finding, _),) = link([agreed, report]).findings
    assert (document, finding.rule, finding.printed, finding.expected) == (
        1,
        "agreement.target-differs",
        "2,8",
        "28",
    )
    kept = meaning("c", 2024, [("Rasio Kekerasan Terhadap Anak", "2024 target 28")])
    assert link([agreed, kept]).findings == ()
