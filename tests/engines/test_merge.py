"""Saves merge: two tabs never undo each other, and Django's own way can be shown."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from engines.merge import merge_changes
from engines.registry import ENGINES
from engines.store import SessionStore

SERVER_SIDE = [name for name, engine in ENGINES.items() if not engine.in_cookie]
WRITERS = 8

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)
sessions = st.dictionaries(st.sampled_from("abcd"), values)


@given(sessions, sessions)
def test_without_a_change_of_ours_theirs_stands(base: Any, theirs: Any) -> None:
    assert merge_changes(base, deepcopy(base), theirs) == theirs


@given(sessions, sessions)
def test_without_a_change_of_theirs_ours_stands(base: Any, ours: Any) -> None:
    assert merge_changes(base, ours, deepcopy(base)) == ours


@given(sessions, sessions, sessions)
def test_no_argument_is_changed(base: Any, ours: Any, theirs: Any) -> None:
    before = deepcopy((base, ours, theirs))
    merge_changes(base, ours, theirs)
    assert (base, ours, theirs) == before


@given(sessions, st.text(min_size=5, max_size=6), st.text(min_size=7, max_size=8), values, values)
def test_keys_added_on_both_sides_are_both_there(
    base: Any, one: str, other: str, first: Any, second: Any
) -> None:
    both = merge_changes(base, {**base, one: first}, {**base, other: second})
    assert both == {**base, one: first, other: second}


def test_nested_keys_merge_too() -> None:
    base = {"progress": {"marks": {"a": 1}, "here": "x"}}
    ours = {"progress": {"marks": {"a": 1, "b": 2}, "here": "x"}}
    theirs = {"progress": {"marks": {"a": 3}, "here": "y"}}
    expected = {"progress": {"marks": {"a": 3, "b": 2}, "here": "y"}}
    assert merge_changes(base, ours, theirs) == expected


def kept(name: str) -> str:
    session = SessionStore(engine=name)
    session["shared"] = 0
    session.save()
    return str(session.session_key)


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_two_tabs_do_not_undo_each_other(name: str) -> None:
    key = kept(name)
    one, other = SessionStore(key), SessionStore(key)
    one["one"], other["other"] = 1, 2
    one.save()
    other.save()
    assert dict(SessionStore(key).items()) == {"shared": 0, "one": 1, "other": 2}
    assert dict(other.items()) == {"shared": 0, "one": 1, "other": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_what_one_tab_deletes_the_other_does_not_bring_back(name: str) -> None:
    key = kept(name)
    one, other = SessionStore(key), SessionStore(key)
    del one["shared"]
    other["other"] = 2
    one.save()
    other.save()
    assert dict(SessionStore(key).items()) == {"other": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_djangos_own_way_is_an_option(name: str, settings: Any) -> None:
    settings.SESSION_MERGE_SAVES = False
    key = kept(name)
    one, other = SessionStore(key), SessionStore(key)
    one["one"], other["other"] = 1, dict(other.items())["shared"]
    one.save()
    other.save()
    assert dict(SessionStore(key).items()) == {"shared": 0, "other": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("merging", [True, False])
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_a_session_that_is_gone_is_not_brought_back(
    name: str, merging: bool, settings: Any
) -> None:
    settings.SESSION_MERGE_SAVES = merging
    key = kept(name)
    late = SessionStore(key)
    late["late"] = True
    SessionStore(key).flush()
    with pytest.raises(UpdateError):
        late.save()
    assert dict(SessionStore(key).items()) == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_many_writers_at_once_lose_no_key(name: str) -> None:
    key = kept(name)
    writers = [SessionStore(key) for _ in range(WRITERS * 5)]
    assert all(dict(writer.items()) for writer in writers)  # each has loaded the same

    def write(number: int) -> None:
        try:
            writers[number][f"key-{number}"] = number
            writers[number].save()
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(len(writers))))
    found = dict(SessionStore(key).items())
    assert found == {"shared": 0} | {f"key-{n}": n for n in range(len(writers))}
