"""What one visitor is sent never reaches another, whatever cache stands between."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.http import HttpResponse
from django.middleware.cache import FetchFromCacheMiddleware, UpdateCacheMiddleware
from django.templatetags.static import static
from django.test import Client, RequestFactory

from classrooms.models import Classroom
from config.private import PrivateMiddleware
from learn.images.keeping import keep_image
from tests.course import LESSON
from tests.every_address import every_address
from tests.learner import answer
from tests.pictures import picture
from tests.shared_cache import SharedCache, words_of

HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
UPDATE = "django.middleware.cache.UpdateCacheMiddleware"
FETCH = "django.middleware.cache.FetchFromCacheMiddleware"
PAGES = ["/", f"{LESSON}practice/", f"{LESSON}why/", "/progress/", "/class/", "/engine/"]
FORMS = ["/", f"{LESSON}practice/", "/class/", "/admin/login/"]
NOT_FOUND = "/learn/nothing/"


@pytest.fixture
def addresses(course: None, autumn: Classroom) -> list[str]:
    found = [*every_address(pk=autumn.pk, code=autumn.code), NOT_FOUND, "/learn", "/nothing"]
    return [address for address in found if address != "/admin/logout/"]


@pytest.fixture
def learner(alice: Client) -> Client:
    answer(alice, "login")
    return alice


@pytest.fixture(params=["nobody", "learner", "administrator"])
def visitor(request: Any, learner: Client, instructor: Client) -> Client:
    return {"nobody": Client(), "learner": learner, "administrator": instructor}[request.param]


def secrets_of(visitor: Client) -> set[str]:
    """What only this visitor may hold: the values of their cookies."""
    return {cookie.value for cookie in visitor.cookies.values() if len(cookie.value) > 8}


def everything_of(reply: HttpResponse) -> str:
    cookies = " ".join(cookie.OutputString() for cookie in reply.cookies.values())
    return f"{reply.headers} {cookies} {reply.content!r}" if not reply.streaming else cookies


@pytest.mark.slow
def test_each_reply_is_private_and_varies_where_there_is_a_fragment(
    visitor: Client, addresses: list[str]
) -> None:
    for address in addresses:
        page, fragment = visitor.get(address), visitor.get(address, headers=HTMX)
        for reply in (page, fragment, visitor.post(address, headers=HTMX)):
            said = words_of(reply.get("Cache-Control", ""))
            assert said & {"private", "no-store"}, (address, reply.status_code)
        if is_page(page) != is_page(fragment):
            for reply in (page, fragment):
                assert "hx-request" in words_of(reply.get("Vary", "")), address


def is_page(reply: HttpResponse) -> bool:
    return not reply.streaming and b"<html" in reply.content


@pytest.mark.slow
def test_a_shared_cache_keeps_nothing_that_a_visitor_was_sent(
    visitor: Client, addresses: list[str]
) -> None:
    cache, stranger, other = SharedCache(), Client(), Client()
    answer(other, "remember")
    for address, headers in looks(addresses):
        cache.get(visitor, address, **headers)
    hidden = secrets_of(visitor)
    for somebody in (stranger, other):
        for address, headers in looks(addresses):
            sent = everything_of(cache.get(somebody, address, **headers))
            assert not [value for value in hidden if value in sent], address
    assert cache.handed_out == []


def looks(addresses: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each address, and as htmx asks for it where it does: of the panel, for the board."""
    for address in addresses:
        yield address, {}
        if not address.startswith("/admin/") or "/board/" in address:
            yield address, HTMX


def test_a_shared_cache_keeps_static_files(course: None) -> None:
    """The cache of these tests does keep what it may."""
    cache, files = SharedCache(), [static("site.css"), static("icon.svg")]
    for _ in range(2):
        for file in files:
            reply = cache.get(Client(), file)
            assert "public" in words_of(reply["Cache-Control"])
            assert not reply.cookies
    assert cache.handed_out == files


def test_a_shared_cache_keeps_images(learner: Client, instructor: Client) -> None:
    cache, address = SharedCache(), f"/{keep_image(picture(), 'flag.png')}"
    for visitor in (learner, instructor, Client()):
        reply = cache.get(visitor, address)
        assert "public" in words_of(reply["Cache-Control"])
        assert not reply.cookies
    assert cache.handed_out == [address, address]


def test_a_file_that_has_not_changed_is_told_without_a_cookie(learner: Client) -> None:
    first = learner.get(static("site.css"))
    again = learner.get(static("site.css"), headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    assert not again.cookies


# --- Django's own cache, at every place ------------------------------------------------------


def orders() -> list[list[str]]:
    """The site's middleware with the caching pair around all, and side by side at each place."""
    own = site_settings.MIDDLEWARE
    around = [[*own[:place], UPDATE, *own[place:], FETCH] for place in range(len(own))]
    beside = [[*own[:place], UPDATE, FETCH, *own[place:]] for place in range(len(own))]
    return around + beside


@pytest.mark.slow
def test_djangos_cache_middleware_hands_nobody_what_another_was_sent(
    learner: Client, panel: Client, settings: Any
) -> None:
    visits = [(Client(), FORMS), (learner, FORMS), (panel, ["/admin/"])]
    for order in orders():
        settings.MIDDLEWARE = order
        for visitor, pages in visits:
            visitor.handler.load_middleware()
            for page in pages:
                visitor.get(page)
        hidden, stranger = set().union(*(secrets_of(visitor) for visitor, _ in visits)), Client()
        for page in [*FORMS, "/admin/"]:
            reply = stranger.get(page)
            assert "Age" not in reply.headers
            assert not [value for value in hidden if value in everything_of(reply)], (page, order)


def test_a_session_that_is_saved_at_every_request_reaches_nobody_else(
    learner: Client, settings: Any
) -> None:
    """CVE-2026-35192: an unmodified session was saved, its cookie set, and `Vary` not."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    settings.MIDDLEWARE = [UPDATE, *site_settings.MIDDLEWARE, FETCH]
    learner.handler.load_middleware()
    cache = SharedCache()
    for page in [*PAGES, "/favicon.ico", NOT_FOUND]:
        reply = cache.get(learner, page)
        assert "cookie" in words_of(reply["Vary"])
        assert not reply.cookies or "private" in words_of(reply["Cache-Control"])
        key = learner.cookies[site_settings.SESSION_COOKIE_NAME].value
        for somebody in (cache.get(Client(), page), Client().get(page)):
            assert key not in everything_of(somebody)


@pytest.mark.parametrize("vary", ["*", " * ", "Accept, *", "Cookie ", " Cookie,Accept", ""])
def test_whatever_a_reply_varies_on_djangos_cache_keeps_none(vary: str) -> None:
    """CVE-2026-6907: `Vary: *` was kept. CVE-2026-48587: names with blanks were not seen."""
    visits: list[int] = []

    def view(request: Any) -> HttpResponse:
        visits.append(len(visits))
        return HttpResponse(f"{visits[-1]}", headers={"Vary": vary} if vary else {})

    site = UpdateCacheMiddleware(FetchFromCacheMiddleware(PrivateMiddleware(view)))
    assert [site(RequestFactory().get("/")).content for _ in range(3)] == [b"0", b"1", b"2"]


# --- The rule --------------------------------------------------------------------------------


def marked(cookie: bool = False, **headers: str) -> set[str]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}

    def view(request: Any) -> HttpResponse:
        response = HttpResponse("x", headers=names)
        if cookie:
            response.set_cookie("who", "alice")
        return response

    return words_of(PrivateMiddleware(view)(RequestFactory().get("/"))["Cache-Control"])


def test_what_is_for_everybody_stays_so() -> None:
    assert marked(Cache_Control="public, max-age=60") == {"public", "max-age"}


@pytest.mark.parametrize("vary", ["Cookie", "Accept, Cookie"])
def test_what_depends_on_a_cookie_or_sets_one_is_for_nobody_else(vary: str) -> None:
    assert marked(Cache_Control="public, max-age=60", Vary=vary) == {"private", "max-age"}
    assert marked(Cache_Control="public, max-age=60", cookie=True) == {"private", "max-age"}


@pytest.mark.parametrize("said", ["no-store", "max-age=0, no-cache", "private, max-age=9"])
def test_what_a_view_said_of_caches_is_kept(said: str) -> None:
    assert marked(Cache_Control=said) == {"private", *words_of(said)}
