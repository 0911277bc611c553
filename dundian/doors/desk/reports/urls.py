"""Addresses of the reports."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<int:programme_id>/reports/", views.reports, name="reports"),
    path("p/<int:programme_id>/reports/summary.docx", views.as_docx, name="reports-docx"),
    path("p/<int:programme_id>/reports/summary.pdf", views.as_pdf, name="reports-pdf"),
    path("p/<int:programme_id>/reports/passages/<slug:section>/", views.passage, name="reports-passage"),
    path("p/<int:programme_id>/reports/rows/<slug:key>/", views.rows, name="reports-rows"),
    path("p/<int:programme_id>/reports/rows/<slug:key>/export.xlsx", views.rows_export, name="reports-rows-export"),
]
