"""The form about one enterprise: its facts, and three small tables of shifts, posts and breaks."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dundian.doors.desk.said import said_lazy
from dundian.features.registry.queries import OWNERSHIPS, EnterpriseRow, unions
from dundian.features.registry.services import EnterpriseFacts

from .official_forms import DaysField, check_phone, days_words

_TEXTS = ("county", "township", "ownership", "contact")
_NUMBERS = ("worker_count", "beds_male", "beds_female", "accept_count")


def _number(label: Any, most: int = 100_000) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


def _unions() -> list[tuple[str, str]]:
    return [("", str(_("按镇街自己认"))), *((str(u.id), u.name) for u in unions() if u.level == "TOWNSHIP")]


class EnterpriseForm(forms.Form):
    """One enterprise."""

    name = forms.CharField(label=gettext_lazy("企业名称"), max_length=120)
    county = forms.CharField(label=gettext_lazy("县（市、区）"), required=False, max_length=40)
    township = forms.CharField(label=gettext_lazy("乡镇（街道）"), required=False, max_length=40)
    union_id = forms.TypedChoiceField(
        label=gettext_lazy("归哪个镇街工会"), choices=_unions, coerce=int, empty_value=None, required=False
    )
    ownership = forms.ChoiceField(
        label=gettext_lazy("经济类型"),
        choices=(("", gettext_lazy("还没写")), *((code, said_lazy(words)) for code, words in OWNERSHIPS)),
        required=False,
    )
    uscc = forms.RegexField(
        r"^[0-9A-HJ-NP-RT-UW-Y]{18}$",
        label=gettext_lazy("统一社会信用代码"),
        required=False,
        error_messages={"invalid": gettext_lazy("信用代码是 18 位数字和大写字母")},
    )
    worker_count = _number(gettext_lazy("职工数"), 1_000_000)
    beds_male = _number(gettext_lazy("男床位"))
    beds_female = _number(gettext_lazy("女床位"))
    accept_count = _number(gettext_lazy("可接待人数"))
    contact = forms.CharField(label=gettext_lazy("联系人"), required=False, max_length=40)
    contact_phone = forms.CharField(label=gettext_lazy("联系电话"), required=False, validators=[check_phone])
    available = DaysField(
        label=gettext_lazy("哪些天能接待"),
        required=False,
        help_text=gettext_lazy("一行一段：2021-05-10 到 2021-05-14；空着就是都行"),
    )
    note = forms.CharField(label=gettext_lazy("备注"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("写成 8:00")},
    )


class RangeForm(forms.Form):
    """From when to when; a line left empty is no line."""

    start = _time(gettext_lazy("从"))
    end = _time(gettext_lazy("到"))

    def clean(self) -> dict[str, Any]:
        """Both ends or none."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("start")) != bool(data.get("end")) and not self.errors:
            self.add_error(None, _("从几点到几点，两头都要写"))
        return data


class ShiftForm(RangeForm):
    """班次."""

    field_order = ("name", "start", "end")
    name = forms.CharField(label=gettext_lazy("班次"), required=False, max_length=20)


class BreakForm(RangeForm):
    """休息."""

    field_order = ("team", "start", "end")
    team = forms.CharField(label=gettext_lazy("班组"), required=False, max_length=20)


class PostForm(forms.Form):
    """岗位."""

    name = forms.CharField(label=gettext_lazy("岗位"), required=False, max_length=40)
    count = forms.IntegerField(label=gettext_lazy("几个人"), required=False, min_value=0, max_value=1000)
    night = forms.BooleanField(label=gettext_lazy("夜班"), required=False)
    heavy = forms.BooleanField(label=gettext_lazy("重活"), required=False)


TABLES: dict[str, Any] = {
    "shifts": forms.formset_factory(ShiftForm, extra=2, max_num=24),
    "posts": forms.formset_factory(PostForm, extra=2, max_num=60),
    "breaks": forms.formset_factory(BreakForm, extra=2, max_num=24),
}


class EnterpriseEntry:
    """The form and its three tables as one thing that is shown, checked and read together."""

    def __init__(self, data: Any = None, *, of: EnterpriseRow | None = None) -> None:
        initial = {name: getattr(of, name) for name in EnterpriseForm.base_fields if hasattr(of, name)} if of else {}
        if of:
            initial["available"] = days_words(of.available)
        self.form = EnterpriseForm(data, initial=initial)
        self.shifts, self.posts, self.breaks = (
            table(data, initial=getattr(of, name) if of else None, prefix=name) for name, table in TABLES.items()
        )

    def is_valid(self) -> bool:
        """Whether everything can be taken; looks at every part, so that all errors are shown at once."""
        parts = [part.is_valid() for part in (self.form, self.shifts, self.posts, self.breaks)]
        return all(parts)

    def facts(self) -> EnterpriseFacts:
        """What goes to the registry; a phone left empty stays as it is."""
        data = self.form.cleaned_data
        facts: dict[str, Any] = {name: data[name] or None for name in (*_TEXTS, "uscc")}
        facts |= {name: data[name] for name in (*_NUMBERS, "name", "note", "union_id", "available")}
        facts["shifts"] = [_range(row) | {"name": row["name"] or None} for row in _filled(self.shifts, "start")]
        facts["breaks"] = [_range(row) | {"team": row["team"] or None} for row in _filled(self.breaks, "start")]
        facts["posts"] = [_post(row) for row in _filled(self.posts, "name")]
        if data["contact_phone"]:
            facts["contact_phone"] = data["contact_phone"]
        return cast("EnterpriseFacts", facts)


def _filled(table: Any, key: str) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in table if form.cleaned_data.get(key)]


def _range(row: dict[str, Any]) -> dict[str, Any]:
    return {"start": row["start"].strftime("%H:%M"), "end": row["end"].strftime("%H:%M")}


def _post(row: dict[str, Any]) -> dict[str, Any]:
    marks = {mark: True for mark in ("night", "heavy") if row[mark]}
    return {"name": row["name"], "count": row["count"], **marks}
