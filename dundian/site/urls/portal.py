"""Addresses of the portal: no session, no sign-in, nothing but the portal."""

from django.urls import include, path

urlpatterns = [path("", include("dundian.doors.portal.urls"))]
handler404 = "dundian.doors.portal.views.not_here"
handler500 = "dundian.doors.portal.views.broken"
