from django.urls import path

from classrooms import views

urlpatterns = [
    path("class/", views.join, name="join"),
    path("class/leavings/", views.leavings, name="leavings"),
    path("class/<str:code>/", views.join, name="join"),
]
