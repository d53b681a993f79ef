from django.urls import include, path

from lab import views

urlpatterns = [
    path("engine/", views.lab, name="lab"),
    path("engine/switch/", views.switch, name="switch"),
    path("engine/", include("lab.benchmark.urls")),
    path("engine/", include("lab.experiments.urls")),
    path("engine/", include("lab.drills.urls")),
    path("engine/", include("lab.race.urls")),
]
