"""Addresses of the inbox."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<int:programme_id>/inbox/", views.oddities, name="cases-inbox"),
    path("p/<int:programme_id>/inbox/<int:seq>/settle/", views.settle, name="cases-inbox-settle"),
]
