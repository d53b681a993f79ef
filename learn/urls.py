from django.urls import path

from learn import views

urlpatterns = [
    path("", views.home, name="home"),
    path("learn/<slug:course>/", views.course, name="course"),
    path("learn/<slug:course>/<slug:lesson>/", views.lesson, name="lesson"),
    path("learn/<slug:course>/<slug:lesson>/<slug:mode>/", views.mode, name="mode"),
    path(
        "learn/<slug:course>/<slug:lesson>/<slug:mode>/readings/", views.readings, name="readings"
    ),
    path("progress/", views.progress, name="progress"),
]
