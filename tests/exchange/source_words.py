"""The words that a file of questions shows in its own system, question by question.

Read another way than the readers of `exchange` do, so that a fault of theirs shows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape

import nh3

from exchange.encodings import decode_text
from exchange.moodle_gaps import PLACE
from exchange.xml_tree import Node, parse_xml

BLOCK = re.compile(
    r"</?(?:address|article|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|"
    r"figure|h\d|hr|legend|li|ol|option|p|pre|section|select|summary|table|tbody|td|tfoot|th|"
    r"thead|tr|ul|mi|mn|mo|mtext|mtd|mtr|math)\b[^>]*>",
    re.I,
)
IMAGE = re.compile(r"""<img\b[^>]*?\balt="([^"]*)"[^>]*>""")
FORMULA = re.compile(
    r"\\\(.+?\\\)|\\\[.+?\\\]|\\begin\{([a-z]+)\}.+?\\end\{\1\}|"
    r"\$\$[^$]+(?:\$[^$]+\$[^$]+)*\$\$|(?<![\d$])\$(?![\s$])[^$\n]+(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
# In one language of several: which one is taken, the notes say.
LANGUAGE = re.compile(
    r"\{\s*mlang\s+[^}]+\}.*?(?=\{\s*mlang)|\{\s*mlang\s*\}|<span[^>]*\bmultilang\b[^>]*>.*?</span>",
    re.S | re.I,
)
CLOZE = re.compile(r"\{\s*\d*\s*:\s*[A-Z_]+\s*:((?:\\.|[^}\\])*)\}", re.I | re.S)
STANDARD = re.compile(r"your answer is (?:correct|partially correct|incorrect)\.?", re.I)
ENTITY_OR_TAG = re.compile(r"&(?:#\w+|[a-zA-Z]+\d*);|</?[a-zA-Z][^<>]*>")
# Parts of a question whose texts nobody reads: formulas of other kinds, settings.
UNREAD = {"file", "category", "idnumber"}


def visible_words(html: str) -> list[str]:
    """The words that a browser shows, and the descriptions of pictures."""
    html = BLOCK.sub(lambda tag: f" {tag[0]} ", LANGUAGE.sub(" ", html))
    kept = nh3.clean(html, tags={"img"}, attributes={"img": {"alt"}}, link_rel=None)
    text = re.sub(r"<[^>]*>", "", IMAGE.sub(r" \1 ", kept))
    return words_in(unescape(text))


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def without_formulas(text: str) -> str:
    """Formulas are shown sign by sign, in another order."""
    return FORMULA.sub(" ", text)


def words_of_text(text: str, form: str) -> list[str]:
    text = without_formulas(text)
    if form == "markdown":  # without the marks, and where links go
        marks = r"(?<=\])\([^)]*\)|^\s*\d+[.)]\s|^\s*```\w*|[*_`\\]+"
        code = re.sub(
            r"^(?: {4}|\t).*", lambda line: re.sub(r"[*_`]", " ", line[0]), text, flags=re.M
        )
        return words_in(re.sub(marks, "", code, flags=re.M))
    is_html = form == "html" or (form != "plain" and ENTITY_OR_TAG.search(text))
    return visible_words(text) if is_html else words_in(LANGUAGE.sub(" ", text))


def words_by_line(data: bytes) -> dict[int, list[str]]:
    """The words of the questions, by the line that each begins on."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    pairs = (
        xml_questions(data) if start == b"<" and b"<quiz" in data[:5_000] else gift_entries(data)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for line, words in pairs:
        found[line] += words
    return found


# --- Moodle XML ----------------------------------------------------------------------------------


def xml_questions(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for question in parse_xml(data).all("question"):
        if question.attributes.get("type") != "category":
            yield question.line, [*words_of_node(question, question.attributes.get("type", ""))]


def words_of_node(node: Node, kind: str, form: str = "html") -> Iterator[str]:
    form = {"plain_text": "plain", "moodle_auto_format": "moodle"}.get(
        node.attributes.get("format", form), node.attributes.get("format", form)
    )
    if node.name in UNREAD:
        return
    is_text = node.name in ("text", "unit_name")
    if is_text or (node.name in ("answer", "feedback", "questiontext") and not node.children):
        yield from words_of_leaf(node.inner(), kind, form)
        return
    for child in node.children:
        typed = kind in ("shortanswer", "numerical") and node.name == "answer"
        plain = child.name == "text" and (typed or node.name in ("name", "tag"))
        yield from words_of_node(child, kind, "plain" if plain else form)


def words_of_leaf(text: str, kind: str, form: str) -> list[str]:
    if kind in ("gapselect", "ddwtos"):
        text = PLACE.sub(" ", text)  # a place names its word by a number
    if kind in ("cloze", "multianswer"):
        text = CLOZE.sub(lambda gap: f" {without_weights(gap[1])} ", text)
    if form == "plain" and kind == "numerical":
        return []  # numbers are written anew: 3,10 becomes 3.1
    return words_of_text(STANDARD.sub("", text), form)


def without_weights(answers: str) -> str:
    answers = re.sub(r"(?<!\\)%[+-]?[\d.,]+%|(?<=\d):[\d.,]+", " ", answers)
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[~=#]", " ", answers))


# --- GIFT ----------------------------------------------------------------------------------------


def gift_entries(data: bytes) -> Iterator[tuple[int, list[str]]]:
    entries: list[tuple[int, str]] = []
    for line, text in gift_parts(data):
        before = entries[-1][1] if entries else ""
        if before.count("{") > before.count("}") and "}" in text.partition("{")[0]:
            entries[-1] = entries[-1][0], f"{before}\n{text}"  # an empty line in the answers
        else:
            entries.append((line, text))
    yield from ((line, words_of_entry(text)) for line, text in entries)


def gift_parts(data: bytes) -> Iterator[tuple[int, str]]:
    start, lines = 0, list[str]()
    for number, line in enumerate([*decode_text(data).splitlines(), ""], start=1):
        ends = not line.strip() or line.strip().upper().startswith("$CATEGORY")
        if not ends and not line.strip().startswith("//"):
            start = start if lines else number
            lines.append(line)
        elif ends and lines:
            yield start, "\n".join(lines)
            lines = []


def words_of_entry(entry: str) -> list[str]:
    form = re.search(r"^\s*(?:::.*?::)?\s*\[(html|moodle|plain|markdown)\]", entry, re.I | re.S)
    if re.search(r"\{\s*#", entry):
        entry = re.sub(r"[=~]\s*(?:%[^%]*%)?\s*[\d.,:eE+-]+", " ", entry)
    entry = re.sub(r"\{\s*#[^#}]*|\{\s*(?:T|F|TRUE|FALSE)\s*(?=[#}])", "{", entry, flags=re.I)
    entry = re.sub(r"\[(?:html|moodle|plain|markdown)\]|(?<=[=~])\s*%[\d.,+-]+%", " ", entry)
    entry = re.sub(r"\{\d*:[A-Z_]+:", " ", entry)
    entry = re.sub(r"\\n", "\n", re.sub(r"(?<!\\)[~={}#]|(?<!\\)::|->", " ", entry))
    return words_of_text(re.sub(r"\\([~=#{}:])", r"\1", entry), form[1].lower() if form else "")
