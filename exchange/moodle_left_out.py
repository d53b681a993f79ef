"""The types of questions in Moodle that no question here can be, in plain words."""

LEFT_OUT = {
    "": "It names no type, so nobody can tell what is asked.",
    "description": "A text without a question.",
    "essay": "An essay, which a person marks: there is no such kind of question here.",
    "calculated": "It calculates with numbers that change from learner to learner (calculated).",
    "calculatedsimple": (
        "It calculates with numbers that change from learner to learner (calculated simple)."
    ),
    "calculatedmulti": (
        "Its choices are calculated with numbers that change from learner to learner (calculated "
        "multichoice)."
    ),
    "formulas": "It calculates with numbers that change from learner to learner (formulas).",
    "algebra": "A typed formula is judged by a program (algebra).",
    "stack": "A typed formula is judged by a program (STACK).",
    "coderunner": "Learners write a program that runs on another server (CodeRunner).",
    "vplquestion": "Learners write a program that runs on another server (VPL).",
    "ddimageortext": "Words or pictures are dragged onto a picture.",
    "ddmarker": "Markers are dragged onto a picture.",
    "gapfill": "Words are typed or dragged into gaps that are marked in another way (Gapfill).",
    "random": "It stands for another question, which Moodle draws at random.",
    "randomsamatch": (
        "Moodle builds it from other questions when a learner opens it (random matching)."
    ),
    "kprime": "Each of its statements is true or false (Kprime): make a question of each.",
    "mtf": "Each of its statements is true or false (MTF): make a question of each.",
    "pmatch": "A typed sentence must fit a pattern (pattern match).",
    "regexp": "A typed text must fit a pattern (regular expression).",
    "recordrtc": "An answer is spoken or filmed, and a person marks it.",
    "oumultiresponse": (
        "Several answers are right, and each counts differently (OU multiple response)."
    ),
    "geogebra": "It is drawn in GeoGebra, which is another program.",
    "wordselect": "Words are marked in a text (word select).",
}


def why_left_out(kind: str) -> str:
    """A sentence for a type that has no reader. `kind`: as the file names it."""
    name = f"{kind[:40]!r}: there is no such kind of question here."
    return LEFT_OUT.get(kind, name)
