from django.urls import path

from classrooms import views

urlpatterns = [
    path("class/", views.join_view, name="join"),
    path("class/leavings/", views.memberships, name="memberships"),
    path("class/<str:code>/", views.join_view, name="join"),
]
