"""For tests of kinds: what is wrong with a question, why an answer is refused, how it looks."""

from typing import Any

import pytest
from django.http import QueryDict

from quizzes.kinds import kind_of
from quizzes.kinds.presenting import LearnerView
from quizzes.schema import Item
from quizzes.states import NotAllowed


def messages(question: Item) -> list[str]:
    return [message for _path, message in kind_of(question).problems(question)]


def refusal(question: Item, query: str) -> str:
    with pytest.raises(NotAllowed) as refused:
        kind_of(question).parse_response(question, QueryDict(query))
    return str(refused.value)


def look(question: Item, *picks: str, seed: str = "0a0b0c0d", **more: Any) -> LearnerView:
    return LearnerView(question, kind_of(question).display_order(question, seed), picks, **more)
