"""The size of an SVG, by its attributes or its `viewBox`.

Scripts in it are left as they are: nothing runs in an `<img>`, and the address of an image is
served with a policy that lets nothing run when it is opened by itself.
"""

import io
import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from learn.images.refused import ImageRefused

ROOT = "{http://www.w3.org/2000/svg}svg"
LENGTH = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d{1,2})?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
# Pixels of CSS in each unit.
PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
# What browsers take where an SVG says nothing.
USUAL = (300.0, 150.0)
DEEPEST = 200


def svg_size(data: bytes) -> tuple[float, float]:
    """Raises ImageRefused, which says what to do."""
    root, open_now = None, 0
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            open_now += 1 if event == "start" else -1
            if root is None:
                root, size = element, size_of(element)
            if open_now > DEEPEST:
                raise ImageRefused(f"Its parts lie {DEEPEST} deep in each other. Save it simpler.")
            if event == "end":  # nothing but the first element's attributes is of interest
                element.clear()
                root.clear()
    except DefusedXmlException as error:
        message = "It holds a DOCTYPE or entities. Save it as plain SVG, or delete those lines."
        raise ImageRefused(message) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImageRefused("It is no SVG that can be read. Save it anew.") from error
    return size


def size_of(root: Element) -> tuple[float, float]:
    if root.tag != ROOT:
        raise ImageRefused(f"It begins with <{root.tag[:40]}> and is no SVG. Save it anew.")
    width, height = pixels(root.get("width", "")), pixels(root.get("height", ""))
    box = view_box(root.get("viewBox", ""))
    if width and height:
        return width, height
    if not box:
        return width or USUAL[0], height or USUAL[1]
    if width or height:
        return width or height * box[0] / box[1], height or width * box[1] / box[0]
    return box


def pixels(length: str) -> float:
    """0 where it can't be told, as of a share of the page."""
    found = LENGTH.fullmatch(length)
    return float(found[1]) * PIXELS[(found[2] or "px").lower()] if found else 0.0


def view_box(text: str) -> tuple[float, float] | None:
    numbers = [pixels(number) for number in re.split(r"[\s,]+", text.strip())[2:]]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and all(numbers) else None
