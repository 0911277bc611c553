"""How allauth sees our accounts: they are opened by an organiser, never by a stranger."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dundian.features.registry import services as registry


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up; no address is ever asked for or checked."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 – allauth's signature
        """Nobody signs up by himself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What stands for the sender where tries are counted: the same for the same address, and not the address."""
        return salted_hmac("sign-in-tries", request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()[:32]

    def post_login(self, request: HttpRequest, user: Any, **words: Any) -> HttpResponse:
        """Every step of signing in was taken."""
        how = "+".join(str(record.get("method", "")) for record in get_authentication_records(request, user))
        registry.note_sign_in(account_id=user.pk, how=how, at=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **words)
        return answer

    def set_password(self, user: Any, password: str) -> None:
        """Somebody chose a password."""
        super().set_password(user, password)
        registry.note_password(account_id=user.pk, at=timezone.now())
