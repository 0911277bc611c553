"""One season of the programme."""

from django.db import models


class Programme(models.Model):
    """活动. Every number in it is data: nothing here is a constant."""

    name = models.TextField()
    season = models.PositiveIntegerField(null=True)
    host = models.TextField(default="")
    theme = models.TextField(default="")
    start_on = models.DateField(null=True)
    end_on = models.DateField(null=True)
    # What an article or an announcement says, before the roster is in: people, phases, groups.
    announced = models.JSONField(default=dict)
    # [{"text", "category"}]
    tasks = models.JSONField(default=list)
    # Names of the higher documents under which it runs.
    mandates = models.JSONField(default=list)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
