"""Import and export in the panel. What is imported is looked at first."""
