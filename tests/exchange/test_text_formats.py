"""The formats of texts: named before a text, or none; and what is no Markdown shows as written."""

import pytest

from learn.markdown import render
from quizzes.texts import render_choice
from tests.exchange.reading import (
    asked_in_moodle,
    by_name,
    moodle_answer,
    moodle_question,
    only,
)


def test_a_format_before_an_answer_or_a_reason_is_no_part_of_it() -> None:
    item = only(
        "::a::[html]<p>Which is a tree?</p>{~[plain]2*2*2#[html]That is a <b>sum</b>. "
        "=[moodle]oak ~[markdown]*rose*}"
    )
    assert item.prompt == "Which is a tree?"
    texts = [one.text for one in item.choices.values()]
    assert texts == [r"2\*2\*2", "oak", "*rose*"]
    assert [one.why for one in item.choices.values()] == ["That is a **sum**.", "", ""]


@pytest.mark.parametrize("form", ["", "[moodle]", "[plain]"])
@pytest.mark.parametrize(
    "words",
    [
        "What do __init__, *args, 2 * 3 and a_b mean",
        "# What begins so",
        "1986. Which reactor failed",
        "> Who quotes",
        "- Which sign is this",
        "+ 5 or * 5",
        "Is a[0](1) a call, or [a][b]",
        "A `tick` and a $ and 5$ and C:\\temp\\x",
        "x[[1]] in R",
        "~~~ or ``` or :::",
        "|a|b| or --- or ===",
    ],
)
def test_what_is_no_markdown_is_shown_as_it_was_written(form: str, words: str) -> None:
    escaped = "".join(f"\\{char}" if char in "~=#{}:" else char for char in words)
    prompt = only(f"::a::{form}{escaped}? {{T}}").prompt
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert render(prompt).strip() == f"<p>{html}?</p>"


@pytest.mark.parametrize("form", ["moodle_auto_format", "plain_text"])
def test_the_lines_of_a_text_stay_lines_and_indented_code_stays_indented(form: str) -> None:
    prompt = asked_in_moodle("What is it?\nwhile x:\n    x = 0\n\n    y = 1\nend", form)
    assert prompt == "What is it?\n\n```\nwhile x:\n    x = 0\n\n    y = 1\nend\n```"
    assert asked_in_moodle("Roses are red\n\n# 2 are\n- not", form) == (
        "Roses are red\n\n\\# 2 are\\\n\\- not"
    )


def test_code_in_choices_keeps_its_lines_wherever_it_comes_from() -> None:
    code = "while x\\:\n    x \\= 0\n    y()"
    gift = only(f"::a::[html]<p>Which?</p>{{=<pre>{code}</pre> ~[plain]{code} ~{code}}}")
    plain = code.replace("\\", "")
    xml = only(
        moodle_question(
            "multichoice",
            moodle_answer(f"<pre>{plain}</pre>"),
            moodle_answer(f"<pre><code>{plain}</code></pre>", 0),
            moodle_answer(plain, 0, form="plain_text"),
        )
    )
    shown = [render_choice(one.text) for one in [*gift.choices.values(), *xml.choices.values()]]
    del shown[2]  # HTML without lines of its own
    assert {*shown} == {
        '<pre class="code" tabindex="0"><code>while x:\n    x = 0\n    y()\n</code></pre>\n'
    }


def test_a_gift_file_may_begin_with_a_tag() -> None:
    [item] = by_name("<p>Which colour has snow?</p> {=white ~black}").values()
    assert item.prompt == "Which colour has snow?"


def test_a_mark_of_a_heading_that_a_page_has_no_room_for_is_a_smaller_one() -> None:
    text = "# One\n\n```\n# code\n```\n\nTwo\n===\n\n###### Six"
    assert asked_in_moodle(text, "markdown") == (
        "## One\n\n```\n# code\n```\n\nTwo\n---\n\n##### Six"
    )


def test_marks_in_code_of_a_markdown_text_are_left_alone() -> None:
    text = r"Is `x[[1]]` or x[[1]] or `\\(x\\)` or \\(x\\) right?"
    assert asked_in_moodle(text, "markdown") == r"Is `x[[1]]` or x\[[1]] or `\\(x\\)` or $x$ right?"
