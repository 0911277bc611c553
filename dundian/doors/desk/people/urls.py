"""Addresses of people and places. They stand under 排期 in the rail, since planning begins with them."""

from django.urls import path

from dundian.doors.desk import undoing

from . import enterprises, officials, unions, units

P = "p/<int:programme_id>"
urlpatterns = [
    path(f"{P}/officials/", officials.listed, name="plan-officials"),
    path(f"{P}/officials/fill/", officials.fill, name="plan-officials-fill"),
    path(f"{P}/officials/unfill/", officials.unfill, name="plan-officials-unfill"),
    path(f"{P}/officials/new/", officials.new, name="plan-officials-new"),
    path(f"{P}/officials/<int:official_id>/", officials.edit, name="plan-official"),
    path(f"{P}/officials/<int:official_id>/remove/", officials.remove, name="plan-official-remove"),
    path(f"{P}/enterprises/", enterprises.listed, name="plan-enterprises"),
    path(f"{P}/enterprises/new/", enterprises.new, name="plan-enterprises-new"),
    path(f"{P}/enterprises/<int:enterprise_id>/", enterprises.edit, name="plan-enterprise"),
    path(f"{P}/enterprises/<int:enterprise_id>/remove/", enterprises.remove, name="plan-enterprise-remove"),
    path(f"{P}/unions/", unions.listed, name="plan-unions"),
    path(f"{P}/unions/new/", unions.new, name="plan-unions-new"),
    path(f"{P}/unions/plant/", unions.plant, name="plan-unions-plant"),
    path(f"{P}/unions/<int:union_id>/", unions.edit, name="plan-union"),
    path(f"{P}/unions/<int:union_id>/remove/", unions.remove, name="plan-union-remove"),
    path(f"{P}/take-back/", undoing.take_back, name="plan-take-back"),
    path(f"{P}/units/", units.listed, name="plan-units"),
    path(f"{P}/units/<int:unit_id>/", units.edit, name="plan-unit"),
]
