"""Addresses of the phone's origin: the JSON under /api/, and the application itself."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _

from .api import api
from .application import application
from .calendar import calendar


def nowhere(_request: HttpRequest, **_path: str) -> JsonResponse:
    """An address under /api/ that there is none of is never answered by the application's page."""
    return JsonResponse({"detail": _("没有这个地址。")}, status=404)


urlpatterns = [
    path("api/", api.urls),
    path("api/<path:path>", nowhere),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
    path("", application),
    path("<path:path>", application),
]
