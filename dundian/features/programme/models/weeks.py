"""The week of each group: what it was laid out from, the timetable, what the enterprise says to it, changes by hand."""

from django.db import models

from dundian.features.registry.models import Enterprise

from .placements import Group
from .programmes import Programme


class WeekRun(models.Model):
    """One asking for timetables, of one group or of many; the job takes one group after another."""

    class State(models.TextChoices):
        WAITING = "WAITING", "排着队"
        RUNNING = "RUNNING", "正在排"
        DONE = "DONE", "排好了"
        STOPPED = "STOPPED", "停下了"
        BROKEN = "BROKEN", "没排完"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="week_runs")
    state = models.TextField(choices=State, default=State.WAITING)
    by = models.TextField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Ids of groups: all that were asked for, and those that are laid out.
    groups = models.JSONField()
    done = models.JSONField(default=list)
    # {group: why it could not be laid out}
    failed = models.JSONField(default=dict)
    is_stop_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme",),
                condition=models.Q(state__in=("WAITING", "RUNNING")),
                name="one_week_run_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} · {self.pk}"


class GroupWeek(models.Model):
    """一周课表 of one group. Empty `facts` and `plan`: not laid out yet."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="week")
    # What the organiser says about this week: {"rooms", "office_hours", "travel", "interviews", "visits", "talks"}
    terms = models.JSONField(default=dict)
    # The week as docs/formats.md has it, kept so that the timetable can be read as it was then.
    facts = models.JSONField(default=dict)
    # {"places", "entries", "cost", "bound", "proof", "given_up", "notes", "seconds"}
    plan = models.JSONField(default=dict)
    # SHA-256 of the facts; a week whose group or enterprise changed since is old.
    input_hash = models.TextField(default="")
    made_by = models.TextField(default="")
    made_at = models.DateTimeField(null=True)
    # When the enterprise was asked to agree, and when it was reminded.
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # The timetable as the enterprise agreed to it last, slot by slot: what notices and calendars tell.
    agreed = models.JSONField(default=dict)
    agreed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.group}"


class WeekSlot(models.Model):
    """One slot that the enterprise agrees to: its workers are talked to. Kept through new plans by its `key`."""

    class State(models.TextChoices):
        WAITING = "WAITING", "还没点头"
        AGREED = "AGREED", "同意"
        OTHER = "OTHER", "换个时间"

    week = models.ForeignKey(GroupWeek, models.CASCADE, related_name="slots")
    # For the wall: the tokens that open this row.
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    # date|start|kind|team|which of several: an answer is about an hour and a team, whoever comes.
    key = models.TextField()
    day = models.DateField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    kind = models.TextField()
    # As the approval list says it: {"time", "team", "what", "who", "place", "why"}
    words = models.JSONField()
    state = models.TextField(choices=State, default=State.WAITING)
    # What the enterprise says: when it would suit, or who agreed where the organiser writes it down.
    word = models.TextField(default="")
    said_by = models.TextField(default="")
    answered_by = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("day", "start", "pk")
        constraints = (models.UniqueConstraint(fields=("week", "key"), name="slot_once_a_week"),)

    def __str__(self) -> str:
        return self.key


class WeekChange(models.Model):
    """One change by hand of a timetable: places and entries before and after, so that exactly it can be undone."""

    class Kind(models.TextChoices):
        MOVE = "MOVE", "换了时间"
        REMOVE = "REMOVE", "去掉一段"
        ADD = "ADD", "加了访谈"

    week = models.ForeignKey(GroupWeek, models.CASCADE, related_name="changes")
    kind = models.TextField(choices=Kind)
    by = models.TextField()
    at = models.DateTimeField()
    before = models.JSONField()
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
