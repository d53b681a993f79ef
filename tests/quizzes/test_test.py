"""The test mode: nothing is told before it is handed in, and then everything is."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from learn.learner import COOKIE
from quizzes.kinds.form_values import form_value
from quizzes.models import Question
from quizzes.records import Answer, Event
from quizzes.schema import LEVELS
from tests.course import LESSON
from tests.learner import form_of, progress_in, with_choice
from tests.words import told

TEST = f"{LESSON}test/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
PATH = "django-sessions/configuration/test"


def quiz(client: Client, question: str = "") -> str:
    html = client.get(f"{TEST}?q={question}" if question else TEST).content.decode()
    return html[html.index('id="quiz"') :]


def drawn(client: Client) -> list[str]:
    """The slugs of this sitting's questions in their order; the last link is the hand-in."""
    navigation = quiz(client).split("</nav>")[0]
    return re.findall(r'href="[^"]*\?q=([a-z0-9-]+)#quiz"', navigation)[:-1]


def asked(slug: str) -> Question:
    """Another lesson may have a question of this name."""
    return Question.objects.get(
        slug=slug, question_set__mode="test", question_set__lesson__slug="configuration"
    )


def key(slug: str, right: bool = True) -> str:
    return str(asked(slug).choices.filter(right=right)[0].key)


def answer(client: Client, slug: str, choice: str, **headers: Any) -> Any:
    fields = with_choice(form_of(quiz(client, slug)), choice)
    return client.post(f"{TEST}answers/", fields, **headers)


def hand_in(client: Client, **more: str) -> Any:
    return client.post(f"{TEST}handins/", {**form_of(quiz(client, "summary")), **more})


@pytest.fixture
def begun(alice: Client) -> Client:
    """Alice with one answer, so that her draw is kept."""
    fields = form_of(quiz(alice))
    alice.post(f"{TEST}answers/", with_choice(fields, key(fields["question"])))
    return alice


def test_a_test_asks_ten_questions_over_the_levels(begun: Client) -> None:
    slugs = drawn(begun)
    assert len(slugs) == 10
    levels = [asked(slug).level for slug in slugs]
    assert sorted(map(levels.count, LEVELS)) == [3, 3, 4]


def test_the_first_answer_belongs_to_the_draw_that_was_on_the_screen(alice: Client) -> None:
    page = quiz(alice)
    seen = re.findall(r"\?q=([a-z0-9-]+)#quiz", page.split("</nav>")[0])[:-1]
    alice.post(f"{TEST}answers/", with_choice(form_of(page), key(seen[0])))
    assert drawn(alice) == seen


def test_a_visitor_with_nothing_kept_finds_each_question_where_the_map_says(alice: Client) -> None:
    slugs = drawn(alice)
    for number, slug in enumerate(slugs, start=1):
        assert f"question {number} of 10" in quiz(alice, slug)
    assert drawn(alice) == slugs
    assert settings.SESSION_COOKIE_NAME not in alice.cookies


def test_another_visitor_has_another_draw(alice: Client, bob: Client) -> None:
    assert drawn(alice) != drawn(bob)


def test_tabs_opened_before_the_first_answer_are_of_one_draw(alice: Client) -> None:
    """The form in the second tab counts as well."""
    first, second = quiz(alice), quiz(alice, drawn(alice)[1])
    assert form_of(first)["sitting"] == form_of(second)["sitting"]
    for page in (first, second):
        fields = form_of(page)
        alice.post(f"{TEST}answers/", with_choice(fields, key(fields["question"])))
    assert Answer.objects.count() == 2
    assert quiz(alice).count('class="given"') == 2


def test_an_answer_leads_on_and_is_not_judged(begun: Client) -> None:
    slugs = drawn(begun)
    response = answer(begun, slugs[1], key(slugs[1], right=False))
    assert response["Location"] == f"{TEST}?q={slugs[2]}#quiz"
    html = quiz(begun, slugs[1])
    assert 'class="why"' not in html
    assert "verdict" not in html
    assert 'class="choice wrong"' not in html
    assert set(progress_in(begun)["marks"][PATH][0]) == {"-"}


def test_an_answer_may_change_until_the_end_and_the_last_one_counts(begun: Client) -> None:
    first = drawn(begun)[0]
    answer(begun, first, key(first, right=False))
    chosen = re.findall(r'value="([^"]+)"[^>]* checked', quiz(begun, first))
    assert chosen == [form_value(first, key(first, right=False))]
    hand_in(begun)
    assert set(progress_in(begun)["marks"][PATH][0]) == {"0"}
    assert Answer.objects.count() == 2


def test_what_has_no_answer_is_named_before_handing_in(begun: Client) -> None:
    answer(begun, drawn(begun)[3], key(drawn(begun)[3]))
    html = quiz(begun, "summary")
    assert "questions 2, 3, 5, 6, 7, 8, 9, 10." in html
    assert "Hand in with 8 unanswered" in html


def test_a_hand_in_that_did_not_see_what_is_missing_is_asked_again(begun: Client) -> None:
    """A second tab, or a form from before."""
    for fields in ({}, {"missing": "0"}, {"missing": "8"}, {"missing": "x"}):
        response = begun.post(f"{TEST}handins/", fields, headers=HTMX)
        assert response.status_code == 422
        assert "Not handed in yet" in response.content.decode()
    assert not Event.objects.exists()


def test_after_handing_in_everything_is_told(begun: Client) -> None:
    slugs = drawn(begun)
    for slug in slugs[1:8]:
        answer(begun, slug, key(slug, right=slug != slugs[7]))
    assert hand_in(begun)["Location"] == f"{TEST}?q=summary#quiz"
    html = quiz(begun, "summary")
    assert '<span class="score">7</span> of 10' in html
    assert re.findall(r'class="pill (\w+)"', html)[0] == "strong"
    assert html.count('<details class="opens">') == 10
    assert html.count('<div class="whole flow">') == 10
    assert "Handed in on" in html
    assert html.count("You gave no answer.") == 4  # in the line of the question, and below it
    assert html.count('class="choice right"') == 10
    missed = asked(slugs[7]).item()
    assert all(f"text-{place.partition('#')[2]}" in html for place in missed.read)
    assert progress_in(begun)["marks"][PATH][0] == "KKKKKKK000"


def test_the_solution_is_in_the_result_whole_and_nowhere_before_it(begun: Client) -> None:
    slug = drawn(begun)[2]
    for title in ("First of the steps", "Second of the steps"):
        asked(slug).steps.create(title=title, text=f"{title}, told.")
    pages = [quiz(begun, name) for name in (slug, "summary")]
    assert not any("of the steps" in page for page in pages)
    hand_in(begun, missing="9")
    result = told(quiz(begun, "summary"))
    assert "First of the steps First of the steps, told. Second of the steps" in result


def test_the_parts_to_read_again_are_there(begun: Client) -> None:
    hand_in(begun)
    links = re.findall(r'<li><a href="([^"]+)">', quiz(begun, "summary").split("Read again")[1])
    assert links
    for link in links:
        page, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in begun.get(page).content.decode()


def test_all_right_asks_to_read_nothing_again(begun: Client) -> None:
    for slug in drawn(begun)[1:]:
        answer(begun, slug, key(slug))
    hand_in(begun)
    assert "Read again" not in quiz(begun, "summary")
    assert progress_in(begun)["marks"][PATH] == ["K" * 10, "K" * 10]


def test_after_the_hand_in_an_answer_is_refused_and_changes_nothing(begun: Client) -> None:
    first = drawn(begun)[0]
    fields = with_choice(form_of(quiz(begun, first)), key(first, right=False))
    hand_in(begun)
    before = progress_in(begun)["marks"]
    late = begun.post(f"{TEST}answers/", fields, headers=HTMX)
    assert late.status_code == 422
    assert "This test is handed in" in late.content.decode()
    assert Answer.objects.count() == 1
    assert progress_in(begun)["marks"] == before


def test_handing_in_twice_is_handing_in_once(begun: Client) -> None:
    fields = form_of(quiz(begun, "summary"))
    for _ in range(2):
        response = begun.post(f"{TEST}handins/", fields, headers=HTMX)
        assert response.status_code == 200
        assert "Test: result" in response.content.decode()
    assert Event.objects.filter(what=Event.HAND_IN).count() == 1


def test_an_answer_that_lost_the_race_with_the_hand_in_does_not_count(begun: Client) -> None:
    slug = drawn(begun)[1]
    hand_in(begun)
    row = Answer.objects.get()
    Answer.objects.create(
        learner=row.learner,
        question=asked(slug),
        version="x",
        sitting=row.sitting,
        key="6d9fb5a8-0000-4000-8000-000000000000",
        response=key(slug),
        right=True,
        tries=1,
        hints=0,
        engine="db",
    )
    Session.objects.all().delete()
    begun.get("/progress/")
    assert progress_in(begun)["marks"][PATH][0] == "K000000000"


@pytest.mark.parametrize("name", ["hints", "steps"])
def test_hints_and_steps_are_refused_before_the_end(begun: Client, name: str) -> None:
    slug = drawn(begun)[0]
    item = asked(slug).item()
    response = begun.post(f"{TEST}{name}/", {"question": slug}, headers=HTMX)
    assert response.status_code == 422
    assert "the solutions come at the end" in response.content.decode()
    assert item.check not in response.content.decode()


def test_a_question_that_was_not_drawn_is_refused(begun: Client) -> None:
    other = Question.objects.filter(question_set__mode="test").exclude(slug__in=drawn(begun))[0]
    fields = with_choice(form_of(quiz(begun)), key(other.slug), question=other.slug)
    response = begun.post(f"{TEST}answers/", fields, headers=HTMX)
    assert response.status_code == 422
    assert "not in this round" in response.content.decode()
    assert other.prompt.split("\n")[0] not in response.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("slug", ["nowhere", "", "purpose", "summary", "x" * 10_000, "\x00"])
def test_an_unknown_question_is_refused_and_nothing_is_recorded(begun: Client, slug: str) -> None:
    before = progress_in(begun)
    fields = with_choice(form_of(quiz(begun)), "table", question=slug)
    for path, headers, status in (
        ("answers/", HTMX, 422),
        ("answers/", {}, 200),
        ("steps/", HTMX, 422),
    ):
        response = begun.post(f"{TEST}{path}", fields, headers=headers)
        assert response.status_code == status
        assert "not in this round. Nothing was recorded" in response.content.decode()
    assert Answer.objects.count() == 1
    assert progress_in(begun)["open"] == before["open"]


def test_a_new_test_draws_afresh_and_the_best_stays(begun: Client) -> None:
    before = drawn(begun)
    hand_in(begun)
    draws = set()
    for _ in range(3):
        begun.post(f"{TEST}sittings/")
        draws.add(tuple(drawn(begun)))
        hand_in(begun)
    assert len(draws - {tuple(before)}) == 3
    assert progress_in(begun)["marks"][PATH] == ["0" * 10, "K" + "0" * 9]


def test_a_new_test_waits_for_the_hand_in(begun: Client) -> None:
    before = drawn(begun)
    response = begun.post(f"{TEST}sittings/", headers=HTMX)
    assert response.status_code == 422
    assert "Hand in this test first" in response.content.decode()
    assert drawn(begun) == before


def test_a_lost_session_brings_back_draw_answers_and_hand_in(begun: Client) -> None:
    slugs = drawn(begun)
    answer(begun, slugs[4], key(slugs[4]))
    Session.objects.all().delete()
    assert drawn(begun) == slugs
    assert "questions 2, 3, 4, 6, 7, 8, 9, 10." in quiz(begun, "summary")
    hand_in(begun)
    del begun.cookies[settings.SESSION_COOKIE_NAME]
    assert '<span class="score">2</span> of 10' in quiz(begun, "summary")


def test_a_test_left_for_four_other_sets_is_still_there(begun: Client) -> None:
    slugs = drawn(begun)
    for mode in ("practice", "performance", "recall"):
        page = begun.get(f"{LESSON}{mode}/").content.decode()
        name = "turns" if mode == "recall" else "hints"
        assert begun.post(f"{LESSON}{mode}/{name}/", form_of(page)).status_code == 302
    assert PATH not in progress_in(begun)["open"]
    assert drawn(begun) == slugs
    assert 'class="given"' in quiz(begun)


def test_an_old_session_does_not_undo_the_hand_in(begun: Client) -> None:
    old = progress_in(begun)
    hand_in(begun)
    session = begun.session
    session["progress"] = old
    session.save()
    first = drawn(begun)[1]
    response = answer(begun, first, key(first))
    assert "This test is handed in" in response.content.decode()
    assert Answer.objects.count() == 1


def test_a_visitor_who_only_looks_is_given_no_cookie(alice: Client) -> None:
    quiz(alice)
    quiz(alice, "summary")
    assert COOKIE not in alice.cookies


@pytest.mark.parametrize("name", ["starts", "turns", "ratings"])
def test_what_a_test_does_not_have_is_not_found(alice: Client, name: str) -> None:
    assert alice.post(f"{TEST}{name}/", {"question": "who-brings-it"}).status_code == 404


def test_the_progress_page_tells_of_a_test_that_is_not_handed_in(begun: Client) -> None:
    """Its answers are in no score and not in the file: nobody takes them for lost, or for safe."""
    page = told(begun.get("/progress/"))
    assert "Not handed in yet Test : 1 of 10 questions have an answer" in page
    assert "not in the file that you can download, until you hand in" in page
    hand_in(begun, missing="9")
    assert "Not handed in yet" not in told(begun.get("/progress/"))
