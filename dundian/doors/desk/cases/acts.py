"""What can be done with a case at the desk: for each act its words, its form, and the one service it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dundian.doors.desk.said import said
from dundian.engines.casework import Level, Step
from dundian.engines.text.taxonomy import taxonomy
from dundian.features.cases import services
from dundian.features.cases.queries import CaseDetail
from dundian.features.cases.services import Owner
from dundian.features.programme.policy import NotAllowed
from dundian.features.registry import queries as registry

# What a step can be refused for; each says it in its own words.
FAULTS = (
    NotAllowed,
    services.AnswerMissing,
    services.CaseNotFound,
    services.DueInThePast,
    services.HandedBackOnce,
    services.NoHigherLevel,
    services.NotMergeable,
    services.NothingToUndo,
    services.OwnerMissing,
    services.ReasonMissing,
    services.RevisitMissing,
    services.StepNotAllowed,
    services.TitleMissing,
    services.UnknownClass,
    services.UnknownFlag,
)


def _text(label: Any, *, required: bool = True, rows: int = 4, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, help_text=hint, max_length=2000)


def _classes() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(said(c.zh), [(leaf.code, said(leaf.zh)) for leaf in c.leaves]) for c in taxonomy().classes]


def _owners() -> list[tuple[str, list[tuple[str, str]]]]:
    unions = registry.unions()
    above = [level for level in Level if level not in {Level.ONSITE, Level.ENTERPRISE}]
    return [
        (str(_("就在厂里")), [("ONSITE", str(_("驻厂小组"))), ("ENTERPRISE", str(_("企业")))]),
        *((said(level.zh), [(f"{level}:{u.id}", u.name) for u in unions if u.level == level]) for level in above),
    ]


def _owner(value: str) -> Owner:
    level, _colon, union = value.partition(":")
    return Owner(level=Level(level), union_id=int(union) if union else None)


def _day(label: Any) -> forms.DateField:
    """A day; a browser's own field takes it in one form only, whatever the language."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class VerifyForm(forms.Form):
    """核实受理."""

    text = _text(_("看到什么"), required=False, hint=_("会让说这事的工友看到"))
    class_code = forms.ChoiceField(label=_("分类"), choices=lambda: [("", "—"), *_classes()], required=False)

    def clean_class_code(self) -> str | None:
        """No choice leaves the class as it is."""
        return self.cleaned_data["class_code"] or None


class AssignForm(forms.Form):
    """派给, 转给."""

    to = forms.TypedChoiceField(label=_("交给谁"), choices=_owners, coerce=_owner)
    text = _text(_("捎一句话"), required=False, rows=2)

    def leave_enterprise_out(self) -> None:
        """Nobody knows which enterprise it is about, so it cannot be given to one."""
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (title, [choice for choice in choices if choice[0] != Level.ENTERPRISE]) for title, choices in _owners()
        ]
        self.fields["to"].help_text = _("这件事没说是哪家企业，交不到企业手里。")


class NoteForm(forms.Form):
    """上报."""

    text = _text(_("捎一句话"), required=False, rows=2)


class ReasonForm(forms.Form):
    """Any step that must say why."""

    reason = _text(_("为什么"), hint=_("工友和下一家都会问"))


class AnswerForm(forms.Form):
    """给工友回话."""

    text = _text(_("回什么话"), rows=6, hint=_("说这事的每位工友都会看到，说人话，写清楚哪天能办好"))


class AsideForm(ReasonForm):
    """暂不能解决."""

    revisit_on = _day(_("哪天再来看"))


class DueForm(ReasonForm):
    """改期限."""

    field_order = ("due_on", "reason")
    due_on = _day(_("改到哪天"))


class TitleForm(forms.Form):
    """改说法."""

    title = forms.CharField(label=_("这件事怎么说"), max_length=60, help_text=_("企业也看得到，别写能认出人的话"))


class ClassForm(forms.Form):
    """改分类."""

    class_code = forms.ChoiceField(label=_("分类"), choices=_classes)
    red_flag = forms.ChoiceField(
        label=_("红旗"),
        required=False,
        choices=lambda: [("", _("没有")), *((code, said(words)) for code, words in taxonomy().red_flags.items())],
    )

    def clean_red_flag(self) -> str | None:
        """No choice lowers the flag."""
        return self.cleaned_data["red_flag"] or None


class MethodForm(forms.Form):
    """写办法."""

    method = _text(_("打算怎么办"), rows=3)
    affected = forms.CharField(label=_("关系到多少人"), required=False, max_length=120)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: `step` is the engine's step that must be open, None for what changes no state."""

    words: Any
    done: Any
    icon: str
    form: type[forms.Form]
    take: Callable[..., None]
    step: Step | None = None
    key: str = ""


ACTS: dict[str, Act] = {
    "verify": Act(
        words=_("核实受理"),
        done=_("受理了"),
        icon="search-check",
        form=VerifyForm,
        take=services.verify,
        step=Step.VERIFY,
        key="v",
    ),
    "assign": Act(
        words=_("派给…"),
        done=_("派出去了"),
        icon="user-round-plus",
        form=AssignForm,
        take=services.assign,
        step=Step.ASSIGN,
        key="a",
    ),
    "answer": Act(
        words=_("给工友回话"),
        done=_("话带到了，等工友一句话"),
        icon="reply",
        form=AnswerForm,
        take=services.answer,
        step=Step.ANSWER,
        key="r",
    ),
    "pass-up": Act(
        words=_("上报"),
        done=_("报上去了"),
        icon="arrow-up-from-line",
        form=NoteForm,
        take=services.pass_up,
        step=Step.ESCALATE,
        key="u",
    ),
    "hand-back": Act(
        words=pgettext_lazy("case", "退回"),
        done=_("退回去了"),
        icon="undo-2",
        form=ReasonForm,
        take=services.hand_back,
        step=Step.HAND_BACK,
    ),
    "due": Act(words=_("改期限"), done=_("期限改了"), icon="calendar-days", form=DueForm, take=services.change_due),
    "set-aside": Act(
        words=_("暂不能解决"),
        done=_("记下了，到日子再来看"),
        icon="pause",
        form=AsideForm,
        take=services.close_unsolved,
        step=Step.SET_ASIDE,
    ),
    "refuse": Act(
        words=_("不予受理"),
        done=_("写明了为什么不受理"),
        icon="ban",
        form=ReasonForm,
        take=services.refuse,
        step=Step.REFUSE,
    ),
    "close": Act(
        words=_("说明原因后办结"),
        done=_("办结了，没算工友点头"),
        icon="archive",
        form=ReasonForm,
        take=services.close_unanswered,
        step=Step.CLOSE_WITH_REASON,
    ),
    "take-up": Act(
        words=_("重新办理"),
        done=_("又拿起来办了"),
        icon="rotate-ccw",
        form=ReasonForm,
        take=services.take_up_again,
        step=Step.REOPEN,
    ),
    "rename": Act(words=_("改说法"), done=_("说法改了"), icon="pencil", form=TitleForm, take=services.rename),
    "classify": Act(words=_("改分类"), done=_("分类改了"), icon="tags", form=ClassForm, take=services.reclassify),
    "method": Act(words=_("写办法"), done=_("办法写上了"), icon="list-checks", form=MethodForm, take=services.describe),
}


def open_acts(case: CaseDetail) -> list[tuple[str, Act]]:
    """The acts that this scope may take with this case now, the engine's usual one first."""
    by_step = {act.step: (key, act) for key, act in ACTS.items() if act.step}
    found = [by_step[step] for step in case.steps if step in by_step]
    if case.may_edit and not case.row.state.is_closed:
        found += [(key, ACTS[key]) for key in ("due", "rename", "classify")]
    if case.may_describe and not case.row.state.is_closed:
        found.append(("method", ACTS["method"]))
    return found


def form_for(act: str, case: CaseDetail, *, posted: Any, today: date) -> forms.Form:
    """The form of one act with one case, with what is known and only what can be done."""
    form = ACTS[act].form(posted, initial=first_values(act, case, today=today))
    if isinstance(form, AssignForm) and case.row.enterprise_id is None:
        form.leave_enterprise_out()
    return form


def first_values(act: str, case: CaseDetail, *, today: date) -> dict[str, Any]:
    """What a form already knows when it opens."""
    row = case.row
    level = case.suggested_level
    here = {Level.ONSITE} if row.enterprise_id is None else {Level.ONSITE, Level.ENTERPRISE}
    owner = level.value if level in here else ""
    known: dict[str, dict[str, Any]] = {
        "verify": {"class_code": row.class_code},
        "assign": {"to": owner},
        "due": {"due_on": row.due_on},
        "set-aside": {"revisit_on": today + timedelta(days=30)},
        "rename": {"title": row.title},
        "classify": {"class_code": row.class_code, "red_flag": row.red_flag},
        "method": {"method": case.method, "affected": case.affected},
    }
    return known.get(act, {})
