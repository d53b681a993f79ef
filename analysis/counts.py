"""What the database counts: a few rows for each question, however many answers there are.

Which answers count, everywhere here:

- A learner's first sitting of the set. Whoever sits it again has seen the solutions. A sitting
  that was taken along to another browser is still one.
- The first try at each question there, of the questions as they stand: answers to an earlier
  version of a question are left out, and so are those that came late.

The sittings are the learners: each has one first sitting.
"""

from dataclasses import dataclass, field

from django.db import connections
from django.utils import timezone

from quizzes.records import Answer

# The most different responses to a question that are looked at: those to a question that is
# typed have no end.
MOST_RESPONSES = 5_000


@dataclass(frozen=True, slots=True)
class CountedSet:
    """Which answers are wanted. `versions`: of each question that stands, by its pk.

    `question`: one that was taken out, looked at all the same; else 0.
    """

    question_set: int
    versions: dict[int, str]
    question: int = 0


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How many learners had a question right or wrong who had so many of the others right."""

    right: int
    others_right: int
    others_answered: int
    count: int

    @property
    def rest(self) -> float | None:
        """The rest score: the share of the others that were right; None where none was answered."""
        return self.others_right / self.others_answered if self.others_answered else None


@dataclass(frozen=True, slots=True)
class ScoreCell(ScoreCount):
    """Of all questions, each with its cells."""

    question: int


@dataclass(frozen=True, slots=True)
class ResponseCell(ScoreCount):
    """A cell of one question, by what was answered."""

    response: str


@dataclass(frozen=True, slots=True)
class PassCount:
    """How many said how sure they were, took so many hints, and solved it in the end or not."""

    certainty: int | None
    right: int
    hints: int
    solved: int
    count: int


@dataclass(frozen=True, slots=True)
class StopCount:
    """How many learners answered so many questions, this one last."""

    answered: int
    question: int
    count: int


@dataclass(slots=True)
class Counts:
    """Of a set: `cells`, `stops`, and the median time in milliseconds from the showing of each
    question to the first try at it. The rest is of one question, where one was asked for.

    `responses`: the most frequent ones. `versions`: how many answered each version first.
    """

    cells: list[ScoreCell] = field(default_factory=list)
    stops: list[StopCount] = field(default_factory=list)
    medians: dict[int, float] = field(default_factory=dict)
    responses: list[ResponseCell] = field(default_factory=list)
    passes: list[PassCount] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)


# SQLite and PostgreSQL both read this, and work out once what several parts look at. Grouping and
# looking up rows by their key is several times faster in SQLite than window functions over wide
# rows. The first row of a sitting's question is its first try: rows of a sitting that was taken
# along come in their order, after those here. CROSS JOIN keeps SQLite from turning the look-up
# round.
COUNTED = """
WITH kept AS (
    SELECT answer.*, CASE WHEN answer."right" THEN 1 ELSE 0 END AS hit
    FROM quizzes_answer answer
    JOIN quizzes_question question ON question.id = answer.question_id
    WHERE question.question_set_id = %s AND NOT answer.late
        AND ((NOT question.retired AND question.published <= %s) OR question.id = %s)
),
begun AS (
    SELECT sitting,
        ROW_NUMBER() OVER (PARTITION BY learner ORDER BY MIN(created), MIN(id)) AS turn
    FROM kept GROUP BY learner, sitting
),
passes AS (
    SELECT sitting, question_id, MIN(id) AS first, MAX(hints) AS all_hints, MAX(hit) AS solved
    FROM kept WHERE sitting IN (SELECT sitting FROM begun WHERE turn = 1)
    GROUP BY sitting, question_id
),
ends AS (SELECT COUNT(*) AS answered, MAX(first) AS last FROM passes GROUP BY sitting),
firsts AS (
    SELECT passes.*, answer.response, answer.certainty, answer.milliseconds,
        CASE WHEN answer."right" THEN 1 ELSE 0 END AS hit
    FROM passes CROSS JOIN quizzes_answer answer
    WHERE answer.id = passes.first AND answer.tries = 1
        AND (answer.question_id, answer.version) IN (VALUES {versions})
),
scored AS (
    SELECT question_id, response, hit,
        SUM(hit) OVER (PARTITION BY sitting) - hit AS others_right,
        COUNT(*) OVER (PARTITION BY sitting) - 1 AS others_answered
    FROM firsts
)
"""
# The parts of one answer: its name, five numbers and a text.
CELLS = """
SELECT 'cell', hit, others_right, others_answered, COUNT(*), question_id, ''
FROM scored GROUP BY question_id, hit, others_right, others_answered
"""
# The middle one of an odd number, the middle two of an even one.
MEDIANS = """
SELECT 'median', question_id, SUM(milliseconds), COUNT(*), 0, 0, '' FROM (
    SELECT question_id, milliseconds,
        ROW_NUMBER() OVER (PARTITION BY question_id ORDER BY milliseconds) AS place,
        COUNT(*) OVER (PARTITION BY question_id) AS timed
    FROM firsts WHERE milliseconds IS NOT NULL
) placed WHERE place IN ((timed + 1) / 2, (timed + 2) / 2) GROUP BY question_id
"""
# Of any version: who answered a question before it was edited did not stop there.
STOPS = """
SELECT 'stop', ends.answered, answer.question_id, COUNT(*), 0, 0, ''
FROM ends CROSS JOIN quizzes_answer answer WHERE answer.id = ends.last
GROUP BY ends.answered, answer.question_id
"""
RESPONSES = """
SELECT * FROM (
    SELECT 'response', hit, others_right, others_answered, COUNT(*), 0, response
    FROM scored WHERE question_id = %s
    GROUP BY response, hit, others_right, others_answered
    ORDER BY SUM(COUNT(*)) OVER (PARTITION BY response) DESC, response LIMIT %s
) drawn
"""
PASSES = """
SELECT 'pass', certainty, hit, all_hints, solved, COUNT(*), ''
FROM firsts WHERE question_id = %s GROUP BY certainty, hit, all_hints, solved
"""
VERSIONS = """
SELECT 'version', COUNT(*), 0, 0, 0, 0, answer.version
FROM passes CROSS JOIN quizzes_answer answer
WHERE answer.id = passes.first AND passes.question_id = %s GROUP BY answer.version
"""
OF_A_SET = (CELLS, MEDIANS, STOPS)
OF_A_QUESTION = (CELLS, MEDIANS, RESPONSES, PASSES, VERSIONS)


def count_set(asked: CountedSet) -> Counts:
    return count_parts(asked, OF_A_SET)


def count_question(asked: CountedSet, question: int) -> Counts:
    """`stops` stays empty: they are a set's."""
    return count_parts(asked, OF_A_QUESTION, question, MOST_RESPONSES, question, question)


def count_parts(asked: CountedSet, parts: tuple[str, ...], *values: int) -> Counts:
    database = connections[Answer.objects.db]
    now = database.ops.adapt_datetimefield_value(timezone.now())
    pairs = ", ".join(["(%s, %s)"] * len(asked.versions))
    known = [value for pair in asked.versions.items() for value in pair]
    sql = COUNTED.format(versions=pairs) + "UNION ALL".join(parts)
    counts = Counts()
    with database.cursor() as cursor:
        cursor.execute(sql, [asked.question_set, now, asked.question, *known, *values])
        for part, *numbers, text in cursor.fetchall():
            add_part(counts, part, numbers, text)
    return counts


def add_part(counts: Counts, part: str, numbers: list[int], text: str) -> None:
    match part:
        case "cell":
            counts.cells.append(ScoreCell(*numbers))
        case "median":
            question, total, middle = numbers[:3]
            counts.medians[question] = int(total) / middle
        case "stop":
            counts.stops.append(StopCount(*numbers[:3]))
        case "response":
            right, others_right, others_answered, count, _ = numbers
            cell = ResponseCell(right, others_right, others_answered, count, text)
            counts.responses.append(cell)
        case "pass":
            counts.passes.append(PassCount(*numbers))
        case "version":
            counts.versions[text] = numbers[0]
