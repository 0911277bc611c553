"""Addresses of the desk; each part of the desk keeps its own table."""

from django.urls import include, path

PARTS = (
    "programmes",
    "people",
    "imports",
    "plan",
    "week",
    "cases",
    "inbox",
    "article",
    "pledges",
    "reports",
    "entrance",
    "setup",
)
urlpatterns = [path("", include(f"dundian.doors.desk.{part}.urls")) for part in PARTS]
