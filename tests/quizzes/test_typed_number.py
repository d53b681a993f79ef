"""Typed numbers: how one may write them, what is asked back, and what of a range is shown."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.kinds.typed import TypedKind
from quizzes.kinds.typed_number import number_text, parse_number, two_readings
from quizzes.schema import Choice, Item
from quizzes.states import NotAllowed
from tests.quizzes.items import number_item, sent
from tests.quizzes.kinds import look, messages, refusal

typed = TypedKind()
NUMBERS = st.decimals(-(10**12), 10**12, places=None, allow_nan=False, allow_infinity=False).map(
    lambda value: round(value, 10)
)


def expecting(text: str, tolerance: float = 0) -> Item:
    choices = {"right": Choice(text=text, right=True)}
    return replace(number_item(), choices=choices, tolerance=tolerance)


def answer(text: str) -> str:
    """The response that a learner's text makes. Raises NotAllowed."""
    return typed.parse_response(number_item(), sent(number_item(), text))


@pytest.mark.parametrize(
    ("text", "response"),
    [
        *(("3600", "3600"), ("+7", "7"), ("-0", "0"), ("\uff13\uff16", "36"), ("1986.", "1986")),
        *(("0,5", "0.5"), ("0,500", "0.5"), (".5", "0.5"), (",5", "0.5"), ("-.5", "-0.5")),
        *((f"{minus}5", "-5") for minus in "-\u2212\u2013\u2014\u2010\u2011\uff0d"),
        *((f"1{blank}234", "1234") for blank in " \u00a0\u2009\u202f_'\u2019\u00b4"),
        *(("- 5", "-5"), ("1 234,5", "1234.5"), ("1'234.5", "1234.5"), ("3_600.50", "3600.5")),
        *(("1.234.567", "1234567"), ("1,234,567", "1234567"), ("12,34,567", "1234567")),
        *(("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1.234.567,89", "1234567.89")),
        *(("1 234,567", "1234.567"), ("1234,567", "1234.567"), ("0,123", "0.123")),
        *(
            ("1e3", "1000"),
            ("1E3", "1000"),
            ("1.234e3", "1234"),
            ("5e-1", "0.5"),
            ("1e9", "1" + "0" * 9),
        ),
        *(("\u0663\u066b\u0665", "3.5"), ("3.14159265358979", "3.14159265358979")),
    ],
)
def test_a_number_may_be_written_in_many_ways(text: str, response: str) -> None:
    assert answer(text) == response


@pytest.mark.parametrize(
    "text",
    [
        *(
            "an hour",
            "nan",
            "inf",
            "1.2.3",
            "9" * 30,
            "--1",
            "3600s",
            "1e-30",
            "1e99",
            "1 2",
            "36 00",
        ),
        *(
            "1,2,3",
            "1.234.56",
            "1,234,56",
            "1,234.567.890",
            ".",
            "-",
            ",5,",
            "1e",
            "e3",
            "0,000,000",
        ),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert "That is not a number." in refusal(number_item(), f"typed={text}")


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("1,234", "1234", "1,2340"),
        ("3.600", "3600", "3.6000"),
        ("\u2212999.000", "-999000", "-999.0000"),
        (" \u201c12,000\u201d ", "12000", "12,0000"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back(text: str, one: str, other: str) -> None:
    advice = (
        f"can be read in two ways. Write {one} or {other}, whichever you mean. No try was taken."
    )
    with pytest.raises(NotAllowed, match=advice):
        answer(text)
    assert parse_number(answer(one)) == 1000 * parse_number(answer(other))


@pytest.mark.parametrize("expected", ["1.234", "1234", "5", "-1"])
def test_what_is_asked_back_does_not_depend_on_the_right_answer(expected: str) -> None:
    assert "in two ways" in refusal(expecting(expected), "typed=1,234")


@pytest.mark.parametrize(
    ("text", "value"), [("3,600", "3600"), ("1.234", "1.234"), ("1,5", "1.5"), ("3.600", "3.6")]
)
def test_an_author_writes_thousands_with_a_comma_and_decimals_with_a_point(
    text: str, value: str
) -> None:
    assert messages(expecting(text)) == []
    assert typed.expected_response(expecting(text), "right") == value


@example(Decimal("1.234"))
@example(Decimal("-999.5"))
@given(NUMBERS)
def test_a_response_stays_as_it_is_and_its_field_gives_it_again(value: Decimal) -> None:
    item, response = expecting("5"), number_text(value)
    assert parse_number(response) == value
    assert typed.is_valid(item, response)
    assert typed.parse_response(item, typed.form_data(item, response)) == response


@given(NUMBERS, st.data())
def test_a_number_in_any_spelling_is_right(value: Decimal, data: st.DataObject) -> None:
    item = expecting(number_text(value))
    whole, _, decimals = number_text(abs(value)).partition(".")
    group, point = data.draw(
        st.sampled_from([",.", ".,", " .", " ,", "'.", "\u202f,", ",", "."]).map(
            lambda signs: (signs[:-1], signs[-1])
        )
    )
    written = f"{int(whole):,}".replace(",", group) + (point + decimals if decimals else "")
    minus = data.draw(st.sampled_from("-\u2212\u2013")) if value < 0 else ""
    text = minus + written
    assume(len(text) <= typed.limit)
    ways = two_readings(text)
    if ways:
        text = next(way for way in ways if parse_number(way) == value)
    assert typed.grade(item, typed.parse_response(item, sent(item, text))) == 1, text


@given(st.text(max_size=90) | st.text("0123456789.,'+-e \u2212", max_size=30), st.booleans())
def test_whatever_is_typed_is_an_answer_or_refused(text: str, number: bool) -> None:
    item = replace(number_item(), tolerance=0.5 if number else None)
    with suppress(NotAllowed):
        response = typed.parse_response(item, sent(item, text))
        assert typed.is_valid(item, response)
        assert typed.parse_response(item, typed.form_data(item, response)) == response
        typed.grade(item, response)


# --- With a tolerance ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "grade"), [("3600.5", 1), ("3599.5", 1), ("3600.51", 0), ("60", 0)]
)
def test_a_number_may_be_off_by_the_tolerance(text: str, grade: float) -> None:
    assert typed.grade(number_item(), text) == grade


def test_a_wrong_number_within_the_tolerance_is_told() -> None:
    assert "counts as the same as 'hour'" in messages(number_item(tolerance=4000))[0]


@pytest.mark.parametrize(
    ("text", "tolerance", "shown"),
    [
        ("1928.5", 9.5, "1919 to 1938"),
        ("9.81", 0.01, "9.8 to 9.82"),
        ("`0.3`", 0.1, "0.2 to 0.4"),
        ("-5", 0.5, "-5.5 to -4.5"),
        ("3,600", 0, "3,600"),
        ("not yet", 1, "not yet"),
    ],
)
def test_the_right_answer_that_is_shown_is_all_that_counts(
    text: str, tolerance: float, shown: str
) -> None:
    item = expecting(text, tolerance)
    *_tries, right = typed.present(look(item, "1", finished=True)).judged
    assert right.text == shown
    assert [str(answer) for answer in TypedKind().card_answers(item)] == [shown]


def test_a_number_is_carried_elsewhere_without_separators() -> None:
    """There `3,600` is a little over three and a half."""
    carried = typed.portable(expecting("`3,600`"))
    assert carried
    assert [answer.text for answer in carried.answers] == ["3600"]
