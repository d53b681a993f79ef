"""The names of QTI 2.1 and 2.2 as those of 3.0, so that all else knows only these."""

import re

from exchange.xml_tree import Node

# Names of one word; all others show by a capital in them. `match` and the like are none of HTML's.
WORDS = set(
    "and contains correct default delete divide equal gap gcd gt gte hottext index inside lcm lt "
    "lte match max member min multiple not null or ordered power product prompt random repeat "
    "round stylesheet substring subtract sum truncate value variable".split()
)
CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
ITEM = "qti-assessment-item"
# What a file of the standard may begin with, by the names of 3.0.
ROOTS = {
    ITEM: "an item",
    "qti-assessment-test": "a test",
    "qti-assessment-section": "a section of a test",
    "qti-assessment-stimulus": "a passage for items",
}


def kebab(name: str) -> str:
    return CAPITAL.sub(lambda capital: f"-{capital[1].lower()}", name).lower()


def name_in_3(name: str) -> str:
    """`choiceInteraction` as `qti-choice-interaction`; what is no name of QTI's stays."""
    local = name.rpartition(":")[2]
    if local in WORDS or CAPITAL.search(local):
        return f"qti-{kebab(local)}"
    return local


def to_version_3(node: Node) -> Node:
    """The same element, and all in it, with the names of QTI 3.0 and without prefixes."""
    local = node.name.rpartition(":")[2]
    if local == "math":
        drop_prefixes(node)
        return node
    name = name_in_3(node.name)
    if name.startswith("qti-"):
        node.attributes = {kebab(key): value for key, value in node.attributes.items()}
    if name == "qti-map-entry" and local != name:  # in 2.x they count where nothing is said
        node.attributes.setdefault("case-sensitive", "true")
    node.name = name
    for child in node.children:
        to_version_3(child)
    return node


def drop_prefixes(node: Node) -> None:
    for part in [node, *node.descendants()]:
        part.name = part.name.rpartition(":")[2]
