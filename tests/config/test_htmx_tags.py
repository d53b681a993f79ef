"""Forms and links that htmx swaps in place: what the two tags write."""

from typing import Any

from django.template import Context, Template


def rendered(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


def test_a_form_posts_to_one_url_with_and_without_htmx() -> None:
    assert rendered('<form {% posts_to url "answers/" target="quiz" %}>', url="/learn/a/b/") == (
        '<form action="/learn/a/b/answers/" method="post" hx-post="/learn/a/b/answers/" '
        'hx-target="#quiz" hx-swap="outerHTML">'
    )


def test_a_form_may_scroll_to_its_target_and_say_what_a_second_click_does() -> None:
    tag = '{% posts_to "/run/" target="outcome" top=True anchor=True sync="this:drop" %}'
    assert rendered(tag) == (
        'action="/run/#outcome" method="post" hx-post="/run/" hx-target="#outcome" '
        'hx-swap="outerHTML show:#outcome:top" hx-sync="this:drop"'
    )


def test_a_link_leads_to_the_target_with_and_without_htmx() -> None:
    assert rendered('{% swaps_in "/page/" "?q=" slug target="quiz" %}', slug="purpose") == (
        'href="/page/?q=purpose#quiz" hx-get="/page/?q=purpose" hx-target="#quiz" '
        'hx-swap="outerHTML" hx-push-url="true"'
    )


def test_what_stands_in_a_url_is_escaped() -> None:
    html = rendered('{% swaps_in "/page/?q=" slug target="quiz" %}', slug='"><script>')
    assert "<script>" not in html
    assert 'href="/page/?q=&quot;&gt;&lt;script&gt;#quiz"' in html
