from django.urls import path

from quizzes import proof_views, views

MODE = "learn/<slug:course>/<slug:lesson>/<slug:mode>/"

urlpatterns = [
    path(MODE + "answers/", views.answers, name="answers"),
    path(MODE + "hints/", views.hints, name="hints"),
    path(MODE + "steps/", views.steps, name="steps"),
    path(MODE + "proofs/", proof_views.proofs, name="proofs"),
    path(MODE + "starts/", views.starts, name="starts"),
    path(MODE + "handins/", views.handins, name="handins"),
    path(MODE + "turns/", views.turns, name="turns"),
    path(MODE + "ratings/", views.ratings, name="ratings"),
    path(MODE + "sittings/", views.new_attempt, name="sittings"),
]
