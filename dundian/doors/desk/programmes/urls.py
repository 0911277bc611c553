"""Addresses of programmes: the overview, their facts, phases and groups."""

from django.urls import path

from . import editing, overview, phases

P = "p/<int:programme_id>"
urlpatterns = [
    path("", overview.home, name="home"),
    path("programmes/", editing.listed, name="overview-programmes"),
    path("programmes/new/", editing.new, name="overview-new"),
    path("programmes/sample/", editing.sample, name="overview-sample"),
    path(f"{P}/", overview.overview, name="overview"),
    path(f"{P}/facts/", editing.facts, name="overview-facts"),
    path(f"{P}/remove/", editing.remove, name="overview-remove"),
    path(f"{P}/phases/", phases.shown, name="plan-phases"),
    path(f"{P}/phases/lay-out/", phases.lay_out, name="plan-phases-lay-out"),
    path(f"{P}/phases/add/", phases.add, name="plan-phases-add"),
    path(f"{P}/phases/<int:phase_id>/", phases.change, name="plan-phase"),
    path(f"{P}/phases/<int:phase_id>/groups/", phases.groups, name="plan-phase-groups"),
    path(f"{P}/groups/<int:group_id>/remove/", phases.remove_group, name="plan-group-remove"),
]
