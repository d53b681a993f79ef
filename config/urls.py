"""Where things are. The addresses are a contract: links, tests and bookmarks rely on them."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path, reverse
from django.views.generic import RedirectView


class Icon(RedirectView):
    """For pages that name no icon of their own, as the admin's."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("icon.svg")


class MovedInThePanel(RedirectView):
    """Classes and the lab's settings have apps of their own now; bookmarks still lead there."""

    place = ""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        query = self.request.META.get("QUERY_STRING", "")
        address = f"{reverse('admin:index')}{self.place}/{kwargs['rest']}"
        return f"{address}?{query}" if query else address


urlpatterns = [
    path("", include("learn.urls")),
    path("", include("quizzes.urls")),
    path("", include("lab.urls")),
    path("", include("classrooms.urls")),
    re_path(
        "^admin/quizzes/classroom/(?P<rest>.*)$",
        MovedInThePanel.as_view(place="classrooms/classroom"),
    ),
    re_path(
        "^admin/engines/labsettings/(?P<rest>.*)$",
        MovedInThePanel.as_view(place="lab/labsettings"),
    ),
    path("admin/", admin.site.urls),
    path("favicon.ico", Icon.as_view()),
]

handler400 = "config.error_pages.bad_request"
handler403 = "config.error_pages.permission_denied"
handler404 = "config.error_pages.page_not_found"
handler500 = "config.error_pages.server_error"
