"""How allauth sees our accounts: they are opened by an organiser, never by a stranger."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up; no address is ever asked for or checked."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 – allauth's signature
        """Nobody signs up by himself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What stands for the sender where tries are counted: the same for the same address, and not the address."""
        return salted_hmac("sign-in-tries", request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()[:32]
