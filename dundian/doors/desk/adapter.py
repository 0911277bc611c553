"""How allauth sees our accounts: they are opened by an organiser, never by a stranger."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up; no address is ever asked for or checked."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 – allauth's signature
        """Nobody signs up by himself."""
        return False
