"""The code that the lesson shows does what the lesson says of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from quizzes.kinds import blanks
from quizzes.packs.files import read_yaml
from quizzes.packs.shape import typed_set
from tests.conftest import PACK
from tests.facts.site import Browser, View

TEXTS = PACK / "configuration"


def code(page: str, containing: str) -> list[str]:
    """The Python blocks of a page that contain these words, in order."""
    blocks = re.findall(r"^```python\n(.*?)^```", (TEXTS / page).read_text(), re.M | re.S)
    return [block for block in blocks if containing in block]


def run(block: str) -> dict[str, Any]:
    """What a block defines. `render` answers with the context, and "remember" is right."""
    names: dict[str, Any] = {
        "HttpResponse": HttpResponse,
        "render": lambda request, template, context: HttpResponse(str(context["score"])),
        "is_right": lambda choice: choice == "remember",
    }
    exec(block, names)  # noqa: S102  (the lesson's own code is what is tried)
    return names


def posting(view: Callable[[Any], Any], **fields: str) -> View:
    def answer(request: HttpRequest) -> Any:
        request.POST = fields
        return view(request)

    return answer


def test_a_score_in_the_form_is_whatever_the_form_says(visitor: Browser) -> None:
    before, _ = code("why.md", "def answer")
    view = posting(run(before)["answer"], choice="remember", score="1000")
    assert visitor.open(view).content == b"1001"


def test_a_score_in_the_session_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    _, after = code("why.md", "def answer")
    view = posting(run(after)["answer"], choice="remember", score="1000")
    assert [visitor.open(view).content for _ in range(3)] == [b"1", b"2", b"3"]


def test_the_visit_counter_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    (block,) = code("concept.md", "def visit")
    view = run(block)["visit"]
    assert [visitor.open(view).content for _ in range(2)] == [b"Visit number 1", b"Visit number 2"]


def test_the_mistake_in_the_lesson_is_one(engine: str, visitor: Browser) -> None:
    (edit,) = code("concept.md", '["basket"]["apples"]')

    def buy(request: HttpRequest) -> HttpResponse:
        exec(edit, {"request": request})  # noqa: S102  (as above)
        return HttpResponse()

    def start(request: HttpRequest) -> HttpResponse:
        request.session["basket"] = {"pears": 1}
        return HttpResponse()

    visitor.open(start)
    visitor.open(buy)
    assert visitor.data() == {"basket": {"pears": 1}}


def tried(**wrong: str) -> View:
    """The view of the task `visits`, its gaps filled right but for these."""
    source = read_yaml(PACK, TEXTS / "try.yaml")
    (item,) = (one for one in typed_set(source).items.values() if one.id == "visits")
    keys = {gap: wrong.get(gap) or blanks.right_option(item, gap) for gap in blanks.gaps(item)}
    filled = blanks.GAP.sub(lambda gap: blanks.plain(item.choices[keys[gap[1]]].text), item.code)
    view: View = run(filled)["visit"]
    return view


def test_the_task_filled_right_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    found = [visitor.open(tried()).content for _ in range(3)]
    assert found == [b"Visit number 1", b"Visit number 2", b"Visit number 3"]


@pytest.mark.parametrize("save", ["attribute", "copy"])
def test_what_is_set_elsewhere_than_in_the_session_is_not_saved(
    visitor: Browser, save: str
) -> None:
    found = [visitor.open(tried(save=save)).content for _ in range(2)]
    assert found == [b"Visit number 1"] * 2


def test_the_other_wrong_options_do_what_the_task_says_of_them(visitor: Browser) -> None:
    assert visitor.open(tried(start="one")).content == b"Visit number 2"
    with pytest.raises(TypeError):
        tried(start="none")(type("Request", (), {"session": {}})())


@pytest.mark.parametrize("page", ["why.md", "concept.md", "performance.md"])
def test_all_python_in_the_lesson_compiles(page: str) -> None:
    blocks = code(page, "")
    assert blocks
    for block in blocks:
        compile(block, page, "exec")
