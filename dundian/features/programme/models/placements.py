"""Phases, groups, officials and where they are placed."""

from django.db import models

from dundian.features.registry.models import Enterprise, Person

from .programmes import Programme


class Phase(models.Model):
    """期: one batch in time."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases")
    number = models.PositiveIntegerField()
    start_on = models.DateField()
    end_on = models.DateField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="phase_number_once"),
            models.CheckConstraint(condition=models.Q(end_on__gte=models.F("start_on")), name="phase_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"第{self.number}期"


class Group(models.Model):
    """小组; its key is (phase, number), since numbers start again in each phase. One group stays at one enterprise."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="groups")
    size_min = models.PositiveIntegerField()
    size_max = models.PositiveIntegerField()
    # Beds for this group; null = as the enterprise says.
    beds_male = models.PositiveIntegerField(null=True)
    beds_female = models.PositiveIntegerField(null=True)
    is_night = models.BooleanField(default=False)
    is_heavy = models.BooleanField(default=False)
    dialect = models.TextField(null=True)
    topic = models.TextField(null=True)
    hardness = models.PositiveSmallIntegerField(default=0)
    location = models.JSONField(null=True)
    is_locked = models.BooleanField(default=False)

    class Meta:
        ordering = ("phase__number", "number")
        constraints = (
            models.UniqueConstraint(fields=("phase", "number"), name="group_number_once_a_phase"),
            models.CheckConstraint(condition=models.Q(size_max__gte=models.F("size_min")), name="group_size_in_order"),
        )

    def __str__(self) -> str:
        return f"第{self.number}组"


class Official(models.Model):
    """蹲点干部: a person in one programme, with what planning must know."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="officials")
    person = models.ForeignKey(Person, models.PROTECT, related_name="officials")
    # False for a speaker of the article who is not (yet) in the roster: carried, never placed.
    is_in_roster = models.BooleanField(default=True)
    is_reserve = models.BooleanField(default=False)
    # Phase numbers; null = any.
    phases = models.JSONField(null=True)
    available = models.JSONField(default=list)
    # None = nobody has said yet; set in bulk at the desk.
    can_lead = models.BooleanField(null=True)
    roles = models.JSONField(default=list)
    dialects = models.JSONField(default=list)
    night_ok = models.BooleanField(null=True)
    heavy_ok = models.BooleanField(null=True)
    barred_enterprises = models.JSONField(default=list)
    # The past as somebody wrote it; null = as the earlier seasons of this house say (queries.history).
    last_enterprise = models.TextField(null=True)
    last_group = models.TextField(null=True)
    past_season_count = models.PositiveSmallIntegerField(null=True)
    topic = models.TextField(null=True)
    hardship = models.PositiveSmallIntegerField(null=True)
    home = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("programme", "person"), name="official_once_a_programme"),)

    def __str__(self) -> str:
        return self.person.name


class Placement(models.Model):
    """派驻: one official in one group."""

    class Lock(models.TextChoices):
        """What of a placement stays when the plan is made again."""

        GROUP = "GROUP", "锁在这一组"
        PHASE = "PHASE", "锁在这一期"
        MATES = "MATES", "锁着的几位不分开"

    official = models.OneToOneField(Official, models.CASCADE, related_name="placement")
    group = models.ForeignKey(Group, models.CASCADE, related_name="placements")
    is_leader = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    # What the lock holds, if there is one.
    lock = models.TextField(choices=Lock, default=Lock.GROUP)
    workshop = models.TextField(null=True)
    post = models.TextField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group",), condition=models.Q(is_leader=True), name="one_leader_a_group"),
        )

    def __str__(self) -> str:
        return f"{self.official} · {self.group}"
