from django.urls import path

from learn import progress_file, progress_views, views
from learn.images.references import FOLDER
from learn.images.views import image

urlpatterns = [
    path("", views.home, name="home"),
    path("learn/<slug:course>/", views.course, name="course"),
    path("learn/<slug:course>/<slug:lesson>/", views.lesson, name="lesson"),
    path("learn/<slug:course>/<slug:lesson>/<slug:mode>/", views.mode, name="mode"),
    path(
        "learn/<slug:course>/<slug:lesson>/<slug:mode>/readings/", views.readings, name="readings"
    ),
    path(f"{FOLDER}/<str:name>", image, name="image"),
    path("progress/", progress_views.progress, name="progress"),
    path(f"progress/{progress_file.NAME}", progress_views.download, name="progress_file"),
    path("progress/restores/", progress_views.restores, name="restores"),
    path("progress/styles/<slug:course>/", views.styles, name="styles"),
    path("progress/resets/", progress_views.resets, name="resets"),
]
