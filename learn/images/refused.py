class ImageRefused(Exception):
    """A file is not taken as an image. The message says why, and what to do."""
