"""When flashcards come back: by their ratings alone, and as their buttons say."""

from quizzes.behaviours.flashcard_scheduling import Card, rating_intervals, schedule_card


def test_the_same_ratings_at_the_same_times_give_the_same_card() -> None:
    """FSRS is used without its randomness."""
    seen = set()
    for _ in range(5):
        card: Card = ()
        at = 1_800_000_000
        for rating in ("good", "good", "hard", "again", "easy"):
            card, due = schedule_card(card, rating, at)
            at = due + 3600
        seen.add((card, at))
    assert len(seen) == 1


def test_a_better_rating_brings_a_card_back_later() -> None:
    after = rating_intervals((), 1_800_000_000)
    assert list(after) == ["again", "hard", "good", "easy"]
    assert list(after.values()) == sorted(after.values())
    assert after["again"] == 60
    assert after["easy"] >= 24 * 3600


def test_what_a_button_promises_is_what_happens() -> None:
    at = 1_800_000_000.5
    for rating, seconds in rating_intervals((), at).items():
        assert schedule_card((), rating, at)[1] == int(at) + seconds
