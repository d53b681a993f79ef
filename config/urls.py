"""Where things are. The addresses are a contract: links, tests and bookmarks rely on them."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView


class Icon(RedirectView):
    """For pages that name no icon of their own, as the admin's."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("icon.svg")


urlpatterns = [
    path("", include("lab.urls")),
    path("", include("classrooms.urls")),
    path("", include("quizzes.urls")),
    path("", include("learn.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", Icon.as_view()),
]

handler404 = "learn.views.page_not_found"
