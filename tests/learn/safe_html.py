"""What HTML made of a text may hold, and what a browser would make of it."""

import re
from html.parser import HTMLParser

# Written out here, not taken from the code: what a page may hold.
TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code dd del div dl dt em figcaption figure h2 h3 "
    "h4 h5 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table "
    "tbody td tfoot th thead tr u ul var".split()
)
MATH = set(
    "math mfrac mi mn mo mover mpadded mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd "
    "mtext mtr munder munderover menclose mphantom".split()
)
MATH_ATTRIBUTES = set(
    "accent columnalign columnspacing depth display displaystyle fence form height linebreak "
    "lspace mathvariant rowspacing scriptlevel stretchy voffset width".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "div": {"class", "tabindex"},
    "figure": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ANYWHERE = {"dir", "lang"}
OWN_IMAGE = re.compile(r"/images/[0-9a-f]{16}-[0-9]+x[0-9]+-[A-Za-z0-9_.-]+")
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
        if tag in MATH:
            assert set(attributes) <= MATH_ATTRIBUTES, attributes
            continue
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | ANYWHERE
        scheme = SCHEME.match(PASSED_OVER.sub("", attributes.get("href", "")))
        assert scheme is None or scheme[1].lower() in SCHEMES
        assert "src" not in attributes or OWN_IMAGE.fullmatch(attributes["src"])
        assert attributes.get("tabindex", "0") == "0"
        assert attributes.get("id", "text-").startswith("text-")
    return seen
