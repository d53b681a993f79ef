"""What HTML a text may hold. All that is shown of what people wrote passes here."""

import re
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from learn.images.showing import MISSING_CLASS, is_served

BLOCK_TAGS = set(
    "blockquote dd div dl dt figcaption figure h2 h3 h4 h5 hr li ol p pre table tbody td tfoot th "
    "thead tr ul caption".split()
)
INLINE_TAGS = set(
    "a abbr b bdi bdo br cite code del em i ins kbd mark q s samp small span strong sub sup u "
    "var rp rt ruby".split()
)
MATH_TAGS = set(
    "math maction menclose mfrac mi mn mo mover mpadded mphantom mprescripts mmultiscripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
WRITTEN_TAGS = BLOCK_TAGS | INLINE_TAGS | MATH_TAGS
TAGS = {*WRITTEN_TAGS, "img"}  # which only `![words](images/…)` makes
# Those of the directives come with them (`learn.markdown.add_directive`).
CLASSES = {"title", "code", "scroll"}
HEADING = "text-"  # begins the ids of headings, so that none is one of the page's own
MATH_ATTRIBUTES = set(
    "accent columnalign columnspacing depth displaystyle fence form height linebreak linethickness "
    "lspace mathvariant maxsize minsize notation rowspacing rspace scriptlevel separator stretchy "
    "voffset width".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang"},
    "a": {"href"},  # no title: what stands in for [[key]] must not land in an attribute
    "h2": {"id"},
    "h3": {"id"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "math": {"display"},
    "ol": {"start", "type"},
    "pre": {"tabindex"},
    "div": {"tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    **dict.fromkeys(MATH_TAGS - {"math"}, MATH_ATTRIBUTES),
}
# A tag, if it is written as one: `<b>`, `</b>`, `<a href="x">`.
TAG = re.compile(
    r"""</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)
        (?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*
        \s*/?>""",
    re.VERBOSE,
)


def clean(html: str) -> SafeString:
    """The HTML with what is allowed and nothing else: no `style`, `data-`, `hx-` or script."""
    return mark_safe(  # noqa: S308  (this is the place that makes it safe)
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=keep_own_values,
            allowed_classes={
                "div": CLASSES,
                "figure": CLASSES,
                "p": CLASSES,
                "pre": CLASSES,
                "span": {*token_classes(), MISSING_CLASS},
            },
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )


def keep_own_values(tag: str, attribute: str, value: str) -> str | None:
    """Remove every id that is not a heading's, so that no text takes one of the page's own, and
    the address of every image that is not of this site."""
    if attribute == "id":
        return value if value.startswith(HEADING) else None
    return value if attribute != "src" or is_served(value) else None


@lru_cache(maxsize=1)
def token_classes() -> set[str]:
    """The class names that Pygments gives to the parts of code."""
    from pygments.token import STANDARD_TYPES

    return {name for name in STANDARD_TYPES.values() if name}


def show_other_tags(html: str) -> str:
    """HTML in which a tag that is not allowed, and a `<` that begins none, show as written.

    The cleaner would take them away without a word: `List<String>` would be `List`.
    """
    parts, position = [], 0
    for tag in TAG.finditer(html):
        parts.append(escape_angles(html[position : tag.start()]))
        allowed = tag["name"].lower() in WRITTEN_TAGS
        parts.append(tag[0] if allowed else str(escape(tag[0])))
        position = tag.end()
    return "".join([*parts, escape_angles(html[position:])])


def escape_angles(words: str) -> str:
    return words.replace("<", "&lt;").replace(">", "&gt;")
