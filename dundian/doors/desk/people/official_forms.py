"""The forms about one official and about many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dundian.doors.desk.said import said, said_lazy
from dundian.features.programme.queries import ROLES, OfficialRow
from dundian.features.programme.queries.problem import phase_words
from dundian.features.programme.services import Filling, OfficialFacts
from dundian.features.registry.services import PersonFacts

_PERSON = ("name", "sex", "birth", "ethnic", "politics", "unit", "post", "title", "note")
YES_NO = (("", gettext_lazy("还没写")), ("yes", gettext_lazy("能")), ("no", gettext_lazy("不能")))


class TextListField(forms.CharField):
    """Several words in one field, set apart by 、 or a comma."""

    def clean(self, value: Any) -> list[str]:
        """The words, without blanks and doubles."""
        words = re.split(r"[、，,;；\n]+", super().clean(value) or "")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))


class DaysField(forms.CharField):
    """Ranges of days, one a line: 2021-05-10 到 2021-05-14. A single day is a range too."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[list[str]]:
        """[[first, last]] in ISO."""
        return [self._range(line) for line in (super().clean(value) or "").splitlines() if line.strip()]

    def _range(self, line: str) -> list[str]:
        found = re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)(?:\s*(?:到|至|~|～|—)\s*(\d{4}-\d\d-\d\d))?\s*", line)
        try:
            days = [date.fromisoformat(day) for day in found.groups() if day] if found else []
        except ValueError:
            days = []
        if not days or days[-1] < days[0]:
            raise forms.ValidationError(_("一行一段，写成 2021-05-10 到 2021-05-14"))
        return [days[0].isoformat(), days[-1].isoformat()]


def days_words(ranges: list[list[str]]) -> str:
    """Ranges as DaysField reads them again."""
    return "\n".join(first if first == last else f"{first} 到 {last}" for first, last in ranges)


class YesNoField(forms.ChoiceField):
    """能, 不能 or nothing yet."""

    def __init__(self, **words: Any) -> None:
        super().__init__(choices=YES_NO, required=False, **words)

    def clean(self, value: Any) -> bool | None:
        """True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(value))


def _birth(value: str) -> None:
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", value):
        raise forms.ValidationError(_("写成 1985-07 或 1985-07-12"))


def check_phone(value: str) -> None:
    """Raise ValidationError unless it is a mobile or a landline."""
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?", value):
        raise forms.ValidationError(_("手机是 11 位、1 开头；座机要带区号"))


class OfficialForm(forms.Form):
    """One official: who he is, and what planning must know."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    sex = forms.ChoiceField(
        label=gettext_lazy("性别"),
        choices=(
            ("", gettext_lazy("还没写")),
            ("男", pgettext_lazy("person", "男")),
            ("女", pgettext_lazy("person", "女")),
        ),
        required=False,
    )
    birth = forms.CharField(
        label=gettext_lazy("出生年月"),
        required=False,
        validators=[_birth],
        help_text=gettext_lazy("写成 1985-07 或 1985-07-12"),
    )
    unit = forms.CharField(
        label=gettext_lazy("单位"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "units"})
    )
    post = forms.CharField(label=gettext_lazy("职务"), required=False, max_length=80)
    title = forms.CharField(label=gettext_lazy("称呼"), required=False, max_length=80)
    ethnic = forms.CharField(label=gettext_lazy("民族"), required=False, max_length=20)
    politics = forms.CharField(label=gettext_lazy("政治面貌"), required=False, max_length=20)
    phone = forms.CharField(label=gettext_lazy("手机"), required=False, validators=[check_phone])
    id_number = forms.RegexField(
        r"^\d{17}[\dXx]$",
        label=gettext_lazy("身份证号"),
        required=False,
        error_messages={"invalid": gettext_lazy("身份证号是 18 位")},
    )
    phases = forms.TypedMultipleChoiceField(
        label=gettext_lazy("可参加期次"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不勾就是都行"),
    )
    available = DaysField(
        label=gettext_lazy("哪些天能去"),
        required=False,
        help_text=gettext_lazy("一行一段：2021-05-10 到 2021-05-14；空着就是都行"),
    )
    can_lead = YesNoField(label=gettext_lazy("能当组长"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("三员"),
        choices=[(role, said_lazy(words)) for role, words in ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    night_ok = YesNoField(label=gettext_lazy("能上夜班"))
    heavy_ok = YesNoField(label=gettext_lazy("能干重活"))
    dialects = TextListField(label=gettext_lazy("会说的方言"), required=False, help_text=gettext_lazy("用顿号隔开"))
    barred_enterprises = TextListField(
        label=gettext_lazy("回避企业"), required=False, help_text=gettext_lazy("亲属、老东家、有利害关系的")
    )
    last_enterprise = forms.CharField(label=gettext_lazy("去年蹲点企业"), required=False)
    last_group = forms.CharField(label=gettext_lazy("去年小组"), required=False)
    past_season_count = forms.IntegerField(
        label=gettext_lazy("以前蹲过几季"), required=False, min_value=0, max_value=40
    )
    hardship = forms.IntegerField(
        label=gettext_lazy("往年辛苦分"),
        required=False,
        min_value=0,
        max_value=20,
        help_text=gettext_lazy("去过的点越苦分越高，这次少派苦的"),
    )
    topic = forms.CharField(label=gettext_lazy("调研课题"), required=False, max_length=80)
    home = forms.CharField(label=gettext_lazy("居住地"), required=False, max_length=80)
    is_reserve = forms.BooleanField(label=gettext_lazy("候补，排不下可以不去"), required=False)
    note = forms.CharField(label=gettext_lazy("备注"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    WHO = ("name", "sex", "birth", "unit", "post", "title", "ethnic", "politics", "phone", "id_number", "note")
    PLAN = (
        *("phases", "can_lead", "roles", "night_ok", "heavy_ok", "dialects", "barred_enterprises", "last_enterprise"),
        *("last_group", "past_season_count", "hardship", "topic", "home", "available", "is_reserve"),
    )

    def __init__(self, *args: Any, phases: list[int], **words: Any) -> None:
        super().__init__(*args, **words)
        field = self.fields["phases"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 – declared above
        field.choices = [(n, said(phase_words(n))) for n in phases]

    def say_defaults(self, hints: Mapping[str, str]) -> None:
        """Write beside a field what it stands for when it is left empty."""
        for name, hint in hints.items():
            field = self.fields[name]
            told = field.help_text
            field.help_text = _("%(help)s。%(hint)s") % {"help": told, "hint": hint} if told else hint

    def who(self) -> list[forms.BoundField]:
        """The fields about the person."""
        return [self[name] for name in self.WHO]

    def plan(self) -> list[forms.BoundField]:
        """The fields planning needs."""
        return [self[name] for name in self.PLAN]

    def person_facts(self) -> PersonFacts:
        """What goes to the registry; a number left empty stays as it is."""
        data = self.cleaned_data
        facts: dict[str, Any] = {key: data[key] or None for key in _PERSON}
        facts |= {"name": data["name"], "note": data["note"], "is_complete": True}
        facts |= {key: data[key] for key in ("phone", "id_number") if data[key]}
        return cast("PersonFacts", facts)

    def official_facts(self) -> OfficialFacts:
        """What goes to the programme."""
        data = self.cleaned_data
        facts = {key: data[key] for key in self.PLAN} | {"phases": data["phases"] or None, "is_in_roster": True}
        facts |= {key: data[key] or None for key in ("last_enterprise", "last_group", "topic")}
        # A measured place has no words; an empty field leaves it as it is.
        if not data["home"]:
            facts.pop("home")
        return cast("OfficialFacts", facts)


def initial_of(o: OfficialRow) -> dict[str, Any]:
    """What the form shows of an official who is there already; numbers stay out of the page."""
    mark = {None: "", True: "yes", False: "no"}
    shown = {key: getattr(o.person, key) for key in _PERSON}
    shown |= {key: getattr(o, key) for key in OfficialForm.PLAN}
    shown |= {key: mark[getattr(o, key)] for key in ("can_lead", "night_ok", "heavy_ok")}
    shown |= {"home": o.home if isinstance(o.home, str) else "", "available": days_words(o.available)}
    return shown | {key: "、".join(getattr(o, key)) for key in ("dialects", "barred_enterprises")}


# What can be set for many: value in the form → (column, value).
FILLINGS: dict[str, tuple[str, Any]] = {
    "lead-yes": ("can_lead", True),
    "lead-no": ("can_lead", False),
    "night-yes": ("night_ok", True),
    "night-no": ("night_ok", False),
    "heavy-yes": ("heavy_ok", True),
    "heavy-no": ("heavy_ok", False),
    **{f"role-{role}": ("roles", [role]) for role, _words in ROLES},
    "new-hand": ("past_season_count", 0),
}


class FillForm(forms.Form):
    """One thing for many officials."""

    what = forms.ChoiceField(
        label=gettext_lazy("补上什么"),
        choices=(
            ("lead-yes", gettext_lazy("能当组长")),
            ("lead-no", gettext_lazy("不当组长")),
            *((f"role-{role}", said_lazy(words)) for role, words in ROLES),
            ("night-yes", gettext_lazy("能上夜班")),
            ("night-no", gettext_lazy("不上夜班")),
            ("heavy-yes", gettext_lazy("能干重活")),
            ("heavy-no", gettext_lazy("不干重活")),
            ("new-hand", gettext_lazy("头一回蹲点")),
            ("topic", gettext_lazy("课题，写在旁边")),
        ),
    )
    topic = forms.CharField(label=gettext_lazy("课题"), required=False, max_length=80)
    only_blank = forms.BooleanField(label=gettext_lazy("写过的不动"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """A topic must be written."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("what") == "topic" and not data.get("topic"):
            self.add_error("topic", _("先写课题"))
        return data

    def filling(self) -> Filling:
        """The column and its value."""
        data = self.cleaned_data
        column, value = FILLINGS.get(data["what"], ("topic", data["topic"]))
        return Filling(column=column, value=value, only_blank=data["only_blank"])
