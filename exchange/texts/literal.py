"""Words of other systems as Markdown that shows them as they were written."""

import re

from exchange.texts.code_parts import LONGEST_SEARCHED

# What Markdown would take for a mark, where the writer meant the character.
MARKS = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~\s]|$)
    | [`$]
    | (?<!\s)\* | \*(?!\s)
    | (?<![^\W_])_ | _(?![^\W_])
    | &(?=\#?\w+;)
    | <(?=[a-zA-Z/!?]|\Z)
    | \[(?=\[|[^\[\]]*\][(\[:]|[^\[\]]*\Z)
    | \](?=[(\[])
    """,
    re.VERBOSE | re.MULTILINE,
)
# What would begin a block at the start of a line: heading, quote, list, rule, fence, directive,
# the line under a heading, the line under the head of a table.
LINE_START = re.compile(
    r"""
    ^(?P<before>[ ]{0,3}(?:\d{1,9}(?=[.)](?:\s|$)))?)
    (?= [#]{1,6}(?:\s|$) | > | [-+*](?:\s|$) | (?<=\d)[.)](?:\s|$)
      | -{2,}[-\s]*$ | =+\s*$ | ~{3} | :{3} | [|:]?\s*:?-+[-|:\s]*$ )
    """,
    re.VERBOSE,
)
# TeX between the delimiters of MathJax and of Moodle's filter, or between single dollars as here.
# Within it `\text{where $x > 0$}` has dollars.
FORMULA = re.compile(
    r"""\\\( (?P<round>.+?) \\\)
      | \\\[ (?P<square>.+?) \\\]
      | (?P<environment> \\begin\{(?P<name>[a-z]{3,9}\*?)\} .+? \\end\{(?P=name)\} )
      | \$\$ (?P<double> [^$]+ (?:\$[^$]+\$[^$]+)* ) \$\$
      | (?<!\d)\$ (?!\s) (?P<single>[^$\n]+) (?<!\s) \$ (?!\d)""",
    re.VERBOSE | re.DOTALL,
)


def literal(words: str, *, formulas: bool = True) -> str:
    """Words within a line. With `formulas`, TeX between its delimiters becomes a formula."""
    if not formulas or len(words) > LONGEST_SEARCHED:
        return escape_marks(words)
    parts, position = [], 0
    for found in FORMULA.finditer(words):
        parts.append(escape_marks(words[position : found.start()]))
        parts.append(formula(found))
        position = found.end()
    return "".join([*parts, escape_marks(words[position:])])


def escape_marks(words: str) -> str:
    return MARKS.sub(lambda mark: f"\\{mark[0]}", words)


def formula(found: re.Match[str]) -> str:
    tex, is_large = tex_of(found)
    if "$" in tex or not tex:
        return escape_marks(found[0])
    mark = "$$" if is_large else "$"
    return f"{mark}{tex}{mark}"


def tex_of(found: re.Match[str]) -> tuple[str, bool]:
    """The TeX of a match of FORMULA on one line, and whether it stands on a line of its own."""
    large = found["square"] or found["double"] or found["environment"]
    tex = large or found["round"] or found["single"]
    # Text ends where a formula in it begins, and begins again behind it.
    return re.sub(r"\$([^$]+)\$", r"}\1\\text{", " ".join(tex.split())), bool(large)


def formulas_on_one_line(text: str) -> str:
    """TeX does not mind where lines end; what reads the text line by line does."""
    if len(text) > LONGEST_SEARCHED:
        return text
    return FORMULA.sub(lambda found: " ".join(found[0].split()), text)


def escape_line_start(line: str) -> str:
    """A line of a paragraph, whose first words begin no list, heading or other block."""
    return LINE_START.sub(lambda start: f"{start['before']}\\", line, count=1)


def hard_lines(lines: list[str]) -> str:
    """Lines of one paragraph that stay lines."""
    return "\\\n".join(escape_line_start(line.strip()) for line in lines)


def plain_markdown(text: str, *, formulas: bool = False) -> str:
    """A plain text of several lines: its lines stay lines, and what is indented stays so."""
    blocks: list[str] = []
    text = formulas_on_one_line(text) if formulas else text
    for paragraph in paragraphs(text):
        indented = next((at for at, line in enumerate(paragraph) if is_indented(line)), None)
        # The line above is the head of a program, or of what looks like one.
        start = len(paragraph) if indented is None else max(0, indented - 1)
        prose = [literal(line, formulas=formulas) for line in paragraph[:start] if line]
        code = "\n".join(paragraph[start:]).strip("\n")
        blocks += [hard_lines(prose)] if prose else []
        blocks += [fenced(code)] if code else []
    return "\n\n".join(blocks)


def is_indented(line: str) -> bool:
    return line.startswith("  ")


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph. One that begins indented goes on with the one before it."""
    found: list[list[str]] = []
    for part in re.split(r"\n[ \t]*\n", text.expandtabs(4).strip("\n")):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        if lines and found and is_indented(lines[0]):
            found[-1] += ["", *lines]
        elif lines:
            found.append([lines[0].strip()] if len(lines) == 1 else lines)
    return found


def fenced(code: str, language: str = "") -> str:
    """A block of code, whatever it holds."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def code_span(code: str) -> str:
    """Code within a line."""
    words = " ".join(code.split("\n"))
    longest = max(map(len, re.findall("`+", words)), default=0)
    if not longest:
        return f"`{words}`"
    mark = "`" * (longest + 1)
    return f"{mark} {words} {mark}"
