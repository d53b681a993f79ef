from django.urls import path

from lab.drills import views

urlpatterns = [path("drills/<slug:slug>/", views.drill, name="drill")]
