"""What a question is. A new kind is one module here, one template, and one entry in `KINDS`."""

from quizzes.kinds.blanks import BlanksKind
from quizzes.kinds.choice import ChoiceKind
from quizzes.kinds.choices import ChoicesKind
from quizzes.kinds.cloze import ClozeKind
from quizzes.kinds.explain import ExplainKind
from quizzes.kinds.kind import Kind
from quizzes.kinds.match import MatchKind
from quizzes.kinds.order import OrderKind
from quizzes.kinds.portable import PortableForm
from quizzes.kinds.typed import TypedKind
from quizzes.schema import Item

KINDS: dict[str, Kind] = {
    ChoiceKind.name: ChoiceKind(),
    ChoicesKind.name: ChoicesKind(),
    BlanksKind.name: BlanksKind(),
    ClozeKind.name: ClozeKind(),
    OrderKind.name: OrderKind(),
    MatchKind.name: MatchKind(),
    TypedKind.name: TypedKind(),
    ExplainKind.name: ExplainKind(),
}


def kind_of(item: Item) -> Kind:
    return KINDS[item.kind]


def kind_of_form(form: PortableForm) -> Kind:
    """The kind that an imported question of this form gets."""
    return next(kind for kind in KINDS.values() if form in kind.portable_forms)


def item_version(item: Item) -> str:
    """A hash of what decides which answers are right. Answers keep the version they were to."""
    return kind_of(item).version(item)


def kind_labels() -> list[tuple[str, str]]:
    """The names of the kinds with their labels, for a form to choose from."""
    return [(name, kind.label) for name, kind in KINDS.items()]
