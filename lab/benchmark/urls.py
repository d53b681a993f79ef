from django.urls import path

from lab.benchmark import views

urlpatterns = [path("measurements/", views.measurements, name="measurements")]
