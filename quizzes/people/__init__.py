"""The people of the panel: what each role may do, and who changed what."""
