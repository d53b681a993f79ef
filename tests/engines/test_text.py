"""The text of a session is the one that Django's own serializer writes, and it is read as well."""

import math
from typing import Any

import pytest
from django.contrib.sessions.serializers import JSONSerializer
from hypothesis import given
from hypothesis import strategies as some

from engines.stores.text import Serializer, from_json, to_json

OURS, DJANGOS = Serializer(), JSONSerializer()

# With what Python writes and few others read: NaN, infinities, halves of characters.
texts = some.text(some.characters())
leaves = some.none() | some.booleans() | some.integers() | some.floats() | texts
values = some.recursive(
    leaves, lambda inner: some.lists(inner) | some.dictionaries(texts, inner), max_leaves=8
)


@given(some.dictionaries(texts, values))
@pytest.mark.slow
def test_it_writes_and_reads_as_django_does(data: dict[str, Any]) -> None:
    written = OURS.dumps(data)
    assert written == DJANGOS.dumps(data)
    # Compared as text, because NaN is not equal to itself.
    assert repr(OURS.loads(written)) == repr(DJANGOS.loads(written))


@pytest.mark.parametrize("value", [math.nan, math.inf, "\ud800", 10**400, -(2**63) - 1, 1.5e-300])
def test_what_only_python_reads_is_read(value: Any) -> None:
    assert repr(from_json(to_json({"value": value}))) == repr({"value": value})


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), 1j])
def test_what_is_no_json_is_refused_and_not_turned_into_something_else(value: Any) -> None:
    with pytest.raises(TypeError):
        to_json({"value": value})


@pytest.mark.parametrize("text", ["", "{", "x", '{"a": }', b"\xff"])
def test_what_is_no_json_is_told(text: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)
