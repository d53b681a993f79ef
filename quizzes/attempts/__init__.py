"""What a learner does with a question set: the attempt, its rows, and how one follows from them."""
