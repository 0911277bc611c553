"""How far planning has come: what the bar of its steps shows on every page."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Group, GroupWeek, Official, Placement, Publication
from .notices import notice_rows


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What is there of each step; `unsent_count` is how many have to be told something new.

    `week_count` groups have a timetable; `open_week_count` have none, or wait for their enterprise.
    """

    people_count: int
    enterprise_count: int
    placed_count: int
    week_count: int
    open_week_count: int
    is_published: bool
    unsent_count: int

    @property
    def is_week_agreed(self) -> bool:
        """Whether every group that has people has a timetable to which its enterprise agreed."""
        return bool(self.week_count) and not self.open_week_count

    @property
    def is_told(self) -> bool:
        """Whether everybody who is placed has been told what holds now."""
        return self.is_published and not self.unsent_count


def progress(programme_id: int) -> Progress:
    """How far the planning of a programme has come."""
    groups = Group.objects.filter(phase__programme_id=programme_id).exclude(enterprise=None)
    is_published = Publication.objects.filter(programme_id=programme_id).exists()
    peopled = groups.filter(placements__isnull=False).distinct()
    weeks = GroupWeek.objects.filter(group__phase__programme_id=programme_id).exclude(plan={})
    agreed = weeks.exclude(agreed_at=None).values("group_id")
    return Progress(
        people_count=Official.objects.filter(programme_id=programme_id, is_in_roster=True).count(),
        enterprise_count=groups.values("enterprise").distinct().count(),
        placed_count=Placement.objects.filter(official__programme_id=programme_id).count(),
        week_count=weeks.count(),
        open_week_count=peopled.exclude(pk__in=agreed).count(),
        is_published=is_published,
        unsent_count=sum(row.state != "SENT" for row in notice_rows(programme_id)) if is_published else 0,
    )
