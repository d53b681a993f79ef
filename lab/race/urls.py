from django.urls import path

from lab.race import views

urlpatterns = [
    path("race/", views.race, name="race"),
    path("race/<slug:ticket>/", views.a_race, name="a-race"),
    path("race/<slug:ticket>/stops/", views.stops, name="race-stops"),
]
