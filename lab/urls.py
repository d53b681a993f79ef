from django.urls import include, path

from lab import views

urlpatterns = [
    path("engine/", views.lab, name="lab"),
    path("engine/switch/", views.switch, name="switch"),
    path("engine/measurements/", views.measurements, name="measurements"),
    path("engine/", include("lab.experiments.urls")),
    path("engine/", include("lab.drills.urls")),
    path("engine/", include("lab.race.urls")),
]
