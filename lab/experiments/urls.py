from django.urls import path

from lab.experiments import views

urlpatterns = [
    path("experiments/<slug:slug>/", views.experiment, name="experiment"),
    path("settings/", views.cookie_settings, name="cookie-settings"),
]
