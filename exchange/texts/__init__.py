"""Texts of other systems as Markdown, with nothing lost that is not told."""
