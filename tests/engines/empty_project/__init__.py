"""An empty Django project, which has `engines` and nothing else of this site."""
