"""Markdown: what authors write looks as meant, and nothing they write can run."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.markdown import clean, headings, opening, render, render_inline

# Written out here, not taken from the code: what a page may hold.
TAGS = set(
    "a blockquote br code del div em figcaption figure h2 h3 h4 h5 h6 hr li ol p pre span strong "
    "table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "div": {"class", "tabindex"},
    "figure": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
}
SCHEMES = {"http", "https", "mailto"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# What a browser passes over when it looks for the scheme of an address.
PASSED_OVER = re.compile(r"[\x00-\x20]")


class Seen(HTMLParser):
    """What a browser would make of the HTML: the elements with their attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_safe(html: str) -> Seen:
    seen = Seen(html)
    assert not seen.others
    for tag, attributes in seen.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        scheme = SCHEME.match(PASSED_OVER.sub("", attributes.get("href", "")))
        assert scheme is None or scheme[1].lower() in SCHEMES
        assert attributes.get("tabindex", "0") == "0"
        assert attributes.get("id", "text-").startswith("text-")
    return seen


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


# --- Links -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org/a?b#c",
        "mailto:a@example.org",
        "/engine/",
        "#foot",
    ],
)
def test_an_honest_link_stays_and_tells_nobody_whence(address: str) -> None:
    assert assert_safe(render(f"[See]({address})")).elements == [
        ("p", {}),
        ("a", {"href": address, "rel": "noopener noreferrer"}),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "ftp://example.org/",
        "blob:https://example.org/1",
        "custom:thing",
    ],
)
def test_a_link_that_could_run_or_read_something_has_no_address(address: str) -> None:
    for text in (
        f"[See]({address})",
        f"[See](<{address}>)",
        f"<{address}>",
        f"[See]\n\n[See]: {address}",
    ):
        seen = assert_safe(render(text))
        assert not any("href" in attributes for _, attributes in seen.elements)


# --- Attacks ---------------------------------------------------------------------------------

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p onclick='alert(1)'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<style>body{display:none}</style>",
    "<div data-engine='cache' hx-get='/engine/' hx-on:load='alert(1)'>x</div>",
    "<form action=/engine/switch/ method=post><button>x</button></form>",
    "<input name=choice autofocus onfocus=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<p id=quiz class=button>x</p>",
    "<!-- --><!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)" style="color:red',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "![x](javascript:alert(1))",
    '![x](/x.png "><script>alert(1)</script>")',
    '[x](/a "\\" onmouseover=\\"alert(1)")',
    "[x](/a'onmouseover='alert(1))",
    "[x](&#x1;javascript:alert(1))",
    "[x](java&#x9;script:alert(1))",
    "[<img src=x onerror=alert(1)>](/a)",
    "``<script>alert(1)</script>``",
    "\x00<script\x00>alert(1)</script\x00>",
    "<script >alert(1)</script >",
]
PLACES = [
    "HERE",
    "## HERE",
    "- HERE",
    "> HERE",
    "| a |\n|---|\n| HERE |",
    "```html\nHERE\n```",
    "```HERE\ncode\n```",
    "    HERE",
    "::: note HERE\nText\n:::",
    ":::: versus\n::: better HERE\nText\n:::\n::::",
    "::: pipeline HERE\n- One\n:::",
    "::: HERE\nText\n:::",
    "[HERE](/engine/)",
    "[x](<HERE>)",
    "[x](/engine/ 'HERE')",
    "[x]\n\n[x]: /engine/ 'HERE'",
    "![HERE](/icon.svg)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_words_wherever_it_stands(attack: str) -> None:
    for place in PLACES:
        assert_safe(render(place.replace("HERE", attack)))
    assert_safe(render_inline(attack))


def test_a_heading_has_an_address_of_its_own_and_no_other_id_comes_through() -> None:
    html = render("## Two `clocks`\n\n## Two clocks\n\n#### Small print")
    assert '<h2 id="text-two-clocks">' in html
    assert '<h2 id="text-two-clocks-1">' in html
    assert "<h4>" in html
    assert headings("## Two `clocks`") == {"two-clocks": "Two clocks"}
    assert clean('<h2 id="quiz">Mine</h2>') == "<h2>Mine</h2>"


def test_raw_html_is_shown_not_run() -> None:
    assert Seen(render("<script>alert(1)</script>")).text.strip() == "<script>alert(1)</script>"
    assert Seen(render_inline("<b onclick=x>bold</b>")).text == "<b onclick=x>bold</b>"


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_that_came_past_the_parser_is_cleaned_all_the_same(attack: str) -> None:
    """The second wall: it holds even if a renderer lets something through."""
    seen = Seen(clean(attack))
    for tag, attributes in seen.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        assert "alert" not in "".join(attributes.values()) or "title" in attributes
        assert attributes.get("class", "") == ""


# --- Anything at all -------------------------------------------------------------------------

MARKS = """::: tip |:::: versus|::: pipeline 2|:::|```python|```|    |> |- |1. |## |
[x](|)|[x]: |![|javascript:|<|>|"|'|&|&#x|;|\\|`|style=| onload=|| a | b ||---|:-:|"""
FRAGMENTS = st.sampled_from([*ATTACKS, "\n", "\n\n", *MARKS.split("|")])


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=12).map("".join))
def test_any_text_renders_to_something_safe(text: str) -> None:
    assert_safe(render(text))
    assert_safe(render_inline(text))


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
