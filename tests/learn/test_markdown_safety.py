"""Markdown: nothing that authors write can run, or leads where it must not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.markdown import clean, headings, render, render_inline
from tests.learn.safe_html import Seen, assert_safe

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
    "![x](https://evil.example/x.png)",
    '![x](/x.png "><script>alert(1)</script>")',
    '[x](/a "\\" onmouseover=\\"alert(1)")',
    "[x](/a'onmouseover='alert(1))",
    "[x](&#x1;javascript:alert(1))",
    "[x](java&#x9;script:alert(1))",
    "[<img src=x onerror=alert(1)>](/a)",
    "``<script>alert(1)</script>``",
    "\x00<script\x00>alert(1)</script\x00>",
    "<script >alert(1)</script >",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{position:fixed}{x}$",
    "$\\class{button}{x}$",
    "<math href='javascript:alert(1)'><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<td background='javascript:alert(1)' colspan='1\" onclick=\"alert(1)'>x</td>",
    "<b title='</b><script>alert(1)</script>'>",
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
    "![HERE](images/0123456789abcdef-40x30-a.png)",
    "![x](images/0123456789abcdef-40x30-aHERE.png)",
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


def test_a_script_is_shown_not_run_and_a_tag_that_is_allowed_keeps_nothing_that_runs() -> None:
    assert Seen(render("<script>alert(1)</script>")).text.strip() == "<script>alert(1)</script>"
    assert render_inline("<b onclick=x>bold</b>") == "<b>bold</b>"


@pytest.mark.parametrize(
    "text", ["List<String>", "a < b > c", "<!-- a remark -->", "<p", "x <y> z", "<font>red</font>"]
)
def test_what_is_no_allowed_tag_shows_as_written(text: str) -> None:
    """The cleaner alone would take it away without a word."""
    assert Seen(render(text)).text.strip() == text
    assert Seen(render_inline(text)).text == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_that_came_past_the_parser_is_cleaned_all_the_same(attack: str) -> None:
    """The second wall: it holds even if a renderer lets something through."""
    seen = assert_safe(clean(attack))
    for _, attributes in seen.elements:
        assert "alert" not in "".join(attributes.values()) or "title" in attributes
        assert attributes.get("class", "") == ""
        assert "src" not in attributes


# --- Anything at all -------------------------------------------------------------------------

MARKS = r"""::: tip |:::: versus|::: pipeline 2|:::|```python|```|    |> |- |1. |## |
[x](|)|[x]: |![|$|$$|\\frac{|}|[[a]]|<b>|</b>|<table>|<td>|<math>|<pre>
|javascript:|<|>|"|'|&|&#x|;|\\|`|style=| onload=|| a | b ||---|:-:|"""
FRAGMENTS = st.sampled_from([*ATTACKS, "\n", "\n\n", *MARKS.split("|")])


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=12).map("".join))
def test_any_text_renders_to_something_safe(text: str) -> None:
    assert_safe(render(text))
    assert_safe(render_inline(text))
