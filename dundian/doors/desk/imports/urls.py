"""Addresses of the import wizard."""

from django.urls import path

from . import past, wizard

P = "p/<int:programme_id>/imports"
DRAFT = f"{P}/drafts/<int:draft_id>"
urlpatterns = [
    path(f"{P}/", past.listed, name="plan-imports"),
    path(f"{P}/batches/<int:batch_id>/", past.shown, name="plan-imports-batch"),
    path(f"{P}/batches/<int:batch_id>/undo/", past.undo, name="plan-imports-undo"),
    path(f"{DRAFT}/columns/", wizard.columns, name="plan-imports-columns"),
    path(f"{DRAFT}/rows/", wizard.rows, name="plan-imports-rows"),
    path(f"{DRAFT}/take/", wizard.take, name="plan-imports-take"),
    path(f"{DRAFT}/drop/", wizard.drop, name="plan-imports-drop"),
    path(f"{DRAFT}/faults.xlsx", wizard.faults, name="plan-imports-faults"),
    path(f"{P}/<slug:kind>/", wizard.upload, name="plan-imports-new"),
    path(f"{P}/<slug:kind>/template.xlsx", wizard.blank, name="plan-imports-template"),
]
