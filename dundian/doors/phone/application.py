"""The phone's application: files that the build left in `app/`, and its one page for every other address."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils._os import safe_join
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

BUILT = Path(__file__).parent / "app"
# A machine's own list of types may lack these, and a service worker of another type is refused by browsers.
TYPES = {
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}


@gzip_page
@require_safe
def application(request: HttpRequest, path: str = "") -> HttpResponse:
    """A file of the application, or its page; one plain page where it was not built."""
    if not (BUILT / "index.html").is_file():
        return render(request, "phone/not_built.html", status=503)
    name = path or "index.html"
    file = _file(name)
    if file is None:
        # An address inside the application has no dot; what has one is a file that is not there.
        if "." in name.rsplit("/", 1)[-1]:
            raise Http404
        file = BUILT / "index.html"
    return _sent(file)


def _file(name: str) -> Path | None:
    try:
        file = Path(safe_join(BUILT, name))
    except (SuspiciousFileOperation, ValueError):
        return None
    return file if file.is_file() else None


def _sent(file: Path) -> HttpResponse:
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = HttpResponse(file.read_bytes(), content_type=kind)
    # The build writes a digest into the names under assets/; everything else is asked for each time.
    is_lasting = file.parent.name == "assets"
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_lasting else "no-cache"
    if file.name == "sw.js":
        response["Service-Worker-Allowed"] = "/"
    return response
