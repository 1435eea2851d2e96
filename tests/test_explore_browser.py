"""The site as people use it: headless Chromium through Playwright, over our own corpus."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.explore_site import AGENCY, BPJS, DISNAKER, demo, ingest, normalize, server

pytest.importorskip("datasette", reason="needs the extra lakip[site]")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.site, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
KINDS_OF_PAGE = {
    "front": "/",
    "agency": f"/agency/{AGENCY}",
    "compare": f"/compare?agency={AGENCY}&agency=32.77/dinas-penanaman-modal-dan-pelayanan-terpadu-satu-pintu",
    "indicator": "/indicator/akip-score",
    "reports": "/reports",
    "report": f"/report/{DISNAKER}",
    "page": f"/report/{DISNAKER}/9",
    "number": f"/number/{BPJS}",
    "findings": "/findings",
    "search": "/search?q=koperasi",
    "review": "/review?list=conflict",
    "proposals": "/review?list=proposals",
    "data": "/lakip/findings",
    "views": "/lakip",
    "found": f"/report/{DISNAKER}/9?q=koperasi",
    "missing": "/number/none",
}


@pytest.fixture(scope="module")
def home() -> Path:
    return demo()


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("decisions") / "corrections.csv"


@pytest.fixture(scope="module")
def address(home: Path, decisions: Path) -> Iterator[str]:
    with server(home / "lakip.db", home / "kept", is_review=True, corrections=decisions) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def tab(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page in a context of its own; what it complains about, or asks of other hosts, fails the test."""
    context = browser.new_context(base_url=address, locale="id-ID", accept_downloads=True, **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda one: complaints.append(one.url) if not one.url.startswith(address) else None)
    yield page
    context.close()
    assert [one for one in complaints if "404 (Not Found)" not in one] == []


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with tab(browser, address, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


def test_from_the_front_page_to_a_boxed_cell_in_three_clicks(page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="Dinas Tenaga Kerja Koperasi dan Usaha Mikro Kota Tanjungpinang").click()
    page.get_by_role("region", name="Indikator").get_by_role("link", name="55,04", exact=True).click()
    expect_box(page)
    assert "Prosentase Pencari Kerja yang Ditempatkan" in page.locator("h1").inner_text()
    assert page.locator(".raw q").inner_text() == "55,04%"


def expect_box(page: Any) -> None:
    """A box is drawn over an image that is there, and in view."""
    box = page.locator(".cell-box")
    assert box.count() == 1
    loaded = "() => { const i = document.querySelector('.paper image'); return i && i.getBBox().width > 0 }"
    page.wait_for_function(loaded)
    image = page.locator(".paper image").get_attribute("href")
    assert page.request.get(image).headers["content-type"] == "image/png"
    paper, cell = page.locator(".paper").bounding_box(), box.bounding_box()
    assert paper["y"] <= cell["y"] <= paper["y"] + paper["height"]
    assert paper["x"] <= cell["x"] <= paper["x"] + paper["width"]
    assert cell["y"] + cell["height"] <= page.viewport_size["height"], "without scrolling"


def test_pages_before_and_after_and_zoom(page: Any) -> None:
    page.goto(f"/number/{BPJS}")
    width = page.locator(".cell-box").bounding_box()["width"]
    page.get_by_role("link", name="200 %").click()
    expect_box(page)
    assert page.locator(".cell-box").bounding_box()["width"] == pytest.approx(2 * width, rel=0.05)
    page.get_by_role("link", name="Halaman 3").click()
    page.wait_for_url(f"**/report/{DISNAKER}/3?zoom=2")
    assert page.locator(".value-box").count() > 1
    page.wait_for_load_state()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/report/{DISNAKER}/2?zoom=2")


def test_a_budget_is_boxed(page: Any) -> None:
    page.goto(f"/agency/{AGENCY}")
    page.get_by_role("link", name="8.736.548.759").click()
    expect_box(page)
    assert page.locator("h1").inner_text() == "Jumlah Anggaran"


def test_two_agencies_are_compared(page: Any) -> None:
    page.goto("/?year=2024")
    page.get_by_label("Bandingkan Dinas Tenaga Kerja Koperasi").check()
    page.get_by_label("Bandingkan Dinas Penanaman Modal").check()
    page.get_by_role("button", name="Bandingkan").click()
    head = page.locator(".side thead th a")
    head.first.wait_for()
    assert {head.nth(n).inner_text() for n in range(head.count())} == {
        "Dinas Tenaga Kerja Koperasi dan Usaha Mikro Kota Tanjungpinang",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Cimahi",
    }
    page.get_by_role("region", name="Indikator yang sama").get_by_role("link", name="77,2").click()
    expect_box(page)


def test_the_contradiction_about_bpjs_is_found_with_its_boxes(page: Any) -> None:
    page.goto("/findings")
    page.get_by_role("link", name="tinggi", exact=True).click()
    page.get_by_label("Saringan").get_by_role("link", name="Dinas Tenaga Kerja Koperasi").click()
    finding = page.locator(".finding", has_text="BPJS").filter(has_text="137,53 (halaman 2)").first
    finding.get_by_role("link").first.click()
    boxes = page.locator(".cell-box")
    assert boxes.count() >= 3
    assert page.locator("figure.cut").count() >= 3
    for n in range(boxes.count()):
        paper = boxes.nth(n).locator("xpath=ancestor::div[contains(@class,'paper')]").bounding_box()
        cell = boxes.nth(n).bounding_box()
        assert paper["y"] - 1 <= cell["y"] <= paper["y"] + paper["height"]
    page.get_by_label("1: Besaran Pekerja").first.click()
    expect_box(page)


def test_a_value_is_corrected_in_review_and_changes_after_normalize(browser: Any, home: Path, tmp_path: Path) -> None:
    database, decisions = tmp_path / "lakip.db", tmp_path / "corrections.csv"
    shutil.copy(home / "lakip.db", database)
    with (
        server(database, tmp_path / "kept", is_review=True, corrections=decisions) as at,
        tab(browser, at, viewport={"width": 1280, "height": 900}) as page,
    ):
        page.goto("/review")
        page.get_by_role("link", name="Menunggu pilihan").click()
        page.get_by_role("link", name="98,05", exact=True).first.click()
        number = page.url.partition("#")[0]
        page.get_by_label("Betulkan menjadi").check()
        page.get_by_label("Nilai yang benar").fill("137,53")
        page.get_by_label("Oleh").fill("Ani Pemeriksa")
        page.get_by_label("Alasan").fill("tabel 3.2 memakai target lain")
        page.get_by_role("button", name="Simpan keputusan").click()
        assert "corrections.csv" in page.get_by_role("status").inner_text()
        with decisions.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["raw"], row["decision"], row["value"]) for row in rows] == [("98,05", "correct", "137.53")]
        assert page.locator(".read strong").inner_text() == "98,05 %"
        normalize(database)
        page.wait_for_timeout(1100)
        page.goto(number)
        assert page.locator(".read strong").inner_text() == "137,53 %"
        assert page.locator(".raw q").inner_text() == "98,05"
        assert "Ani Pemeriksa" in page.locator(".facts.tall").inner_text()
        page.goto("/review?list=decided")
        assert "tabel 3.2 memakai target lain" in page.locator("main").inner_text()


def test_the_current_view_is_exported_as_csv(page: Any) -> None:
    page.goto("/findings?severity=high")
    page.get_by_role("link", name="tabel dengan saringan").click()
    page.locator("#facet-rule").get_by_role("link", name="target.conflict").click()
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {(row["severity"], row["rule"]) for row in rows} == {("high", "target.conflict")}


def test_charts_are_drawn_without_evaluating_code(page: Any) -> None:
    page.goto("/indicator/akip-score")
    page.locator(".vega svg").first.wait_for()
    drawn = "[...document.querySelectorAll('.vega .mark-symbol.role-mark path')].map(one => one.getAttribute('d'))"
    assert len(set(page.evaluate(drawn))) > 3, "agencies differ by shape, not by colour alone"
    page.goto(f"/agency/{AGENCY}")
    page.locator("#trend-chart svg").wait_for()
    assert page.locator("#trend-chart svg path[stroke-dasharray='4,3']").count() >= 1, "targets are dashed"


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_pages_are_accessible_in_light_and_dark_and_fit_a_phone(page: Any, kind: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page.goto(KINDS_OF_PAGE[kind])
    page.wait_for_load_state("networkidle")
    told = serious(axe.run(page).response)
    page.emulate_media(color_scheme="dark")
    told += serious(axe.run(page, options={"runOnly": ["color-contrast"]}).response)
    assert told == []
    page.set_viewport_size(PHONE)
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def serious(response: dict[str, Any]) -> list[tuple[str, str]]:
    """The serious violations that axe-core found, each with the first place. It must have looked at something."""
    assert response["passes"]
    violations = response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:200]) for one in violations if one["impact"] in ("serious", "critical")
    ]


def test_axe_would_see_a_violation(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page.goto("/")
    page.evaluate("document.querySelector('#government').previousElementSibling.remove()")
    assert [rule for rule, _ in serious(axe.run(page).response)] == ["select-name"]


def test_the_keyboard_reaches_everything(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"/report/{DISNAKER}/9")
    page.locator(".paper").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Persentase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/number/**")


def test_hostile_content_runs_nothing(browser: Any, tmp_path: Path) -> None:
    report = tmp_path / "<img src=x onerror=alert(3)>.txt"
    report.write_text(
        "LAPORAN KINERJA\nDINAS KESEHATAN KOTA CIMAHI\nTAHUN 2024\n"
        "No\tSasaran\tIndikator Kinerja\tSatuan\tTarget\tRealisasi\tCapaian\n"
        "1\tSehat\t<script>alert(1)</script> <img src=x onerror=alert(2)>\t%\t80\t90\t112,5\n"
        "2\tSehat\t</script><svg onload=alert(4)>\t%\t50\t40\t99\n",
        encoding="utf-8",
    )
    ingest(tmp_path / "lakip.db", report)
    with server(tmp_path / "lakip.db", tmp_path / "kept") as at, tab(browser, at) as page:
        page.goto("/lakip/observations")
        assert "<script>alert(1)</script>" in page.locator("main").inner_text()
        page.get_by_role("link", name="/p1/").first.click()
        assert "alert(1)" in page.locator("h1").inner_text()
        for path in ("/", "/reports", "/search?q=alert"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
        page.get_by_role("link", name="alert").first.click()
        page.wait_for_load_state("networkidle")
