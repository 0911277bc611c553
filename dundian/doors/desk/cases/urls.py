"""Addresses of the case board."""

from django.urls import path

from . import board, bulk, steps

urlpatterns = [
    path("p/<int:programme_id>/cases/", board.cases, name="cases"),
    path("p/<int:programme_id>/cases/export.xlsx", board.export, name="cases-export"),
    path("p/<int:programme_id>/cases/several/<slug:act>/", bulk.several, name="cases-several"),
    path("p/<int:programme_id>/cases/<uuid:case_id>/undo/", steps.undo, name="cases-undo"),
    path("p/<int:programme_id>/cases/<uuid:case_id>/<slug:act>/", steps.step, name="cases-step"),
]
