"""看回话: whoever holds a receipt code reads what became of his words, and has the last one.

The code travels in the body of a post only: never in an address, a log or the answer's headers.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dundian.features.cases import queries, services
from dundian.features.programme.scope import in_scope
from dundian.features.voices.receipt import DIGITS, Crowded, digits_of, in_groups, is_code, lookup_of
from dundian.features.voices.services import NoSuchReceipt

from .nameless import nameless
from .tries import BUCKET, TRIES, one_more, wrong_so_far
from .words import page_of

LONGEST_WORD = 2000
WORDS = {"yes": services.confirm, "no": services.reopen}


def _ask(request: HttpRequest, *, message: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    facts = {"message": message, "wrong": wrong, "typed": request.POST.get("code", "")}
    return render(request, "portal/code.html", facts, status=status)


def _what_is_wrong(code: str) -> str:
    """What can be told of a code that opened nothing, from its digits alone."""
    count = abs(len(code) - DIGITS)
    if not code:
        return _("没找到，看看是不是少了一位。")
    if len(code) < DIGITS:
        words = ngettext(
            "没找到，少了 %(n)s 位，对着回执码再看看。", "没找到，少了 %(n)s 位，对着回执码再看看。", count
        )
        return words % {"n": count}
    if len(code) > DIGITS:
        words = ngettext(
            "没找到，多了 %(n)s 位，对着回执码再看看。", "没找到，多了 %(n)s 位，对着回执码再看看。", count
        )
        return words % {"n": count}
    if not is_code(code):
        return _("没找到，有一位打错了，对着回执码再看看。")
    return _("没找到。你说的话可能还在驻厂干部手机里，有网才传得上来，过半天再看。")


def _not_found(request: HttpRequest, wrong: int) -> HttpResponse:
    message = _what_is_wrong(digits_of(request.POST.get("code", "")))
    return _ask(request, message=message, wrong=one_more(wrong))


def _crowded(request: HttpRequest, wrong: str) -> HttpResponse:
    return _ask(request, message=_("这会儿人多，过一分钟再试。"), wrong=wrong, status=429)


@nameless
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """The page that asks for the code, and with a code the thread behind it."""
    if request.method != "POST":
        return _ask(request)
    field = request.POST.get("wrong", "")
    wrong = wrong_so_far(field)
    if wrong >= TRIES:
        return _ask(request, message=_("试了十次了，歇 10 分钟再试。"), wrong=field, status=429)
    code = digits_of(request.POST.get("code", ""))
    if not is_code(code):
        return _not_found(request, wrong)
    if BUCKET.is_empty():
        return _crowded(request, field)
    try:
        lookup = lookup_of(code)
    except Crowded:
        return _crowded(request, field)
    return _thread(request, code, lookup) or _not_found(request, wrong)


def _thread(request: HttpRequest, code: str, lookup: bytes, note: str = "") -> HttpResponse | None:
    follow = queries.follow(lookup=lookup, today=timezone.localdate())
    if follow is None:
        BUCKET.draw()
        return None
    facts = {"page": page_of(follow), "code": code, "groups": in_groups(code).split(), "note": note}
    return render(request, "portal/thread.html", facts, status=409 if note else 200)


@nameless
@require_POST
def word(request: HttpRequest) -> HttpResponse:
    """办好了, or 还没有，接着办: the worker's word, with a line of his own if he likes."""
    code = digits_of(request.POST.get("code", ""))
    step = WORDS.get(request.POST.get("word", ""))
    if not is_code(code) or step is None:
        return _not_found(request, 0)
    if BUCKET.is_empty():
        return _crowded(request, "")
    text = request.POST.get("text", "").replace("\0", "").strip()[:LONGEST_WORD]
    note = ""
    try:
        lookup = lookup_of(code)
        with in_scope(services.scope_of_receipt(lookup)):
            step(lookup=lookup, text=text, at=timezone.now())
    except Crowded:
        return _crowded(request, "")
    except NoSuchReceipt:
        BUCKET.draw()
        return _not_found(request, 0)
    except services.StepNotAllowed:
        note = _("这件事刚刚有了变化，先看看下面，再说一次。")
    except services.TooLateToReopen:
        note = _("这件事收尾已经过了 30 天。还有话，打 12351，或者找驻厂的人再说一次。")
    return _thread(request, code, lookup, note) or _not_found(request, 0)


@nameless
@require_safe
def who_sees(request: HttpRequest) -> HttpResponse:
    """谁能看到我说的话: what is kept and who reads it, as the code has it."""
    return render(request, "portal/who_sees.html")


@nameless
def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 – Django's signature
    """An address that there is none of."""
    return render(request, "portal/not_here.html", status=404)


@nameless
def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return render(request, "portal/broken.html", status=500)
