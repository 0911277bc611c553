"""A password alone does not open what workers said."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest


def is_missing(request: HttpRequest) -> bool:
    """Whether this visitor came by password and has no second factor to show.

    A one-time link is handed over in person and opens the desk without one.
    """
    records = get_authentication_records(request, request.user)
    by_password = any(record.get("method") == "password" for record in records)
    return by_password and not is_mfa_enabled(request.user)
