"""What an account may see and do: rows, read by one policy module."""

from django.db import models

from dundian.features.registry.models import Account, Enterprise, Union

from .placements import Group
from .programmes import Programme


class Grant(models.Model):
    """One role of one account, as wide as the narrowest of its columns. A null programme means all of them."""

    class Role(models.TextChoices):
        ORGANISER = "ORGANISER", "组织方"
        LEADER = "LEADER", "组长"
        HANDLER = "HANDLER", "工会经办人"
        ENTERPRISE = "ENTERPRISE", "企业经办人"

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.TextField(choices=Role)
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="grants")
    group = models.ForeignKey(Group, models.CASCADE, null=True)
    union = models.ForeignKey(Union, models.CASCADE, null=True)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(models.Q(role="ORGANISER", group=None, union=None, enterprise=None))
                | models.Q(role="LEADER", group__isnull=False, union=None, enterprise=None)
                | models.Q(role="HANDLER", group=None, union__isnull=False, enterprise=None)
                | models.Q(role="ENTERPRISE", group=None, union=None, enterprise__isnull=False),
                name="a_grant_is_bound_to_its_place",
            ),
            models.UniqueConstraint(
                fields=("account", "role", "programme", "group", "union", "enterprise"),
                name="grant_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"
