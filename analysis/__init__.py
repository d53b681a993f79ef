"""What the answers tell of the questions: for instructors, at `/admin/`.

`counts` asks the database, `formulas` computes, `report` joins the two, `verdicts` says it in
words, `plots` draws it, `pages` shows it.
"""
