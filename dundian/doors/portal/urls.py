"""Addresses of the portal. None of them ever carries a code."""

from django.urls import path

from .views import look, who_sees, word

urlpatterns = [
    path("", look, name="look"),
    path("word/", word, name="word"),
    path("who-sees/", who_sees, name="who-sees"),
]
