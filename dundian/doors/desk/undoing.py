"""Every change by hand can be taken back while its toast is there, or by Ctrl Z."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme.policy import Action
from dundian.features.registry import services


@dataclass
class Change:
    """What a view says once it has changed something, and where one then stands (the name of an address).

    `made` are rows (label, id) that were not there before.
    """

    words: str = ""
    back: str = "plan-officials"
    made: tuple[tuple[str, int], ...] = ()


@contextmanager
def undoable(request: HttpRequest, programme_id: int, *rows: tuple[str, int]) -> Iterator[Change]:
    """Remember these rows (label, id), let the view change them, and offer to take the change back.

    Nothing is offered when the view leaves by an exception or sets no words.
    """
    change = Change()
    before = services.remember(*rows)
    yield change
    if not change.words:
        return
    # What hangs on another row goes before it: an official before his person.
    before += [(label, pk, None) for label, pk in change.made]
    after = services.remember(*[(label, pk) for label, pk, _columns in before])
    request.session["changed"] = {"before": before, "after": after, "back": change.back}
    undo = reverse("plan-take-back", args=[programme_id])
    messages.success(request, change.words, extra_tags=f"undo:{undo}")


@require_POST
@asks(Action.EDIT_PROGRAMME)
def take_back(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take the last change of this session back and return to the page it was made on."""
    changed = request.session.pop("changed", None)
    if changed is None:
        messages.error(request, _("没有可撤销的了"))
        return redirect("plan-officials", programme_id)
    try:
        services.take_back(before=changed["before"], after=changed["after"], by=scope_of(request).by, at=timezone.now())
    except (services.ChangedSince, services.StillUsed) as fault:
        messages.error(request, words_of(fault))
    else:
        messages.success(request, _("撤销了，和刚才一样"))
    return redirect(changed["back"], programme_id)
