from django.urls import path

from engines import experiment_views, views

urlpatterns = [
    path("engine/", views.lab, name="lab"),
    path("engine/switch/", views.switch, name="switch"),
    path("engine/experiments/<slug:slug>/", experiment_views.experiment, name="experiment"),
    path("engine/measurements/", views.measurements, name="measurements"),
]
