"""Your session from the inside, and the switch that moves it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from engines.forms import SwitchForm
from engines.http import Request
from engines.inside import inside
from engines.move import MoveRefused, move


@require_GET
def lab(request: Request) -> HttpResponse:
    return render(request, "engines/lab.html", {"inside": inside(request)})


@require_POST
def switch(request: Request) -> HttpResponse:
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            messages.success(request, str(move(request, form.cleaned_data["engine"])))
        except MoveRefused as refusal:
            form.add_error("engine", str(refusal))
    if request.htmx:
        status = 422 if form.errors else 200
        return render(request, "engines/panel.html#panel", {"switch_form": form}, status=status)
    if form.errors:
        context = {"inside": inside(request), "switch_form": form}
        return render(request, "engines/lab.html", context)
    return HttpResponseRedirect(page_to_return_to(request))


def page_to_return_to(request: Request) -> str:
    """The page the switch was pressed on, if it is one of ours."""
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/"):
        return page
    return reverse("lab")
