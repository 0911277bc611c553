"""A page of speeches: upload, source beside the restored speeches, and what a person says of each pledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.engines.reading import decode, scheme
from dundian.engines.reading.page import PageNotRead
from dundian.features.pledges import queries, services
from dundian.features.programme.policy import Action

from .marks import paragraphs, placed, source

ACTORS = (("group", gettext_lazy("小组")), ("self", gettext_lazy("本人")), ("leader", gettext_lazy("组长")))


def _named(kind: str) -> list[tuple[str, str]]:
    return [(code, said(words)) for code, words in scheme.names(kind).items()]


class ArticleForm(forms.Form):
    """A file or pasted text; one of the two is enough."""

    file = forms.FileField(label=gettext_lazy("文件"), required=False, allow_empty_file=True)
    text = forms.CharField(label=gettext_lazy("或者贴进来"), required=False, strip=False, widget=forms.Textarea)


class PledgeForm(forms.Form):
    """The words of a pledge and its codes."""

    words = forms.CharField(label=gettext_lazy("原文"), widget=forms.Textarea(attrs={"rows": 3}))
    category = forms.ChoiceField(label=gettext_lazy("类别"), choices=lambda: _named("categories"))
    verifiability = forms.ChoiceField(label=gettext_lazy("能否核验"), choices=lambda: _named("verifiability"))
    actor = forms.ChoiceField(label=gettext_lazy("谁承诺"), choices=ACTORS)
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("凭什么看"),
        choices=lambda: _named("evidence_types"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def codes(self) -> services.Codes:
        """What was chosen, for the service."""
        data = self.cleaned_data
        return services.Codes(
            category=data["category"],
            verifiability=data["verifiability"],
            evidence=tuple(data["evidence"]),
            actor=data["actor"],
        )


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PLEDGES)
def articles(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The pages of a programme, and the form that reads one more."""
    form = ArticleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = (
                decode.text_of(file.read(decode.LARGEST + 1)) if file else decode.text_pasted(form.cleaned_data["text"])
            )
            article_id = services.take_article(
                programme_id=programme_id,
                text=text,
                file_name=file.name if file else _("贴进来的文字"),
                by=scope_of(request).by,
                at=timezone.now(),
            )
            return redirect("pledges-article", programme_id, article_id)
        except PageNotRead as fault:
            form.add_error("file" if file else "text", words_of(fault))
    context = {"form": form, "articles": queries.articles(programme_id)}
    return render(request, "desk/article/articles.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class Open:
    """The one form that is open on the page: for a pledge, or for a stretch that the machine missed."""

    pledge_id: str = ""
    speech_id: str = ""
    form: PledgeForm | None = None


@require_GET
@asks(Action.SEE_PROGRAMME)
def article(request: HttpRequest, programme_id: int, article_id: int) -> HttpResponse:
    """The source with every pledge marked, the restored speeches beside it; ?edit= opens one pledge."""
    _belongs(queries.programme_of(article_id), programme_id)
    opened = Open(pledge_id=request.GET.get("edit", ""), speech_id=request.GET.get("mark", ""))
    return _page(request, article_id, opened)


def _page(request: HttpRequest, article_id: int, opened: Open) -> HttpResponse:
    view = queries.article(article_id)
    pledges = [p for speech in view.speeches for p in speech.pledges]
    editing = next((p for p in pledges if str(p.id) == opened.pledge_id), None)
    marking = next((s for s in view.speeches if str(s.id) == opened.speech_id), None)
    form = opened.form or (_form(editing) if editing else PledgeForm(initial={"actor": "group"}))
    context = {
        "article": view,
        "source": source(view),
        "speeches": [(speech, paragraphs(speech), placed(speech)) for speech in view.speeches],
        "proposed_count": sum(p.is_proposed and not p.is_dropped for p in pledges),
        "pledge_count": sum(not p.is_dropped for p in pledges),
        "editing": editing,
        "marking": marking,
        "form": form,
        "definitions": scheme.definitions(),
    }
    return render(request, "desk/article/article.html", context, status=422 if form.errors else 200)


def _form(pledge: queries.PledgeRow) -> PledgeForm:
    return PledgeForm(
        initial={
            "words": pledge.text,
            "category": pledge.category,
            "verifiability": pledge.verifiability,
            "actor": pledge.actor,
            "evidence": list(pledge.evidence),
        }
    )


def _belongs(programme_id: int | None, wanted: int) -> None:
    """A number in the address that lies in another programme leads nowhere."""
    if programme_id != wanted:
        raise Http404


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PLEDGES)
def remove(request: HttpRequest, programme_id: int, article_id: int) -> HttpResponse:
    """Ask, then remove a page and what was read from it."""
    _belongs(queries.programme_of(article_id), programme_id)
    if request.method == "GET":
        pledges = [p for speech in queries.article(article_id).speeches for p in speech.pledges if not p.is_dropped]
        confirmed = sum(not p.is_proposed for p in pledges)
        context = {"article": queries.article(article_id), "count": len(pledges), "confirmed": confirmed}
        return render(request, "desk/article/remove.html", context)
    services.remove_article(article_id=article_id, by=scope_of(request).by, at=timezone.now())
    messages.success(request, _("这篇稿子和摘出的承诺都去掉了"))
    return redirect("pledges-articles", programme_id)


def _back(request: HttpRequest, programme_id: int, anchor: str) -> HttpResponse:
    """Back to the article at the same place; the article is named by the form."""
    article_id = request.POST.get("article", "")
    if not article_id.isdecimal():
        return redirect("pledges", programme_id)
    response = redirect("pledges-article", programme_id, int(article_id))
    response["Location"] += f"#{anchor}"
    return response


TOUCHES: dict[str, Callable[..., None]] = {
    "confirm": services.confirm_pledge,
    "drop": services.drop_pledge,
    "put-back": services.put_back,
}


@require_POST
@asks(Action.EDIT_PLEDGES)
def touch(request: HttpRequest, programme_id: int, pledge_id: int, act: str) -> HttpResponse:
    """The machine read this one right; this is no pledge; it was one after all."""
    _belongs(queries.programme_of_pledge(pledge_id), programme_id)
    if act not in TOUCHES:
        raise Http404
    TOUCHES[act](pledge_id=pledge_id, by=scope_of(request).by, at=timezone.now())
    return _back(request, programme_id, f"pledge-{pledge_id}")


@require_POST
@asks(Action.EDIT_PLEDGES)
def confirm_speech(request: HttpRequest, programme_id: int, speech_id: int) -> HttpResponse:
    """All of one speech are right."""
    _belongs(queries.programme_of_speech(speech_id), programme_id)
    count = services.confirm_speech(speech_id=speech_id, by=scope_of(request).by, at=timezone.now())
    messages.success(request, _("确认了 %(count)s 条") % {"count": count})
    return _back(request, programme_id, f"speech-{speech_id}")


def _refused(request: HttpRequest, write: Callable[..., object], **whose: int) -> PledgeForm | None:
    """Take the words and codes of the form to a service; the form with its faults where that was refused."""
    form = PledgeForm(request.POST)
    if not form.is_valid():
        return form
    try:
        write(
            **whose,
            words=form.cleaned_data["words"],
            codes=form.codes(),
            by=scope_of(request).by,
            at=timezone.now(),
        )
    except services.NotInTheSpeech as fault:
        form.add_error("words", words_of(fault))
        return form
    return None


def _again(request: HttpRequest, programme_id: int, opened: Open, anchor: str) -> HttpResponse:
    """The page once more with the form as it was written, so that nobody writes it twice."""
    article_id = request.POST.get("article", "")
    if not article_id.isdecimal():
        return _back(request, programme_id, anchor)
    _belongs(queries.programme_of(int(article_id)), programme_id)
    return _page(request, int(article_id), opened)


@require_POST
@asks(Action.EDIT_PLEDGES)
def amend(request: HttpRequest, programme_id: int, pledge_id: int) -> HttpResponse:
    """Other words or other codes; that confirms the pledge."""
    _belongs(queries.programme_of_pledge(pledge_id), programme_id)
    anchor = f"pledge-{pledge_id}"
    if form := _refused(request, services.amend_pledge, pledge_id=pledge_id):
        return _again(request, programme_id, Open(pledge_id=str(pledge_id), form=form), anchor)
    return _back(request, programme_id, anchor)


@require_POST
@asks(Action.EDIT_PLEDGES)
def mark(request: HttpRequest, programme_id: int, speech_id: int) -> HttpResponse:
    """A pledge that the machine missed."""
    _belongs(queries.programme_of_speech(speech_id), programme_id)
    anchor = f"speech-{speech_id}"
    if form := _refused(request, services.mark_pledge, speech_id=speech_id):
        return _again(request, programme_id, Open(speech_id=str(speech_id), form=form), anchor)
    return _back(request, programme_id, anchor)
