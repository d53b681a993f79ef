"""One right choice of several. The response is the key of a choice."""

from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.checking import last_problems, missing_reasons, right_keys, too_few_choices
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.portable import PortableForm, PortableQuestion, portable_choices
from quizzes.kinds.presenting import LearnerView, PresentedChoice, present_choices
from quizzes.schema import Item
from quizzes.states import NotAllowed


class ChoiceKind(Kind):
    name = "choice"
    summary = "one is right"
    template = "quizzes/kinds/choice.html"
    single_choice = True
    extra_fields = frozenset({"order", "last"})
    portable_forms = frozenset({PortableForm.CHOOSE_ONE})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        yield from too_few_choices(item, least=2)
        right = len(right_keys(item))
        if right != 1:
            yield ("choices",), f"{right} choices are right. Mark exactly one as right."
        yield from missing_reasons(item)
        yield from last_problems(item)

    def example_response(self, item: Item, right: bool) -> str:
        return next(key for key, choice in item.choices.items() if choice.right == right)

    def max_length(self, item: Item) -> int:
        return max(map(len, item.choices), default=0)

    def response_count(self, item: Item) -> int:
        return len(item.choices)

    def field_names(self, item: Item) -> list[str]:
        return ["choice"]

    def parse_response(self, item: Item, data: FormData) -> str:
        value = data.get("choice", "")
        if not value:
            raise NotAllowed(f"Choose one of the answers first. {NO_TRY_TAKEN}")
        key = key_of_value(item, value)
        if not key:
            raise NotAllowed(f"That is not one of the answers. Choose one below. {NO_TRY_TAKEN}")
        return key

    def form_data(self, item: Item, response: str) -> FormData:
        return MultiValueDict({"choice": [form_value(item.id, response)]})

    def is_valid(self, item: Item, response: str) -> bool:
        return response in item.choices

    def grade(self, item: Item, response: str) -> float:
        """1.0 for the right choice, else 0.0: also for a choice that an edit took out."""
        choice = item.choices.get(response)
        return 1.0 if choice and choice.right else 0.0

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        return [response]

    def present(self, view: LearnerView) -> list[PresentedChoice]:
        """A choice that was tried shows its reason; once finished every wrong choice does."""
        drafted = key_of_value(view.item, view.draft.get("choice", ""))
        return present_choices(view, set(view.responses), {drafted})

    def portable(self, item: Item) -> PortableQuestion:
        return portable_choices(item, PortableForm.CHOOSE_ONE, right=100, wrong=0)
