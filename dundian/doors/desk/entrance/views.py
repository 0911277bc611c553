"""The one-time link, and the page about oneself."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.said import words_of
from dundian.features.programme import queries as programme
from dundian.features.registry import services as registry


@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first, then use the link up: a preview in a chat window must not spend it."""
    if request.method != "POST":
        return render(request, "desk/entrance/enter.html", {"token": token})
    try:
        account_id = registry.use_link(token=token, at=timezone.now())
    except registry.LinkUsedUp as fault:
        return render(request, "desk/entrance/enter.html", {"fault": words_of(fault)}, status=410)
    user = get_user_model().objects.get(pk=account_id)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")


@require_GET
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """My password, my second factor, my roles."""
    account = get_user_model().objects.get(pk=request.user.pk or 0)
    kinds = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    context = {
        "has_password": account.has_usable_password(),
        "has_totp": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "grants": programme.grants_of(account.pk),
    }
    return render(request, "desk/entrance/me.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of this browser."""
    code = request.POST.get("language", "")
    response = redirect("me")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=31536000, samesite="Lax", httponly=True, secure=settings.SECURE
        )
        messages.success(request, _("换好了"))
    return response
