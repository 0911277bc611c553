"""Speeches and the pledges in them.

A pledge speech was given in front of everybody and printed: there is no wall round it. What proves a
pledge is behind one (field, cases) and is only counted here under the asker's scope.
"""

from django.db import models

from dundian.features.programme.models import Official, Programme


class Article(models.Model):
    """A page as it was uploaded, to the letter."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="articles")
    file_name = models.TextField()
    headline = models.TextField(null=True)
    text = models.TextField()
    digest = models.TextField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("programme", "digest"), name="article_once_a_programme"),)

    def __str__(self) -> str:
        return self.headline or self.file_name


class Speech(models.Model):
    """表态发言: one speaker's words in their true order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="speeches")
    official = models.ForeignKey(Official, models.CASCADE, related_name="speeches")
    number = models.PositiveIntegerField()
    name = models.TextField()
    title = models.TextField(null=True)
    role = models.TextField(null=True)
    is_opening_lost = models.BooleanField(default=False)
    # [{"text", "spans": [[line, start, end]]}], lines from 1, code points
    paragraphs = models.JSONField()
    # [{"kind", "text", "note", "spans"}]
    notes = models.JSONField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="speech_number_once"),)

    def __str__(self) -> str:
        return self.name


class Pledge(models.Model):
    """承诺: a stretch of the restored speech, proposed by the machine or marked by a person."""

    speech = models.ForeignKey(Speech, models.CASCADE, related_name="pledges")
    paragraph = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    category = models.TextField()
    verifiability = models.TextField()
    evidence = models.JSONField(default=list)
    actor = models.TextField()
    # Proposed by the machine and not yet looked at by a person.
    is_proposed = models.BooleanField(default=True)
    confirmed_by = models.TextField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("speech__number", "paragraph", "start")
        constraints = (
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_pledge_has_words"),
            models.CheckConstraint(
                condition=models.Q(is_proposed=True) ^ models.Q(confirmed_at__isnull=False),
                name="confirmed_by_a_person_or_proposed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.speech}: {self.paragraph}[{self.start}:{self.end}]"


class Proof(models.Model):
    """佐证 that a person points to: which kind it is, and where it is to be found."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="proofs")
    kind = models.TextField()
    where = models.TextField()
    added_by = models.TextField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
