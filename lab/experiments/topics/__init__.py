"""What the experiments try, a module for each topic."""
