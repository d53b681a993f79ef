"""A small piece of `make fuzz`, and what it is made of."""

from collections.abc import Iterator
from random import Random

import pytest

from config.wsgi import Handler
from tests.fuzz.addresses import routes
from tests.fuzz.cast import ROLES
from tests.fuzz.damage import damage_entries, damage_tree
from tests.fuzz.files import DAMAGED, odd_file
from tests.fuzz.html_forms import page_of
from tests.fuzz.imports import read_damaged
from tests.fuzz.mutations import CHANGES, made_worse
from tests.fuzz.readers import was_taken
from tests.fuzz.run import run
from tests.fuzz.samples import TEXTS, pack_entries, zip_entries
from tests.fuzz.wire import InProcess, Reply, Sent, environ_of, site_in_process

FORM = """
<a href="?page=2">On</a> <a href="https://elsewhere.example/">Away</a>
<form method="post" action="/here/"><input name="a" value="1"><textarea name="b"></textarea>
<select name="c"><option value="x"><option value="y"></select><input type="file" name="d">
<button name="e" value="2">Go</button></form>
"""


@pytest.fixture
def site(course: None) -> Iterator[InProcess]:
    with site_in_process() as site:
        yield site


@pytest.mark.slow
def test_a_few_odd_requests_in_each_role_make_no_error(site: InProcess) -> None:
    found = run(site, seed=1, requests=250, roles=ROLES, files=odd_file)
    assert found.sent == 250
    assert found.faults == {}
    assert found.statuses[200] > 25  # they come far enough to break something


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_taken_or_refused_and_breaks_nothing(course: None, kind: str) -> None:
    read = read_damaged(kind, seed=1, count=30)
    assert read.faults == {}
    assert read.taken + read.refused == 30


@pytest.mark.parametrize("kind", ["gift", "moodle", "aiken", "qti", "zip", "yaml"])
def test_the_files_that_are_damaged_were_valid(course: None, kind: str) -> None:
    valid = TEXTS[kind].encode() if kind in TEXTS else zip_entries(pack_entries())
    assert was_taken(kind, valid)


def test_a_seed_repeats_a_request_and_a_file() -> None:
    sent = Sent("POST", "/a/b/?c=d", {"Content-Type": "x"}, {"sessionid": "dbabc"}, b"e=f")
    for seed in range(30):
        assert made_worse(Random(seed), sent) == made_worse(Random(seed), sent)
    changed = {change.__name__ for change in CHANGES if change(Random(5), sent) != sent}
    assert changed == {change.__name__ for change in CHANGES}
    for seed in range(5):
        made = [damage_tree(Random(seed), TEXTS["moodle"]) for _ in range(2)]
        assert made[0] == made[1] != TEXTS["moodle"]
        zips = [damage_entries(Random(seed), pack_entries()) for _ in range(2)]
        assert zips[0] == zips[1]


def test_the_forms_and_links_of_a_page_are_found() -> None:
    page = page_of("/list/?page=1", FORM)
    assert page.links == ["/list/?page=2"]
    [form] = page.forms
    assert (form.action, form.method, form.files) == ("/here/", "POST", ["d"])
    assert [name for name, _ in form.fields] == ["a", "b", "c", "c", "e"]


def test_every_address_of_the_site_is_known() -> None:
    known = set(routes())
    assert {"progress/restores/", "admin/quizzes/question/<int:pk>/analysis/"} <= known
    assert len(known) > 100


def test_a_reply_is_a_fault_where_it_gives_no_reason_or_a_traceback_is_logged() -> None:
    assert Reply(500, [], b"").is_fault
    assert Reply(503, [], b"").is_fault
    assert Reply(200, [], b"", "Traceback (most recent call last):").is_fault
    assert not Reply(503, [], b"The database does not answer.").is_fault
    assert not Reply(404, [], b"").is_fault


def test_an_error_that_no_page_of_ours_can_answer_is_a_fault(site: InProcess) -> None:
    class Broken(Handler):
        def get_response(self, request: object) -> object:
            raise KeyError("ours")

    reply = InProcess(Broken(), site.caught).send(Sent("GET", "/"))
    assert (reply.status, reply.is_fault) == (500, True)
    assert "KeyError: 'ours'" in reply.log


def test_a_request_can_be_sent_as_bytes_as_it_was_in_process() -> None:
    sent = Sent("POST", "/%00?a=%FF", {"Content-Type": "x"}, {"a": "b", "c": "d"}, b"body")
    assert sent.wire() == (
        b"POST /%00?a=%FF HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: x\r\n"
        b"Cookie: a=b; c=d\r\nContent-Length: 4\r\n\r\nbody"
    )
    environ = environ_of(sent)
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/\0", "a=%FF")
    assert environ["HTTP_COOKIE"] == "a=b; c=d"
