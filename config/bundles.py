"""A stylesheet made of component files: it imports them, and `collectstatic` puts them in.

    @layer base, components;
    @import url("components/button.css");
    @import url("components/card.css") layer(components);

A browser understands that too, so while one writes (DEBUG) nothing is built: it loads the files
one by one. What is served otherwise is one file, since each import would cost a round trip.
"""

import posixpath
import re
from collections.abc import Callable

IMPORT = re.compile(
    r"""@import \s+ url\( \s* ["']? (?P<url> [^"')]+?) ["']? \s* \)
    (?: \s+ layer\( (?P<layer> [\w.-]+) \) )? \s* ;""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A file beside the stylesheet: neither a whole URL, nor a path from the root, nor a fragment.
RELATIVE_URL = re.compile(r"""url\( \s* (["']?) (?! [a-z]+: | [/\#] ) ([^"')]+?) \1 \s* \)""", re.X)


class BundleError(Exception):
    """A stylesheet can't be put together. The message names the file, and says what to do."""


def bundle_css(name: str, read_text: Callable[[str], str], within: tuple[str, ...] = ()) -> str:
    """Return the text of a stylesheet, with each import replaced by the file that it names.

    `name` is the path below `static/`, and `read_text` returns the text of such a path; it raises
    KeyError where there is no such file. The order of the imports is that of the rules. Imports
    in components are replaced too. Raises BundleError.
    """
    text = read_component(name, read_text, within)
    if "@import" not in text:
        return text
    bundled = IMPORT.sub(
        lambda match: import_component(match, name, read_text, (*within, name)),
        COMMENT.sub("", text),
    )
    if "@import" in bundled:
        raise BundleError(
            f'{name}: an import that is not understood. Write @import url("components/x.css"); '
            "and, if its rules belong to a layer, layer(name) before the semicolon."
        )
    return bundled


def read_component(name: str, read_text: Callable[[str], str], within: tuple[str, ...]) -> str:
    if name in within:
        raise BundleError(f"{' imports '.join((*within, name))}. Take one of these imports out.")
    try:
        return read_text(name)
    except KeyError as error:
        importer = f"{within[-1]} imports {name}" if within else name
        raise BundleError(f"{importer}, and there is no such file below static/.") from error


def import_component(
    match: re.Match[str], name: str, read_text: Callable[[str], str], within: tuple[str, ...]
) -> str:
    """The text that stands for one import of the stylesheet `name`."""
    folder = posixpath.dirname(name)
    component = posixpath.normpath(posixpath.join(folder, match["url"]))
    text = bundle_css(component, read_text, within)
    text = move_urls(text, posixpath.dirname(component), folder)
    return f"@layer {match['layer']} {{\n{text}\n}}" if match["layer"] else text


def move_urls(text: str, old: str, new: str) -> str:
    """The same rules for a stylesheet in another folder: what they name is named from there."""

    def move(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("/", old, match[2]))
        return f'url("{posixpath.relpath(path, posixpath.join("/", new))}")'

    return text if old == new else RELATIVE_URL.sub(move, text)
