"""A kind and a behaviour that the site does not have, to show that one entry is all they need."""
