"""Accounts at the desk, phones in the field, and the links that open either once."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from .people import Person


class AccountManager(BaseUserManager["Account"]):
    """What django.contrib.auth asks of a user model: look an account up by its user name."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find one account; user names do not know upper from lower case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in at the desk. What he may see is said by grants (programme), never by this row."""

    username = models.TextField(unique=True)
    name = models.TextField()
    person = models.OneToOneField(Person, models.SET_NULL, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("username"), name="username_once_in_any_case"),)

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A phone that was enrolled by an invite. Only the hash of its token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    name = models.TextField()
    token_hash = models.BinaryField(unique=True)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A link that opens the desk (account) or enrols a phone (person), once, until it expires."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="links")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="invites")
    token_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) ^ models.Q(person__isnull=True),
                name="a_link_opens_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account or self.person}"
