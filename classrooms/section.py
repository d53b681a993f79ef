"""The class on the progress page (see `learn.extensions.ProgressSection`)."""

from typing import Any
from uuid import UUID

from classrooms import membership


class ClassSection:
    template = "classrooms/section.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        member = membership.member_of(learner)
        return {"member": member} if member else {}
