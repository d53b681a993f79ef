"""Item statistics: what the answers tell about the questions, for instructors at `/admin/`.

`counts` asks the database, `formulas` computes, `figures` joins the two for one question,
`question_report` and `set_report` gather them, `verdicts` says them in words, `plots` draws them.
"""
