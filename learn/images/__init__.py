"""Images in texts: what is taken, how it is kept, named, shown and served.

Decision 0048 says why it is done this way.
"""
