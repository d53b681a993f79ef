"""HTML of other systems, as Markdown."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.texts.html_markdown import html_markdown
from learn.markdown import render
from tests.exchange.reading import asked_in_moodle
from tests.exchange.source_words import visible_words


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<pre>def f():\n    x = 1\n\n    y = 2\n</pre>",
            "```\ndef f():\n    x = 1\n\n    y = 2\n```",
        ),
        ("<pre>a<br><br>  b</pre>", "```\na\n\n  b\n```"),
        ("<pre> </pre>", ""),
        ("<pre class='language-python'>x = '```'</pre>", "````python\nx = '```'\n````"),
        ("<p>a <b>bold </b>word</p>", "a **bold** word"),
        ("<p><b></b>a<i> </i></p>", "a"),
        ("<code>__init__ * `x`</code>", "`` __init__ * `x` ``"),
        ("<b>one<i>two</b>three", "<b>one*two*</b>three"),
        ("10<sup>3</sup> H<sub>2</sub>O", "10<sup>3</sup> H<sub>2</sub>O"),
        (
            "<p>One</p><hr><blockquote><p>Two<p>Three</blockquote>",
            "One\n\n---\n\n> Two\n> \n> Three",
        ),
        (
            "<p>see<a href='http://a.test/x y'> here </a>now",
            "see [here](<http://a.test/x%20y>) now",
        ),
        ("<a name='top'>Top </a>of it", "Top of it"),
        ("<h1>Title</h1><h4>Part</h4>text", "## Title\n\n#### Part\n\ntext"),
        ("<ol start=3><li>a<li>b<ul><li>c</ul></ol><ol><li>d</ol>", "3. a\n4. b\n   - c\n\n1) d"),
        (
            "<table><tr><th>a<th>b<tr><td>1<td>x|y</table>",
            "| a | b |\n| --- | --- |\n| 1 | x\\|y |",
        ),
        ("1 < 2 &amp;&amp; &lt;b&gt; &amp;lt;", "1 < 2 && \\<b> \\&lt;"),
        ("<p># head<br>1. list<br>&gt; quote</p>", "\\# head\\\n1\\. list\\\n\\> quote"),
    ],
)
def test_html_comes_as_markdown(html: str, markdown: str) -> None:
    assert html_markdown(html) == (markdown, [])


TABLE = "<table><tr><td>a</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "markdown", "lost"),
    [
        ("<u>low</u> <s>old</s> <del>gone</del>", "<u>low</u> <s>old</s> <del>gone</del>", []),
        ("<span style='text-decoration: underline'>low</span>", "<u>low</u>", []),
        ("<span style='font-weight:bold'>fat</span>", "**fat**", []),
        ("<span style='color: #f00'>red</span>", "red", ["colours"]),
        ("<p style='background:yellow'>x</p>", "x", ["colours"]),
        ("<font color='#000000'>plain</font>", "plain", []),
        ("a <audio src='a.mp3'>No sound</audio>", "a No sound", ["a sound"]),
        ("<iframe src='https://a.test'></iframe>x", "x", ["an embedded page"]),
        ("Give <input name='x'> now", "Give  now", ["a field"]),
        ("<img src='a.png' alt='A *map*'>", "A \\*map\\*", ["a picture"]),
        ("<b>bold<script>run()</script></b>", "**bold**", ["a script"]),
        ("<table><tr><td>a<script>x</script></td></tr></table>", TABLE, ["a script"]),
        ("<a href='@@PLUGINFILE@@/a.pdf'>File</a>", "File", ["the file a.pdf"]),
    ],
)
def test_a_look_is_kept_or_told_of(html: str, markdown: str, lost: list[str]) -> None:
    assert html_markdown(html) == (markdown, lost)


@pytest.mark.parametrize(
    "html",
    [
        "<table><caption>T</caption><tr><td colspan=2>a</td></tr><tr><td>b<br>c</td></tr></table>",
        "<ol type=a><li>one<pre>x\n  y</pre></li></ol>",
        "<dl><dt>Term<dd>What it means</dl>",
        "<ruby>漢<rt>kan</rt></ruby> and <kbd>Ctrl</kbd> and <q>quoted</q>",
    ],
)
def test_what_has_no_mark_in_markdown_stays_html(html: str) -> None:
    markdown, lost = html_markdown(html)
    assert lost == []
    assert visible_words(render(markdown)) == visible_words(html)
    for tag in ("colspan", "<ol type", "<dt>", "<ruby>"):
        assert (tag in html) == (tag in render(markdown))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("What is <head> for, and <title>?", "<p>What is &lt;head&gt; for, and &lt;title&gt;?</p>"),
        ("Why List<String> and <T>?", "<p>Why List&lt;String&gt; and &lt;T&gt;?</p>"),
        ("Does <script> run?", "<p>Does &lt;script&gt; run?</p>"),
    ],
)
def test_a_tag_that_somebody_wrote_about_is_shown(words: str, shown: str) -> None:
    for form in ("html", "moodle_auto_format"):
        assert render(asked_in_moodle(words, form)).strip() == shown


def test_in_prose_a_tag_without_an_end_is_shown_and_in_html_it_is_none() -> None:
    words = "Which tag makes it fat: <b> or <div>? A <i>cat</i>."
    assert asked_in_moodle(words, "moodle_auto_format") == (
        "Which tag makes it fat: \\<b> or \\<div>? A *cat*."
    )
    assert asked_in_moodle("<div>text") == "text"


def test_markup_that_nobody_wrapped_keeps_its_words() -> None:
    assert asked_in_moodle("]]>Is <b>seven</b> <i>odd</i>?<![CDATA[") == "Is **seven** *odd*?"


def test_hard_blanks_keep_lines_moved_in() -> None:
    html = "<p>if x:<br>&nbsp; &nbsp; y()<br>z()</p><p>&nbsp;</p><p>&nbsp;Next</p>"
    assert html_markdown(html)[0] == "if x:\\\n\xa0 \xa0 y()\\\nz()\n\nNext"


@pytest.mark.slow
def test_much_html_takes_little_time() -> None:
    begun = time.monotonic()
    html_markdown("<b>" * 200_000 + "</i>" * 200_000 + "x</b>" * 200_000)
    assert time.monotonic() - begun < 20


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_html_breaks_the_conversion(html: str) -> None:
    html_markdown(html)
    html_markdown(f"<ul><li>{html}</ol></a></p>")
