"""Several right choices. The response is their keys in alphabetical order: `a,c`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.checking import last_problems, missing_reasons, right_keys
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.portable import PortableForm, PortableQuestion, portable_choices
from quizzes.kinds.presenting import LearnerView, PresentedChoice, present_choices
from quizzes.schema import Item
from quizzes.states import NotAllowed


class ChoiceCounts(NamedTuple):
    """`right`: of all the choices. The others: of those that were chosen."""

    right: int
    chosen_right: int
    chosen_wrong: int


class ChoicesKind(Kind):
    name = "choices"
    summary = "several are right"
    template = "quizzes/kinds/choices.html"
    extra_fields = frozenset({"order", "last"})
    portable_forms = frozenset({PortableForm.CHOOSE_SEVERAL})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        right = len(right_keys(item))
        if right < 2:
            yield ("choices",), f"Right choices: {right}. Mark two or more, or make it a `choice`."
        if right == len(item.choices):
            yield ("choices",), "All choices are right. Add one that is wrong."
        yield from missing_reasons(item)
        yield from last_problems(item)

    def example_response(self, item: Item, right: bool) -> str:
        keys = [key for key, choice in item.choices.items() if choice.right == right]
        return ",".join(sorted(keys if right else keys[:1]))

    def max_length(self, item: Item) -> int:
        return len(",".join(item.choices))

    def response_count(self, item: Item) -> int:
        """To choose none is no answer, and to choose all is never right."""
        return max(0, int(2 ** len(item.choices)) - 2)

    def field_names(self, item: Item) -> list[str]:
        return ["choice"]

    def parse_response(self, item: Item, data: FormData) -> str:
        chosen = drafted_keys(item, data)
        if not chosen:
            raise NotAllowed(f"Choose at least one answer first. {NO_TRY_TAKEN}")
        if "" in chosen:
            message = "Something chosen is not one of the answers. Choose below."
            raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
        if len(set(chosen)) < len(chosen):
            raise NotAllowed(f"An answer came twice. Choose each at most once. {NO_TRY_TAKEN}")
        if len(chosen) == len(item.choices):
            raise NotAllowed(f"All of them is never right. Leave out at least one. {NO_TRY_TAKEN}")
        return ",".join(sorted(chosen))

    def form_data(self, item: Item, response: str) -> FormData:
        return MultiValueDict({"choice": [form_value(item.id, key) for key in response.split(",")]})

    def is_valid(self, item: Item, response: str) -> bool:
        chosen = response.split(",")
        return (
            item.choices.keys() > set(chosen)
            and len(set(chosen)) == len(chosen)
            and sorted(chosen) == chosen
        )

    def count_choices(self, item: Item, response: str) -> ChoiceCounts:
        right, chosen = right_keys(item), set(response.split(","))
        return ChoiceCounts(len(right), len(right & chosen), len(chosen - right))

    def grade(self, item: Item, response: str) -> float:
        """The share of the right choices that were chosen; each wrong one takes one back."""
        counts = self.count_choices(item, response)
        if not counts.right:
            return 0.0
        return max(0, counts.chosen_right - counts.chosen_wrong) / counts.right

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        return response.split(",")

    def present(self, view: LearnerView) -> list[PresentedChoice]:
        """What was ever chosen has its verdict; once finished, so have right ones left out."""
        tried = {key for response in view.responses for key in response.split(",")}
        last, drafted = view.last_response.split(","), drafted_keys(view.item, view.draft)
        presented = present_choices(view, tried, set(last if view.finished else drafted))
        is_over = view.finished and view.responses
        return [note_if_left_out(choice) for choice in presented] if is_over else presented

    def describe_result(self, item: Item, response: str) -> str:
        right, chosen_right, wrong = self.count_choices(item, response)
        missing = " Something is missing." if chosen_right < right else ""
        if not wrong:
            return f"What you chose is right.{missing}"
        verb = "is" if wrong == 1 else "are"
        return f"Of the {chosen_right + wrong} you chose, {wrong} {verb} wrong.{missing}"

    def portable(self, item: Item) -> PortableQuestion:
        """All right choices together are worth 100 percent, all wrong ones take them away."""
        right = len(right_keys(item))
        wrong = len(item.choices) - right
        shares = {"right": 100 / max(right, 1), "wrong": -100 / max(wrong, 1)}
        return portable_choices(item, PortableForm.CHOOSE_SEVERAL, **shares)


def drafted_keys(item: Item, data: FormData) -> list[str]:
    """The keys of what is chosen in a form; empty for what is not one of the choices."""
    return [key_of_value(item, value) for value in data.getlist("choice")]


def note_if_left_out(choice: PresentedChoice) -> PresentedChoice:
    left_out = choice.verdict == "right" and not choice.chosen
    return replace(choice, note="You left this one out.") if left_out else choice
