"""Markdown: what authors write looks as meant."""

import pytest

from learn.directives import Placeholder
from learn.markdown import opening, render, render_inline, render_part
from tests.learn.safe_html import Seen, assert_safe

# --- Directives ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title"), [("note", "Note"), ("tip", "Tip"), ("mistake", "Common mistake")]
)
def test_a_callout_has_its_class_and_a_title(name: str, title: str) -> None:
    html = render(f"::: {name}\nMind the *gap*.\n:::")
    assert f'<div class="note {name}"><p class="title">{title}</p>' in html
    assert "<p>Mind the <em>gap</em>.</p>\n</div>" in html


def test_a_callout_may_have_a_title_of_its_own() -> None:
    seen = assert_safe(render('::: mistake "None" & <b>\nText\n:::'))
    assert ("p", {"class": "title"}) in seen.elements
    assert seen.text.splitlines()[0] == '"None" & <b>'


def test_a_figure_may_have_any_words_for_its_caption() -> None:
    seen = assert_safe(render('::: worse "a" < b & <b>\nText\n:::'))
    assert seen.text.splitlines()[0] == '"a" < b & <b>'


def test_versus_holds_better_and_worse_as_figures() -> None:
    better, worse = "::: better One read\nGood.\n:::", "::: worse Two reads\nBad.\n:::"
    assert render(f":::: versus\n{better}\n{worse}\n::::\n\nAfter.") == (
        '<div class="versus">\n'
        '<figure class="better"><figcaption>One read</figcaption>\n<p>Good.</p>\n</figure>\n'
        '<figure class="worse"><figcaption>Two reads</figcaption>\n<p>Bad.</p>\n</figure>\n'
        "</div>\n<p>After.</p>\n"
    )


@pytest.mark.parametrize(
    ("info", "classes"),
    [
        ("pipeline", "pipeline"),
        ("pipeline 3", "pipeline hot-3"),
        ("pipeline 12", "pipeline"),
        ("pipeline 1 onclick=x", "pipeline"),
        ('pipeline 1"><script>', "pipeline"),
        ("steps", "steps"),
    ],
)
def test_a_pipeline_names_its_bottleneck(info: str, classes: str) -> None:
    assert render(f"::: {info}\n- One\n- Two\n:::").startswith(f'<div class="{classes}">\n<ul>')


def test_an_unknown_directive_stays_text() -> None:
    assert render("::: advice\nText\n:::") == "<p>::: advice\nText\n:::</p>\n"


# --- Code and tables -------------------------------------------------------------------------


def test_code_is_highlighted_with_classes_only() -> None:
    seen = assert_safe(render('```python\ndef visit(request):\n    return "a" < "b"\n```'))
    assert ("pre", {"class": "code", "tabindex": "0"}) in seen.elements
    spans = [attributes for tag, attributes in seen.elements if tag == "span"]
    assert {"class": "k"} in spans
    assert {"class": "nf"} in spans
    assert seen.text == 'def visit(request):\n    return "a" < "b"\n\n'


@pytest.mark.parametrize("language", ["", "nosuch", "text", '"><img src=x>'])
def test_other_code_is_shown_as_it_is(language: str) -> None:
    seen = assert_safe(render(f"```{language}\n<b>bold</b> & more\n```"))
    assert [tag for tag, _ in seen.elements] == ["pre", "code"]
    assert seen.text.strip() == "<b>bold</b> & more"


@pytest.mark.parametrize("text", ["```python\n\nx = 1\n```", "```\n\nx = 1\n```"])
def test_an_empty_first_line_of_code_stays(text: str) -> None:
    assert Seen(render(text)).text.startswith("\nx = 1")


def test_indented_code_can_be_scrolled_from_the_keyboard_too() -> None:
    assert render("    x < 1") == '<pre class="code" tabindex="0"><code>x &lt; 1\n</code></pre>\n'


def test_a_table_scrolls_in_a_box_of_its_own_and_has_no_style() -> None:
    html = render("| Engine | Reads |\n|:---|---:|\n| `db` | 1 |")
    assert html.startswith('<div class="scroll" tabindex="0"><table>')
    assert html.endswith("</table></div>\n")
    assert [attributes for tag, attributes in assert_safe(html).elements if attributes] == [
        {"class": "scroll", "tabindex": "0"}
    ]
    assert "<td><code>db</code></td>" in html


def test_an_inline_text_has_no_paragraph_around_it() -> None:
    assert render_inline(" Keep *all* of `x < 1`\n") == "Keep <em>all</em> of <code>x &lt; 1</code>"


# --- HTML and formulas -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "is <b>not</b> a prime",
        "H<sub>2</sub>O and 10<sup>-2</sup>",
        "<u>barks</u> <s>meows</s> <del>a</del> <ins>b</ins> <mark>c</mark> <kbd>Ctrl</kbd>",
        '<span dir="rtl">\u05d0</span>',
    ],
)
def test_html_that_is_allowed_stays(html: str) -> None:
    assert render_inline(html) == html


def test_a_table_in_html_keeps_its_spans() -> None:
    html = render('<table><tr><th scope="col" colspan="2">x</th></tr></table>')
    assert '<th scope="col" colspan="2">x</th>' in html


def test_a_formula_is_mathml() -> None:
    html = render_inline("Solve $x^2 = 4$ for $x$")
    assert '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup>' in html
    assert html.count("<math") == 2
    assert "$" not in html
    assert '<math display="block"' in render("$$\n\\frac{1}{2}\n$$")


def test_a_formula_takes_no_marks_for_emphasis() -> None:
    assert "<em>" not in render_inline("$a_1 * b_1 * c_1$ and $a_2 * b_2$")


@pytest.mark.parametrize(
    "text",
    ["It costs $5 and $6.", "from $ a to $ b", r"\$x\$", "`$x$`", "echo $HOME", "2$x$", "$$"],
)
def test_a_dollar_that_is_no_formula_stays(text: str) -> None:
    assert "<math" not in render(text)
    assert "$" in render(text)


def test_a_formula_at_the_start_of_a_text_that_ends_in_a_digit_is_one() -> None:
    assert "<math" in render_inline("$x$ is 5")


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1",
        r"\nosuch x",
        "x^",
        "}",
        r"\left( x",
        "x_{" * 400 + "}" * 400,
        "x" * 1_001,
    ],
)
def test_a_formula_that_can_not_be_shown_stands_as_written(tex: str) -> None:
    assert Seen(render_inline(f"Now ${tex}$.")).text == f"Now ${tex}$."


# --- Parts of questions ----------------------------------------------------------------------


def part(text: str) -> str:
    return "".join(map(str, render_part(text)))


def test_a_part_of_one_paragraph_has_none_around_it() -> None:
    assert part("Keep *all*.\n") == "Keep <em>all</em>."


def test_a_part_may_hold_blocks() -> None:
    assert "<ul>" in part("These:\n\n- one\n- two")
    assert Seen(part("```\nif x:\n    y\n```")).text == "if x:\n    y\n\n"
    assert part("One.\n\nTwo.") == "<p>One.</p>\n<p>Two.</p>\n"


def test_a_part_names_a_choice_outside_code_only() -> None:
    named = [
        part
        for part in render_part("Not [[a-b]]: `[[c]]`, \\[[d]]")
        if isinstance(part, Placeholder)
    ]
    assert named == [Placeholder("reference", "a-b")]
    assert render_inline("x[[2]] is `x[[2]]`") == "x[[2]] is <code>x[[2]]</code>"


# --- Proofs and openings ---------------------------------------------------------------------


def test_a_proof_leads_to_its_experiment_with_its_parameters() -> None:
    html = render("::: proof browser-close engine=cache away=60\nTry it.\n:::\n")
    assert '<a href="/engine/experiments/browser-close/?engine=cache&amp;away=60"' in html
    assert "The browser is closed and opened again" in html
    assert "Try it." in html


def test_a_proof_of_nothing_known_is_no_link() -> None:
    assert "<a" not in render("::: proof javascript:alert(1)\nTry it.\n:::\n")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("What *does* `x` do?\r\n\r\nThink of y.", "What does x do?"),
        ("It takes two\nlines & a `<b>`", "It takes two lines & a <b>"),
        ("```python\na = 1\n\nb = 2\n```\nWhat is `b`?", "What is b?"),
        ("This answer came:\n```http\nHTTP/1.1 200\n```\nWhat now?", "This answer came:"),
        ("", ""),
    ],
)
def test_the_opening_of_a_text_is_plain_words(text: str, plain: str) -> None:
    assert opening(text) == plain
