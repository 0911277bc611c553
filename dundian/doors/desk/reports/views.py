"""The summary report: compose, paper, Word, PDF, and the rows behind each number."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.engines.document import docx, numbering, pdf
from dundian.engines.document.model import Document
from dundian.features.programme.policy import Action
from dundian.features.reports import queries, services
from dundian.features.reports.queries import Figure, Missing, Row, Source

from .paper import sheets

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _source(request: HttpRequest, programme_id: int) -> Source:
    return Source(scope=scope_of(request), programme_id=programme_id, today=timezone.localdate())


def _made(request: HttpRequest, programme_id: int) -> tuple[Document, tuple[Missing, ...]]:
    def link(figure: Figure) -> str:
        address = reverse("reports-rows", kwargs={"programme_id": programme_id, "key": figure.key})
        return f"{settings.ORIGINS['desk']}{address}"

    return queries.summary(source=_source(request, programme_id), link=link, on=timezone.localdate())


@require_GET
@asks(Action.MAKE_REPORT)
def reports(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Outline and what is missing on the left, the paper on the right; ?write= opens a section."""
    document, missing = _made(request, programme_id)
    texts = queries.passages(programme_id)
    writing = request.GET.get("write", "")
    context = {
        "document": document,
        "sheets": sheets(document),
        "outline": numbering.outline(document),
        "missing": missing,
        "sections": queries.written_sections(programme_id),
        "writing": writing if writing in texts else "",
        "text": texts.get(writing, ""),
        "today": timezone.localdate(),
    }
    return render(request, "desk/reports/report.html", context)


@require_POST
@asks(Action.MAKE_REPORT)
def passage(request: HttpRequest, programme_id: int, section: str) -> HttpResponse:
    """Write one section."""
    try:
        services.write_passage(
            programme_id=programme_id,
            section=section,
            text=request.POST.get("text", ""),
            by=scope_of(request).by,
            at=timezone.now(),
        )
    except services.UnknownSection as fault:
        raise Http404 from fault
    messages.success(request, _("写进报告了"))
    return redirect("reports", programme_id)


def _download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_GET
@asks(Action.MAKE_REPORT)
def as_docx(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The report as Word."""
    document, _missing = _made(request, programme_id)
    content = docx.render(document, at=timezone.localtime())
    return _download(content, name=f"{document.plain_title()}.docx", media_type=DOCX)


@require_GET
@asks(Action.MAKE_REPORT)
def as_pdf(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The report as PDF; faces that stand in for official ones are named at the foot of its last page."""
    document, _missing = _made(request, programme_id)
    printed = pdf.render(document, at=timezone.localtime())
    return _download(printed.pdf, name=f"{document.plain_title()}.pdf", media_type="application/pdf")


def _address(row: Row, programme_id: int) -> str:
    if not row.page:
        return ""
    query = f"?{urlencode(row.query)}" if row.query else ""
    return reverse(row.page, kwargs={"programme_id": programme_id}) + query


def _cells(row: Row) -> tuple[str, ...]:
    """A row in the reader's language; what somebody said or wrote is never taken for one of our sentences."""
    return tuple(said(cell) if row.page.startswith("plan") else _(cell) for cell in row.cells)


def _behind(request: HttpRequest, programme_id: int, key: str) -> tuple[Any, list[Row]]:
    try:
        return queries.rows_behind(key, source=_source(request, programme_id))
    except queries.UnknownFigure as fault:
        raise Http404 from fault


@require_GET
@asks(Action.MAKE_REPORT)
def rows(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """The rows that a number counts: as many as the number says."""
    kind, found = _behind(request, programme_id, key)
    context = {
        "key": key,
        "words": said(kind.words),
        "heads": [said(head) for head in kind.heads],
        "rows": [(_cells(row), _address(row, programme_id)) for row in found],
    }
    return render(request, "desk/reports/rows.html", context)


@require_GET
@asks(Action.MAKE_REPORT)
def rows_export(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """The same rows as Excel."""
    kind, found = _behind(request, programme_id, key)
    return workbook(
        name=said(kind.words), heads=tuple(said(head) for head in kind.heads), rows=[_cells(row) for row in found]
    )
