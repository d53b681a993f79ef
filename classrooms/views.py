"""Joining a class with its code, and leaving it. No account: a name, and the learner's cookie."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from classrooms import membership, throttle
from classrooms.forms import JoinForm
from classrooms.models import Classroom, Member
from lab.http import Request
from learn.agreement import progress_of
from learn.learner import learner_or_new, set_learner_cookie
from learn.progress_views import MESSAGE_TAG

# Shown on the page of the course itself, where a phone shows it first.
ON_THE_COURSE = "course"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
def join_view(request: Request, code: str = "") -> HttpResponse:
    """`code`: from a link or a QR code. Joining another class asks before it leaves the first."""
    progress = progress_of(request)
    member = membership.member_of(progress.learner)
    if request.method != "POST":
        return render_join(request, JoinForm.linked(code), member)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return refuse_join(request, form, member)
    classroom: Classroom = form.cleaned_data["code"]
    if member and member.classroom != classroom and request.POST.get("leaves") != str(member.pk):
        return render_join(request, form, member, status=422, other=classroom)
    learner, name = learner_or_new(request), form.cleaned_data["name"]
    try:
        joined = membership.join_class(learner, classroom, name, progress)
    except membership.NotJoined as refusal:
        form.add_error("code", str(refusal))
        return render_join(request, form, member, status=422)
    words = f"You are in the class “{classroom}” as {joined.name}."
    messages.success(request, words, extra_tags=ON_THE_COURSE)
    response = redirect_to(request, classroom.course.get_absolute_url())
    return set_learner_cookie(request, response, progress.kept.at)


def refuse_join(request: Request, form: JoinForm, member: Member | None) -> HttpResponse:
    """The form with what is wrong; 429 where too many codes were."""
    seconds = throttle.count_wrong_code(request) if form.unknown else 0
    if not seconds:
        return render_join(request, form, member, status=422)
    form.errors["code"] = form.error_class([throttle.describe_limit(seconds)])
    response = render_join(request, form, member, status=429)
    response["Retry-After"] = str(seconds)
    return response


@require_POST
def memberships(request: Request) -> HttpResponse:
    progress = progress_of(request)
    member = membership.member_of(progress.learner)
    if member:
        membership.leave_class(member.learner, progress)
        words = f"You have left the class “{member.classroom}”. Your name there is gone."
        messages.success(request, words, extra_tags=MESSAGE_TAG)
    return redirect("progress")


def redirect_to(request: Request, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def render_join(
    request: Request, form: JoinForm, member: Member | None, status: int = 200, **more: Any
) -> HttpResponse:
    template = "classrooms/join.html" + ("#join" if request.htmx else "")
    context = {"form": form, "member": member, **more}
    return render(request, template, context, status=status)
