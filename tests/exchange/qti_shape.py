"""What the schema of QTI 3.0 asks of an item, as far as our items have it.

The schema itself is not ours to keep here. What it says was read in it.
"""

from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
# The parts of an item, in the order that the schema has them in.
PARTS = [
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-item-body",
    "qti-response-processing",
    "qti-modal-feedback",
]
# What may stand in the body itself, and in a list, a table or a definition.
BLOCKS = set("blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
INLINE = set(
    "a abbr b bdi bdo br cite code em i img kbd math q ruby samp small span strong sub sup var "
    "qti-end-attempt-interaction qti-inline-choice-interaction qti-text-entry-interaction".split()
)
ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody", "tr"},
    "tr": {"td", "th"},
    "p": INLINE,
    "pre": INLINE,
    "qti-inline-choice": INLINE,
    "qti-item-body": BLOCKS
    | {
        "qti-choice-interaction",
        "qti-order-interaction",
        "qti-match-interaction",
        "qti-feedback-block",
    },
}
UNKNOWN_ATTRIBUTES = {"style", "start", "tabindex", "loading", "rel"}
BUILT_IN = {"completionStatus"}


def assert_has_the_shape(data: bytes) -> Element:
    """Fails for what the schema would refuse."""
    root: Element = fromstring(data, forbid_dtd=True)
    assert root.tag == f"{QTI}qti-assessment-item"
    assert {"identifier", "title", "time-dependent"} <= root.attrib.keys()
    order = [PARTS.index(local(child)) for child in root]
    assert order == sorted(order)
    for element in root.iter():
        assert element.tag.startswith((QTI, MATH)), element.tag
        assert not UNKNOWN_ATTRIBUTES & element.attrib.keys(), element.attrib
        if allowed := ONLY.get(local(element)):
            assert {local(child) for child in element} <= allowed, local(element)
        if local(element) in ("ul", "ol", "table", "tr", "qti-item-body"):
            assert not (element.text or "").strip()
    assert_names_what_it_declares(root)
    return root


def assert_names_what_it_declares(root: Element) -> None:
    responses = identifiers(root, "qti-response-declaration")
    outcomes = identifiers(root, "qti-outcome-declaration")
    assert len({*responses, *outcomes}) == len(responses) + len(outcomes)
    for element in root.iter():
        attributes = element.attrib
        assert attributes.get("response-identifier", responses[0]) in responses
        assert attributes.get("outcome-identifier", outcomes[0]) in outcomes
        match local(element):
            case "qti-set-outcome-value":
                assert attributes["identifier"] in {*outcomes, *BUILT_IN}
            case "qti-variable":
                assert attributes["identifier"] in {*responses, *outcomes}
            case "qti-map-response" | "qti-correct":
                assert attributes["identifier"] in responses


def identifiers(root: Element, name: str) -> list[str]:
    return [element.attrib["identifier"] for element in root.iter(f"{QTI}{name}")]


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
