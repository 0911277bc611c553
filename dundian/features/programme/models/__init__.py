"""Facts of a programme, one noun a file."""

from .grants import Grant
from .placements import Group, Official, Phase, Placement
from .plans import CalendarEvent, CalendarFeed, Notice, NoticeWords, PlanChange, PlanRun, Publication
from .programmes import Programme
from .weeks import GroupWeek, WeekChange, WeekRun, WeekSlot

__all__ = [
    "CalendarEvent",
    "CalendarFeed",
    "Grant",
    "Group",
    "GroupWeek",
    "Notice",
    "NoticeWords",
    "Official",
    "Phase",
    "Placement",
    "PlanChange",
    "PlanRun",
    "Programme",
    "Publication",
    "WeekChange",
    "WeekRun",
    "WeekSlot",
]
