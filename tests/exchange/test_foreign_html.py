"""HTML and plain text of other systems, as Markdown."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.importer import read_questions
from exchange.markdown import markdown_of
from learn.markdown import render


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<pre>def f():\n    x = 1\n\n    y = 2\n</pre>",
            "```\ndef f():\n    x = 1\n\n    y = 2\n```",
        ),
        ("<pre>a<br><br>  b</pre>", "```\na\n\n  b\n```"),
        ("<p>a <b>bold </b>word</p>", "a **bold** word"),
        ("<p><b></b>a<i> </i></p>", "a"),
        ("<code>__init__ * `x`</code>", "`` __init__ * `x` ``"),
        ("\\(x^2\\)", "\\\\(x^2\\\\)"),
        ("<b>one<i>two</b>three", "**onetwo**three"),
    ],
)
def test_html_comes_as_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == (markdown, [])


@pytest.mark.parametrize(
    ("html", "markdown", "lost"),
    [
        ("10<sup>3</sup> H<sub>2</sub>O", "10^3 H_2O", ["sub", "sup"]),
        ("<s>old</s> new", "old new", ["s"]),
        ("Which is <form>?", "Which is ?", ["form"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b", ["table"]),
    ],
)
def test_html_that_has_no_markdown_is_told_of(html: str, markdown: str, lost: list[str]) -> None:
    assert markdown_of(html) == (markdown, lost)


@pytest.mark.slow
def test_much_html_takes_little_time() -> None:
    begun = time.monotonic()
    markdown_of("<b>" * 200_000 + "</i>" * 200_000 + "x</b>" * 200_000)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("system", ["[html]", "[plain]"])
def test_what_is_no_markdown_is_shown_as_it_was_written(system: str) -> None:
    words = "What do __init__, *args, 2 * 3 and a_b mean"
    prompt = read_questions(f"::a::{system}{words}? {{=x ~y}}".encode()).questions[0][1].prompt
    assert render(prompt).strip() == f"<p>{words}?</p>"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_html_breaks_the_conversion(html: str) -> None:
    markdown_of(html)
    markdown_of(f"<ul><li>{html}</ol></a></p>")
