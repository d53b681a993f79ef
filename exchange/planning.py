"""What would become of each question of a file in a set, before anything is written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from msgspec.structs import replace

from exchange.common import unused_slug
from exchange.merging import as_seen, differing_parts, merged_item, says_the_same
from exchange.reading import Reading
from exchange.report import DIFFERS, LEFT, NEW, SAME, UPDATED
from packs.draft import QuestionDraft
from packs.findings import blocking_findings
from quizzes.models import Question, QuestionSet
from quizzes.schema import Item

# What to do with a question that is here under the same name with other content. Empty: nobody has
# chosen yet.
SKIP, UPDATE, ADD = "skip", "update", "add"
EXISTING = {
    SKIP: "Leave them as they are here",
    UPDATE: "Update them: a new version of each, and answers stay",
    ADD: "Add them as new questions, under other names",
}
# A name that was made up for a question without one says nothing of which question it is.
MADE_UP = re.compile(r"question(-\d+)?")


@dataclass(frozen=True)
class Planned:
    """A question of the file. `item`: as it would stand here. `row`: the question that is here.

    `to_mend`: what keeps it from being published. `other`: the parts that are otherwise here.
    """

    line: int
    item: Item
    outcome: str
    row: Question | None = None
    other: list[str] = field(default_factory=list)
    to_mend: list[str] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        return self.outcome in (NEW, UPDATED)


class KnownQuestions:
    """The questions that are in a set, to be found by name and by content. `names`: theirs, and
    those that are given on the way."""

    def __init__(self, rows: Iterable[Question]) -> None:
        self.by_slug: dict[str, tuple[Item, Question]] = {}
        self.by_prompt: dict[str, list[str]] = {}
        for row in rows:
            item = row.item()
            self.by_slug[item.id] = (item, row)
            self.by_prompt.setdefault(as_seen(item.prompt), []).append(item.id)
        self.names = set(self.by_slug)

    def same_content(self, item: Item) -> Question | None:
        """The question that says already what `item` says, if there is one: before others the one
        of its name."""
        names = self.by_prompt.get(as_seen(item.prompt), [])
        for name in sorted(names, key=lambda name: name != item.id):
            old, row = self.by_slug[name]
            if says_the_same(old, item):
                return row
        return None

    def same_name(self, item: Item) -> tuple[Item, Question] | None:
        """The question of its name, unless that was made up."""
        return None if MADE_UP.fullmatch(item.id) else self.by_slug.get(item.id)

    def new_name(self, item: Item) -> str:
        """A name that no question has."""
        name = unused_slug(item.id, self.names)
        self.names.add(name)
        return name


def plan_import(reading: Reading, question_set: QuestionSet, existing: str) -> list[Planned]:
    """What becomes of each question, by what is in the set now. `existing`: one of `EXISTING`."""
    prefetch_related_objects([question_set], "lesson__pages")
    rows = question_set.questions.prefetch_related("choices", "hints", "steps")
    known = KnownQuestions(rows)
    return list(plan_each(reading, question_set, known, existing))


def plan_each(
    reading: Reading,
    question_set: QuestionSet,
    known: KnownQuestions,
    existing: str,
) -> Iterator[Planned]:
    for line, item in reading.questions:
        if same := known.same_content(item):
            yield Planned(line, replace(item, id=same.slug), SAME, same)
        elif existing != ADD and (found := known.same_name(item)):
            old, row = found
            merged = merged_item(old, item)
            to_mend = mistakes_of(row, merged, reading)
            yield plan_other(line, merged, old, row, existing, to_mend)
        else:
            new = replace(item, id=known.new_name(item))
            row = Question(question_set=question_set, slug=new.id)
            yield Planned(line, new, NEW, to_mend=mistakes_of(row, new, reading))


def plan_other(
    line: int, item: Item, old: Item, row: Question, existing: str, to_mend: list[str]
) -> Planned:
    """A question that is here with other content. One that learners see stays as it is where the
    new content could not be shown to them."""
    other = differing_parts(old, item)
    if existing == UPDATE and to_mend and row.published is not None and not row.retired:
        kept = "It is published, so it was left as it is: the new content would have to be mended."
        return Planned(line, item, LEFT, row, other, [kept, *to_mend])
    outcome = {UPDATE: UPDATED, SKIP: LEFT}.get(existing, DIFFERS)
    return Planned(line, item, outcome, row, other, to_mend if outcome != LEFT else [])


def mistakes_of(row: Question, item: Item, reading: Reading) -> list[str]:
    """What keeps it from being published, each with where it is."""
    findings = blocking_findings(QuestionDraft(row, item, {}, reading.images))
    return [f"{finding.label}: {finding.message}" for finding in findings]
