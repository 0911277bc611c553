"""What a report cannot count: the words that a person writes into it."""

from django.db import models

from dundian.features.programme.models import Programme


class Section(models.TextChoices):
    """The parts of the summary report that are written, not counted (domain.md §3.7: 体会, 下一步)."""

    PRACTICE = "PRACTICE", "主要做法"
    INSIGHT = "INSIGHT", "体会"
    NEXT = "NEXT", "下一步打算"


class Passage(models.Model):
    """The words of one section, as they were last written."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    section = models.TextField(choices=Section)
    text = models.TextField()
    written_by = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "section"), name="one_passage_a_section"),
            models.CheckConstraint(condition=models.Q(section__in=Section.values), name="passage_section_is_known"),
        )

    def __str__(self) -> str:
        return self.section
