"""What officials did and heard in the week: one row a record, every ledger is a view of it."""

from django.db import models

from dundian.features.programme.models import Group, Official, Programme


class Kind(models.TextChoices):
    LABOUR = "labour", "上工"
    TALK = "talk", "宣讲"
    INTERVIEW = "interview", "访谈"
    SYMPOSIUM = "symposium", "座谈会"
    VISIT = "visit", "走访"
    LIAISON = "liaison", "对接"
    OBSERVATION = "observation", "看到的"
    MEETING = "meeting", "碰头会"
    MEAL_LODGING = "meal_lodging", "同吃同住"
    SUGGESTION = "suggestion", "合理化建议"
    GOOD_DEED = "good_deed", "办实事"
    DIARY = "diary", "蹲点日记"


class Record(models.Model):
    """One record. What was said is kept as it was written; who is met is named by post, not by name."""

    # The id of the parcel that brought it.
    id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.RESTRICT, null=True, related_name="+")
    official = models.ForeignKey(Official, models.RESTRICT, related_name="+")
    kind = models.TextField(choices=Kind)
    who = models.TextField(default="")
    who_post = models.TextField(default="")
    text = models.TextField(default="")
    # The moment it happened (phone) and the moment it arrived (server).
    at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("programme", "at"), name="field_of_programme"),
            models.Index(fields=("official", "at"), name="field_of_official"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="record_kind_is_known"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
