"""问题办理: a problem that somebody must answer, and every step taken with it.

No row here holds a worker's words: until a person writes a title the pages take one from the voice, which
the enterprise cannot read; what a worker adds at the portal stays in the thread (voices).
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from dundian.engines.casework import Level, State
from dundian.features.programme.models import Group, Official, Programme
from dundian.features.registry.models import Enterprise, Union
from dundian.features.voices.models import Voice

ABOVE_THE_FIRM = [level.value for level in Level if level not in {Level.ONSITE, Level.ENTERPRISE}]


class Case(models.Model):
    """One problem. Who must answer follows from its level."""

    id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    group = models.ForeignKey(Group, models.RESTRICT, null=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, related_name="+")
    # Who heard it.
    official = models.ForeignKey(Official, models.RESTRICT, null=True, related_name="+")
    # Null = no person has written one.
    title = models.TextField(null=True)
    class_code = models.TextField(null=True)
    is_machine_class = models.BooleanField(default=False)
    red_flag = models.TextField(null=True)
    state = models.TextField()
    level = models.TextField(default=Level.ONSITE.value)
    owner_group = models.ForeignKey(Group, models.RESTRICT, null=True, related_name="+")
    owner_enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, related_name="+")
    owner_union = models.ForeignKey(Union, models.RESTRICT, null=True, related_name="+")
    # 督办: the union one level up, which sees an overdue case and is not its owner.
    supervisor_union = models.ForeignKey(Union, models.RESTRICT, null=True, related_name="+")
    passed_up = models.BooleanField(default=False)
    due_on = models.DateField()
    is_due_estimated = models.BooleanField(default=False)
    remind_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    supervised_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # The worker's own word, and the end of the work for whatever reason: two facts, counted apart.
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(default="")
    revisit_on = models.DateField(null=True)
    reopened_count = models.PositiveIntegerField(default=0)
    method = models.TextField(default="")
    affected = models.TextField(default="")
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    voices = models.ManyToManyField(Voice, related_name="cases")

    class Meta:
        indexes = (models.Index(fields=("programme", "state"), name="cases_on_the_board"),)
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="case_number_once_a_programme"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in State]), name="case_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(level="ONSITE", owner_enterprise=None, owner_union=None)
                | models.Q(level="ENTERPRISE", owner_enterprise__isnull=False, owner_union=None)
                | models.Q(level__in=ABOVE_THE_FIRM, owner_enterprise=None, owner_union__isnull=False),
                name="a_case_is_owned_at_its_level",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="CONFIRMED") | models.Q(confirmed_at__isnull=False),
                name="confirmed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["CLOSED", "NOT_SOLVABLE_NOW", "NOT_ACCEPTED"])
                | ~models.Q(closed_reason=""),
                name="closed_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number:04} {self.state}"


class Mark(models.TextChoices):
    """Steps that are written into the timeline beside those of the engine: they change no state."""

    RENAME = "RENAME", "改了说法"
    RECLASSIFY = "RECLASSIFY", "改了分类"
    PROPOSE = "PROPOSE", "机器建议了分类"
    DESCRIBE = "DESCRIBE", "写了办法"
    MOVE_DUE = "MOVE_DUE", "改了期限"
    MERGE = "MERGE", "并成一件"
    REMIND = "REMIND", "催办"
    SUPERVISE = "SUPERVISE", "督办"
    UNDO = "UNDO", "撤回上一步"


class CaseStep(models.Model):
    """One line of 走到哪了. `before` holds the columns as they were, so that the step can be taken back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    step = models.TextField()
    at = models.DateTimeField()
    # An account, a device, "clock" or "receipt".
    by = models.TextField()
    # The unit that acted, as the worker may read it.
    unit = models.TextField(default="")
    level = models.TextField()
    text = models.TextField(default="")
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("case", "at"), name="cases_timeline"),)

    def __str__(self) -> str:
        return f"{self.step} {self.case_id}"
