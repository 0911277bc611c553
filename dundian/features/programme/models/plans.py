"""Runs of the solver, changes of the plan, and what was published of it."""

from django.db import models

from .placements import Official
from .programmes import Programme


class PlanRun(models.Model):
    """One run of the solver: what it was asked, how far it is, what it found. Assignments are {official: group}."""

    class State(models.TextChoices):
        WAITING = "WAITING", "排着队"
        RUNNING = "RUNNING", "正在算"
        DONE = "DONE", "算好了"
        IMPOSSIBLE = "IMPOSSIBLE", "排不出来"
        BROKEN = "BROKEN", "没算完"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="plan_runs")
    state = models.TextField(choices=State, default=State.WAITING)
    by = models.TextField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seed = models.PositiveIntegerField()
    # Hard rules that the organiser has switched off, by their ids.
    off = models.JSONField(default=list)
    keeps_groups = models.BooleanField(default=False)
    weights = models.JSONField(default=dict)
    seconds_asked = models.FloatField(default=10.0)
    # SHA-256 of the problem as it was solved, so that two runs can be compared.
    input_hash = models.TextField(default="")
    # {"seconds", "hard", "cost", "bound"} of the best plan so far.
    progress = models.JSONField(null=True)
    is_stop_asked = models.BooleanField(default=False)
    # {"hard": {rule: count}, "soft": {rule: cost}, "cost"}
    score = models.JSONField(null=True)
    bound = models.IntegerField(null=True)
    seconds = models.FloatField(null=True)
    is_optimal = models.BooleanField(default=False)
    assignment = models.JSONField(default=dict)
    # [{"rule", "name", "officials", "groups", "message"}]
    conflict = models.JSONField(default=list)
    is_applied = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme",),
                condition=models.Q(state__in=("WAITING", "RUNNING")),
                name="one_run_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} · {self.pk}"


class PlanChange(models.Model):
    """One change of the plan: the touched rows before and after, so that exactly it can be undone."""

    class Kind(models.TextChoices):
        RUN = "RUN", "排了一版"
        MOVE = "MOVE", "换组"
        SWAP = "SWAP", "对换"
        OUT = "OUT", "先不排"
        RESERVE = "RESERVE", "后备"
        LEADER = "LEADER", "定组长"
        LOCK = "LOCK", "锁住"
        UNLOCK = "UNLOCK", "解锁"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="plan_changes")
    kind = models.TextField(choices=Kind)
    by = models.TextField()
    at = models.DateTimeField()
    # {"seats": {official: seat or null}, "reserves": {official: bool}, "locked": {group: bool}}
    before = models.JSONField()
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class NoticeWords(models.Model):
    """What the organiser writes into every notice of a programme, in his own words."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="notice_words")
    report_time = models.TimeField(null=True)
    report_place = models.TextField(default="")
    bring = models.TextField(default="")
    rules = models.TextField(default="")
    contact = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.programme}"


class Publication(models.Model):
    """发通知: one sending of the plan to everybody in it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="publications")
    at = models.DateTimeField()
    by = models.TextField()
    notice_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.programme} · {self.at}"


class Notice(models.Model):
    """What one official was told last."""

    official = models.OneToOneField(Official, models.CASCADE, related_name="notice")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="notices")
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.official}"


class CalendarFeed(models.Model):
    """The secret address of an official's calendar: found by its hash, sealed so that it can be shown again."""

    official = models.OneToOneField(Official, models.CASCADE, related_name="calendar")
    secret_hash = models.BinaryField(unique=True)
    secret_sealed = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.official}"


class CalendarEvent(models.Model):
    """One event of an official's calendar. Its UID stays for ever; every change raises the sequence."""

    class Kind(models.TextChoices):
        WEEK = "WEEK", "蹲点"
        REPORT = "REPORT", "报到"
        SLOT = "SLOT", "课表"

    official = models.ForeignKey(Official, models.CASCADE, related_name="calendar_events")
    kind = models.TextField(choices=Kind)
    # Which entry of the week, by day, kind and number among its like; "" for the other kinds.
    slot = models.TextField(default="")
    uid = models.TextField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # {"start", "end" (dates, the end included) or "at" (moment) with "until", "summary", "place", "text"}
    facts = models.JSONField()
    is_cancelled = models.BooleanField(default=False)
    stamped_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("official", "kind", "slot"), name="one_event_of_a_kind_an_official"),
        )

    def __str__(self) -> str:
        return self.uid
