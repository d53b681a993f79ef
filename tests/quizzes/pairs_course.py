"""A small course with pairs and texts with gaps, in English and in Hebrew."""

from pathlib import Path

from tests.quizzes.toys.course import write_course

CAPITALS = """
  - id: capitals
    level: easy
    kind: match
    prompt: Which country is each in?
    choices:
      paris: {text: Paris, match: France, why: On the Seine.}
      lyon: {text: "`Lyon`", match: France, why: On the Rhone.}
      rome: {text: Rome, match: "`Italy`", why: On the Tiber.}
      lone: {match: Spain, why: Madrid would be there.}
    hints: [Look at a map., Look again.]
    steps:
      - {title: Look, text: At a map.}
"""
SWEEP = """
  - id: sweep-gaps
    level: medium
    kind: cloze
    prompt: Fill in what the sentences lack.
    text: |
      Sessions that are over [[verb]] in the table.

      - The command [[command]] removes them.
      - By default one lasts [[days]] days.
    typed: [command, days]
    tolerance: 0
    choices:
      stay: {text: stay, right: true, gap: verb}
      move: {text: move, why: Nothing moves them., gap: verb}
      sweep: {text: "`clearsessions`", right: true, gap: command}
      flush: {text: "`flush`", why: That empties every table., gap: command}
      weeks: {text: "14", right: true, gap: days}
      week: {text: "7", why: It is twice as long., gap: days}
    hints: [The command has one word., It is two weeks.]
    steps:
      - {title: Read, text: The page on sessions.}
"""
HEBREW_PAIRS = """
  - id: hebrew-pairs
    level: hard
    kind: match
    prompt: באיזו ארץ נמצאת כל עיר?
    choices:
      a: {text: פריז, match: צרפת}
      b: {text: רומא, match: איטליה}
      c: {match: ספרד, why: שם נמצאת מדריד.}
    hints: [הסתכלו במפה.]
    steps:
      - {title: מפה, text: הסתכלו.}
"""
HEBREW_GAPS = """
  - id: hebrew-gaps
    level: hard
    kind: cloze
    prompt: השלימו את המשפט.
    text: הבירה של צרפת היא [[city]], והיא שוכנת על [[river]].
    typed: [city]
    choices:
      paris: {text: פריז, right: true, gap: city}
      seine: {text: הסן, right: true, gap: river}
      rhone: {text: הרון, why: הרון עובר בליון., gap: river}
    hints: [חישבו על מגדל אייפל.]
    steps:
      - {title: מפה, text: הסתכלו.}
"""
PAIRS_SET = "title: Practice\nquestions:" + CAPITALS + SWEEP + HEBREW_PAIRS + HEBREW_GAPS


def write_pairs_course(folder: Path) -> Path:
    return write_course(folder, PAIRS_SET)
