"""Who may see what and do what: the only place where roles are turned into scopes and permissions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from dundian.features.registry import queries as registry

from .models import Grant, Official, Placement
from .scope import EVERYTHING, Scope

Role = Grant.Role


class Action(StrEnum):
    """What can be asked for at the desk."""

    SEE_PROGRAMME = "SEE_PROGRAMME"
    EDIT_PROGRAMME = "EDIT_PROGRAMME"
    EDIT_REGISTRY = "EDIT_REGISTRY"
    SEE_CASES = "SEE_CASES"
    HANDLE_CASES = "HANDLE_CASES"
    SEE_VOICES = "SEE_VOICES"
    EDIT_PLEDGES = "EDIT_PLEDGES"
    ANSWER_SLOTS = "ANSWER_SLOTS"
    MAKE_REPORT = "MAKE_REPORT"
    SET_UP = "SET_UP"


_EVERYBODY = frozenset(Role.values)
_ALLOWED: dict[Action, frozenset[str]] = {
    Action.SEE_PROGRAMME: frozenset({Role.ORGANISER, Role.LEADER}),
    Action.EDIT_PROGRAMME: frozenset({Role.ORGANISER}),
    Action.EDIT_REGISTRY: frozenset({Role.ORGANISER}),
    Action.SEE_CASES: _EVERYBODY,
    Action.HANDLE_CASES: _EVERYBODY,
    # An enterprise answers cases; it never reads who said what in which words.
    Action.SEE_VOICES: frozenset({Role.ORGANISER, Role.LEADER, Role.HANDLER}),
    # Whose hours they are is said by the tokens: an organiser has none of an enterprise, and writes on the page of
    # the week what he was told, as such.
    Action.ANSWER_SLOTS: frozenset({Role.ORGANISER, Role.ENTERPRISE}),
    Action.EDIT_PLEDGES: frozenset({Role.ORGANISER}),
    Action.MAKE_REPORT: frozenset({Role.ORGANISER, Role.LEADER}),
    Action.SET_UP: frozenset({Role.ORGANISER}),
}


class NotAllowed(Exception):
    """这一步不归你办。要办，请找活动办开通。"""


def may(scope: Scope, action: Action) -> bool:
    """Whether one of the roles in this scope allows the action; settings are for organisers of the whole house."""
    if action == Action.SET_UP:
        return (Role.ORGANISER, None) in scope.held
    return bool(scope.roles & _ALLOWED[action])


def answers_slots(scope: Scope) -> bool:
    """Whether somebody speaks for an enterprise, which is asked to agree to the hours of a week."""
    return Role.ENTERPRISE in scope.roles


def require(scope: Scope, action: Action) -> None:
    """Raise NotAllowed unless the action is allowed."""
    if not may(scope, action):
        raise NotAllowed


def _tokens(grant: Grant) -> set[str]:
    if grant.role == Role.ORGANISER:
        return {f"p:{grant.programme_id}"} if grant.programme_id else {EVERYTHING}
    if grant.role == Role.LEADER:
        return {f"g:{grant.group_id}"}
    return {f"u:{grant.union_id}"} if grant.role == Role.HANDLER else {f"e:{grant.enterprise_id}"}


def scope_of_account(account_id: int, *, at: datetime) -> Scope:  # noqa: ARG001 – grants will carry an end
    """The scope of somebody who signed in at the desk: what his grants say, and nothing without one."""
    account = registry.account(account_id)
    grants = list(Grant.objects.filter(account_id=account_id).select_related("group__phase"))
    tokens: set[str] = set().union(*(_tokens(g) for g in grants)) if grants else set()
    # A union or an enterprise may be given cases of any programme; which rows it sees is said by its tokens.
    held = frozenset((g.role, g.group.phase.programme_id if g.group else g.programme_id) for g in grants)
    return Scope(
        by=f"account:{account_id}",
        name=account.name,
        account_id=account_id,
        person_id=account.person_id,
        roles=frozenset(role for role, _ in held),
        held=held,
        tokens=frozenset(tokens),
        programme_ids=None if any(p is None for _, p in held) else frozenset(p for _, p in held if p is not None),
    )


def scope_of_device(*, token: str, at: datetime) -> Scope | None:  # noqa: ARG001 – see scope_of_account
    """The scope of an enrolled phone: its official's own records, and the group's when he leads it.

    None for a token that is unknown or revoked.
    """
    device = registry.device(token=token)
    if device is None:
        return None
    officials = list(Official.objects.filter(person_id=device.person_id).values_list("pk", "programme_id"))
    led = Placement.objects.filter(Q(official__person_id=device.person_id, is_leader=True)).values_list(
        "group_id", flat=True
    )
    return Scope(
        by=f"device:{device.id}",
        name=device.person_name,
        device_id=device.id,
        person_id=device.person_id,
        tokens=frozenset({f"d:{device.id}", *(f"o:{pk}" for pk, _ in officials), *(f"g:{pk}" for pk in led)}),
        programme_ids=frozenset(programme for _, programme in officials),
    )
