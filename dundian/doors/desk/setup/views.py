"""Accounts, roles, links and phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.features.programme import queries as programme_queries
from dundian.features.programme import services as programme
from dundian.features.programme.policy import Action
from dundian.features.registry import queries as registry_queries
from dundian.features.registry import services as registry

T = TypeVar("T")


class PlaceField(forms.ChoiceField):
    """A role and the place where it holds, chosen in one go: the place says the role."""

    def __init__(self, **words: Any) -> None:
        super().__init__(choices=self._choices, **words)

    @staticmethod
    def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
        words = {
            "ORGANISER": _("组织方"),
            "LEADER": _("组长"),
            "HANDLER": _("工会经办人"),
            "ENTERPRISE": _("企业经办人"),
        }
        rows = programme_queries.places()
        return [
            (label, [(f"{role}|{p.value}", f"{label} · {said(p.words)}") for p in rows if p.role == role])
            for role, label in words.items()
        ]


class PlaceForm(forms.Form):
    """One more role."""

    place = PlaceField(label=gettext_lazy("管哪里"))


class AccountForm(PlaceForm):
    """A new account."""

    field_order = ("name", "username", "place")

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    username = forms.RegexField(
        r"^[\w.@-]{2,40}$",
        label=gettext_lazy("登录名"),
        error_messages={"invalid": gettext_lazy("用 2 到 40 个字母、数字或汉字，不要空格")},
    )


def _give(request: HttpRequest, account_id: int, place: str) -> None:
    role, _bar, where = place.partition("|")
    kind, _colon, number = where.partition(":")
    programme.give(
        account_id=account_id,
        role=role,
        place={f"{kind}_id": int(number)} if kind else {},
        by=scope_of(request).by,
        at=timezone.now(),
    )


def _named(find: Callable[[int], T], number: int) -> T:
    """What is found under the number in the address; 404 for a number that there is none of."""
    try:
        return find(number)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    word = request.GET.get("who", "").strip()
    grants: dict[int, list[programme_queries.GrantRow]] = {}
    for row in programme_queries.grants():
        grants.setdefault(row.account_id, []).append(row)
    people = registry_queries.people_like(word) if word else []
    context = {
        "accounts": [(a, grants.get(a.account_id or 0, [])) for a in registry_queries.accounts()],
        "people": [(p, registry_queries.devices_of(p.person_id)) for p in people if p.person_id],
        "who": word,
        "form": AccountForm(),
        "place_form": PlaceForm(),
        "keeps_numbers": settings.KEEP_SEALED_NUMBERS,
        **more,
    }
    return render(request, "desk/setup/setup.html", context, status=status)


@require_GET
@asks(Action.SET_UP)
def setup(request: HttpRequest) -> HttpResponse:
    """The settings page; ?who= looks for an official whose phone is to be invited or stopped."""
    return _page(request)


@require_POST
@asks(Action.SET_UP)
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account with its first role and hand over its link."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    data = form.cleaned_data
    try:
        account_id = registry.open_account(
            username=data["username"], name=data["name"], at=timezone.now(), by=scope_of(request).by
        )
    except registry.NameTaken as fault:
        form.add_error("username", words_of(fault))
        return _page(request, status=422, form=form)
    _give(request, account_id, data["place"])
    return _hand_over(request, account_id=account_id, name=data["name"])


def _hand_over(request: HttpRequest, *, account_id: int, name: str) -> HttpResponse:
    token = registry.issue_link(account_id=account_id, at=timezone.now(), by=scope_of(request).by)
    address = f"{settings.ORIGINS['desk']}/enter/{token}/"
    return render(request, "desk/setup/handed.html", {"name": name, "address": address, "qr": _qr(address)})


def _qr(address: str) -> str:
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2)


@require_POST
@never_cache
@asks(Action.SET_UP)
def link(request: HttpRequest, account_id: int) -> HttpResponse:
    """A fresh one-time link for an account."""
    name = _named(registry_queries.account, account_id).name
    return _hand_over(request, account_id=account_id, name=name)


@require_POST
@asks(Action.SET_UP)
def give(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account one more role."""
    _named(registry_queries.account, account_id)
    form = PlaceForm(request.POST)
    if form.is_valid():
        _give(request, account_id, form.cleaned_data["place"])
        messages.success(request, _("开通了"))
    else:
        messages.error(request, _("没选管哪里，什么都没改"))
    return redirect("setup")


@require_POST
@asks(Action.SET_UP)
def withdraw(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take a role back."""
    try:
        programme.withdraw(grant_id=grant_id, by=scope_of(request).by, at=timezone.now())
        messages.success(request, _("收回了"))
    except programme.LastOrganiser as fault:
        messages.error(request, words_of(fault))
    return redirect("setup")


@require_POST
@never_cache
@asks(Action.SET_UP)
def invite(request: HttpRequest, person_id: int) -> HttpResponse:
    """An invite by which an official enrols his phone."""
    name = _named(registry_queries.person_name, person_id)
    token = registry.issue_invite(person_id=person_id, at=timezone.now(), by=scope_of(request).by)
    address = f"{settings.ORIGINS['phone']}/enrol#{token}"
    context = {"name": name, "address": address, "qr": _qr(address), "is_phone": True}
    return render(request, "desk/setup/handed.html", context)


@require_POST
@asks(Action.SET_UP)
def revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    """Stop a phone."""
    registry.revoke(device_id=device_id, by=scope_of(request).by, at=timezone.now())
    messages.success(request, _("这台手机停用了，它传过的都还在"))
    return redirect(f"/setup/?{urlencode({'who': request.POST.get('who', '')})}")
