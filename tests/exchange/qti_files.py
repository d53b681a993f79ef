"""Items and packages of QTI, as other programs write them."""

import io
import zipfile

QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"


def item(inside: str, *, title: str = "A title", more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="{QTI3}" '
        f'identifier="i" title="{title}" time-dependent="false"{more}>\n{inside}\n'
        "</qti-assessment-item>"
    )


def declared(
    *right: str, kind: str = "identifier", cardinality: str = "single", more: str = ""
) -> str:
    values = "".join(f"<qti-value>{value}</qti-value>" for value in right)
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" '
        f'base-type="{kind}"><qti-correct-response>{values}</qti-correct-response>{more}'
        "</qti-response-declaration>"
    )


def mapping(**points: float) -> str:
    entries = "".join(
        f'<qti-map-entry map-key="{key}" mapped-value="{value}"/>' for key, value in points.items()
    )
    return f"<qti-mapping>{entries}</qti-mapping>"


def body(inside: str) -> str:
    return f"<qti-item-body>{inside}</qti-item-body>"


def counted(template: str) -> str:
    return f'<qti-response-processing template="{TEMPLATES}/{template}.xml"/>'


def choices(shuffle: str = "true", most: int = 1, **texts: str) -> str:
    inside = "".join(
        f'<qti-simple-choice identifier="{name}">{text}</qti-simple-choice>'
        for name, text in texts.items()
    )
    return (
        f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="{shuffle}" '
        f'max-choices="{most}"><qti-prompt>Which?</qti-prompt>{inside}</qti-choice-interaction>'
    )


FIELD = '<qti-text-entry-interaction response-identifier="RESPONSE"/>'
CAPITAL = item(declared("a") + body(choices(a="Paris", b="Lyon")) + counted("match_correct"))

# The standard's second version, with the feedback and the hint of its own examples.
QTI_2 = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="hint"
    title="The river" adaptive="true" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>B</value></correctResponse>
  </responseDeclaration>
  <responseDeclaration identifier="HINTREQUEST" cardinality="single" baseType="boolean"/>
  <outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>
  <itemBody>
    <p>A map: <object data="map.png" type="image/png">the map</object></p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
      <prompt>Which river is <strong>longest</strong>?</prompt>
      <simpleChoice identifier="A">Rhine
        <feedbackInline outcomeIdentifier="FEEDBACK" identifier="A">Not in Asia.</feedbackInline>
      </simpleChoice>
      <simpleChoice identifier="B" fixed="false">Yangtze</simpleChoice>
      <simpleChoice identifier="C" fixed="true">None of them</simpleChoice>
    </choiceInteraction>
    <p><endAttemptInteraction responseIdentifier="HINTREQUEST" title="Show Hint"/></p>
  </itemBody>
  <responseProcessing>
    <responseCondition>
      <responseIf>
        <variable identifier="HINTREQUEST"/>
        <setOutcomeValue identifier="FEEDBACK">
          <baseValue baseType="identifier">HELP</baseValue>
        </setOutcomeValue>
      </responseIf>
      <responseElse>
        <responseCondition>
          <responseIf>
            <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
            <setOutcomeValue identifier="FEEDBACK">
              <baseValue baseType="identifier">GOOD</baseValue>
            </setOutcomeValue>
          </responseIf>
          <responseElse>
            <setOutcomeValue identifier="FEEDBACK">
              <baseValue baseType="identifier">BAD</baseValue>
            </setOutcomeValue>
          </responseElse>
        </responseCondition>
      </responseElse>
    </responseCondition>
  </responseProcessing>
  <modalFeedback outcomeIdentifier="FEEDBACK" identifier="HELP"
      showHide="show">Look east.</modalFeedback>
  <modalFeedback outcomeIdentifier="FEEDBACK" identifier="GOOD"
      showHide="show">6,300 km.</modalFeedback>
  <modalFeedback outcomeIdentifier="FEEDBACK" identifier="BAD"
      showHide="show">Think again.</modalFeedback>
</assessmentItem>
"""


def manifest(*resources: tuple[str, str], more: str = "") -> str:
    """`resources`: the address of each item, and how difficult LOM says it is."""
    written = "".join(
        f'<resource identifier="r{number}" type="imsqti_item_xmlv3p0" href="{href}"><metadata>'
        f"<lom><educational><difficulty><value>{level}</value></difficulty></educational></lom>"
        f'</metadata><file href="{href}"/></resource>'
        for number, (href, level) in enumerate(resources)
    )
    return f"<manifest><resources>{written}{more}</resources></manifest>"


def package_of(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
