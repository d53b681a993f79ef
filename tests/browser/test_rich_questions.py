"""Choices that are programs and formulas, lists in hints, tables in steps, an order that stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import problems_in_both_schemes
from tests.browser.widths import expect_no_sideways_scrolling
from tests.running import manage, running

PACK = {
    "course.yaml": "title: Rich\nlessons: [rich]\n",
    "rich/lesson.yaml": "title: Rich\nmodes: [why, practice]\n",
    "rich/why.md": r"""What is $x^2$?

$$\int_0^1 \frac{x^2}{1+x}\,dx$$

<table><tr><th colspan="2">Water</th></tr><tr><td>is</td><td>H<sub>2</sub>O</td></tr></table>
""",
    "rich/practice.yaml": r"""title: Rich
questions:
  - id: program
    level: easy
    kind: choice
    prompt: Which prints one line, where $n \le 3$?
    choices:
      once:
        right: true
        text: |
          ```python
          for i in range(n):
              x = i
          print(x)
          ```
        why: |
          The last line stands behind the loop:

          1. loop
          2. line
      often:
        text: |
          ```python
          for i in range(n):
              x = i
              print(x)
          ```
        why: |
          It prints

          ```
          0
          1
          ```
      neither: {text: "Neither, as $x = \\frac{1}{2}$", why: "$x_1$ is no program."}
    hints:
      - |
        Look at

        - the indentation
        - the loop
    steps:
      - title: Count
        text: |
          | line | runs |
          |------|------|
          | 3    | once |
  - id: sizes
    level: easy
    kind: choices
    order: kept
    prompt: Which are even?
    choices:
      two: {text: "$2$", right: true}
      three: {text: "three", why: "Odd."}
      four: {text: "$\\sqrt{16}$", right: true}
      five: {text: "five", why: "Odd."}
""",
}
LESSON = "/learn/rich/rich/"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the pack above."""
    folder = tmp_path_factory.mktemp("rich")
    for name, text in PACK.items():
        file = folder / "pack" / "rich" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    state = folder / "state"
    state.mkdir()
    with running(state) as site:
        manage(state, "loadcourse", str(folder / "pack" / "rich"))
        yield site.url


def practice(site: str, question: str) -> str:
    return f"{site}{LESSON}practice/?q={question}#quiz"


def choice(page: Page, program: str) -> Locator:
    """The choice that shows exactly this program."""
    programs = page.locator("label.choice pre").all_inner_texts()
    [place] = [at for at, text in enumerate(programs) if text.strip("\n") == program]
    return page.locator("label.choice", has=page.locator("pre")).nth(place)


ONCE = "for i in range(n):\n    x = i\nprint(x)"
OFTEN = "for i in range(n):\n    x = i\n    print(x)"


def check(page: Page) -> None:
    page.get_by_role("button", name="Check").click()


@pytest.mark.browser
def test_programs_are_told_apart_and_chosen_by_mouse(learner: Page, rich: str) -> None:
    learner.goto(practice(rich, "program"))
    choice(learner, OFTEN).click()
    check(learner)
    expect(learner.locator(".choice.wrong .why pre")).to_have_text("0\n1\n")
    choice(learner, ONCE).click()
    check(learner)
    expect(learner.locator(".choice.right .why li")).to_have_text(["loop", "line"])


@pytest.mark.browser
def test_programs_are_chosen_by_their_letter(learner: Page, rich: str) -> None:
    learner.goto(practice(rich, "program"))
    letter = choice(learner, ONCE).locator(".key").inner_text()
    learner.locator("#quiz-title").focus()
    learner.keyboard.press(letter.lower())
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_contain_text("Right on the first try.")


@pytest.mark.browser(javascript=False)
def test_programs_and_formulas_without_javascript(learner: Page, rich: str) -> None:
    learner.goto(practice(rich, "program"))
    assert learner.locator(".prompt math").count() == 1
    learner.locator("label.choice", has=learner.locator("mfrac")).click()
    check(learner)
    expect(learner.locator(".choice.wrong .why msub")).to_have_count(1)
    choice(learner, ONCE).click()
    check(learner)
    learner.get_by_role("button", name="Show the solution").click()
    expect(learner.locator(".steps td")).to_have_text(["3", "once"])


@pytest.mark.browser
def test_an_order_that_is_kept_is_the_same_for_everyone(learner: Page, rich: str) -> None:
    for _ in range(4):
        learner.context.clear_cookies()
        learner.goto(practice(rich, "sizes"))
        shown = learner.locator("label.choice [dir]").all_inner_texts()
        assert [text.strip() for text in shown][1::2] == ["three", "five"]


@pytest.mark.browser(viewport={"width": 390, "height": 844})
def test_all_of_it_fits_on_a_phone_and_nothing_is_wrong_for_a_reader(
    learner: Page, rich: str
) -> None:
    learner.goto(practice(rich, "program"))
    learner.get_by_role("button", name="Hint").click()
    expect(learner.locator(".hints li li")).to_have_count(2)
    choice(learner, OFTEN).click()
    check(learner)
    expect(learner.locator(".choice.wrong")).to_have_count(1)
    assert problems_in_both_schemes(learner) == []
    expect_no_sideways_scrolling(learner)
    learner.goto(f"{rich}{LESSON}why/")
    assert learner.locator(".text math").count() == 2
    assert problems_in_both_schemes(learner) == []
    expect_no_sideways_scrolling(learner)
