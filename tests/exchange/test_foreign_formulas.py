"""Formulas in files of other systems: between whatever marks, they are formulas here."""

import pytest

from exchange.texts.html_markdown import html_markdown
from learn.markdown import render
from tests.exchange.reading import asked_in_moodle, by_name, only


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        (r"Is \(x_1 * x_2\) so?", "Is $x_1 * x_2$ so?"),
        (r"Is $a_1$ so?", "Is $a_1$ so?"),
        (r"So: \[ x^2 \]", "So: $$x^2$$"),
        ("So: $$ x^2 $$", "So: $$x^2$$"),
        ("So: $$\nx =\n  1\n$$ it is", "So: $$x = 1$$ it is"),
        (r"\begin{align}x&=1\end{align}", r"$$\begin{align}x&=1\end{align}$$"),
        ("It costs 5$ or 6$ or $7.", r"It costs 5\$ or 6\$ or \$7."),
        (
            r"$$\begin{cases}1 & \text{if $x>0$}\\0\end{cases}$$",
            r"$$\begin{cases}1 & \text{if }x>0\text{}\\0\end{cases}$$",
        ),
    ],
)
def test_a_formula_is_one_here(words: str, markdown: str) -> None:
    for form in ("html", "moodle_auto_format"):
        escaped = words.replace("&", "&amp;").replace(">", "&gt;")
        assert asked_in_moodle(escaped, form) == markdown
    assert render(markdown).count("<math") == markdown.replace("$$", "$").count("$") // 2 * (
        "costs" not in markdown
    )


def test_the_lines_and_spans_of_an_editor_are_no_part_of_a_formula() -> None:
    html = "<p>So<br>$$<br>&nbsp; x = <span style='font-size: 1rem'>1<br>$$</span> it is.</p>"
    assert html_markdown(html) == ("So\\\n$$x = 1$$ it is.", [])


def test_formulas_in_gift_come_in_prompts_and_choices() -> None:
    item = only(
        r"::a::[html]<p>Solve $$x^2 \= 4$$ for \\(x > 0\\).</p>"
        r"{=\\(x \= 2\\) ~$$\\frac\{1\}\{2\}$$ ~$x_1$}"
    )
    assert item.prompt == "Solve $$x^2 = 4$$ for $x > 0$."
    texts = [one.text for one in item.choices.values()]
    assert texts == ["$x = 2$", r"$$\frac{1}{2}$$", "$x_1$"]


def test_a_formula_in_a_table_that_stays_html_is_shown() -> None:
    html = r"<table><tr><td>\(x^2\)</td></tr></table>"
    assert "<math" in render(html_markdown(html)[0])


def test_dollars_in_code_are_none() -> None:
    assert (
        asked_in_moodle("<code>$a$</code> and <pre>$$b$$</pre>") == "`$a$` and\n\n```\n$$b$$\n```"
    )
    [item] = by_name("::a::[markdown]Is `$x$` or \\\\\\\\(x\\\\\\\\) it? {T}").values()
    assert item.prompt == "Is `$x$` or $x$ it?"
