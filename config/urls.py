"""Where things are. The addresses are a contract: links, tests and bookmarks rely on them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("engines.urls")),
    path("", include("quizzes.urls")),
    path("", include("learn.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "learn.views.page_not_found"
