"""The chain of steps. It holds who did what to which thing and when, never what anybody said."""

from django.db import models


class Entry(models.Model):
    """One step; `digest` covers the step and the digest before it, so that no line can be changed quietly."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.TextField()
    step = models.TextField()
    subject = models.TextField()
    facts = models.JSONField(default=dict)
    previous = models.TextField()
    digest = models.TextField(unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("subject",), name="ledger_subject"),)

    def __str__(self) -> str:
        return f"{self.number} {self.step} {self.subject}"
