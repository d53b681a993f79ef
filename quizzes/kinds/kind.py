"""The contract of a kind of question: what a subclass says of itself and what it can do."""

import hashlib
import json
import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from quizzes.kinds.portable import PortableForm, PortableQuestion
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse, Tally, choice_rows
from quizzes.schema import Item
from quizzes.texts import render_choice

# Where in a question something stands: `("choices", "cookie", "why")`.
type ItemPath = tuple[str | int, ...]
# What is wrong with a question, in words for its author, and where.
type ItemProblem = tuple[ItemPath, str]
type FormData = MultiValueDict[str, str]

# The longest response that a row and, many times over, a cookie can hold, in characters.
LONGEST_RESPONSE = 200
NO_TRY_TAKEN = "No try was taken."


class Kind(ABC):
    """What a question is: how it is answered, graded and presented.

    A kind is one subclass in one module, one template, and one entry in `quizzes.kinds.KINDS`.
    It keeps no state: each method takes the question (`Item`) that it is about.

    A response is one short string made of keys of the question's choices, or of what was typed.
    It is what an answer's row and the session keep.
    """

    # As packs and rows name it.
    name: ClassVar[str]
    # For authors, beside the name in a list to choose from.
    summary: ClassVar[str]
    template: ClassVar[str]
    # The stylesheet that its template needs beyond the lesson's; empty for none.
    stylesheet: ClassVar[str] = ""
    # The fields of a question (`code`, `text`, `typed`, `tolerance`, `capitals`, `order`) and of
    # its choices (`gap`, `match`, `last`) that this kind uses and not every kind has.
    extra_fields: ClassVar[frozenset[str]] = frozenset()
    # The name of the one behaviour whose sets may have such questions; empty for all behaviours.
    only_behaviour: ClassVar[str] = ""
    # The learner picks one of the choices.
    single_choice: ClassVar[bool] = False
    # The learner writes, so a response may be one that the author did not expect.
    free_text: ClassVar[bool] = False
    # Nobody but the learner judges the response, which is kept as a text of its own, not in the row
    # of an answer.
    self_assessed: ClassVar[bool] = False
    # `chosen_keys` are those of parts that were put in a wrong place.
    chosen_are_misplaced: ClassVar[bool] = False
    # The forms that an importer may read as questions of this kind.
    portable_forms: ClassVar[frozenset[PortableForm]] = frozenset()

    @property
    def label(self) -> str:
        return f"{self.name}: {self.summary}"

    # --- Writing a question ------------------------------------------------------------------

    def problems(self, item: Item) -> Iterator[ItemProblem]:
        """All that is wrong with a question of this kind."""
        for path in self.unused_fields(item):
            message = f"`{path[-1]}` has no meaning in a question of kind {self.name}. Take it out."
            yield path, message
        for key, choice in item.choices.items():
            if not (choice.text or choice.match):
                yield ("choices", key), "'text' is missing. Add it."
        yield from self.own_problems(item)
        if self.max_length(item) > LONGEST_RESPONSE and not self.self_assessed:
            message = (
                f"The keys are too long: together at most {LONGEST_RESPONSE} characters. "
                "Shorten them."
            )
            yield ("choices",), message

    def unused_fields(self, item: Item) -> Iterator[ItemPath]:
        """The paths of filled fields that only other kinds use."""
        for name in ("code", "text", "typed", "capitals"):
            if getattr(item, name) and name not in self.extra_fields:
                yield (name,)
        if item.tolerance is not None and "tolerance" not in self.extra_fields:
            yield ("tolerance",)
        if item.order != "shuffled" and "order" not in self.extra_fields:
            yield ("order",)
        for name in {"gap", "match", "last"} - self.extra_fields:
            yield from (
                ("choices", key, name)
                for key, choice in item.choices.items()
                if getattr(choice, name)
            )

    @abstractmethod
    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        """What is wrong with a question by the rules of this kind alone."""

    def misplacement(self, behaviour: str) -> str:
        """Why such a question can't be in a set with this behaviour; empty where it can."""
        if self.only_behaviour in ("", behaviour):
            return ""
        return (
            f"A question of kind {self.name} is only for {self.only_behaviour}. Take another kind."
        )

    def scoring_key(self, item: Item) -> Any:
        """What decides which responses are right, as JSON. An edit to it is a new version.

        Here: which choices are right.
        """
        return sorted((key, choice.right) for key, choice in item.choices.items())

    def version(self, item: Item) -> str:
        """A hash of the scoring key. It stays the same when a typo in a text is mended."""
        key = [self.name, self.scoring_key(item)]
        return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:12]

    @abstractmethod
    def example_response(self, item: Item, right: bool) -> str:
        """A response that is right, or one that is wrong in every part.

        Raises StopIteration or IndexError where the question has none.
        """

    # --- Answering it ------------------------------------------------------------------------

    @abstractmethod
    def max_length(self, item: Item) -> int:
        """How many characters a response can have."""

    @abstractmethod
    def response_count(self, item: Item) -> float:
        """How many different responses there are; infinite where the learner writes freely."""

    @abstractmethod
    def field_names(self, item: Item) -> list[str]:
        """The names of the form's fields."""

    @abstractmethod
    def parse_response(self, item: Item, data: FormData) -> str:
        """The response that a submitted form makes. Raises NotAllowed, with what to do."""

    @abstractmethod
    def form_data(self, item: Item, response: str) -> FormData:
        """The form's fields that make this response: the inverse of `parse_response`."""

    @abstractmethod
    def is_valid(self, item: Item, response: str) -> bool:
        """Whether it is a response to this question as it stands."""

    @abstractmethod
    def grade(self, item: Item, response: str) -> float:
        """The share of the response that is right, from 0 to 1.

        It also grades a response to the question as it was before an edit.
        """

    @abstractmethod
    def chosen_keys(self, item: Item, response: str) -> list[str]:
        """The keys of the choices in a response; empty for a text that matches none."""

    # --- Presenting it -----------------------------------------------------------------------

    def display_order(self, item: Item, seed: str) -> list[str]:
        """The keys of the choices on the screen, the same for the same seed.

        Shuffled, with a choice that is `last` at the end; or as they are listed.
        """
        keys = list(item.choices)
        if item.order == "kept":
            return keys
        random.Random(f"{seed}:{item.id}").shuffle(keys)  # noqa: S311  (an order, not a secret)
        return sorted(keys, key=lambda key: item.choices[key].last)

    @abstractmethod
    def present(self, view: LearnerView) -> Any:
        """What the template shows, which is only what the learner may see by now."""

    def answer_text(self, item: Item, key: str) -> str:
        """A choice as a learner who is done reads it as the answer, in Markdown."""
        return item.choices[key].text

    def describe_result(self, item: Item, response: str) -> str:
        """A sentence on which parts are right; empty where a response has but one part."""
        return ""

    def describe_choice(self, item: Item, key: str) -> SafeString:
        """A choice as one text, for tables and lists."""
        return render_choice(self.answer_text(item, key))

    def card_answers(self, item: Item) -> list[SafeString]:
        """What the back of a card shows: the right choices; where none is marked, all of them."""
        right = [key for key, choice in item.choices.items() if choice.right]
        return [self.describe_choice(item, key) for key in right or item.choices]

    def numbered_text(self, item: Item) -> SafeString:
        """The text with gaps that stands below the prompt, with a number in place of each gap."""
        return SafeString("")

    def numbered_code(self, item: Item) -> list[tuple[SafeString, int]]:
        """The code of the question in pieces, each with the number of the gap after it, or 0."""
        return []

    # --- Counting its responses --------------------------------------------------------------

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """How many gave which response. Before it is `revealed`, nothing tells what is right.

        `keys`: of the choices, in the order to show them. Here: how many chose each of them.
        """
        return [Tally("", choice_rows(item, keys, self.choice_counts(item, given), revealed))]

    def choice_counts(self, item: Item, given: Sequence[JudgedResponse]) -> Counter[str]:
        """How often each key was chosen."""
        return Counter(key for judged in given for key in self.chosen_keys(item, judged.response))

    def unexpected_texts(self, item: Item, response: str) -> list[str]:
        """What the learner wrote in a response that is none of the choices."""
        is_unexpected = self.free_text and not self.chosen_keys(item, response)
        return [response] if is_unexpected else []

    def chance_level(self, item: Item) -> float:
        """The share of right answers that blind choice would give; 0 where it is too small."""
        return 1 / len(item.choices) if self.single_choice and item.choices else 0.0

    # --- Taking it elsewhere -----------------------------------------------------------------

    def portable(self, item: Item) -> PortableQuestion | None:
        """The question in a form that other systems know; None where they know none like it."""
        return None
