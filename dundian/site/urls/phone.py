"""Addresses of the phone's origin."""

from django.urls import include, path

urlpatterns = [path("", include("dundian.doors.phone.urls"))]
