"""Addresses of the settings."""

from django.urls import path

from . import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("setup/accounts/", views.open_account, name="setup-open-account"),
    path("setup/accounts/<int:account_id>/link/", views.link, name="setup-link"),
    path("setup/accounts/<int:account_id>/grant/", views.give, name="setup-grant"),
    path("setup/grants/<int:grant_id>/withdraw/", views.withdraw, name="setup-withdraw"),
    path("setup/people/<int:person_id>/invite/", views.invite, name="setup-invite"),
    path("setup/phones/<int:device_id>/revoke/", views.revoke, name="setup-revoke"),
]
