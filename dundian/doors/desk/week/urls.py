"""Addresses of the week: the page, runs, changes by hand, the enterprise's yes, papers."""

from django.urls import path

from . import acts, answers, page, papers, running

P = "p/<int:programme_id>/plan/week"
G = f"{P}/<int:group_id>"
urlpatterns = [
    path(f"{P}/", page.shown, name="plan-week"),
    path(f"{P}/run/", running.run, name="plan-week-run"),
    path(f"{P}/runs/<int:week_run_id>/", running.progress, name="plan-week-progress"),
    path(f"{P}/runs/<int:week_run_id>/stop/", running.stop, name="plan-week-stop"),
    path(f"{P}/export/", papers.export, name="plan-week-export"),
    path(f"{P}/poster/", papers.poster, name="plan-week-poster"),
    path(f"{P}/undo/<int:week_change_id>/", acts.undo, name="plan-week-undo"),
    path(f"{G}/entry/", acts.entry, name="plan-week-entry"),
    path(f"{G}/move/", acts.move, name="plan-week-move"),
    path(f"{G}/remove/", acts.remove, name="plan-week-remove"),
    path(f"{G}/add/", acts.add, name="plan-week-add"),
    path(f"{G}/terms/", acts.terms, name="plan-week-terms"),
    path(f"{G}/ask/", answers.ask, name="plan-week-ask"),
    path(f"{G}/answering/", answers.answering, name="plan-week-answering"),
    path(f"{G}/answer/", answers.answer, name="plan-week-answer"),
    path("p/<int:programme_id>/slots/", answers.slots, name="slots"),
    path("p/<int:programme_id>/slots/answer/", answers.slots_answer, name="slots-answer"),
]
