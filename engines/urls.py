from django.urls import path

from engines import views

urlpatterns = [
    path("engine/", views.lab, name="lab"),
    path("engine/switch/", views.switch, name="switch"),
    path("engine/measurements/", views.measurements, name="measurements"),
]
