"""What the database counts is the same on each of them."""

from pathlib import Path

import pytest

from quizzes.models import QuestionSet
from tests.analysis.made_up import digest_of_counts
from tests.running import manage, prepared_database

# Run at a site on PostgreSQL.
ON_POSTGRESQL = """
from quizzes.models import QuestionSet
from tests.analysis.made_up import digest_of_counts
print(digest_of_counts(QuestionSet.objects.get(lesson__slug="configuration", mode="practice")))
"""


@pytest.mark.postgresql
@pytest.mark.slow
def test_postgresql_counts_the_same(course: None, tmp_path: Path) -> None:
    practice = QuestionSet.objects.get(lesson__slug="configuration", mode="practice")
    found = manage(
        tmp_path, "shell", "-v0", "-c", ON_POSTGRESQL, DATABASE_URL=prepared_database("analysis")
    )
    assert found.strip() == digest_of_counts(practice)
    assert "PassCount" in found
