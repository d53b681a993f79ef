"""A request's progress, in agreement with the rows that apps keep of the learner."""

from functools import partial

from django.http import HttpRequest

from learn.extensions import EXTENSIONS
from learn.kept_progress import Kept
from learn.learner import cookie_of, learner_of, note_learner
from learn.progress import Progress


def progress_of(request: HttpRequest) -> Progress:
    """The progress in this request's session, rebuilt from rows where the session was lost.

    The learner's cookie and the session find each other again where one of the two is lost. Rows
    also tell what a session does not know because its store was silent when it was to be saved.
    """
    progress = Progress(request.session, partial(learner_of, request), cookie_of(request).at)
    if progress.learner is None and progress.who:
        note_learner(request, progress.who)
    if progress.learner and progress.who != progress.learner:
        if progress.who:
            progress.kept = Kept()  # another learner's: this browser's cookie is what counts
        progress.rebuilt = not progress.started
        agree_with_rows(progress)
    elif progress.is_behind or (progress.kept.new and request.method in ("GET", "HEAD")):
        agree_with_rows(progress)
    return progress


def agree_with_rows(progress: Progress) -> None:
    """Make the progress say what the rows say.

    They differ after a loss of the session, and where two tabs answer at once: the session may
    then hold less than was answered.
    """
    if progress.learner:
        for extension in EXTENSIONS:
            extension.agree(progress.learner, progress)
        progress.settle()
