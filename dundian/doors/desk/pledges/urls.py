"""Addresses of the pledge table."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<int:programme_id>/pledges/", views.pledges, name="pledges"),
    path("p/<int:programme_id>/pledges/<int:pledge_id>/proof/", views.add_proof, name="pledges-proof"),
    path(
        "p/<int:programme_id>/pledges/<int:pledge_id>/proof/<int:proof_id>/away/",
        views.take_proof_away,
        name="pledges-proof-away",
    ),
]
