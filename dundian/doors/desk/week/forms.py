"""What the organiser says of a week."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SPAN = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-–—~到至]\s*(\d{1,2}):([0-5]\d)")
CUT = re.compile(r"[、，,;；\n]+")


class TermsForm(forms.Form):
    """Rooms, office hours, the way, and how much of what; a field left empty is as usual."""

    rooms = forms.CharField(
        label=gettext_lazy("宣讲在哪儿"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("几处用顿号隔开，比如：培训室、食堂二楼"),
    )
    office_hours = forms.CharField(
        label=gettext_lazy("镇街工会几点有人"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("比如 8:30-12:00、14:00-17:30"),
    )
    travel = forms.IntegerField(label=gettext_lazy("去镇街工会单程几分钟"), required=False, min_value=0, max_value=240)
    interviews = forms.IntegerField(label=gettext_lazy("每个班访谈几位"), required=False, min_value=0, max_value=40)
    visits = forms.IntegerField(label=gettext_lazy("去镇街对接几次"), required=False, min_value=0, max_value=10)
    talks = forms.BooleanField(label=gettext_lazy("每个班宣讲一场"), required=False)
    for_all = forms.BooleanField(label=gettext_lazy("各组都照这个"), required=False)

    def __init__(self, data: Any = None, *, terms: dict[str, Any]) -> None:
        super().__init__(
            data,
            initial={
                **terms,
                "rooms": "、".join(terms.get("rooms", [])),
                "office_hours": "、".join(f"{start}-{end}" for start, end in terms.get("office_hours", [])),
                "talks": terms.get("talks", True),
            },
        )

    def clean_rooms(self) -> list[str]:
        """The rooms, none twice."""
        parts = (part.strip() for part in CUT.split(self.cleaned_data["rooms"]))
        return list(dict.fromkeys(part for part in parts if part))

    def clean_office_hours(self) -> list[list[str]]:
        """Spans of hours within a day."""
        parts = [part.strip() for part in CUT.split(self.cleaned_data["office_hours"]) if part.strip()]
        found = [SPAN.fullmatch(part) for part in parts]
        spans = [[f"{int(m[1]):02d}:{m[2]}", f"{int(m[3]):02d}:{m[4]}"] for m in found if m]
        if len(spans) < len(parts) or any(not "00:00" <= start < end <= "24:00" for start, end in spans):
            raise forms.ValidationError(_("写成 8:30-12:00、14:00-17:30 这样"))
        return spans

    def terms(self) -> dict[str, Any]:
        """What was said; what was left empty is not among it."""
        data = self.cleaned_data
        said = {key: data[key] for key in ("rooms", "office_hours") if data[key]}
        said |= {key: data[key] for key in ("travel", "interviews", "visits") if data[key] is not None}
        return said | ({} if data["talks"] else {"talks": False})
