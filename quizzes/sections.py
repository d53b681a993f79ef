"""What quizzes say on the progress page (see `learn.records.Section`)."""

from typing import Any
from uuid import UUID

from quizzes.certainty import calibration
from quizzes.models import Answer


class CalibrationSection:
    """How often the learner was right, by how sure they said they were."""

    template = "quizzes/calibration.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        told = Answer.objects.filter(learner=learner, certainty__isnull=False, late=False)
        found = calibration(told.values_list("certainty", "right"))  # type: ignore[arg-type]
        return {"calibration": found} if found else {}
