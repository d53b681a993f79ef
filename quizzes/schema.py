"""A question as its pack writes it: plain values, with no database behind them.

Packs are read into these, the bank serves these, and the pure functions of kinds and
behaviours take these.
"""

from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
Cost = Annotated[float, Meta(ge=0, le=1)]
Level = Literal["easy", "medium", "hard"]
LEVELS: tuple[Level, ...] = get_args(Level)
Order = Literal["shuffled", "kept"]
# Where a question's slug may stand, this asks for the summary; no question may be called so.
SUMMARY = "summary"
# A part of the lesson: a mode's text, or a heading in it.
Reading = Annotated[str, Meta(pattern="^[a-z]+(#[a-z0-9-]+)?$", max_length=100)]


class Choice(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of an answer. What it is one of, its question's kind says (`quizzes.kinds`).

    `why`: what a wrong choice would really do. `gap`: which gap it is for. `match`: what belongs to
    `text` in a pair; without `text` it belongs to nothing. `last`: it stands below the others,
    however they are shuffled.
    """

    text: Text = ""
    right: bool = False
    why: str = ""
    gap: Annotated[str, Meta(pattern="^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=50)] = ""
    match: Text = ""
    last: bool = False


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Text


# What an experiment can find (see `lab.experiments`).
type Plain = str | int | bool | list[str] | None


class Proof(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    omit_defaults=True,
    rename={"with_": "with"},
):
    """An experiment that shows which choice is right (see `quizzes.proofs`).

    `with_`: the parameters of its run. The findings must agree with a choice if and only if it is
    right. `says`: by choice, the findings that it claims. Where each choice is a configuration,
    `each` has the parameters of its own run, and `expect` the findings that the question asks for.
    With `expect` alone these are the findings, whatever the wrong choices claim.
    """

    experiment: str
    with_: dict[str, Any] = {}
    each: dict[Slug, dict[str, Any]] = {}
    expect: dict[str, Plain] = {}
    says: dict[Slug, dict[str, Plain]] = {}


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question: what it asks, its choices by key, and what helps afterwards.

    `title`: what people call it, where `id` does not say it. `code`: the sample whose gaps,
    `[[name]]`, are filled. `text`: the text whose gaps are filled, those that are `typed` by
    writing into them. `tolerance`: how far a number may be from the right one. `capitals`: they
    count in what is typed. `order`: whether each attempt shuffles the choices or shows them as they
    are listed. `read`: the parts of the lesson that answer it, `mode` or `mode#heading`.
    """

    id: Slug
    title: Annotated[str, Meta(max_length=200)] = ""
    level: Level
    kind: str
    prompt: Text
    code: str = ""
    text: Annotated[str, Meta(max_length=20_000)] = ""
    typed: Annotated[list[Slug], Meta(max_length=26)] = []
    tolerance: Annotated[float, Meta(ge=0)] | None = None
    capitals: bool = False
    order: Order = "shuffled"
    choices: Annotated[dict[Slug, Choice], Meta(min_length=1, max_length=26)]
    hints: Annotated[list[Text], Meta(max_length=9)] = []
    steps: Annotated[list[Step], Meta(max_length=20)] = []
    check: str = ""
    mistakes: Annotated[list[Text], Meta(max_length=20)] = []
    read: Annotated[list[Reading], Meta(max_length=5)] = []
    proof: Proof | None = None


class SetRules(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a set behaves. The costs come off the score of 1 that a question can give.

    `behaviour`: a name in `quizzes.behaviours.BEHAVIOURS`. `seconds`: for each problem of a
    challenge. `draw`: how many questions an attempt has, drawn from all of them over the levels; 0
    for all.
    """

    title: Text
    behaviour: str = "practice"
    try_cost: Cost = 0.25
    hint_cost: Cost = 0.1
    seconds: Annotated[int, Meta(ge=0, le=600)] = 0
    draw: Annotated[int, Meta(ge=0, le=50)] = 0


class ItemSet(SetRules, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of questions."""

    questions: list[Item]
