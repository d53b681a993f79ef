"""Texts that an author did not write for this page: from right to left, or of one long word."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.widths import expect_no_sideways_scrolling
from tests.running import manage, running

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
PACK = {
    "course.yaml": "title: Words\nlessons: [words]\n",
    "words/lesson.yaml": "title: Words\nmodes: [why, practice]\n",
    "words/why.md": f"Words.\n\n::: question capital\n:::\n\n{WORD}\n",
    "words/practice.yaml": f"""title: Words
questions:
  - id: capital
    level: easy
    kind: choice
    prompt: מהי בירת צרפת?
    choices:
      paris: {{text: "פריז!", right: true}}
      london: {{text: "לונדון!", why: "לא, זו אנגליה."}}
    hints: ["זו עיר גדולה."]
    steps: [{{title: "חשבו!", text: "פריז היא הבירה."}}]
  - id: long
    level: easy
    kind: choice
    prompt: Which {WORD}en?
    choices:
      long: {{text: {WORD}, right: true}}
      short: {{text: short, why: No {WORD}.}}
      code: {{text: "`{WORD}`", why: No.}}
    hints: [{WORD}]
    steps: [{{title: {WORD}, text: {WORD}}}]
    check: {WORD}
    mistakes: [{WORD}]
  - id: several
    level: easy
    kind: choices
    prompt: Which?
    choices:
      one: {{text: {WORD}, right: true}}
      two: {{text: "2 {WORD}", right: true}}
      three: {{text: short, why: {WORD}}}
  - id: arranged
    level: easy
    kind: order
    prompt: Which first?
    choices:
      one: {{text: {WORD}, why: {WORD}}}
      two: {{text: "2 {WORD}", why: {WORD}}}
""",
}
LESSON = "/learn/words/words/"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the pack above."""
    folder = tmp_path_factory.mktemp("words")
    pack = folder / "pack" / "words"
    for name, text in PACK.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8")
    state = folder / "state"
    state.mkdir()
    with running(state) as site:
        manage(state, "loadcourse", str(pack))
        yield site.url


def practice(site: str, question: str) -> str:
    return f"{site}{LESSON}practice/?q={question}#quiz"


def expect_right_to_left(text: Locator) -> None:
    """It reads from right to left, with its last mark at the left end."""
    expect(text).to_have_css("direction", "rtl")
    first, last = text.evaluate(
        """node => {
            const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
            let text = walker.nextNode();
            while (!text.data.trim()) text = walker.nextNode();
            const box = (from) => {
                const range = document.createRange();
                range.setStart(text, from);
                range.setEnd(text, from + 1);
                return range.getBoundingClientRect().x;
            };
            const start = text.data.length - text.data.trimStart().length;
            return [box(start), box(text.data.trimEnd().length - 1)];
        }"""
    )
    assert last < first


@pytest.mark.browser(viewport={"width": 420, "height": 900})
def test_a_question_in_hebrew_reads_from_right_to_left(learner: Page, words: str) -> None:
    learner.goto(practice(words, "capital"))
    expect_right_to_left(learner.locator(".prompt p"))
    for text in ("פריז!", "לונדון!"):
        expect_right_to_left(learner.get_by_text(text))
    learner.get_by_role("button", name="Hint").click()
    expect_right_to_left(learner.get_by_text("זו עיר גדולה."))
    learner.get_by_text("לונדון!").click()
    learner.get_by_role("button", name="Check").click()
    expect_right_to_left(learner.get_by_text("לא, זו אנגליה."))
    expect_right_to_left(learner.get_by_text("לונדון!"))
    learner.get_by_text("פריז!").click()
    learner.get_by_role("button", name="Check").click()
    learner.get_by_role("button", name="Show the solution").click()
    expect_right_to_left(learner.get_by_text("חשבו!"))
    expect_right_to_left(learner.get_by_text("פריז היא הבירה."))


@pytest.mark.browser
def test_a_question_in_the_text_reads_from_right_to_left(learner: Page, words: str) -> None:
    learner.goto(f"{words}{LESSON}why/")
    expect_right_to_left(learner.locator(".text .question .prompt p"))


@pytest.mark.browser
def test_an_english_question_still_reads_from_left_to_right(learner: Page, words: str) -> None:
    learner.goto(practice(words, "long"))
    expect(learner.locator(".prompt")).to_have_css("direction", "ltr")
    expect(learner.locator("label.choice > [dir]").first).to_have_css("direction", "ltr")


@pytest.mark.browser(viewport={"width": 420, "height": 900})
def test_a_long_word_bursts_no_card(learner: Page, words: str) -> None:
    learner.goto(practice(words, "long"))
    expect_no_sideways_scrolling(learner)
    learner.get_by_role("button", name="Hint").click()
    expect(learner.locator(".hints li")).to_have_count(1)
    expect_no_sideways_scrolling(learner)
    learner.locator("label.choice", has_text="short").click()
    learner.get_by_role("button", name="Check").click()
    expect(learner.locator(".choice.wrong")).to_have_count(1)
    expect_no_sideways_scrolling(learner)
    learner.locator("label.choice").filter(has_not=learner.locator("code")).click()
    learner.get_by_role("button", name="Check").click()
    learner.get_by_role("button", name="Show the solution").click()
    expect(learner.locator(".steps li")).to_have_count(1)
    expect_no_sideways_scrolling(learner)


@pytest.mark.browser(viewport={"width": 420, "height": 900})
@pytest.mark.parametrize("question", ["several", "arranged"])
def test_nor_does_it_in_a_list_or_among_steps(learner: Page, words: str, question: str) -> None:
    learner.goto(practice(words, question))
    expect(learner.locator(".choice")).not_to_have_count(0)
    expect_no_sideways_scrolling(learner)


@pytest.mark.browser(javascript=False, viewport={"width": 420, "height": 900})
def test_nor_without_javascript(learner: Page, words: str) -> None:
    for question in ("long", "several", "arranged"):
        learner.goto(practice(words, question))
        expect_no_sideways_scrolling(learner)
