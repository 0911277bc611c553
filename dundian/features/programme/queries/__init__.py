"""Plain rows of a programme, one noun a file."""

from .grants import GrantRow, Place, grants, grants_of, places
from .groups import GroupRow, group, groups
from .history import HostedRow, Past, PastGroup, PastRow, SeasonRow, earlier_seasons, hosted_before, left_out
from .officials import AGE_BANDS, NEEDED, ROLES, OfficialRow, day_one, official, officials, usage_of_enterprises
from .placements import PlacementRow, placement_of
from .programmes import PhaseRow, ProgrammeRow, is_there, phases, programme, programmes
from .readiness import Gap, gaps

__all__ = [
    "AGE_BANDS",
    "NEEDED",
    "ROLES",
    "Gap",
    "GrantRow",
    "GroupRow",
    "HostedRow",
    "OfficialRow",
    "Past",
    "PastGroup",
    "PastRow",
    "PhaseRow",
    "Place",
    "PlacementRow",
    "ProgrammeRow",
    "SeasonRow",
    "day_one",
    "earlier_seasons",
    "gaps",
    "grants",
    "grants_of",
    "group",
    "groups",
    "hosted_before",
    "is_there",
    "left_out",
    "official",
    "officials",
    "phases",
    "placement_of",
    "places",
    "programme",
    "programmes",
    "usage_of_enterprises",
]
