"""Reading pages that are pictures: an extra, `lakip[ocr]`. Import it only where a page needs it."""

from extract.ocr.engines import find_engine
from extract.ocr.page import ImagePage
from extract.ocr.pages import PageReader, Seen
from extract.ocr.tables import finished, in_place

__all__ = ["ImagePage", "PageReader", "Seen", "find_engine", "finished", "in_place"]
