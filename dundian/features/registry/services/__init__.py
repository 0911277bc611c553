"""Steps that change the registry, one noun a file."""

from ..models import Account
from .accounts import (
    LINK_LIFETIME,
    LinkUsedUp,
    NameTaken,
    enrol,
    issue_invite,
    issue_link,
    open_account,
    revoke,
    token_hash,
    use_link,
)

__all__ = [
    "LINK_LIFETIME",
    "Account",
    "LinkUsedUp",
    "NameTaken",
    "enrol",
    "issue_invite",
    "issue_link",
    "open_account",
    "revoke",
    "token_hash",
    "use_link",
]
