"""Looks at a PDF as a reader does: words, links, and where there is ink."""

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

PIXELS_PER_MM = 4.0


def words(pdf: bytes) -> str:
    """All text of all pages, without blanks and line ends, which setting adds and removes."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).replace("\u200b", "").replace("\ufffe", "").split())


def page_words(pdf: bytes) -> list[str]:
    """The text of each page by itself, with line ends."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in millimetres."""
    with pdfium.PdfDocument(pdf) as document:
        return [(width / 72 * 25.4, height / 72 * 25.4) for width, height in map(_size, document)]


def links(pdf: bytes) -> list[str]:
    """The addresses of all link annotations, in order."""
    with pdfium.PdfDocument(pdf) as document:
        return [address for page in document for address in _page_links(document, page)]


def ink_mm(pdf: bytes, *, top: float = 0, bottom: float = 297) -> list[tuple[float, float, float, float]]:
    """For every page the box round its ink as left, top, right, bottom in mm, looking between two heights."""
    boxes = []
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=PIXELS_PER_MM * 25.4 / 72).to_numpy()[:, :, :3].min(axis=2)
            first, last = int(top * PIXELS_PER_MM), int(bottom * PIXELS_PER_MM)
            rows, columns = np.nonzero(picture[first:last] < 200)
            if rows.size:
                box = (columns.min(), rows.min() + first, columns.max(), rows.max() + first)
                boxes.append(tuple(float(edge) / PIXELS_PER_MM for edge in box))
    return boxes


def _size(page: pdfium.PdfPage) -> tuple[float, float]:
    return page.get_size()


def _page_links(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, link):
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document, action, buffer, length)
        yield buffer.value.decode()
