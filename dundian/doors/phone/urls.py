"""Addresses of the phone's origin: the JSON under /api/, and the application itself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
