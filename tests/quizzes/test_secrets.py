"""Nothing about right answers, unrevealed hints and steps leaves the server before its time."""

import html
import json
import re

import pytest
from django.test import Client

from learn.markdown import render_inline
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import KINDS
from quizzes.kinds.form_values import key_of_value
from quizzes.kinds.gaps import gap_names, option_code
from quizzes.models import Question
from quizzes.schema import Item
from quizzes.texts import question_text
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.quizzes.items import fields as fields_of

HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def all_questions(behaviour: str = "practice") -> list[tuple[str, Item]]:
    """Each question of the pack as it is in the database, with the address of its set."""
    rows = Question.objects.select_related("question_set__lesson__course")
    return [
        (f"/learn/{row.question_set.lesson.path}/{row.question_set.mode}/", row.item())
        for row in rows.filter(question_set__behaviour=behaviour)
    ]


def secrets_of(item: Item) -> list[str]:
    """Every text of a question that a learner may not see before an answer, as HTML."""
    texts = [choice.why for choice in item.choices.values() if choice.why]
    if item.kind == "typed":
        texts += [choice.text for choice in item.choices.values()]
    texts += [*item.hints, item.check, *item.mistakes]
    texts += [text for step in item.steps for text in (step.title, step.text)]
    return [str(question_text(item, text)) for text in texts if text]


def everything_sent(client: Client, address: str, item: Item) -> str:
    """The page, the fragment, the headers, the cookies and the session, before any answer."""
    asked = f"{address}?q={item.id}"
    page, fragment = client.get(asked), client.get(asked, headers=HTMX)
    assert f'value="{item.id}"' in page.content.decode()
    assert "<html" not in fragment.content.decode()
    sent = [page.content.decode(), fragment.content.decode(), str(page.headers)]
    sent += [str(client.cookies), json.dumps(dict(client.session.items()))]
    return "\n".join(sent)


def test_the_course_has_a_question_of_every_kind_but_two(course: None) -> None:
    """Those two have a course of their own (`tests.quizzes.pairs_course`)."""
    kinds = {item.kind for mode in BEHAVIOURS for _, item in all_questions(mode)}
    assert kinds == set(KINDS) - {"match", "cloze"}


@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
def test_no_page_fragment_cookie_or_session_gives_anything_away(alice: Client, engine: str) -> None:
    alice.post("/engine/switch/", {"engine": engine})
    for address, item in all_questions():
        sent = everything_sent(alice, address, item)
        for secret in secrets_of(item):
            assert secret not in sent, (item.id, secret)


def test_the_right_choice_looks_like_every_other(alice: Client) -> None:
    """But for its own text, key and letter, the markup of all choices is the same."""
    for address, item in of_kinds("choice", "choices"):
        page = alice.get(f"{address}?q={item.id}").content.decode()
        labels = re.findall(r'<label class="choice">.*?</label>', page, re.DOTALL)
        assert len(labels) == len(item.choices)
        assert len({bare(label, item) for label in labels}) == 1


def bare(label: str, item: Item) -> str:
    """A choice's markup without its own text, key and letter."""
    value = re.findall(r'value="([^"]+)"', label)[0]
    key = key_of_value(item, value)
    label = label.replace(str(render_inline(item.choices[key].text)), "")
    label = label.replace(f'value="{value}"', "")
    return re.sub(r'data-key="[a-z]"|>[A-Z]<', "", label)


def of_kinds(*kinds: str) -> list[tuple[str, Item]]:
    found = [(address, item) for address, item in all_questions() if item.kind in kinds]
    assert {item.kind for _, item in found} == set(kinds)
    return found


def test_the_right_option_of_a_gap_looks_like_every_other(alice: Client) -> None:
    for address, item in of_kinds("blanks"):
        page = alice.get(f"{address}?q={item.id}").content.decode()
        options = re.findall(r"<option[^>]*>[^<]*</option>", page)
        assert len(options) == len(item.choices) + len(gap_names(item))
        texts = {html.escape(option_code(one.text)) for one in item.choices.values()}
        assert {re.sub(r"<[^>]*>", "", one) for one in options} >= texts
        assert len({re.sub(r'"[^"]+"|>[^<]+<', "", one) for one in options}) <= 2  # and the empty


def test_steps_look_all_the_same_and_stand_in_no_right_order(alice: Client) -> None:
    for address, item in of_kinds("order"):
        for _ in range(20):
            page = alice.get(f"{address}?q={item.id}").content.decode()
            values = re.findall(r'<select name="place-([^"]+)"', page)
            keys = [key_of_value(item, value) for value in values]
            assert sorted(keys) == sorted(item.choices)
            assert keys != list(item.choices)
            assert " selected" not in page
            alice.post(f"{address}sittings/")


def test_a_typed_question_shows_no_expected_answer_in_an_error(alice: Client) -> None:
    for address, item in of_kinds("typed"):
        for typed in ("", "x" * 500, "wrong"):
            fields = {"question": item.id, "typed": typed}
            sent = alice.post(f"{address}answers/", fields, headers=HTMX).content.decode()
            for choice in item.choices.values():
                assert str(render_inline(choice.text)) not in sent


def test_a_hint_shows_itself_and_no_other(alice: Client) -> None:
    for address, item in all_questions():
        fields = form_of(alice.get(f"{address}?q={item.id}").content.decode())
        sent = alice.post(f"{address}hints/", fields, headers=HTMX).content.decode()
        first, *others = (str(question_text(item, hint)) for hint in item.hints)
        assert first in sent
        assert all(other not in sent for other in others)
        assert all(str(question_text(item, step.text)) not in sent for step in item.steps)


def test_a_wrong_answer_tells_its_own_reason_and_no_other(alice: Client) -> None:
    for address, item in all_questions():
        fields = form_of(alice.get(f"{address}?q={item.id}").content.decode())
        response, told = wrong_response(item)
        answer = {**fields, **fields_of(item, response)}
        sent = alice.post(f"{address}answers/", answer, headers=HTMX).content.decode()
        assert "Not yet." in sent
        for key, choice in item.choices.items():
            if choice.why:
                shown = str(question_text(item, choice.why)) in sent
                assert shown == (key in told), (item.id, key)
        assert all(str(question_text(item, step.text)) not in sent for step in item.steps)
        assert 'class="choice right"' not in sent


def wrong_response(item: Item) -> tuple[str, set[str]]:
    """A response that is wrong in every part, and the keys of what it tells the reasons of."""
    wrong = [key for key, choice in item.choices.items() if not choice.right]
    if item.kind == "order":
        first, *others = item.choices
        return ",".join([*others, first]), set()
    if item.kind == "blanks":
        first_of = {item.choices[key].gap: key for key in reversed(wrong)}
        written = ",".join(f"{gap}={key}" for gap, key in sorted(first_of.items()))
        return written, set(first_of.values())
    if item.kind == "typed":
        return item.choices[wrong[0]].text.strip("`"), {wrong[0]}
    return wrong[0], {wrong[0]}


def test_the_choices_are_shuffled_from_visitor_to_visitor(course: None) -> None:
    orders = set()
    for _ in range(12):
        page = Client().get(f"{LESSON}practice/?q=purpose").content.decode()
        orders.add(tuple(re.findall(r'name="choice" value="([^"]+)"', page)))
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


# --- Test, challenge, recall -----------------------------------------------------------------


def everything_at(client: Client, address: str) -> str:
    """The page, the fragment, the headers, the cookies and the session."""
    page, fragment = client.get(address), client.get(address, headers=HTMX)
    assert page.status_code == fragment.status_code == 200
    sent = [page.content.decode(), fragment.content.decode(), str(page.headers)]
    sent += [str(client.cookies), json.dumps(dict(client.session.items()))]
    return "\n".join(sent)


def tells_nothing_of(sent: str, items: list[Item]) -> None:
    for item in items:
        for secret in secrets_of(item):
            assert secret not in sent, (item.id, secret)
    assert 'class="choice right"' not in sent
    assert 'class="choice wrong"' not in sent


def a_right_and_a_wrong_choice(item: Item) -> list[str]:
    keys = list(item.choices)
    right = next(key for key in keys if item.choices[key].right)
    return [right, next(key for key in keys if key != right)]


@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
@pytest.mark.slow
def test_a_test_tells_nothing_of_any_question_before_it_is_handed_in(
    course: None, engine: str
) -> None:
    """New learners come until every question of the bank was drawn; each answers all of hers."""
    bank = {item.id: item for _, item in all_questions("test")}
    unseen = set(bank)
    address = f"{LESSON}test/"
    while unseen:
        client = Client()
        client.post("/engine/switch/", {"engine": engine})
        fields = form_of(client.get(address).content.decode())
        for number in range(10):
            item = bank[fields["question"]]
            unseen.discard(item.id)
            sent = everything_at(client, address if not number else f"{address}?q={item.id}")
            tells_nothing_of(sent, list(bank.values()))
            chosen = with_choice(fields, a_right_and_a_wrong_choice(item)[number % 2])
            reply = client.post(f"{address}answers/", chosen, headers=HTMX).content.decode()
            tells_nothing_of(reply, list(bank.values()))
            if 'name="question"' in reply:
                fields = form_of(reply)
        tells_nothing_of(everything_at(client, f"{address}?q=summary"), list(bank.values()))
        for name in ("hints", "steps"):
            refused = client.post(f"{address}{name}/", fields, headers=HTMX)
            assert refused.status_code == 422
            tells_nothing_of(refused.content.decode(), list(bank.values()))


@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
def test_a_challenge_tells_nothing_before_its_time(alice: Client, engine: str) -> None:
    alice.post("/engine/switch/", {"engine": engine})
    problems = [item for _, item in all_questions("challenge")]
    for item in problems:
        address = f"{LESSON}challenge/?q={item.id}"
        closed = everything_at(alice, address)
        prompt = str(render_inline(item.prompt.strip().splitlines()[-1]))
        assert prompt not in closed
        for choice in item.choices.values():
            assert f'<span dir="auto">{render_inline(choice.text)}</span>' not in closed
        form = form_of(alice.get(address).content.decode())
        alice.post(f"{LESSON}challenge/starts/", form)
        opened = everything_at(alice, address)
        assert prompt in opened
        tells_nothing_of(opened, [item])
        wrong = a_right_and_a_wrong_choice(item)[1]
        fields = with_choice(form_of(alice.get(address).content.decode()), wrong)
        reply = alice.post(f"{LESSON}challenge/answers/", fields, headers=HTMX).content.decode()
        told = str(question_text(item, item.choices[wrong].why))
        assert told in reply
        tells_nothing_of(reply.replace(told, "").replace("choice wrong", ""), [item])


@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
def test_a_card_tells_nothing_of_its_back_before_it_is_turned(alice: Client, engine: str) -> None:
    alice.post("/engine/switch/", {"engine": engine})
    address = f"{LESSON}recall/"
    cards = {item.id: item for _, item in all_questions("recall")}
    while "turns/" in (page := alice.get(address).content.decode()):
        item = cards[form_of(page)["question"]]
        tells_nothing_of(everything_at(alice, address), [item])
        for choice in item.choices.values():
            assert str(render_inline(choice.text)) not in page
        fields = {**form_of(page), "written": "In my words"}
        turned = alice.post(f"{address}turns/", fields, headers=HTMX).content.decode()
        assert str(question_text(item, item.check)) in turned
        alice.post(f"{address}ratings/", {**form_of(turned), "rating": "easy"})
    assert "all done for now" in page
