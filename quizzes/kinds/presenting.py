"""What the templates of several kinds show: choices with their verdicts and reasons."""

from dataclasses import dataclass, field
from string import ascii_uppercase

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from quizzes.kinds.form_values import form_value
from quizzes.schema import Item
from quizzes.texts import question_text, render_choice


@dataclass(frozen=True)
class LearnerView:
    """A question as one learner has it on the screen.

    `keys`: of its choices, in the order of this attempt. `responses`: those given so far, whose
    outcome the learner may know. `finished`: no more responses are taken, so that all may be
    shown. `draft`: form fields to show again, of a form that made no response or may still change.
    """

    item: Item
    keys: list[str]
    responses: tuple[str, ...] = ()
    finished: bool = False
    draft: MultiValueDict[str, str] = field(default_factory=MultiValueDict)

    @property
    def last_response(self) -> str:
        return self.responses[-1] if self.responses else ""


@dataclass(frozen=True)
class PresentedChoice:
    """A choice on the screen. `value`: what stands for it in the form.

    `verdict`: `right`, `wrong`, or empty while the learner may not know it; `why`, the reason,
    comes with it. `chosen`: in the draft, or in the last response. `given`: in any response.
    `note`: a remark beside it.
    """

    value: str
    text: SafeString
    letter: str = ""
    verdict: str = ""
    why: SafeString | None = None
    chosen: bool = False
    note: str = ""
    given: bool = False

    @property
    def judgement(self) -> str:
        """The verdict in words, and whether the learner gave this: colours alone do not tell."""
        return (
            f"{self.verdict.capitalize()}, your answer" if self.given else self.verdict.capitalize()
        )


def choice_text(item: Item, key: str) -> SafeString:
    return render_choice(item.choices[key].text)


def choice_reason(item: Item, key: str) -> SafeString | None:
    why = item.choices[key].why
    return question_text(item, why) if why else None


def present_choices(view: LearnerView, tried: set[str], chosen: set[str]) -> list[PresentedChoice]:
    """The choices with letters. Those `tried` have a verdict; once finished, the right ones too."""
    return [
        present_choice(view, key, letter, key in tried, key in chosen)
        for key, letter in zip(view.keys, ascii_uppercase, strict=False)
    ]


def present_choice(
    view: LearnerView, key: str, letter: str, tried: bool, chosen: bool
) -> PresentedChoice:
    known = tried or view.finished
    right = view.item.choices[key].right
    return PresentedChoice(
        value=form_value(view.item.id, key),
        letter=letter,
        text=choice_text(view.item, key),
        verdict=("right" if right else "wrong" if tried else "") if known else "",
        why=choice_reason(view.item, key) if known else None,
        chosen=chosen,
        given=tried,
    )
