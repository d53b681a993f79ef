from django.urls import path

from lab import drill_views, experiment_views, views
from lab.race import views as race_views

urlpatterns = [
    path("engine/", views.lab, name="lab"),
    path("engine/switch/", views.switch, name="switch"),
    path("engine/experiments/<slug:slug>/", experiment_views.experiment, name="experiment"),
    path("engine/drills/<slug:slug>/", drill_views.drill, name="drill"),
    path("engine/settings/", drill_views.cookie_settings, name="cookie-settings"),
    path("engine/race/", race_views.race, name="race"),
    path("engine/race/<slug:ticket>/", race_views.a_race, name="a-race"),
    path("engine/race/<slug:ticket>/stops/", race_views.stops, name="race-stops"),
    path("engine/measurements/", views.measurements, name="measurements"),
]
