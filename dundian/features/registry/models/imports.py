"""What an imported workbook changed, kept so that the whole import can be undone."""

from django.db import models

from .accounts import Account


class ImportBatch(models.Model):
    """One workbook that was taken."""

    class Kind(models.TextChoices):
        ROSTER = "ROSTER", "名册"
        ENTERPRISES = "ENTERPRISES", "企业"
        TOWNSHIPS = "TOWNSHIPS", "镇街工会"

    kind = models.TextField(choices=Kind)
    # The programme a roster was taken into; no foreign key, since programmes come later in the week.
    programme_number = models.BigIntegerField(null=True)
    file_name = models.TextField()
    digest = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.SET_NULL, null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(models.Model):
    """One thing that a row made or changed: its columns before (null = it was made) and after."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    sheet = models.TextField()
    row = models.PositiveIntegerField()
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"


class ImportDraft(models.Model):
    """A workbook on its way in, between two steps of the wizard. Sealed, since it holds phones and ids; then gone."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    kind = models.TextField(choices=ImportBatch.Kind)
    programme_number = models.BigIntegerField(null=True)
    file_name = models.TextField()
    content_sealed = models.BinaryField()
    # What the person said about it: sealed JSON of {"columns": {…}, "cells": […], "skipped": […]}.
    said_sealed = models.BinaryField(null=True)
    # What was read from it with all that was said: sealed too, and gone with the draft.
    reading_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name
