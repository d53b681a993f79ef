from django.urls import path

from quizzes import proof_views, views
from quizzes.classroom import views as classroom_views

MODE = "learn/<slug:course>/<slug:lesson>/<slug:mode>/"

urlpatterns = [
    path("class/", classroom_views.join, name="join"),
    path("class/leavings/", classroom_views.leavings, name="leavings"),
    path("class/<str:code>/", classroom_views.join, name="join"),
    path(MODE + "answers/", views.answers, name="answers"),
    path(MODE + "hints/", views.hints, name="hints"),
    path(MODE + "steps/", views.steps, name="steps"),
    path(MODE + "proofs/", proof_views.proofs, name="proofs"),
    path(MODE + "starts/", views.starts, name="starts"),
    path(MODE + "handins/", views.handins, name="handins"),
    path(MODE + "turns/", views.turns, name="turns"),
    path(MODE + "ratings/", views.ratings, name="ratings"),
    path(MODE + "sittings/", views.new_sitting, name="sittings"),
]
