from typing import Any

from django import forms

from classrooms import codes, names
from classrooms.models import Classroom

NO_CLASS = "No class has this code. Look at it again; it changes when your instructor renews it."
CLOSED = "This class is closed: nobody can join it now. Ask your instructor to open it."


class JoinForm(forms.Form):
    """`cleaned_data["code"]` is a `Classroom`."""

    code = forms.CharField(
        label="Code of the class",
        max_length=40,
        error_messages={"required": "Type the code that your instructor shows."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "ABC DEF GHJ",
            }
        ),
    )
    name = forms.CharField(
        label="Your name",
        max_length=names.LONGEST,
        help_text="As your instructor and your class will see it. Any name will do.",
        error_messages={"required": "Type a name, so that your instructor knows who is here."},
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )

    unknown = False  # a code that no class has

    @classmethod
    def linked(cls, code: str) -> "JoinForm":
        """From a link that holds the code, only the name is asked. No code is looked up yet."""
        normalized = codes.normalize_code(code)[: codes.LENGTH]
        form = cls(initial={"code": codes.grouped_code(normalized)})
        if codes.is_complete(normalized):
            form.fields["code"].widget = forms.HiddenInput()
        return form

    def clean_code(self) -> Classroom:
        code: Any = codes.normalize_code(self.cleaned_data["code"])
        classroom = Classroom.objects.select_related("course").filter(code=code).first()
        if classroom is None:
            self.unknown = True
            raise forms.ValidationError(NO_CLASS)
        if not classroom.is_open:
            raise forms.ValidationError(CLOSED)
        return classroom

    def clean_name(self) -> str:
        return names.clean_name(str(self.cleaned_data["name"]))
