"""The rules of packs for a row that is brought back, so that learners get no faulty row."""

from learn.models import Lesson
from packs.draft import saved_draft
from packs.findings import blocking_findings
from packs.images import stored_page_problems
from quizzes.models import Question


def find_fault(row: Lesson | Question) -> str:
    """The first problem of the row, with its place. Empty where there is none."""
    if isinstance(row, Question):
        findings = blocking_findings(saved_draft(row))
        return f"{findings[0].label}: {findings[0].message}" if findings else ""
    for page in row.pages.all():
        for problem in stored_page_problems(page.mode, page.text):
            return f"{problem.file}, line {problem.line}: {problem.message}"
    return ""
