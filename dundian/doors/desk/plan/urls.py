"""Addresses of the plan: groups, runs, moves, and what is sent out."""

from django.urls import path

from . import acts, choosing, comparing, page, publishing, running

P = "p/<int:programme_id>/plan"
urlpatterns = [
    path(f"{P}/", page.shown, name="plan"),
    path(f"{P}/export/", page.export, name="plan-export"),
    path(f"{P}/run/", running.run, name="plan-run"),
    path(f"{P}/runs/", running.history, name="plan-runs"),
    path(f"{P}/compare/", comparing.shown, name="plan-compare"),
    path(f"{P}/runs/<int:run_id>/", running.progress, name="plan-progress"),
    path(f"{P}/runs/<int:run_id>/stop/", running.stop, name="plan-stop"),
    path(f"{P}/runs/<int:run_id>/apply/", running.apply, name="plan-apply"),
    path(f"{P}/relax/<slug:rule>/", running.relax, name="plan-relax"),
    path(f"{P}/move/", acts.move, name="plan-move"),
    path(f"{P}/undo/<int:change_id>/", acts.undo, name="plan-undo"),
    path(f"{P}/who/<int:official_id>/", choosing.choices, name="plan-choices"),
    path(f"{P}/who/<int:official_id>/lock/", acts.lock, name="plan-lock"),
    path(f"{P}/who/<int:official_id>/lead/", acts.leader, name="plan-lead"),
    path(f"{P}/who/<int:official_id>/reserve/", acts.reserve, name="plan-reserve"),
    path(f"{P}/group/<int:group_id>/lock/", acts.lock_group, name="plan-lock-group"),
    path(f"{P}/mend/<slug:key>/", choosing.remedies, name="plan-remedies"),
    path(f"{P}/send/", publishing.sending, name="plan-publish"),
    path(f"{P}/send/words/", publishing.words, name="plan-publish-words"),
    path(f"{P}/send/now/", publishing.send, name="plan-publish-now"),
    path(f"{P}/send/print/", publishing.printed, name="plan-notices"),
    path(f"{P}/send/<int:official_id>/", publishing.notice, name="plan-notice"),
    path(f"{P}/send/<int:official_id>/renew/", publishing.renew, name="plan-calendar-renew"),
    path(f"{P}/send/<int:official_id>/revoke/", publishing.revoke, name="plan-calendar-revoke"),
]
