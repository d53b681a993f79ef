"""What is kept of a change to a course, and the way back."""
