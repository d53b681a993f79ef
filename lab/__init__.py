"""What is shown of sessions: the inspector, the race, drills, experiments, recorded requests."""
