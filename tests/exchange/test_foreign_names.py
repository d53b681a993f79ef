"""Names of questions, other scripts, double brackets, and choices that look alike."""

import pytest

from packs.look_alikes import look_alikes
from quizzes.texts import render_choice
from tests.exchange.reading import (
    TWO_ANSWERS,
    asked_in_moodle,
    by_name,
    moodle_answer,
    moodle_question,
    only,
)


@pytest.mark.parametrize(
    ("title", "slug", "kept"),
    [
        ("Where it lives", "where-it-lives", ""),
        ("unit_1 - a", "unit-1-a", ""),
        ("שאלה ראשונה", "question", "שאלה ראשונה"),
        ("Вопрос 1", "1", "Вопрос 1"),
        ("Größe", "groe", "Größe"),
        ("C++", "c", "C++"),
        ("What's new?", "whats-new", "What's new?"),
        ("日本の首都", "question", "日本の首都"),
    ],
)
def test_a_name_is_kept_where_its_slug_does_not_say_it(title: str, slug: str, kept: str) -> None:
    [item] = by_name(f"::{title}::日? {{T}}").values()
    assert (item.id, item.title) == (slug, kept)


def test_no_two_choices_in_another_script_tell_which_is_right_by_their_keys() -> None:
    item = only("::a::?מהי בירת איטליה{=רומא#נכון ~מילאנו ~טורינו}")
    assert item.prompt == "?מהי בירת איטליה"
    assert [*item.choices] == ["choice", "choice-2", "choice-3"]
    assert item.choices["choice"].why == "נכון"


def test_directions_and_signs_of_other_scripts_are_kept() -> None:
    html = '<p dir="rtl">ما <bdo dir="ltr">abc</bdo> هي؟</p>'
    assert asked_in_moodle(html) == 'ما <bdo dir="ltr">abc</bdo> هي؟'
    texts = ["😀", "👩‍👩‍👧‍👦", "1‏-2", "ﬁ"]
    answers = " ".join(f"~{text}" for text in texts)
    assert [one.text for one in only(f"a {{=x {answers}}}").choices.values()] == ["x", *texts]


def test_double_brackets_are_no_reference_to_a_choice() -> None:
    text = "x[[1]] or [[-f a]] or y[[a]]"
    for file in (
        f"::q::What is {text}? {{=a ~[[a]]#No, {text}.}}",
        f"::q::[html]What is {text}? {{=a ~[[a]]#No, {text}.}}",
        f"::q::[markdown]What is {text}? {{=a ~[[a]]#No, {text}.}}",
    ):
        item = only(file)
        wrong = next(one for one in item.choices.values() if not one.right)
        assert render_choice(item.prompt) == f"What is {text}?"
        assert (render_choice(wrong.text), render_choice(wrong.why)) == ("[[a]]", f"No, {text}.")


def test_choices_that_only_look_alike_are_found() -> None:
    answers = moodle_answer("<p>&lt;b&gt;</p>") + moodle_answer("&lt;b&gt;", 0)
    item = only(moodle_question("multichoice", answers))
    assert [*look_alikes(item)] == [("b-2", "b")] or [*look_alikes(item)] == [("b", "b-2")]
    assert [*look_alikes(only(moodle_question("multichoice", TWO_ANSWERS)))] == []
