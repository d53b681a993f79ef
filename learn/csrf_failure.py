"""A form that came without the token that belongs to its browser."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh

from lab.http import Request
from learn.learner import learner_of
from learn.progress import Progress

SEND_AGAIN = (
    "Please send it again: this browser had lost the cookies of this page, so nothing was changed."
)
ANSWERS_KEPT = "What you answered before is kept."
NOT_KNOWN = (
    "If you have answered here before, restore that on the page “My progress”, from the file that "
    "you downloaded. If this comes again, let this browser keep the cookies of this site."
)


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """Answer a form whose cookie is gone, is another one, or never came.

    What was entered must not be lost: with htmx a learner's page stays, says so and takes over
    the new token (`site.js`), and a page of the panel is loaded anew.
    """
    known = bool(learner_of(request) or Progress(request.session).who)
    kept = ANSWERS_KEPT if known else NOT_KNOWN
    if not getattr(request, "htmx", False):
        context = {"kept": kept, "page": page_of_form(request)}
        return render(request, "403_csrf.html", context, status=403)
    if request.path.startswith(reverse("admin:index")):
        messages.error(request, f"{SEND_AGAIN} {ANSWERS_KEPT}")
        return HttpResponseClientRefresh()
    words = f"{SEND_AGAIN} What you entered is still here. {kept}"
    headers = {"X-CSRFToken": get_token(request)}
    return HttpResponse(words, status=403, content_type="text/plain", headers=headers)


def page_of_form(request: HttpRequest) -> str:
    """The page that a form was on: the URL that it was sent to may take nothing but forms."""
    match = request.resolver_match
    if match and {"course", "lesson", "mode"} == match.kwargs.keys():
        return reverse("mode", kwargs=match.kwargs)
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return referer if ours else reverse("home")
